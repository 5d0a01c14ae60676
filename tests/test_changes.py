"""What changed, in words: the pages of changes and corrections, and what a place's page keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.pages import build_pages
from atlas.pages.past import mark_difference
from atlas.parts import Page
from atlas.site import load_atlas, with_history
from tests.page_tree import parse_tree
from tests.repositories import SHEET, Repository, start_repository

THEME = Path(__file__).parents[1] / "theme"
WHY = "why: {zh: 原文是另一行。, en: It is another line.}"


@pytest.fixture
def kept(mini: Path) -> Repository:
    return start_repository(mini)


def build(root: Path, lang: str = "zh") -> dict[str, Page]:
    atlas, problems = load_atlas(root)
    assert atlas is not None, problems
    pages = build_pages(with_history(atlas, root), THEME, "en" if lang == "en" else "zh")
    for page in pages:
        tree = parse_tree(page.html)
        assert (tree.faults, tree.forbidden) == ([], []), page.path
        assert len(set(tree.ids)) == len(tree.ids), page.path
        assert set(tree.references) <= set(tree.ids), page.path
    return {page.path.removeprefix("en/"): page for page in pages}


def text(page: Page) -> str:
    return " ".join(parse_tree(page.html).text.split())


def correct(kept: Repository, why: str = "") -> None:
    kept.edit("period: 2025\n", f"period: 2026\n{why}")
    kept.commit("2024-02-10", "Move the target by a year")


def test_additions_are_summed_up_and_corrections_told_one_by_one(kept: Repository) -> None:
    correct(kept)
    zh, en = (text(build(kept.root, lang)["changes/"]) for lang in ("zh", "en"))
    assert "2024年2月10日" in zh
    assert "云山市：更正 1 条" in zh
    assert "时期2025年 →变为 2026年" in zh
    assert "新增 10个数字、1项举措" in zh
    assert "Move the target by a year" in en
    assert "added 10 figures, 1 measure" in en
    assert en.index("10 February 2024") < en.rindex("5 January 2024")


def test_a_correction_is_listed_with_was_is_why_and_its_place(kept: Repository) -> None:
    correct(kept, f"  corrected:\n  - date: 2024-02-10\n    {WHY}\n")
    pages = build(kept.root, "en")
    listed = pages["corrections/"]
    told = text(listed)
    assert "Yunshan: Nursery places" in told
    assert "period2025 →to 2026" in told
    assert "Why: It is another line." in told
    assert "Move the target" not in told  # the editor's reason is told in its place
    assert 'id="yunshan-f008-2"' in listed.html
    assert 'href="../cities/yunshan/#yunshan-f008"' in listed.html
    city = pages["cities/yunshan/"].html
    assert city.count('href="../../corrections/#yunshan-f008-2"') == 1
    assert "corrections/#yunshan-f007" not in city


def test_without_a_reason_the_change_speaks_for_itself_as_a_quotation(kept: Repository) -> None:
    correct(kept)
    html = build(kept.root)["corrections/"].html
    assert '<q lang="en">Move the target by a year</q>' in html


def test_readers_see_what_changed_before_the_words_of_the_commit(kept: Repository) -> None:
    correct(kept)
    page = build(kept.root)["changes/"].html
    said = page.index('提交说明：<q lang="en">Move the target by a year</q>')
    assert page.index('href="../cities/yunshan/#yunshan-f008"') < said


def test_hostile_words_of_a_commit_are_words(kept: Repository) -> None:
    kept.edit("period: 2025\n", "period: 2026\n")
    kept.commit("2024-02-10", "<script>alert(1)</script> & {{ t('x') }} \x1b[31m")
    for path in ("changes/", "corrections/"):
        html = build(kept.root)[path].html
        assert "<script>" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ t(" in html
        assert "\x1b" not in html


def test_a_withdrawn_and_a_deleted_fact_keep_their_addresses(kept: Repository) -> None:
    sheet = kept.root / SHEET
    words = sheet.read_text("utf-8")
    start, end = words.index("- id: yunshan-f008"), words.index("- id: yunshan-f009")
    sheet.write_text(words[:start] + words[end:], "utf-8")
    withdrawal = f"status: withdrawn\n  withdrawn: {{date: 2024-02-10, {WHY}}}"
    kept.edit("- id: yunshan-f001\n  status: accepted", f"- id: yunshan-f001\n  {withdrawal}")
    kept.edit("- id: yunshan-m001\n  status: accepted", f"- id: yunshan-m001\n  {withdrawal}")
    kept.commit("2024-02-10", "Take back what is not in the text")
    pages = build(kept.root, "en")
    city = pages["cities/yunshan/"]
    for name in ("yunshan-f001", "yunshan-f008", "yunshan-m001"):
        assert city.html.count(f'<li id="{name}">') == 1
        assert f'id="{name}-2"' in pages["corrections/"].html
        others = [path for path, page in pages.items() if f"#{name}" in page.html]
        assert set(others) <= {"cities/yunshan/", "changes/", "corrections/"}
    gone = text(city).partition("Withdrawn and removed")[2]
    assert "Withdrawn 405939人 Insured people 10 February 2024 Why: It is another line." in gone
    assert "Removed 4.5个 Nursery places" in gone
    assert "Commit message: Take back what is not in the text" in gone.replace("“", "").replace(
        "”", ""
    )


def test_nothing_gone_no_section(kept: Repository) -> None:
    correct(kept)
    page = build(kept.root)["cities/yunshan/"]
    assert "gone" not in {heading.id for heading in page.headings}


def test_a_copy_says_how_far_its_history_reaches(kept: Repository, tmp_path: Path) -> None:
    correct(kept)
    assert "The history is complete; it begins on 5 January 2024." in text(
        build(kept.root, "en")["changes/"]
    )
    clone = kept.clone(tmp_path / "clone", depth=1)
    pages = build(clone, "en")
    for path in ("changes/", "corrections/"):
        assert "History before 10 February 2024 is not in this copy." in text(pages[path])
    assert "on 10 February 2024 or before" not in text(pages["corrections/"])


def test_outside_git_the_site_is_whole_and_says_so(mini: Path) -> None:
    pages = build(mini, "en")
    assert "No history is at hand in this copy." in text(pages["changes/"])
    assert "There has been no correction yet." in text(pages["corrections/"])
    assert "cities/yunshan/" in pages


def test_what_is_not_committed_is_said_to_be_so(kept: Repository) -> None:
    kept.edit("period: 2025\n", "period: 2026\n")
    assert "Not yet recorded" in text(build(kept.root, "en")["corrections/"])


@pytest.mark.parametrize(
    ("was", "now", "marked"),
    [
        ("甲乙", "甲乙", "甲乙"),
        ("甲乙", "甲丙乙", "甲<ins>丙</ins>乙"),
        ("甲丙乙", "甲乙", "甲<del>丙</del>乙"),
        ("aa", "aaa", "aa<ins>a</ins>"),
        ("<b>", "<i>", "&lt;<del>b</del><ins>i</ins>&gt;"),
        ("0" * 40 + "a" + "1" * 40, "0" * 40 + "b" + "1" * 40,
         "…" + "0" * 16 + "<del>a</del><ins>b</ins>" + "1" * 16 + "…"),
    ],
)  # fmt: skip
def test_a_long_text_shows_what_went_and_came(was: str, now: str, marked: str) -> None:
    assert str(mark_difference(was, now)) == marked


def add_county(root: Path) -> Path:
    """A second sheet, with a fact that the first gives up."""
    head, _, rest = (root / SHEET).read_text("utf-8").partition("- id: yunshan-f006\n")
    fact, _, tail = rest.partition("- id: ")
    (root / SHEET).write_text(f"{head}- id: {tail}", "utf-8")
    sheet = root / "content/cities/qinghe.yml"
    top = "place: qinghe\nsummary: {zh: 清河县。, en: Qinghe.}\nheadline: []\nfacts:\n"
    own = fact.replace("  place: qinghe\n", "")
    sheet.write_text(f"{top}- id: qinghe-f001\n{own}", "utf-8")
    return sheet


def test_a_sheet_that_is_gone_leaves_a_page_with_its_addresses(mini: Path) -> None:
    sheet = add_county(mini)
    kept = start_repository(mini)
    assert 'id="qinghe-f001"' in build(mini)["cities/qinghe/"].html
    sheet.unlink()
    kept.commit("2024-03-10", "Drop the county")
    for lang in ("zh", "en"):
        left = build(mini, lang)["cities/qinghe/"]
        assert 'id="qinghe-f001"' in left.html
        assert '<del lang="zh">95个</del>' in left.html
        assert "Drop the county" in left.html


def test_a_page_says_when_its_records_came_into_the_atlas(mini: Path) -> None:
    sheet = mini / SHEET
    accepted = sheet.read_text("utf-8")
    place = "  place: qinghe\n  indicator: family-doctor-teams\n"
    draft = accepted.replace(f"  status: accepted\n{place}", f"  status: draft\n{place}")
    sheet.write_text(draft, "utf-8")
    kept = start_repository(mini)
    sheet.write_text(accepted, "utf-8")
    kept.commit("2024-02-10", "Accept a fact")
    page = build(mini)["cities/yunshan/"]
    assert "收入图集：2024年1月5日；2024年2月10日：家庭医生签约团队数" in text(page)
    assert '2024年2月10日：<a href="#yunshan-f006">' in page.html


def test_outside_git_no_page_says_when(mini: Path) -> None:
    assert "收入图集" not in build(mini)["cities/yunshan/"].html
