"""Adding documents: what is written, what is refused, and that nothing written by hand changes."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.cli import main
from atlas.commands.add import run_add
from atlas.disk import write_atomically
from atlas.problems import has_errors
from atlas.proposals import Wishes
from atlas.site import check_folder, load_site

DOCUMENT = """首页 > 新闻
云山市医疗保障再上新台阶
2024-05-20 来源:云山晚报

2022年,全市参保人数为405939人,参保率达到110.01%。2023年,全市参保率为95.2%。

清河县组建家庭医生签约团队120个。截至目前,全市建成智慧药房12个。
"""
GUANGXI = """guangxi:
  adcode: "450000"
  level: province
  name: {zh: 广西壮族自治区, en: Guangxi}
  short: {zh: 广西, en: Guangxi}
"""
SHEET = "content/cities/yunshan.yml"
SOURCE = "content/sources/yunshan-2024.yml"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "came" / "evening.txt"
    path.parent.mkdir()
    path.write_bytes(DOCUMENT.encode())
    return path


def read_tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("content", "seeds")
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    }


def add(root: Path, *arguments: str | Path) -> int:
    return main(["--root", str(root), "--lang", "en", "add", *map(str, arguments)])


def test_a_document_becomes_source_and_drafts(
    mini: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(mini)
    assert add(mini, document) == 0
    after = read_tree(mini)
    assert {name for name in after if after[name] != before.get(name)} == {
        "seeds/evening.txt",
        SOURCE,
        SHEET,
    }
    assert after["seeds/evening.txt"] == document.read_bytes()
    assert after[SHEET].startswith(before[SHEET])
    content, problems = check_folder(mini)
    assert not has_errors(problems)
    assert {problem.rule for problem in problems} == {"to-do"}
    source = content.sources["yunshan-2024"]
    assert (source.title.zh, source.publisher.zh) == ("云山市医疗保障再上新台阶", "云山晚报")
    assert (source.date, source.place) == ("2024-05-20", "yunshan")
    assert source.note is not None
    assert "2024-05-20" in source.note.zh
    drafts = [fact for fact in content.facts() if fact.source == source.id]
    assert [fact.text for fact in drafts] == ["405939人", "110.01%", "95.2%", "120个", "12个"]
    assert {fact.status for fact in drafts} == {"draft"}
    assert [fact.place for fact in drafts][3] == "qinghe"
    assert "yunshan-f012  110.01%" in capsys.readouterr().out


def test_the_same_value_gains_a_second_source_another_stands_beside(
    mini: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(mini, document)
    content, _ = check_folder(mini)
    same = {fact.id: fact.same_as for fact in content.facts() if fact.same_as}
    assert same == {"yunshan-f011": "yunshan-f001"}
    printed = capsys.readouterr().out
    assert "differs from yunshan-f003 (116.01%); both stand: checked figures come first" in printed
    assert "a second source of yunshan-f001" in printed


def test_doubts_come_in_order(
    mini: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(mini, document)
    lines = capsys.readouterr().out.splitlines()
    first = lines.index("  Doubtful, the least sure first:") + 1
    assert [line.split("  ")[1] for line in lines[first:-1]] == [
        "yunshan-f012",
        "yunshan-f015",
        "yunshan-f014",
        "yunshan-f011",
    ]
    assert "110.01% > 100%" in lines[first]
    assert "differs from" in lines[first]
    assert "no indicator: 智慧药房; period inferred: 2024-05-20" in lines[first + 1].replace(
        "period inferred: 2024-05-20; no indicator: 智慧药房",
        "no indicator: 智慧药房; period inferred: 2024-05-20",
    )
    assert lines[-1] == "  Without a doubt: 1"


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        (
            "zh",
            ["2 个数字不起草：", "说的是别处", "没有找到发布者", "最没有把握的在前", "没有疑点"],
        ),
        ("en", ["2 not drafted: ", "no publisher was found", "the least sure first", "Without a"]),
    ],
)
def test_the_report_tells_what_was_left_and_what_is_to_settle(
    mini: Path, document: Path, capsys: pytest.CaptureFixture[str], lang: str, wanted: list[str]
) -> None:
    text = DOCUMENT.replace(" 来源:云山晚报", "").replace("清河县", "太原市")
    document.write_text(text + "全市60岁以上老人较多。浏览次数:356次\n", "utf-8")
    assert main(["--root", str(mini), "--lang", lang, "add", str(document)]) == 0
    printed = capsys.readouterr().out
    assert [words for words in wanted if words not in printed] == []


PRESS = """云山市深化医改新闻发布会
2024-05-20 来源:云山市人民政府
市卫健委主任李强:
2023年,全市组建家庭医生签约团队120个。
云山日报记者:
我们注意到,2023年全市参保率达到97.3%,请问下一步如何打算?
市卫健委主任李强:
谢谢提问。2023年,全市每千人口托位数达到3.5个。
"""


def test_a_figure_of_a_question_is_doubtful_and_told(
    mini: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document.write_text(PRESS, "utf-8")
    assert add(mini, document) == 0
    printed = capsys.readouterr().out
    line = next(line for line in printed.splitlines() if "97.3%" in line)
    assert "said in a question, not by the publisher" in line
    assert printed.count("said in a question") == 1
    page = next(
        page for page in load_site(mini, drafts=True).pages if page.path == "cities/yunshan/"
    )
    assert "云山日报记者，在提问中" in page.html
    assert "市卫健委主任李强，在答复中" in page.html
    assert page.html.count("出自提问") == 1


def test_twice_changes_nothing(
    mini: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(mini, document)
    once = read_tree(mini)
    capsys.readouterr()
    assert add(mini, document) == 0
    assert read_tree(mini) == once
    assert "known, with no figure left to draft (yunshan-2024)" in capsys.readouterr().out


def test_windows_line_ends_and_comments_stay(mini: Path, document: Path) -> None:
    sheet = mini / SHEET
    sheet.write_bytes(sheet.read_bytes().replace(b"\n", b"\r\n") + b"# the end\r\n")
    before = sheet.read_bytes()
    assert add(mini, document) == 0
    kept = iter(sheet.read_bytes().split(b"\r\n"))
    assert all(line in kept for line in before.split(b"\r\n"))
    assert b"\n" not in sheet.read_bytes().replace(b"\r\n", b"")


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_killed_half_way_the_old_files_are_whole_and_it_goes_on(
    mini: Path, document: Path, step: int
) -> None:
    document.write_text(DOCUMENT.replace("云山", "柳州").replace("清河县", "柳城县"), "utf-8")
    written = 0

    def write(path: Path, data: bytes) -> None:
        nonlocal written
        if written == step:
            raise KeyboardInterrupt
        written += 1
        write_atomically(path, data)

    places = mini / "content" / "places.yml"
    places.write_text(places.read_text("utf-8") + GUANGXI, "utf-8")
    before = read_tree(mini)
    with pytest.raises(KeyboardInterrupt):
        run_add(mini, [document], Wishes(), "en", write)
    half = read_tree(mini)
    assert len([name for name in half if half[name] != before.get(name)]) == step
    assert all(half[name].startswith(data) for name, data in before.items())
    _, problems = check_folder(mini)
    assert not has_errors(problems)
    assert add(mini, document) == 0
    whole = read_tree(mini)
    assert "content/cities/cn-450200.yml" in whole
    assert whole["content/places.yml"].count(b"cn-450222:") == 1
    content, problems = check_folder(mini)
    assert not has_errors(problems)
    assert len(content.sheets["cn-450200"].facts) == 5


KILLED = """
import os, signal, sys
from pathlib import Path
from atlas.cli import main

