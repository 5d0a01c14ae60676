"""The history of facts and measures, against commits that say what they did."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from atlas.chronicle import Event, History
from atlas.content import load_content
from atlas.export import export_tables
from atlas.history.events import read_history
from atlas.history.journal import read_journal
from atlas.memory import Memory
from atlas.site import load_atlas, with_history
from tests.repositories import SHEET, Repository, start_repository

F001, F002 = "- id: yunshan-f001", "- id: yunshan-f002"
WRONG, RIGHT = "text: 71.35%\n  value: 71.35", "text: 71.53%\n  value: 71.53"
REASON = "why: {zh: 看错了行。, en: Read from the wrong line.}"


@pytest.fixture
def kept(mini: Path) -> Repository:
    return start_repository(mini)


def history(root: Path, memory: Memory | None = None) -> History:
    content, _ = load_content(root)
    return read_history(content, read_journal(root, memory), memory)


def later(root: Path) -> list[Event]:
    """What happened after the start."""
    return [event for event in history(root).events if event.kind != "added"]


def told(event: Event) -> list[tuple[str, str, str]]:
    return [(change.field, change.was, change.now) for change in event.changes]


def fact(repository: Repository, name: str) -> str:
    """The lines of a fact, with the line end."""
    text = (repository.root / SHEET).read_text("utf-8")
    start = text.index(f"- id: {name}\n")
    end = text.find("\n- ", start)
    return text[start:] if end < 0 else text[start : end + 1]


def test_the_start_adds_all(kept: Repository) -> None:
    found = history(kept.root)
    assert (found.at_hand, found.begins) == (True, "")
    assert len(found.events) == 11
    assert {(one.kind, one.day, one.number, one.dating) for one in found.events} == {
        ("added", "2024-01-05", 1, "recorded")
    }
    first = next(one for one in found.events if one.record == "yunshan-f007")
    assert told(first) == [("text", "", "26.50%")]
    assert (first.sheet, first.place, first.topic) == ("yunshan", "qinghe", "primary-care")


def test_a_correction_tells_was_and_is_and_by_which_commit(kept: Repository) -> None:
    kept.edit(WRONG, RIGHT)
    commit = kept.commit("2024-02-10", "Correct the rate of 2021\n\nIt was misread.")
    [event] = later(kept.root)
    assert (event.id, event.kind, event.day) == ("yunshan-f002-2", "corrected", "2024-02-10")
    assert told(event) == [("text", "71.35%", "71.53%"), ("value", "71.35", "71.53")]
    assert event.why is None
    assert event.commit is not None
    assert (event.commit.id, event.commit.subject) == (commit, "Correct the rate of 2021")


def test_an_editor_says_why(kept: Repository) -> None:
    kept.edit(WRONG, f"{RIGHT}\n  corrected:\n  - date: 2024-02-10\n    {REASON}")
    kept.commit("2024-02-10")
    [event] = later(kept.root)
    assert event.why is not None
    assert (event.why.zh, event.why.en) == ("看错了行。", "Read from the wrong line.")


def test_a_reason_may_follow_its_correction(kept: Repository) -> None:
    kept.edit(WRONG, RIGHT)
    kept.commit("2024-02-10")
    kept.edit(RIGHT, f"{RIGHT}\n  corrected:\n  - date: 2024-02-10\n    {REASON}")
    kept.commit("2024-03-01")
    [event] = later(kept.root)
    assert event.day == "2024-02-10"
    assert event.why is not None


def test_a_reason_alone_is_a_correction(kept: Repository) -> None:
    kept.edit(
        "checked: {role-unsupported: current}", f"corrected:\n  - date: 2024-02-09\n    {REASON}"
    )
    kept.commit("2024-02-10")
    [event] = later(kept.root)
    assert (event.kind, event.day, event.changes) == ("corrected", "2024-02-10", ())


CORRECTIONS = r"""
- {old: 'qualifier: ">="', new: 'qualifier: ">"', field: qualifier, was: ">=", now: ">"}
- {old: "4.5\n  unit: place", new: "4.5\n  unit: item", field: unit, was: place, now: item}
- {old: "role: target", new: "role: current", field: role, was: target, now: current}
- {old: "basis: actual", new: "basis: policy", field: breakdown, was: basis=actual;scheme=employee,
   now: basis=policy;scheme=employee}
