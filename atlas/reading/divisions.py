"""The provinces, prefectures and counties of China: GB/T 2260 codes and names, full and short.

The table divisions.tsv is as of the package version that its first line names;
former_divisions.tsv has what was given up since 2005, for older documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from atlas.reading.tables import any_of, read_table


@dataclass(frozen=True, slots=True)
class Division:
    """One entry of GB/T 2260; the code tells its level and its parent.

    One that is `former` is known by its full name alone; another may bear its code today.
    """

    adcode: str
    name: str
    former: bool = False

    @property
    def level(self) -> str:
        """One of province, prefecture, county, district.

        >>> divisions()["150302"].level, divisions()["419001"].level
        ('district', 'county')
        """
        if self.adcode.endswith("0000"):
            return "province"
        if self.adcode.endswith("00"):
            return "prefecture"
        if self.name.endswith("区") and not self.name.endswith(_COUNTIES):
            return "district"
        return "county"

    @property
    def parent(self) -> str | None:
        """The code of the division above; of a county run by its province, the province.

        >>> divisions()["140781"].parent, divisions()["469002"].parent
        ('140700', '460000')
        """
        if self.level == "province":
            return None
        prefecture = f"{self.adcode[:4]}00"
        above = prefecture != self.adcode and prefecture in divisions()
        return prefecture if above else f"{self.adcode[:2]}0000"

    @property
    def short(self) -> str:
        """The name without what it is; the whole name where one sign would be left."""
        return self.name if self.former else short_name(self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """The full name, and that without the peoples: 墨江县 of 墨江哈尼族自治县."""
        if "自治" not in self.name or self.short == self.name:
            return (self.name,)
        return (self.name, self.short + self.name[-1])


# 神农架林区 and 六枝特区 are counties by rank.
_COUNTIES = ("林区", "特区")


@cache
def divisions() -> Mapping[str, Division]:
    """Every division by its code, in the order of the codes; former ones whose code is free."""
    present = {code: Division(code, name) for code, name in _read_rows("divisions.tsv")}
    known = {one.adcode: one for one in former_divisions()} | present
    return MappingProxyType(dict(sorted(known.items())))


@cache
def former_divisions() -> tuple[Division, ...]:
    """The counties and districts that were given up, also those whose code another bears today.

    >>> [one.name for one in former_divisions() if one.adcode.startswith("11")]
    ['崇文区', '宣武区']
    """
    rows = _read_rows("former_divisions.tsv")
    return tuple(Division(code, name, former=True) for code, name in rows)


def _read_rows(table: str) -> Iterator[list[str]]:
    data = resources.files("atlas.reading").joinpath(table).read_text("utf-8")
    return (line.split("\t") for line in data.splitlines() if not line.startswith("#"))


@cache
def _by_name() -> Mapping[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for division in dict.fromkeys((*divisions().values(), *former_divisions())):
        for name in {*division.names, division.short}:
            found[name].append(division)
    return {name: tuple(alike) for name, alike in found.items()}


@cache
def _short_ends() -> re.Pattern[str]:
    table = read_table("division_words.yml")
    peoples = any_of(table["peoples"])
    # 内蒙古 is no people's name behind 内.
    return re.compile(rf"(?:(?<!内)(?:{peoples})+(?=自治|区))?(?:{any_of(table['ends'])})$")


def short_name(name: str) -> str:
    """A place's name as it is said for short.

    >>> [short_name(name) for name in ("介休市", "祁县", "石柱土家族自治县", "内蒙古自治区")]
    ['介休', '祁县', '石柱', '内蒙古']
    >>> [short_name(name) for name in ("昌吉回族自治州", "神农架林区", "阿荣旗", "鄂温克族自治旗")]
    ['昌吉', '神农架', '阿荣旗', '鄂温克族自治旗']
    """
    short = _short_ends().sub("", name)
    return short if len(short) > 1 else name


@cache
def full_names() -> frozenset[str]:
    """Every full name, of one division or of several."""
    return frozenset(name for alike in _by_name().values() for one in alike for name in one.names)


def find_full_names(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of full names in `text[start:end]`, each the longest that ends there.

    A name of two signs (西区, 祁县) counts only where no other name or word may hold it.

    >>> text = "吉林省辽源市西安区的居民区"
    >>> [text[a:b] for a, b in find_full_names(text, 0, len(text))]
    ['吉林省', '辽源市', '西安区']
    """
    names, lengths = full_names(), _lengths()
    for match in _END.finditer(text, start, end):
        last = match.end()
        for length in lengths.get(text[max(start, last - 2) : last], ()):
            first = last - length
            if first < start or text[first:last] not in names:
                continue
            if length > 2 or not _SIGN.match(text[max(0, first - 1) : first]):
                yield first, last
            break


def find_short_names(text: str) -> Iterator[tuple[int, int, Division]]:
    """Where the text names a place for short, and which.

    Names that several places share are left out, unless one is the city of the others; so are
    those that a full name holds, and those that are words of the language.

    >>> [found.name for _, _, found in find_short_names("铜陵和海口的朝阳产业")]
    ['铜陵市', '海口市']
    """
    shorts, position = _short_names(), 0
    while position < len(text):
        for length in (4, 3, 2):
            division = shorts.get(text[position : position + length])
            if division and not (_LEVEL.match(text, position + length) or _runs_on(text, position)):
                yield position, position + length, division
                position += length - 1
                break
        position += 1


def _runs_on(text: str, position: int) -> bool:
    """Whether the sign before makes another word with a name's first: 中卫 in 其中卫生."""
    return position > 0 and text[position - 1] in _run_on().get(text[position], "")


