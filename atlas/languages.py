"""The two editions side by side: where each stands, and Chinese words on English pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from atlas.model import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")
HOMES: Mapping[Lang, str] = {"zh": "", "en": "en/"}

_HAN = "〇㐀-䶿一-鿿"
_CHINESE = re.compile(rf"[{_HAN}](?:[{_HAN}、，。；：／·+%0-9.,]*[{_HAN}])?")
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"<([a-z0-9]+)")
_NAMED = ' lang="zh'
_QUOTED = re.compile(r"[(\[][^()\[\]]*[)\]]|“[^”]*”|‘[^’]*’|\"[^\"]*\"|`[^`]*`")
_BRACKETED = re.compile(rf"\s*\([^()]*[{_HAN}][^()]*\)")


def reader_lang(environment: Mapping[str, str]) -> Lang:
    """The language of messages, by the reader's locale (POSIX: LC_ALL, LC_MESSAGES, LANG).

    >>> reader_lang({"LANG": "zh_CN.UTF-8"}), reader_lang({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
    ('zh', 'en')
    """
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, names), "").startswith("zh") else "en"


def has_chinese(text: str) -> bool:
    """Whether a Chinese character stands in the text."""
    return _CHINESE.search(text) is not None


def find_bare_chinese(text: str) -> str:
    """The first Chinese words of an English text that neither quotation marks nor brackets hold.

    >>> find_bare_chinese("a community (医共体)"), find_bare_chinese("the text says 托位")
    ('', '托位')
    """
    match = _CHINESE.search(_QUOTED.sub("", text))
    return match[0] if match else ""


def drop_chinese(text: str) -> str:
    """An English text without its brackets of Chinese words, for where no language can be named.

    >>> drop_chinese("TCM clinics (中医馆, 国医堂) inside centres")
    'TCM clinics inside centres'
    """
    return _BRACKETED.sub("", text)


def mark_chinese(html: str) -> str:
    """Names the language of Chinese words in the text of an English page, once each.

    Readers' voices and fonts go by it. Trap: attributes cannot be marked, so none may hold such
    words; and an element named Chinese must have an end tag.

    >>> mark_chinese('<p>a (托位) <q lang="zh">托位</q></p>')
    '<p>a (<span lang="zh">托位</span>) <q lang="zh">托位</q></p>'
    """
    out: list[str] = []
    at = 0
    # Most of a page lies between Chinese elements and holds no Chinese character at all.
    while (spot := html.find(_NAMED, at)) >= 0:
        start = html.rfind("<", at, spot)
        end = _find_end(html, start)
        out += _mark_text(html[at:start]), html[start:end]
        at = end
    return "".join((*out, _mark_text(html[at:])))


def _find_end(html: str, start: int) -> int:
    """Where the element that starts there ends; those of the same name within it are passed."""
    name = _NAME.match(html, start)
    depth = 0
    for tag in _tags_of(name[1] if name else "").finditer(html, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return html.index(">", tag.end()) + 1
    return len(html)


@cache
def _tags_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}\b")


def _mark_text(html: str) -> str:
    """The same where no element is Chinese."""
    if html.isascii() or not has_chinese(html):
        return html
    pieces = _TAG.split(html)
    for at in range(0, len(pieces), 2):  # text and tags take turns
        pieces[at] = _CHINESE.sub(r'<span lang="zh">\g<0></span>', pieces[at])
    return "".join(pieces)