- {old: "period: 2025", new: "period: 2026", field: period, was: "2025", now: "2026"}
- {old: "f006\n  status: accepted\n  place: qinghe\n", new: "f006\n  status: accepted\n",
   field: place, was: qinghe, now: yunshan}
- {old: "  body: 市人民医院\n", new: "", field: body, was: 市人民医院, now: ""}
- {old: "topic: hospitals", new: "topic: digital", field: topic, was: hospitals, now: digital}
- {old: "quote: 到2025年,全市每", new: "quote: 全市每", field: quote,
   was: "到2025年,全市每千人口托位数力争达到4.5个。", now: 全市每千人口托位数力争达到4.5个。}
"""


@pytest.mark.parametrize("case", yaml.safe_load(CORRECTIONS), ids=lambda case: case["field"])
def test_what_counts_as_a_correction(kept: Repository, case: dict[str, str]) -> None:
    kept.edit(case["old"], case["new"])
    kept.commit("2024-02-10")
    [event] = later(kept.root)
    assert event.kind == "corrected"
    assert told(event) == [(case["field"], case["was"], case["now"])]


def test_other_words_are_no_correction(kept: Repository) -> None:
    kept.edit("zh: 比例超过100%。", "zh: 比例大于100%。")
    kept.edit("  checked: {role-unsupported: current}\n", "  note: {zh: 注。, en: Note.}\n")
    kept.edit("启用新院区, en:", "新院区启用, en:")
    kept.edit("  - code: share-over-100", "  - code: scope-unclear")
    kept.commit("2024-02-10")
    assert [(one.kind, one.record, told(one)) for one in later(kept.root)] == [
        ("revised", "yunshan-m001", [("title_zh", "市人民医院启用新院区", "市人民医院新院区启用")]),
        ("revised", "yunshan-f003", [("flags", "share-over-100", "scope-unclear")]),
    ]


def test_mere_form_is_nothing(kept: Repository) -> None:
    lines = fact(kept, "yunshan-f001").splitlines()
    kept.edit(
        "\n".join(lines),
        "\n".join([f"- {lines[3].strip()}", *lines[1:3], f"  {lines[0][2:]}", *lines[4:]]),
    )
    kept.edit('qualifier: ">="', "qualifier: '>='")
    kept.commit("2024-02-10")
    assert later(kept.root) == []


def test_a_withdrawn_fact_says_why_and_may_come_back(kept: Repository) -> None:
    kept.edit(
        f"{F001}\n  status: accepted",
        f"{F001}\n  status: withdrawn\n  withdrawn: {{date: 2024-02-10, {REASON}}}",
    )
    kept.commit("2024-02-10")
    kept.edit(f"status: withdrawn\n  withdrawn: {{date: 2024-02-10, {REASON}}}", "status: accepted")
    kept.commit("2024-03-01")
    gone, back = later(kept.root)
    assert (gone.kind, told(gone)) == ("withdrawn", [("text", "405939人", "")])
    assert gone.why is not None
    assert gone.why.en == "Read from the wrong line."
    assert gone.last["quote"] == "2022年,全市参保人数为405939人"
    assert (back.kind, back.number, told(back)) == ("restored", 3, [("text", "", "405939人")])


def test_a_fact_that_left_is_removed_with_what_it_last_said(kept: Repository) -> None:
    kept.edit(fact(kept, "yunshan-f008"), "")
    kept.edit(f"{F001}\n  status: accepted", f"{F001}\n  status: draft")
    kept.commit("2024-02-10", "Take two facts back")
    found = {one.record: one for one in later(kept.root)}
    assert {one.kind for one in found.values()} == {"removed"}
    assert sorted(found) == ["yunshan-f001", "yunshan-f008"]
    last = found["yunshan-f008"].last
    assert (last["text"], last["period"], last["place"]) == ("4.5个", "2025", "yunshan")


def test_a_draft_is_nobodys_history_until_accepted(kept: Repository) -> None:
    piece = fact(kept, "yunshan-f008").replace("f008", "f020")
    draft = piece.replace("accepted", "draft").replace("4.5", "9.9")
    path = kept.root / SHEET
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + draft, "utf-8")
    kept.commit("2024-02-10")
    assert "yunshan-f020" not in history(kept.root).by_record()
    kept.edit(draft, piece)
    kept.commit("2024-03-10")
    [event] = history(kept.root).by_record()["yunshan-f020"]
    assert (event.kind, event.day, told(event)) == ("added", "2024-03-10", [("text", "", "4.5个")])


def test_a_place_that_is_renamed_keeps_the_history_of_its_facts(kept: Repository) -> None:
    kept.git("mv", SHEET, "content/cities/cloud.yml")
    kept.edit("place: yunshan", "place: cloud", "content/cities/cloud.yml")
    kept.edit("\nyunshan:", "\ncloud:", "content/places.yml")
    kept.commit("2024-02-10", "Rename the place")
    assert later(kept.root) == []
    kept.edit(WRONG, RIGHT, "content/cities/cloud.yml")
    kept.commit("2024-03-10")
    [event] = later(kept.root)
    assert (event.record, event.number, event.sheet) == ("yunshan-f002", 2, "cloud")


def test_what_is_not_committed_has_no_day(kept: Repository) -> None:
    kept.edit(WRONG, RIGHT)
    [event] = later(kept.root)
    assert (event.dating, event.day, event.commit) == ("unrecorded", "", None)


def test_a_shallow_clone_says_from_when_it_knows(kept: Repository, tmp_path: Path) -> None:
    kept.edit(WRONG, RIGHT)
    kept.commit("2024-02-10")
    kept.edit("period: 2025", "period: 2026")
    kept.commit("2024-03-10")
    two = history(kept.clone(tmp_path / "two", depth=2))
    assert two.begins == "2024-02-10"
    assert {one.dating for one in two.events if one.kind == "added"} == {"before"}
    [event] = [one for one in two.events if one.kind == "corrected"]
    assert (event.record, event.day) == ("yunshan-f008", "2024-03-10")
    one = history(kept.clone(tmp_path / "one", depth=1))
    assert one.begins == "2024-03-10"
    assert {(event.kind, event.dating) for event in one.events} == {("added", "before")}


def test_outside_git_the_sheets_tell_what_they_know(mini: Path) -> None:
    assert history(mini) == History()
    path = mini / SHEET
    text = path.read_text("utf-8").replace(
        f"{F001}\n  status: accepted",
        f"{F001}\n  status: withdrawn\n  withdrawn: {{date: 2024-02-10, {REASON}}}",
    )
    text = text.replace(WRONG, f"{WRONG}\n  corrected:\n  - date: 2024-01-20\n    {REASON}")
    path.write_text(text, "utf-8")
    found = history(mini)
    assert not found.at_hand
    assert [(one.record, one.kind, one.day, one.dating) for one in found.events] == [
        ("yunshan-f001", "withdrawn", "2024-02-10", "stated"),
        ("yunshan-f002", "corrected", "2024-01-20", "stated"),
    ]


@pytest.mark.parametrize(
    "bad", [b"facts: [{id: a", b"\xff\xfe\x00", b"- id: yunshan-f001\n  text: [\n", b"", b"&a [*a]"]
)
def test_a_state_that_nobody_could_publish_is_passed_over(kept: Repository, bad: bytes) -> None:
    good = (kept.root / SHEET).read_bytes()
    (kept.root / SHEET).write_bytes(bad)
    kept.commit("2024-02-10")
    (kept.root / SHEET).write_bytes(good.replace(b"- id: yunshan-f003", b"- id: [yunshan-f003"))
    kept.commit("2024-02-11")
    (kept.root / SHEET).write_bytes(good)
    kept.edit(WRONG, RIGHT)
    kept.commit("2024-03-10")
    assert [(one.record, one.day) for one in later(kept.root)] == [("yunshan-f002", "2024-03-10")]


def test_a_memory_gives_the_same(kept: Repository) -> None:
    memory = Memory()
    first = history(kept.root, memory)
    kept.edit(WRONG, RIGHT)
    second = history(kept.root, memory)
    assert second == history(kept.root)
    assert len(second.events) == len(first.events) + 1
    kept.commit("2024-02-10")
    assert history(kept.root, memory) == history(kept.root)


def test_the_table_is_what_git_says(kept: Repository) -> None:
    """Each state of the sheet is taken out of git by itself and read by PyYAML alone."""
    kept.edit(WRONG, RIGHT)
    kept.commit("2024-02-10", '=HYPERLINK("x") & more')
    kept.edit(fact(kept, "yunshan-f008"), "")
    kept.edit("text: 95个\n  value: 95", "text: 96个\n  value: 96")
    kept.commit("2024-03-10")
    atlas, _ = load_atlas(kept.root)
    assert (
        atlas is None
    )  # the figures are not those of the quotes any more: history is read all the same
    states = []
    for commit in kept.git("log", "--reverse", "--format=%H %cs").splitlines():
        name, day = commit.split()
        sheet = yaml.load(kept.git("show", f"{name}:{SHEET}"), Loader=yaml.BaseLoader)
        states.append((name, day, {one["id"]: one for one in sheet["facts"]}))
    expected = {
        (one, "added", "text", "", row["text"], states[0][0]) for one, row in states[0][2].items()
    }
    for (_, _, old), (name, _, new) in pairwise(states):
        for one in old.keys() - new.keys():
            expected.add((one, "removed", "text", old[one]["text"], "", name))
        for one in old.keys() & new.keys():
            for key in ("text", "value"):
                if old[one][key] != new[one][key]:
                    expected.add((one, "corrected", key, old[one][key], new[one][key], name))
    found = {
        (event.record, event.kind, change.field, change.was, change.now, event.commit.id)
        for event in history(kept.root).events
        for change in event.changes
        if event.sort == "fact" and event.commit
    }
    assert found == expected
    assert len(found) == 10 + 4 + 1


# What looks alike to someone who only sees which accepted facts there are.
KINDS = {"withdrawn": "removed", "restored": "added"}


def test_the_history_of_the_project_itself_is_what_git_says(project: Path) -> None:
    """Every state of every sheet on the first-parent line, read one by one and compared."""
    journal = read_journal(project)
    if journal is None or not journal.whole:
        pytest.skip("this copy of the project has no whole history")
    git = Repository(project)
    keys = ("text", "value", "unit", "role", "indicator", "period")
    expected = set()
    before: dict[str, dict[str, str]] = {}
    for name in git.git(
        *["log", "--first-parent", "--reverse", "--format=%H", "--", "content/cities"]
    ).split():
        facts = {}
        for path in git.git("ls-tree", "--name-only", name, "content/cities/").splitlines():
            sheet = yaml.load(git.git("show", f"{name}:{path}"), Loader=yaml.CBaseLoader)
            facts |= {one["id"]: one for one in sheet["facts"] if one["status"] == "accepted"}
        expected |= {
            (one, "added", "text", "", facts[one]["text"], name)
            for one in facts.keys() - before.keys()
        }
        expected |= {
            (one, "removed", "text", before[one]["text"], "", name)
            for one in before.keys() - facts.keys()
        }
        for one in facts.keys() & before.keys():
            states = [(key, before[one].get(key, ""), facts[one].get(key, "")) for key in keys]
            expected |= {
                (one, "corrected", key, was, now, name) for key, was, now in states if was != now
            }
        before = facts
    found = {
        (
            event.record,
            KINDS.get(event.kind, event.kind),
            change.field,
            change.was,
            change.now,
            event.commit.id,
        )
        for event in history(project).events
        for change in event.changes
        if event.sort == "fact" and event.commit and change.field in keys
    }
    assert found == expected
    assert len(found) > 280


def test_the_table_holds_every_event_and_no_formula(kept: Repository) -> None:
    kept.edit("period: 2025", "period: 2026")
    kept.commit("2024-02-10", '=HYPERLINK("x") & more')
    atlas, problems = load_atlas(kept.root)
    assert atlas is not None, problems
    outputs = {
        one.path: one.data
        for one in export_tables(with_history(atlas, kept.root), "https://e.org/")
    }
    rows = json.loads(outputs["data/v1/history.json"])
    assert len(rows) == 12
    assert rows[-1] | {"commit": ""} == {
        "record": "yunshan-f008", "number": 2, "line": 1, "sort": "fact", "event": "corrected",
        "date": "2024-02-10", "dating": "recorded", "field": "period", "was": "2025",
        "now": "2026", "why_zh": "", "why_en": "", "sheet": "yunshan", "place": "yunshan",
        "topic": "maternal-child", "commit": "", "subject": '=HYPERLINK("x") & more',
        "url": "https://e.org/cities/yunshan/#yunshan-f008",
    }  # fmt: skip
    assert ",'=HYPERLINK" in outputs["data/v1/history.csv"].decode("utf-8-sig").replace('"', "")
