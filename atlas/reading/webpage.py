"""Web pages as text: what the page is about, with its title, date and source."""

from __future__ import annotations

import logging
import re
from functools import cache
from html import unescape
from typing import Any

from atlas.reading.seeds import decode_seed
from atlas.reading.tables import any_of, read_table

_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_OPENS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*){0,4}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,4000}>")
_SPACE = re.compile(r"[^\S\n]+")
_LONG = 40
_DATE = re.compile(r"20\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}")
_LINE_LONGEST = 160


def read_document(data: bytes, name: str) -> str:
    """The text of a document; that of a web page is what `extract_text` takes from it.

    Args:
        data: The file as it came.
        name: Its name, whose ending may tell that it is a web page.

    Raises:
        SeedError: The file is no readable text.
    """
    text = decode_seed(data)
    return extract_text(text) if is_webpage(text, name) else text


def is_webpage(text: str, name: str) -> bool:
    """Whether it is HTML, by the file's name or its first words."""
    return name.lower().endswith(_SUFFIXES) or bool(_OPENS.match(text.lstrip("\ufeff")))


def extract_text(html: str) -> str:
    """The page's title, the line with date and source, and its text, a paragraph a line.

    Trafilatura finds the text; where it leaves out most of the page's long paragraphs, or
    fails, every block of the page is taken. The same page always gives the same text, as long
    as trafilatura's version is the same.
    """
    if not _TAG.search(html):
        return html
    tree = _parse(html)
    blocks = _blocks(tree) if tree is not None else []
    blocks = blocks or _split_lines(_strip_tags(html))
    text = _extract_body(html)
    if not text or _long_signs(text.split("\n")) * 2 < _long_signs(blocks):
        text = "\n".join(blocks)
    head = _head_lines(tree, blocks, text) if tree is not None else []
    return "".join(f"{line}\n" for line in (*head, text) if line)


def _extract_body(html: str) -> str:
    import trafilatura

    # What it says of a broken page is of no use to a reader of the command line.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(
            html,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
        )
    except Exception:  # whatever a broken page makes it raise, the blocks are still there
        return ""
    return text or ""


def _parse(html: str) -> Any | None:
    from lxml import etree  # type: ignore[import-untyped]
    from lxml.html import (  # type: ignore[import-untyped]
        HTMLParser,
        document_fromstring,
    )

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _blocks(tree: Any) -> list[str]:
    """Every block's text in order, without scripts and forms; a walk, as pages nest deeply."""
    from lxml import etree

    left_out, ends = frozenset(_table()["left_out"]), frozenset(_table()["blocks"])
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in left_out:
            hidden += 1 if event == "start" else -1
        if tag in ends:
            parts.append("\n")
        words = element.text if event == "start" else element.tail
        if words and not hidden:
            parts.append(words.replace("\n", " "))
    return _split_lines("".join(parts))


def _strip_tags(html: str) -> str:
    """The words of a page that is nested too deeply to be parsed."""
    first, *others = re.split(r"<(?:script|style)\b", html, flags=re.IGNORECASE)
    parts = [re.split(r"</(?:script|style)\s*>", part, maxsplit=1)[-1] for part in others]
    return unescape(_TAG.sub("\n", "\n".join([first, *parts])))


def _split_lines(text: str) -> list[str]:
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _long_signs(lines: list[str]) -> int:
    """How many signs stand in paragraphs, which are long and have full stops."""
    return sum(len(line) for line in lines if len(line) >= _LONG and "。" in line)


@cache
def _table() -> Any:
    return read_table("webpage_words.yml")


def _head_lines(tree: Any, blocks: list[str], text: str) -> list[str]:
    """The title and the line of date and source, where the text has them not."""
    text = _SPACE.sub(" ", text)
    title = _title(tree)
    lines = [title] if title and title not in text else []
    byline = next((line for line in blocks if _is_byline(line)), "") or _meta_byline(tree)
    return [*lines, byline] if byline and byline not in text else lines


def _title(tree: Any) -> str:
    """The article's own title: its meta tag, its one first heading, else the window's title."""
    named = _meta(tree, "title")
    if named:
        return named
    headings = [_words(element) for element in tree.iter("h1")]
    headings = [words for words in headings if words]
    if len(headings) == 1:
        return headings[0]
    window = next((_words(element) for element in tree.iter("title")), "")
    return re.split(r"\s*[_|]\s*|\s+[-—–]+\s*|--+", window)[0].strip()


def _meta_byline(tree: Any) -> str:
    """The date and the source that the page's meta tags give, in the words of a byline."""
    date, source = _meta(tree, "date"), _meta(tree, "source")
    parts = [f"发布时间:{date}" if date else "", f"来源:{source}" if source else ""]
    return " ".join(part for part in parts if part)


def _meta(tree: Any, key: str) -> str:
    names = [name.lower() for name in _table()["meta"][key]]
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        content = _SPACE.sub(" ", (element.get("content") or "").replace("\n", " ")).strip()
        if content:
            found.setdefault(name, content)
    return next((found[name] for name in names if name in found), "")


def _is_byline(line: str) -> bool:
    """Whether a block tells when and by whom the page was published."""
    if len(line) > _LINE_LONGEST or "。" in line:
        return False
    return bool(_DATE.search(line) and re.search(any_of(_table()["byline"]), line))


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
