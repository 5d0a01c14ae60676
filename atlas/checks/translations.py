"""What lacks a translation: nothing is published with a hole in one of its languages.

Words of records, the interface's words (theme/strings.yml) and the hand-written pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from atlas.decoding import not_utf8
from atlas.display import show_arithmetic
from atlas.languages import find_bare_chinese, has_chinese
from atlas.model import Content, FactSheet, Flag, Mark, Words
from atlas.problems import Problem
from atlas.yamlio import parse_mapping

PAGES = "content/pages/"
STRINGS = "theme/strings.yml"
# The only records that do not tell where they stand.
_DIMENSIONS = Mark("content/breakdowns.yml", 1, 1)
_HEADING = re.compile(r"^(#{1,6}) .*\{ *#([\w-]+) *\}\s*$", re.MULTILINE)
_META = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`|^\|.*$|\]\([^)]*\)", re.MULTILINE | re.DOTALL)
_GAP = re.compile(r"\{(\w+)\}")


def check_sheet_words(sheets: Iterable[FactSheet]) -> Iterator[Problem]:
    """Every hole in sheets."""
    return _check_all(sheets)


def _check_all(records: object) -> Iterator[Problem]:
    for mark, value in _find_words(records, _DIMENSIONS):
        yield from _check_value(mark, value)


def check_translations(content: Content, files: Mapping[str, bytes]) -> list[Problem]:
    """Every hole but those in sheets; `files` are the strings and hand-written pages by path."""
    names = [one.name for one in fields(content) if one.name not in ("seeds", "sheets")]
    problems = list(_check_all([getattr(content, name) for name in names]))
    if STRINGS in files:
        problems += check_strings(files[STRINGS])
    pages: dict[str, str] = {}
    for path, data in files.items():
        if path.endswith(".md"):
            try:
                pages[path] = data.decode("utf-8")
            except UnicodeDecodeError as error:
                problems.append(not_utf8(data, path, error.start))
    return problems + list(check_pages(pages))


def _find_words(value: Any, mark: Mark) -> Iterator[tuple[Mark, Words | Flag]]:
    """All words in both languages, and flags for their arithmetic, with the nearest mark."""
    if isinstance(value, Words):
        yield mark, value
    elif is_dataclass(value):
        marks = getattr(value, "marks", {})
        home = marks.get("", mark)
        if isinstance(value, Flag):
            yield home, value
        for name in _names(value.__class__):
            below = getattr(value, name)
            if not isinstance(below, str):  # most fields are texts of one language
                yield from _find_words(below, marks.get(name, home))
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from _find_words(below, mark)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for below in value:
            yield from _find_words(below, mark)


@cache
def _names(record: Any) -> tuple[str, ...]:
    """The fields of a kind of record in which there may be words."""
    return tuple(one.name for one in fields(record) if one.name != "marks")


def _check_value(mark: Mark, value: Words | Flag) -> Iterator[Problem]:
    if isinstance(value, Words):
        yield from check_words(mark, value)
    elif rest := find_bare_chinese(show_arithmetic(value.arithmetic, "en")):
        yield Problem(
            mark,
            "translation",
            f"算式中的“{rest}”没有英文说法。改用数字、运算符和已登记的单位。",
            f"The arithmetic holds {rest!r}, which has no English. Use figures, signs and units.",
        )


def check_words(mark: Mark, words: Words) -> Iterator[Problem]:
    """A language that is empty, or English with Chinese words that are not quoted."""
    for lang, text in (("zh", words.zh), ("en", words.en)):
        if not text.strip() and (words.zh + words.en).strip():
            yield Problem(
                mark,
                "translation",
                f"缺少 {lang} 的文字。把两种语言都写上。",
                f"The text in {lang} is missing. Write both languages.",
            )
    if bare := find_bare_chinese(words.en):
        yield _bare(mark, bare)


def _bare(mark: Mark, bare: str) -> Problem:
    return Problem(
        mark,
        "translation",
        f"英文里有中文“{bare}”。译成英文，或放进括号、引号里。",
        f"The English holds {bare!r}. Translate it, or put it in brackets or quotation marks.",
    )


def check_strings(data: bytes) -> list[Problem]:
    """Each word of the interface in both languages, with the same places to fill."""
    problems: list[Problem] = []
    top = parse_mapping(data, STRINGS, problems)
    for key in top.keys() if top else ():
        below = top.mapping(key) if top else None
        if below is None:
            continue
        words = Words(below.text("zh"), below.text("en"))
        below.text("one", required=False)
        below.close()
        mark = below.marks.get("en", below.marks[""])
        if set(_GAP.findall(words.zh)) != set(_GAP.findall(words.en)):
            problems.append(
                Problem(
                    mark,
                    "translation",
                    f"“{key}”的中文和英文里 {{…}} 不同。",
                    f"{key} has other {{…}} in Chinese than in English.",
                )
            )
        if has_chinese(words.en):
            problems.append(_bare(mark, find_bare_chinese(words.en) or words.en))
    return problems


def check_pages(pages: Mapping[str, str]) -> Iterator[Problem]:
    """Each hand-written page in both languages, with the same ids in the same order."""
    for path, text in pages.items():
        name = path.removeprefix(PAGES)
        twin = PAGES + (name.removeprefix("en/") if name.startswith("en/") else f"en/{name}")
        if twin not in pages:
            yield Problem(
                Mark(path, 1, 1),
                "translation",
                f"缺少另一种语言的页面 {twin}。",
                f"The page in the other language is missing: {twin}.",
            )
        elif name.startswith("en/"):
            yield from _check_page(path, text, twin, pages[twin])


def _check_page(path: str, english: str, twin: str, chinese: str) -> Iterator[Problem]:
    if _HEADING.findall(english) != _HEADING.findall(chinese):
        yield Problem(
            Mark(path, 1, 1),
            "translation",
            f"标题的级别、编号或次序与 {twin} 不同。",
            f"Levels, ids or order of the headings differ from {twin}.",
        )
    for text, where in ((english, path), (chinese, twin)):
        meta = _META.match(text)
        for key in ("title", "description"):
            if not meta or not re.search(rf"^{key}: *\S", meta[1], re.MULTILINE):
                yield Problem(
                    Mark(where, 1, 1),
                    "translation",
                    f"页首要写 {key}。",
                    f"Write {key} at the head of the page.",
                )
    for number, line in enumerate(_CODE.sub(_blank, english).split("\n"), start=1):
        if bare := find_bare_chinese(line):
            yield _bare(Mark(path, number, 1), bare)


def _blank(match: re.Match[str]) -> str:
    """Nothing but the line ends of what is taken out, so that lines keep their numbers."""
    return "\n" * match[0].count("\n")
