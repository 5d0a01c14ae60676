"""From a YAML file's bytes to text that is safe to parse, with what stands in its way.

What an editor cannot see (marks without width or against the direction of reading), what could
make a small file large or deep (anchors, thousands of brackets), and other encodings than UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import yaml

from atlas.model import Mark
from atlas.problems import Problem

DEEPEST = 50  # levels; what editors write has six
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad"  # controls, soft hyphen
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"  # no width, direction
)
_UNREADABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]"
)
_BRACKET = re.compile(r"[\[\]{}]")
_MAY_BE_DEEP = re.compile(rf"^[ \t]{{{2 * DEEPEST}}}|(?:[-?] +){{{DEEPEST}}}", re.MULTILINE)
_MAY_BE_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])[&*!]\S", re.MULTILINE)
_INDENTED_BY_TAB = re.compile(r"[ -]*\t")


def decode_yaml(data: bytes, path: str, problems: list[Problem]) -> str | None:
    """The text of a YAML file without byte order mark; None where it must not be parsed."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(not_utf8(data, path, error.start))
        return None
    problems += [_hidden(text, path, found) for found in _HIDDEN.finditer(text)]
    if _UNREADABLE.search(text):
        return None
    found = list(_find_unusual(text, path)) if _may_be_unusual(text) else []
    problems += found
    return None if found else text


def escape_hidden(text: str) -> str:
    r"""Marks that cannot be seen, as escapes of a text in double quotes.

    >>> escape_hidden("4" + chr(0x200B) + "0")
    '4\\u200b0'
    """
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def describe_syntax(text: str, path: str, error: yaml.YAMLError) -> Problem:
    """A problem for what the parser refuses, at its place."""
    at = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    mark = Mark(path, at.line + 1, at.column + 1) if at else Mark(path, 1, 1)
    lines = text.splitlines()
    line = lines[mark.line - 1] if mark.line <= len(lines) else ""
    if _INDENTED_BY_TAB.match(line):
        return Problem(
            Mark(path, mark.line, line.index("\t") + 1),
            "tab",
            "行首用了制表符（Tab）。改用空格，每层两个。",
            "The line is indented with a tab. Use spaces, two a level.",
        )
    detail = getattr(error, "problem", None) or getattr(error, "context", None) or ""
    return Problem(
        mark,
        "syntax",
        f"这里不合 YAML 语法（{detail}）。检查上一行的缩进、冒号后的空格和引号；"
        "以 % > [ { * & ! @ 开头或含“: ”的文字要放在引号里。",
        f"This is not valid YAML ({detail}). Look at the indentation, the space after the colon "
        "and the quotation marks; text that starts with % > [ { * & ! @ or holds `: ` "
        "needs quotes.",
    )


def not_utf8(data: bytes, path: str, offset: int) -> Problem:
    """A problem at the first byte that is not UTF-8; the column counts bytes."""
    line = data.count(b"\n", 0, offset) + 1
    column = offset - (data.rfind(b"\n", 0, offset) + 1) + 1
    return Problem(
        Mark(path, line, column),
        "encoding",
        f"文件不是 UTF-8（第 {offset} 字节）。用编辑器另存为 UTF-8。",
        f"The file is not UTF-8 (byte {offset}). Save it as UTF-8 in your editor.",
    )


def _hidden(text: str, path: str, found: re.Match[str]) -> Problem:
    sign = found[0]
    name = unicodedata.name(sign, "control character").lower()
    before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()][-8:]
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    code = f"U+{ord(sign):04X}"
    escape = f"\\u{ord(sign):04x}"
    return Problem(
        Mark(path, line, column),
        "hidden-character",
        f"“{before}”后面有一个看不见的字符 {code}。删去它；"
        f"原文里就有的，放在双引号里写成 {escape}。",
        f"After “{before}” stands {code}, {name}, which cannot be seen. Delete it; if the source "
        f"has it, write {escape} in double quotes.",
    )


def _may_be_unusual(text: str) -> bool:
    """Whether the events have to be looked at; they take half as long as the parsing itself."""
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += 1 if found[0] in "[{" else -1
        if depth > DEEPEST:
            return True
    return bool(_MAY_BE_DEEP.search(text) or _MAY_BE_ANCHOR.search(text))


def _find_unusual(text: str, path: str) -> Iterator[Problem]:
    """Anchors, aliases and tags, which are not used here, and the first that lies too deep."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            at = event.start_mark
            mark = Mark(path, at.line + 1, at.column + 1) if at else Mark(path, 1, 1)
            marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
            if marked or isinstance(event, yaml.AliasEvent):
                yield _anchor(mark)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST:
                yield _too_deep(mark)
                return
    except yaml.YAMLError as error:
        yield describe_syntax(text, path, error)


def _anchor(mark: Mark) -> Problem:
    """An anchor, an alias or a tag of YAML."""
    return Problem(
        mark,
        "anchor",
        "不用 YAML 的锚点（&）、引用（*）和标签（!）。把值写出来；要写这些符号，把文字放在引号里。",
        "Anchors (&), aliases (*) and tags (!) of YAML are not used. Write the value out; a text "
        "that starts with such a sign needs quotation marks.",
    )


def _too_deep(mark: Mark) -> Problem:
    return Problem(
        mark,
        "too-deep",
        f"层次超过 {DEEPEST} 层，多半是括号没有配对。",
        f"This lies more than {DEEPEST} levels deep: probably a bracket is not closed.",
    )