left, replace = int(sys.argv[1]), Path.replace

def replace_or_die(self, target):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return replace(self, target)

Path.replace = replace_or_die
main(sys.argv[2:])
"""


@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_real_kill_between_writing_and_replacing(mini: Path, document: Path, step: int) -> None:
    before = read_tree(mini)
    command = [sys.executable, "-c", KILLED, str(step), "--root", str(mini), "add", str(document)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=120)
    assert done.returncode == -signal.SIGKILL
    half = read_tree(mini)
    changed = {name for name in half if half[name] != before.get(name)}
    assert len([name for name in changed if not Path(name).name.startswith(".")]) == step
    assert all(half[name].startswith(data) for name, data in before.items())
    _, problems = check_folder(mini)
    assert not has_errors(problems)
    assert add(mini, document) == 0
    whole = read_tree(mini)
    assert whole[SHEET].count(b"source: yunshan-2024") == 5


def test_a_folder_is_taken_with_those_below(
    mini: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    below = document.parent / "2024" / "press.txt"
    below.parent.mkdir()
    below.write_text(PRESS, "utf-8")
    hidden = document.parent / ".trash" / "old.txt"
    hidden.parent.mkdir()
    hidden.write_text(PRESS.replace("3.5个", "3.6个"), "utf-8")
    bad = document.parent / "bad.txt"
    bad.write_text("看病更方便了\n", "utf-8")
    assert add(mini, document.parent) == 1
    assert set(check_folder(mini)[0].sources) == {"yunshan-2023", "yunshan-2024", "yunshan-2024-2"}
    total = capsys.readouterr().out.splitlines()[-1]
    assert total.startswith("2 new, 0 known before; 8 drafts, ")
    assert total.endswith(" Not added: bad.txt.")


def test_a_new_place_with_its_slug(mini: Path, document: Path) -> None:
    document.write_text(DOCUMENT.replace("云山", "柳州").replace("清河县", "柳城县"), "utf-8")
    assert add(mini, document, "--slug", "liuzhou") == 0
    content, problems = check_folder(mini)
    place = content.places["liuzhou"]
    assert (place.adcode, place.name.zh, place.level) == ("450200", "柳州市", "prefecture")
    assert content.places[place.parent or ""].name.zh == "广西壮族自治区"
    told = [problem for problem in problems if problem.mark.path == "content/places.yml"]
    assert {(problem.rule, problem.severity) for problem in told} == {("to-do", "warning")}
    assert "广西" in told[0].render("zh")
    assert {"柳州市", "柳城县"} <= {name.name.zh for name in content.places.values()}


def test_a_figure_of_another_place_is_registered_there_and_told(
    mini: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document.write_text(DOCUMENT.replace("清河县", "太原市"), "utf-8")
    assert add(mini, document) == 0
    content, _ = check_folder(mini)
    drafts = {fact.text: fact for fact in content.facts() if fact.source == "yunshan-2024"}
    assert content.places[drafts["120个"].place].adcode == "140100"
    assert "120个  of another place: 太原市" in capsys.readouterr().out


def test_what_is_proposed_may_not_be_published(mini: Path, document: Path) -> None:
    add(mini, document)
    sheet = mini / SHEET
    text = sheet.read_text("utf-8")
    sheet.write_text(text.replace("status: draft", "status: accepted", 1), "utf-8")
    _, problems = check_folder(mini)
    assert [p.rule for p in problems if p.severity == "error"] == ["to-do"] * 3


def test_what_is_proposed_shows_in_preview_only(mini: Path, document: Path) -> None:
    document.write_text(DOCUMENT.replace("云山", "太原").replace("清河县", "阳曲县"), "utf-8")
    assert add(mini, document, "--slug", "taiyuan") == 0
    preview = load_site(mini, drafts=True)
    assert any(page.path == "cities/taiyuan/" for page in preview.pages)
    site = load_site(mini)
    assert any(page.path == "cities/yunshan/" for page in site.pages)
    # The rules speak of TODO.
    pages = [page for page in site.pages if not page.path.endswith("rules/")]
    assert not [page.path for page in pages if "taiyuan" in page.path or "TODO" in page.html]
    assert not [file.path for file in site.outputs if b"TODO" in file.data]


def test_the_wishes_go_before_the_text(mini: Path, document: Path) -> None:
    assert add(mini, document, "--date", "2024-06", "--title", '题: "甲"', "--place", "清河县") == 0
    content, _ = check_folder(mini)
    source = content.sources["qinghe-2024"]
    assert (source.date, source.title.zh, source.place) == ("2024-06", '题: "甲"', "qinghe")
    assert "qinghe" in content.sheets


def test_a_folder_of_documents(mini: Path, document: Path) -> None:
    second = document.with_name("morning.html")
    second.write_text(
        "<html><body><h1>云山市公立医院改革</h1><p>2024-03-02 来源:云山日报</p>"
        "<p>2023年,全市基本医疗保险参保率为95.2%,比上年有所提高,群众看病就医更加方便。</p>"
        "</body></html>",
        "utf-8",
    )
    document.with_name("note.pdf").write_bytes(b"%PDF")
    assert add(mini, document.parent) == 0
    content, problems = check_folder(mini)
    assert not has_errors(problems)
    assert set(content.sources) == {"yunshan-2023", "yunshan-2024", "yunshan-2024-2"}
    same = [fact for fact in content.facts() if fact.source == "yunshan-2024-2"]
    assert [(fact.text, fact.same_as) for fact in same] == [("95.2%", "yunshan-f013")]


REFUSED = {
    "no text": ("", [], "empty"),
    "no date": (DOCUMENT.replace("2024-05-20", ""), [], "--date 2023-05-04"),
    "a date that is none": (DOCUMENT, ["--date", "May"], "is not a date"),
    "no place": ("看病更方便了\n2024-05-20\n签约率95%。\n", [], "--place"),
    "a place that is several": (DOCUMENT, ["--place", "朝阳区"], "朝阳区"),
    "a taken slug": (
        DOCUMENT,
        ["--place", "柳州市", "--slug", "qinghe"],
        "The slug qinghe is taken",
    ),
}


@pytest.mark.parametrize(("text", "options", "says"), REFUSED.values(), ids=REFUSED)
def test_refused(
    mini: Path,
    document: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    options: list[str],
    says: str,
) -> None:
    document.write_text(text, "utf-8")
    before = read_tree(mini)
    assert add(mini, document, *options) == 1
    assert read_tree(mini) == before
    message = capsys.readouterr().err
    assert says in message
    assert "None" not in message


def test_another_file_of_the_same_name_is_not_overwritten(
    mini: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(mini, document)
    before = read_tree(mini)
    document.write_text(DOCUMENT + "签约率95%。\n", "utf-8")
    assert add(mini, document) == 1
    assert read_tree(mini) == before
    assert "another seeds/evening.txt" in capsys.readouterr().err


def test_binary_missing_and_wrong_use(mini: Path, document: Path, tmp_path: Path) -> None:
    before = read_tree(mini)
    picture = tmp_path / "picture.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00")
    assert add(mini, picture) == 1
    assert add(mini, tmp_path / "gone.txt") == 1
    assert add(mini, document, picture, "--date", "2024") == 2
    (tmp_path / "nothing").mkdir()
    assert add(mini, tmp_path / "nothing") == 2
    assert read_tree(mini) == before


def test_one_refused_does_not_hold_up_the_rest(mini: Path, document: Path, tmp_path: Path) -> None:
    assert add(mini, tmp_path / "gone.txt", document) == 1
    assert SOURCE in read_tree(mini)


def test_content_with_errors_is_left_alone(mini: Path, document: Path) -> None:
    (mini / SOURCE).write_text("title: x\n", "utf-8")
    before = read_tree(mini)
    assert add(mini, document) == 1
    assert read_tree(mini) == before
