"""What a preview keeps from one build to the next is never wrong, only sometimes of no use."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config

from atlas.editor import find_editor
from atlas.memory import Memory
from atlas.site import Site, Unheld, load_atlas, load_site

PROJECT = Path(__file__).parents[1]
SHEET = Path("content/cities/yunshan.yml")
ADDRESS = "http://127.0.0.1:8000/"


def change(path: str | Path, old: str, new: str) -> Callable[[Path], None]:
    """An edit of one file; it fails where the file does not hold the words."""

    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text, f"{path}: {old}"
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def leave_out_sheet(root: Path) -> None:
    (root / SHEET).rename(root / "kept.yml")


def put_sheet_back(root: Path) -> None:
    (root / "kept.yml").rename(root / SHEET)


# One preview's day: each line is a save, and all of them follow one another.
EDITS = {
    "nothing": lambda root: None,
    "a decimal more": change(SHEET, "> 100%", "> 100.0%"),
    "a word of a measure": change(SHEET, "启用新院区, en: People's", "启用<b>新楼, en: People's"),
    "a fact becomes a draft": change(SHEET, "status: accepted\n  indi", "status: draft\n  indi"),
    "a line moves all others": change(SHEET, "summary:", "# 说明\nsummary:"),
    "a word of the glossary": change("content/glossary.yml", "居民与团队", "居民同团队"),
    "an indicator's name": change("content/indicators/all.yml", "name: {zh: ", "name: {zh: 新"),
    "a word of the interface": change("theme/strings.yml", "{zh: 草稿, en: Dr", "{zh: 稿, en: Dr"),
    "a macro": change("theme/templates/_macros.html", '"hra-draft"', '"hra-draft" id="x"'),
    "a page's template": change("theme/templates/city.html", "<h1", "<!-- new --><h1"),
    "the shell": change("theme/material/base.html", "<body>", '<body id="new">'),
    "the style": change("theme/css/10-page.css", "gap: 8px", "gap: 9px"),
    "a fault": change(SHEET, "unit: person", "unit: persons"),
    "the fault mended": change(SHEET, "unit: persons", "unit: person"),
    "a broken template": change("theme/templates/city.html", "<!-- new -->", "{% if %}"),
    "the template mended": change("theme/templates/city.html", "{% if %}", ""),
    "the decimal taken back": change(SHEET, "> 100.0%", "> 100%"),
    "no sheet": leave_out_sheet,
    "the sheet again": put_sheet_back,
}  # fmt: skip


def test_parts_are_found_again_by_all_that_they_are_made_from() -> None:
    memory = Memory()
    assert memory.recall(lambda: "first", "a", 1) == "first"
    assert memory.recall(lambda: "again", "a", 1) == "first"
    assert memory.recall(lambda: "other", "a", 2) == "other"


@pytest.mark.parametrize(
    ("one", "other"),
    [(Decimal("26.5"), Decimal("26.50")), ("<b>", Markup("<b>")), (1, True), ((1,), [1])],
)
def test_what_is_equal_but_prints_differently_is_told_apart(one: object, other: object) -> None:
    memory = Memory()
    assert memory.recall(lambda: "one", one) == "one"
    assert memory.recall(lambda: "other", other) == "other"


def test_what_no_build_uses_is_forgotten() -> None:
    memory = Memory()
    memory.recall(lambda: "first", "a")
    for _ in range(4):
        memory.end_build()
        memory.recall(lambda: "b", "b")
    assert memory.recall(lambda: "second", "a") == "first"
    for _ in range(5):
        memory.end_build()
    assert memory.recall(lambda: "third", "a") == "third"


def test_what_was_of_the_same_objects_is_found_and_of_equal_ones_made_anew() -> None:
    memory, one, equal = Memory(), [1], [1]
    assert memory.recall_same(lambda: "first", ("x",), one) == "first"
    assert memory.recall_same(lambda: "second", ("x",), one) == "first"
    assert memory.recall_same(lambda: "third", ("x",), equal) == "third"
    assert memory.recall_same(lambda: "fourth", ("x",), equal, one) == "fourth"
    assert memory.recall_same(lambda: "other", ("y",), equal) == "other"


def test_a_build_that_comes_once_keeps_nothing() -> None:
    memory = Memory(keeps=False)
    assert memory.recall(lambda: "first", "a") == "first"
    assert memory.recall(lambda: "second", "a") == "second"


def test_an_unchanged_site_is_not_made_twice(mini: Path) -> None:
    class Counting(Memory):
        made = 0

        def recall(self, make, *parts):  # type: ignore[no-untyped-def]
            def count():  # type: ignore[no-untyped-def]
                self.made += 1
                return make()

            return super().recall(count, *parts)

    memory = Counting()
    first = load_preview_of(mini, memory)
    made = first.pages, first.outputs
    assert memory.made > 60
    memory.made = 0
    again = load_preview_of(mini, memory)
    assert (again.pages, again.outputs) == made
    assert memory.made == 0
    change(SHEET, "启用新院区, en", "启用新楼, en")(mini)
    edited = load_preview_of(mini, memory)
    assert edited.pages != made[0]
    assert edited.outputs != made[1]
    assert 0 < memory.made < 40


def test_lines_to_begin_from_are_made_for_the_source_that_is_asked_for(mini: Path) -> None:
    asked = []

    class Asked(Memory):
        def recall_together(self, make, parts):  # type: ignore[no-untyped-def]
            asked.extend(parts)
            return super().recall_together(make, parts)

    atlas, _ = load_atlas(mini)
    assert atlas is not None
    unheld = Unheld(atlas, Asked())
    assert list(unheld) == list(atlas.content.sources)
    assert len(unheld) == len(list(unheld)) > 0
    assert asked == []
    first, *_ = unheld
    lines = unheld[first]
    assert unheld[first] is lines
    assert asked == [first]
    entries = atlas.ledgers[first]
    assert set(lines) == {one.start for one in entries if one.disposition in ("open", "excluded")}


def load_preview_of(root: Path, memory: Memory) -> Site:
    return load_site(root, True, ADDRESS, editor=find_editor(root, {}), memory=memory)


def test_any_edit_gives_the_tree_of_a_fresh_preview(mini: Path, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "mkdocs.yml", mini)
    shutil.copytree(PROJECT / "content" / "pages", mini / "content" / "pages")
    states = tmp_path / "states"
    begin_preview(mini)
    warm: dict[str, dict[str, bytes]] = {}
    for number, (name, edit) in enumerate(EDITS.items()):
        edit(mini)
        warm[name] = build_preview(mini, tmp_path / "warm")
        shutil.copytree(mini, states / str(number))
    for name, before in zip(list(EDITS)[1:], warm.values(), strict=False):
        assert warm[name] != before, f"{name} is not to be seen"
    assert "cities/yunshan/index.html" in warm["a page's template"]
    assert "cities/yunshan/index.html" in warm["the template mended"]
    assert "cities/yunshan/index.html" not in warm["a broken template"]
    for number, name in enumerate(EDITS):
        shutil.rmtree(mini)
        shutil.copytree(states / str(number), mini)
        begin_preview(mini)
        fresh = build_preview(mini, tmp_path / "fresh")
        assert fresh.keys() == warm[name].keys(), name
        assert [path for path in fresh if fresh[path] != warm[name][path]] == [], name


def begin_preview(root: Path) -> None:
    """Begins anew, as `mkdocs serve` does: the plugin remembers nothing."""
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)


def build_preview(root: Path, site: Path) -> dict[str, bytes]:
    """Builds as `mkdocs serve` does after a save; the files it wrote, by path."""
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
    config.site_url = ADDRESS
    build(config, serve_url=ADDRESS)
    shelf = config.plugins["atlas"].shelf
    folders = ("data", "search", "charts", "en/search", "en/charts")
    for address in (*shelf.pages, *(f"{folder}/any" for folder in folders)):
        shelf.fetch(address)
    files = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    shutil.rmtree(site)
    return files
