"""What the page around every page needs to know: its files, its words, the problems to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import yaml

from atlas.assets import POLICY, Assets
from atlas.editor import Editor
from atlas.languages import HOMES, LANGS
from atlas.model import Lang
from atlas.parts import Page, Planned
from atlas.preview import make_bar
from atlas.render import read_strings
from atlas.site import Site

_SECTIONS = ("", "cities/", "topics/", "indicators/", "compare/", "doubtful/")
_MOST_WAYS = 12


def shell_names(
    site: Site, assets: Assets, theme: Path, editor: Editor | None
) -> dict[str, object]:
    """The names that Material's overrides use; where languages differ, by language.

    Only a preview has an editor, and a bar that tells what is unfinished.
    """
    return {
        "css": assets.css,
        "material_css": assets.material_css,
        "scripts": assets.scripts,
        "homes": HOMES,
        "words": {lang: read_words(theme, lang) for lang in LANGS},
        "ways": {lang: find_ways(site.planned, HOMES[lang]) for lang in LANGS},
        "pictures": site.pictures,
        "policy": "" if editor else POLICY,
        "bar": {lang: make_bar(site, lang, editor) if editor else None for lang in LANGS},
    }


def find_ways(pages: Iterable[Planned], home: str) -> dict[str, list[tuple[str, str]]]:
    """Addresses and titles of places and topics, for readers who are lost."""
    sheets = [page for page in pages if page.edit.startswith("content/cities/")]
    topics = [page for page in pages if page.edit == "content/topics.yml"]
    return {
        "cities": _ways(sheets, f"{home}cities/")[:_MOST_WAYS],
        "topics": _ways(topics, f"{home}topics/"),
    }


def _ways(pages: Iterable[Planned], below: str) -> list[tuple[str, str]]:
    return [(page.path, page.title) for page in pages if page.path.startswith(below)]


def read_words(theme: Path, lang: Lang) -> Mapping[str, str]:
    """The shell's words and the sections' names; none where the file of strings is faulty."""
    try:
        texts = read_strings(theme)
        return {
            key.removeprefix("shell_"): words[lang]
            for key, words in texts.items()
            if key.startswith(("shell_", "nav_"))
        }
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError):
        return {}  # a check has told of it; a preview lives on


def source_path(address: str) -> str:
    """The file from which MkDocs would make the address.

    >>> source_path("cities/wuhai/"), source_path("cities/"), source_path("")
    ('cities/wuhai.md', 'cities/index.md', 'index.md')
    """
    sections = address.strip("/").split("/")
    return "/".join(sections) + ".md" if len(sections) > 1 else f"{address}index.md"


def empty_pages() -> list[Planned]:
    """In place of pages that faulty content does not give: there the problems are shown."""
    paths = [home + path for home in HOMES.values() for path in _SECTIONS]
    return [Planned(path, "", partial(Page, path, "", "")) for path in paths]
