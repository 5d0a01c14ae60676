"""The two editions side by side: where each stands, and Chinese words on English pages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from atlas.model import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")
HOMES: Mapping[Lang, str] = {"zh": "", "en": "en/"}

_HAN = "〇㐀-䶿一-鿿"
_CHINESE = re.compile(rf"[{_HAN}](?:[{_HAN}、，。；：／·+%0-9.,]*[{_HAN}])?")
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_IN_CHINESE = re.compile(r'<[a-z0-9]+ (?:[^>]* )?lang="zh')
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
    pieces = _TAG.split(html)
    inside, depth = "", 0
    for at, piece in enumerate(pieces):  # text and tags take turns
        if at % 2 == 0:
            if not inside and not piece.isascii():
                pieces[at] = _CHINESE.sub(r'<span lang="zh">\g<0></span>', piece)
        elif inside:
            if (match := _NAME.match(piece)) and match[1] == inside:
                depth += -1 if piece.startswith("</") else 1
                inside = inside if depth else ""
        elif ' lang="zh' in piece and _IN_CHINESE.match(piece) and (match := _NAME.match(piece)):
            inside, depth = match[1], 1
    return "".join(pieces)
