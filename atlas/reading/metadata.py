"""What a document says of itself: title, publisher, date, place, as a proposal for an editor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.model import Place
from atlas.reading.divisions import (
    find_division,
    short_name,
)
from atlas.reading.folding import fold_text
from atlas.reading.homes import find_home
from atlas.reading.numerals import DIGITS
from atlas.reading.periods import is_period
from atlas.reading.records import Region
from atlas.reading.tables import any_of, read_table

_HEAD = 4000
_LINES = 25  # of the head or the foot, in which a page tells what it is
_TITLE_LEAST, _TITLE_LONGEST = 6, 60
_BODY_LEAST = 60
_MASTHEAD = 8  # lines of head and foot that may name the place
_MENU_LEAST, _MENU_WORD = 4, 6
_NAMING = 100  # the longest line in which a page names its publisher
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DATE = re.compile(
    r"(?<!\d)(20\d\d)\s?(?:年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?"
    r"|([-./])(\d{1,2})\4(\d{1,2})(?!\d))"
)
_TIMED = re.compile(r"\s*20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s+\d{1,2}:\d\d")
# A numbered heading is of a section; what a hospital or an office calls itself is a masthead.
_NO_TITLE = re.compile(
    "^[一二三四五六七八九十]+、|^[(（][一二三四五六七八九十]+[)）]"
    "|^[\u4e00-\u9fff]{2,12}(?:医院|卫生院|保健院|委员会|卫健委|医保局|医疗保障局|人民政府|政府网)$"
)
_SPELT_DATE = re.compile(
    r"(二[〇○零Oo0][〇○零Oo0一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月"
    r"([一二三四五六七八九十]{0,3})日?"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the text gives of a document's record; an empty string where it gives nothing.

    `date` is an ISO year, month or date, `date_basis` is stated or inferred, empty without a
    date; `date_words` are the words of the text that it comes from. `place_slug` is a slug of
    the registry; `place_name` the Chinese name, also where the registry has no such place;
    `place_adcode` its code, empty where several places bear the name and the text tells not which.
    `kind` is newspaper, government, press-conference or article.
    """

    title: str = ""
    publisher: str = ""
    date: str = ""
    date_basis: str = ""
    date_words: str = ""
    place_slug: str = ""
    place_name: str = ""
    place_adcode: str = ""
    kind: str = "article"


def propose_metadata(text: str, regions: Sequence[Region], places: Mapping[str, Place]) -> Proposal:
    """The record that the document's own words propose; nothing is guessed without words.

    Args:
        text: The document.
        regions: Its paragraphs, as `find_regions` gives them.
        places: The registered places by slug.
    """
    lines = [fold_text(text[region.start : region.end]).text for region in regions]
    title = _find_title(lines, regions)
    publisher = _find_publisher(lines, title)
    date, words = _find_date(lines, regions)
    slug, name, adcode = _find_place(title, publisher, lines, fold_text(text[:_HEAD]).text, places)
    return Proposal(
        title=title,
        publisher=publisher,
        date=date,
        date_basis="stated" if date else "",
        date_words=words,
        place_slug=slug,
        place_name=name,
        place_adcode=adcode,
        kind=_find_kind(title, publisher, lines),
    )


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table("metadata_words.yml")
    return table


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(any_of(_table()[key]))


def _find_title(lines: Sequence[str], regions: Sequence[Region]) -> str:
    """What 原标题 gives, else the first headline before the text, with its deck."""
    for line in lines:
        original = re.match(r"原标题\s?[::]\s?《?(.{4,80}?)》?$", line)
        if original:
            return original[1]
    heads = list(_headlines(lines, regions))
    if not heads:
        return ""
    first = heads[0]
    deck = lines[first + 1] if first + 1 < len(lines) else ""
    return lines[first] + deck if re.match("[—–-]{1,2}", deck) else lines[first]


def _headlines(lines: Sequence[str], regions: Sequence[Region]) -> Iterator[int]:
    """The lines that may be the title, in order: short, before the first long paragraph."""
    for index, (line, region) in enumerate(zip(lines, regions, strict=True)):
        if region.kind == "article" and len(line) >= _BODY_LEAST:
            return
        short = len(_HAN.findall(line)) >= _TITLE_LEAST and len(line) <= _TITLE_LONGEST
        said = _pattern("no_title").search(line) or _NO_TITLE.search(line)
        if (
            short
            and region.kind in ("heading", "article")
            and not (said or line[-1] in "::。" or _is_menu(line))
        ):
            yield index


def _is_menu(line: str) -> bool:
    """Whether a line is a row of links: at least four words, none long."""
    words = line.split()
    return len(words) >= _MENU_LEAST and all(len(word) <= _MENU_WORD for word in words)


def _find_publisher(lines: Sequence[str], title: str) -> str:
    """Whom the page names as its source, else the paper of the dateline, the site, the issuer."""
    near = [line for line in (*lines[:_LINES], *lines[-_LINES:]) if len(line) <= _NAMING]
    named = _first(re.compile(_table()["source"], re.VERBOSE), near)
    if named and not find_division(named) and named not in _table()["no_publisher"]:
        return named
    plain = [line for line in near if not re.search("[。，,！!?？]", line)]
    site = _first(re.compile(_table()["site"], re.VERBOSE), plain)
    paper = _first(re.compile(_table()["dateline"], re.VERBOSE), lines[:_LINES])
    issuer = re.match(r"([\u4e00-\u9fff]{4,24}?)(?:关于|印发)", title)
    paper = paper or _first(re.compile("^([\u4e00-\u9fff]{2,6}(?:日报|晚报|晨报|新闻网))"), near)
    found = (site, "" if paper in _table()["no_publisher"] else paper, issuer[1] if issuer else "")
    return next((one for one in found if one), named)