@cache
def _run_on() -> Mapping[str, str]:
    signs: Mapping[str, str] = read_table("division_words.yml")["run_on"]
    return signs


@cache
def _short_names() -> Mapping[str, Division]:
    table = read_table("division_words.yml")
    words = frozenset((*table["words"], *table["near_only"]))
    found = {}
    for name, alike in _by_name().items():
        top = min(alike, key=lambda division: (division.adcode[4:] != "00", division.adcode))
        alone = all(one == top or is_within(one.adcode, top.adcode) for one in alike)
        short = name == top.short and name != top.name and name not in words
        if alone and short and top.level != "province":
            found[name] = top
    return found


_LEVEL = re.compile("[省市区县旗州盟]|自治")


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """How long the names are that end in two signs, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for name in full_names():
        found[name[-2:]].add(len(name))
    return {end: tuple(sorted(lengths, reverse=True)) for end, lengths in found.items()}


_END = re.compile("[省市区县旗州盟](?![域级直属外内立长委民])")
_SIGN = re.compile(r"[\u4e00-\u9fff](?<![省市州盟在对])")


def is_within(adcode: str, above: str) -> bool:
    """Whether a code lies below another, not being it.

    >>> is_within("140781", "140700"), is_within("140700", "140700"), is_within("140781", "140000")
    (True, False, True)
    """
    stem = _stem(above)
    return adcode != above and len(stem) < 6 and adcode.startswith(stem)


def _stem(adcode: str) -> str:
    """The digits that a code shares with those below it."""
    return adcode[:2] if adcode.endswith("0000") else adcode.removesuffix("00")


def find_division(name: str, home: str = "") -> Division | None:
    """The division that a name means in a document on `home`; None where it may mean two.

    The home's own name comes first, then what lies below it, in its prefecture and in its
    province; a name that only one division bears needs no home, but that of a district near home
    means none in another province. A short name far from home
    means a province or a prefecture, never a county.

    Args:
        name: A full or a short name; 晋中市介休市 and the like mean the last of the names.
        home: The code of the document's place, "" if it is not known.

    >>> find_division("朝阳区"), find_division("朝阳区", "220100").adcode
    (None, '220104')
    >>> find_division("介休市").adcode, find_division("朝阳"), find_division("西安", "220400")
    ('140781', None, None)
    """
    alike = _by_name().get(name, ())
    if not alike:
        return _find_in_chain(name, home)
    full = [division for division in alike if name in division.names]
    return _nearest(full, home) if full else _nearest_short(alike, home)


def find_renamed(name: str) -> Division | None:
    """What a name in no table was renamed to: the one county or district with its short form.

    >>> find_renamed("太谷县").name, find_renamed("朝阳县"), find_renamed("太谷区")
    ('太谷区', None, None)
    """
    alike = _by_name().get(short_name(name), ())
    if name in full_names() or len(alike) != 1:
        return None
    return alike[0] if alike[0].level in ("county", "district") else None


def _find_in_chain(name: str, home: str) -> Division | None:
    """The last of several names in a row, from the province down: 山西省晋中市介休市."""
    for end in range(len(name) - 2, 1, -1):
        above = _by_name().get(name[:end], ())
        for division in above:
            below = find_division(name[end:], division.adcode)
            if below and is_within(below.adcode, division.adcode):
                return below
    return None


def _nearest(alike: Sequence[Division], home: str) -> Division | None:
    if len(alike) == 1:
        # A far district may share its name with one near home that was given up: 江北区.
        far = bool(home) and alike[0].adcode[:2] != home[:2]
        return None if far and alike[0].level == "district" else alike[0]
    for circle in _circles(home):
        near = [division for division in alike if circle.match(division.adcode)]
        if near:
            return near[0] if len(near) == 1 else None
    return None


def _nearest_short(alike: Sequence[Division], home: str) -> Division | None:
    if home in [division.adcode for division in alike]:
        return divisions()[home]
    if any(_is_famous(division) for division in alike):
        famous = [division for division in alike if _is_famous(division)]
        return famous[0] if len(alike) == 1 else None
    below = [division for division in alike if home and is_within(division.adcode, home)]
    if len(below) == 1:
        return below[0]
    cities = [division for division in alike if division.level == "prefecture"]
    return cities[0] if cities and len(alike) == 1 else None


def _is_famous(division: Division) -> bool:
    """Provinces and their capitals: their short names mean them everywhere, or nothing sure."""
    return division.level == "province" or division.adcode.endswith("0100")


def _circles(home: str) -> Iterable[re.Pattern[str]]:
    """What is near a home: itself, what lies below it, its prefecture, its province."""
    if not home:
        return
    yield re.compile(home)
    yield re.compile(_stem(home))
    yield re.compile(home[:4])
    yield re.compile(home[:2])


@cache
def _words() -> frozenset[str]:
    """Short names that are words of the language."""
    return frozenset(read_table("division_words.yml")["words"])


@lru_cache(maxsize=64)
def names_below(home: str) -> Mapping[str, Division]:
    """The names, full and short, of what lies below a home; those that may mislead are left out.

    A short name is left out where it is a word of the language (互助, 资源), or that of the home,
    of a province or of a provincial capital (西安区 in 辽源).
    """
    words = _words()
    names: dict[str, Division] = {}
    stem = _stem(home)
    for code, division in divisions().items() if home and len(stem) < 6 else ():
        if code == home or not code.startswith(stem):
            continue
        for name in division.names:
            if name not in ("城区", "郊区") and find_division(name, home) == division:
                names[name] = division
        if division.short not in words and find_division(division.short, home) == division:
            names[division.short] = division
    return MappingProxyType(names)