def _first(pattern: re.Pattern[str], lines: Sequence[str]) -> str:
    found = (match for line in lines if (match := pattern.search(line)))
    return next((match[1].strip("·|《》 ") for match in found), "")


def _find_date(lines: Sequence[str], regions: Sequence[Region]) -> tuple[str, str]:
    """The date of publication and its words: told as such, standing alone, or signed."""
    head = [line for line in lines[:_LINES] if len(line) <= 160]
    foot = [line for line in lines[-_LINES:] if len(line) <= 160]
    told = [line for line in head + foot if not _is_prose(line)]
    ranked = [line for line in told if _pattern("published").search(line)]
    ranked += [line for line in head if _stands_alone(line) or _is_imprint(line)]
    ranked += [line for line in head if _ends_with_date(line)]
    ranked += [line for line in reversed(foot) if _stands_alone(line)]
    for line in ranked:
        date, words = _read_date(line)
        if date:
            return date, words
    return "", ""


def _is_prose(line: str) -> bool:
    """Whether a line is text of the document, which may speak of a 发布会 and of other days."""
    return "。" in line.rstrip("。") or (len(line) > _TITLE_LONGEST and line.endswith("。"))


def _stands_alone(line: str) -> bool:
    """Whether a line is little more than a date, or begins with one and its clock time."""
    rest = _SPELT_DATE.sub("", _DATE.sub("", line))
    if "。" in line or rest == line:
        return False
    return len(_HAN.findall(rest)) <= 12 or bool(_TIMED.match(line) and len(line) <= _TITLE_LONGEST)


def _ends_with_date(line: str) -> bool:
    """Whether a line closes with a day after a blank: 现印发给你们。 2022年6月8日."""
    last = line.split()[-1:] if len(line) <= _NAMING else []
    return any(_DATE.fullmatch(word) for word in last) and line.strip() not in last


def _is_imprint(line: str) -> bool:
    """Whether a line is that of a newspaper's page: its date, page and writers."""
    return len(line) <= _NAMING and "。" not in line and bool(_pattern("imprint").search(line))


def _read_date(line: str) -> tuple[str, str]:
    match = _DATE.search(line)
    if match:
        numbers = [int(part) for part in match.groups() if part and part.isdigit()]
        return _iso(numbers), match[0]
    spelt = _SPELT_DATE.search(line)
    if not spelt:
        return "", ""
    year, month, day = spelt.groups()
    digits = re.sub("[○零Oo0]", "〇", year)
    numbers = [int("".join(str(DIGITS[sign]) for sign in digits)), _small(month)]
    return _iso([*numbers, _small(day)] if day else numbers), spelt[0]


def _small(printed: str) -> int:
    """A number below a hundred: 十二, 二十三.

    >>> _small("十"), _small("十二"), _small("二十三"), _small("九")
    (10, 12, 23, 9)
    """
    tens, ten, ones = printed.rpartition("十")
    return (DIGITS[tens] if tens else 1) * 10 * bool(ten) + (DIGITS[ones] if ones else 0)


def _iso(numbers: Sequence[int]) -> str:
    date = "-".join(f"{number:02d}" for number in numbers)
    return date if is_period(date) else ""


def _find_place(
    title: str, publisher: str, lines: Sequence[str], text: str, places: Mapping[str, Place]
) -> tuple[str, str, str]:
    """The registered slug, or nothing; the name of the document's place, and its code if sure."""
    near = list(dict.fromkeys((*lines[:_MASTHEAD], *lines[-_MASTHEAD:])))
    known = {place.name.zh: (place.short.zh, place.adcode) for place in places.values()}
    name, adcode = find_home(title, publisher, near, text, known)
    for slug, place in places.items():
        if name and place.name.zh == name and _is_meant(place, text[:_HEAD], places):
            return slug, name, place.adcode
    return "", name, adcode


def _is_meant(place: Place, text: str, places: Mapping[str, Place]) -> bool:
    """Whether a name that several places bear is of this one: the text names what it lies in."""
    division = find_division(place.name.zh)
    above = places.get(place.parent or "")
    if division is not None or above is None:
        return division is None or division.adcode == place.adcode
    return any(name in text for name in (above.name.zh, short_name(above.name.zh)))


def _find_kind(title: str, publisher: str, lines: Sequence[str]) -> str:
    kinds: Mapping[str, Any] = _table()["kinds"]
    near = "\n".join([*lines[:_LINES], *lines[-_LINES:]])
    if re.search(any_of(kinds["press-conference"]), title + "\n" + "\n".join(lines[:5])):
        return "press-conference"
    if re.search(any_of(kinds["newspaper"]["publisher"]), publisher):
        return "newspaper"
    if re.search(any_of(kinds["government"]), publisher):
        return "government"
    return "newspaper" if re.search(any_of(kinds["newspaper"]["text"]), near) else "article"
