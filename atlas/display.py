"""Numbers, units, periods and codes in the words of readers.

A value is never rounded: 93220000 CNY is 9322万元 or CNY 93.22 million, 26.50 stays 26.50.
Numerals follow GB/T 15835 in Chinese; the word after a Chinese number is the printed one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from atlas.model import Fact, Indicator, Lang, Words
from atlas.units import UNITS

_NUMERAL = re.compile(r"[第前]?[\d.,·:/%‰零〇一二三四五六七八九十百千万亿两半余多几来]+")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_MONTHS = {
    "01": "January",
    "02": "February",
    "03": "March",
    "04": "April",
    "05": "May",
    "06": "June",
    "07": "July",
    "08": "August",
    "09": "September",
    "10": "October",
    "11": "November",
    "12": "December",
}
_MOST_DECIMALS = 2
_PERIODS_KEPT = 1000  # most facts are of a few years
# Counters say of what kind the things are, which English says by a noun; 个 counts anything.
_COUNTERS = dict.fromkeys("个支所台名辆份条种类处座件套只起对款部组", "") | {"倍": "times"}
_UNIT_NAMES = {
    words.zh: words.en for words in UNITS.values() if re.fullmatch("[一-鿿]+", words.zh)
} | _COUNTERS
_AMOUNT = re.compile(
    rf"([\d][\d,]*(?:\.\d+)?)(万|亿|)({'|'.join(sorted(_UNIT_NAMES, key=len, reverse=True))}|)"
)


@cache
def display_words() -> Mapping[str, Any]:
    """The tables of display_words.yml."""
    text = files("atlas").joinpath("display_words.yml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words


def label(table: str, code: str, lang: Lang) -> str:
    """The reader's word for a code of the model.

    >>> label("roles", "parameter", "zh")
    '政策参数'
    """
    return str(display_words()[table][code][lang])


def show_number(value: Decimal, lang: Lang, scaled: bool = True) -> str:
    """The number alone, exact, with the language's separators and large-number words.

    >>> show_number(Decimal("93220000"), "zh"), show_number(Decimal("93220000"), "en")
    ('9322万', '93.22 million')
    >>> show_number(Decimal("26.50"), "zh"), show_number(Decimal("405939"), "zh")
    ('26.50', '405,939')
    """
    for scale in display_words()["scales"][lang] if scaled else ():
        if abs(value) >= scale["factor"]:
            quotient = value / scale["factor"]
            if _decimals(quotient) <= _MOST_DECIMALS:
                return _grouped(quotient.normalize(), lang) + str(scale["word"])
    return _grouped(value, lang)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _grouped(value: Decimal, lang: Lang) -> str:
    whole = len(f"{abs(value):f}".split(".")[0])
    return f"{value:,f}" if whole >= display_words()["grouped_from"][lang] else f"{value:f}"


def show_value(fact: Fact, indicator: Indicator | None, lang: Lang) -> str:
    """A fact's value with qualifier and unit, as a reader meets it: 约19.1万人, ≥50%, 前3."""
    tables = display_words()
    number = show_number(fact.value, lang, scaled=fact.unit not in tables["unscaled"])
    form = tables["qualified"].get(fact.unit, {}).get(fact.qualifier)
    if form:
        return str(form[lang].format(n=number))
    if fact.unit in tables["as_printed"] and lang == "zh":
        shown = fact.text
    else:
        shown = _with_unit(number, fact, indicator, lang)
    return _with_bound(shown, fact, lang)


def _with_bound(shown: str, fact: Fact, lang: Lang) -> str:
    if not fact.direction:
        return label("qualifiers", fact.qualifier, lang) + shown
    bound = display_words()["bounds"].get(fact.qualifier)
    sign = "" if bound else label("qualifiers", fact.qualifier, lang)
    shown = bound[lang].format(v=shown) if bound else sign + shown
    return label("directions", fact.direction, lang).format(v=shown)


def _with_unit(number: str, fact: Fact, indicator: Indicator | None, lang: Lang) -> str:
    form = display_words()["forms"].get(fact.unit)
    own = indicator.unit_name if indicator and indicator.unit == fact.unit else None
    if form and not own:
        return str(form[lang].format(n=number))
    if lang == "en":
        return f"{number} {_counted(fact.value, (own or UNITS[fact.unit]).en)}"
    printed = "" if form else printed_unit(fact.text)
    return number + (printed or (own or UNITS[fact.unit]).zh)


def show_bare(value: Decimal, indicator: Indicator, lang: Lang) -> str:
    """The number of a value in the indicator's own unit, without the unit."""
    return show_number(value, lang, scaled=indicator.unit not in display_words()["unscaled"])


def show_quantity(value: Decimal, indicator: Indicator, lang: Lang) -> str:
    """A value in the indicator's own unit that no fact holds: a national figure."""
    number = show_bare(value, indicator, lang)
    form = display_words()["forms"].get(indicator.unit)
    if form and not indicator.unit_name:
        return str(form[lang].format(n=number))
    name = show_unit(indicator, lang)
    return number + name if lang == "zh" else f"{number} {_counted(value, name)}"


def _counted(value: Decimal, name: str) -> str:
    if value != 1:
        return name
    singular: Mapping[str, str] = display_words()["singular"]
    return singular.get(name) or (name[:-1] if name.endswith("s") else name)


def printed_unit(text: str) -> str:
    """The unit's word as printed, empty where there is none or it is more than a word.

    >>> printed_unit("101个"), printed_unit("3800余万元"), printed_unit("500万")
    ('个', '元', '')
    """
    match = _NUMERAL.match(text)
    tail = text[match.end() :] if match else ""
    return tail if re.fullmatch(r"[一-鿿]{1,4}", tail) else ""


def show_arithmetic(line: str, lang: Lang) -> str:
    """A line of arithmetic as the sheet has it; in English its large numbers and units too.

    >>> show_arithmetic("43.66亿元 ÷ 2 = 2183000000元", "en")
    'CNY 4,366 million ÷ 2 = CNY 2,183 million'
    >>> show_arithmetic("10年 × 5.37/10万", "en")
    '10 years × 5.37/100,000'
    >>> show_arithmetic("28个 + 10个 = 38 ≠ 40个; 3倍", "en")
    '28 + 10 = 38 ≠ 40; 3 times'
    """
    return line if lang == "zh" else _AMOUNT.sub(_amount_in_english, line)


def _amount_in_english(match: re.Match[str]) -> str:
    number, scale, unit = match.groups()
    value = Decimal(number.replace(",", ""))
    scaled = bool(scale) or unit == UNITS["CNY"].zh
    if scaled:
        value *= {"": 1, "万": 10_000, "亿": 100_000_000}[scale]
    shown = show_number(value, "en") if scaled else number
    if unit == UNITS["CNY"].zh:
        return f"CNY {shown}"
    return f"{shown} {_counted(value, _UNIT_NAMES.get(unit, ''))}".rstrip()


def show_unit(indicator: Indicator, lang: Lang) -> str:
    """The unit of an indicator by name."""
    return (indicator.unit_name or UNITS[indicator.unit]).get(lang)


@lru_cache(maxsize=_PERIODS_KEPT)
def show_period(period: str, lang: Lang) -> str:
    """An ISO 8601 period in words; empty where the period is.

    >>> show_period("2022-10-01/..", "zh"), show_period("2016/2020", "zh")
    ('2022年10月1日起', '2016—2020年')
    >>> show_period("2024-01/2024-07", "zh"), show_period("2016/2020", "en")
    ('2024年1—7月', '2016–2020')
    """
    start, _, end = period.partition("/")
    if not end:
        return _show_date(start, lang)
    if end == "..":
        return f"{_show_date(start, lang)}起" if lang == "zh" else f"from {_show_date(start, lang)}"
    if start == "..":
        return f"截至{_show_date(end, lang)}" if lang == "zh" else f"until {_show_date(end, lang)}"
    return _show_span(start, end, lang)


def _show_span(start: str, end: str, lang: Lang) -> str:
    if len(start) != len(end):
        dash = "—" if lang == "zh" else " – "
        return _show_date(start, lang) + dash + _show_date(end, lang)
    if len(start) == 4:
        return f"{start}—{end}年" if lang == "zh" else f"{start}–{end}"
    if start[:4] != end[:4]:
        dash = "—" if lang == "zh" else " – "
        return _show_date(start, lang) + dash + _show_date(end, lang)
    if lang == "zh":
        first = _show_date(start, lang)
        first = first.removesuffix("月") if len(start) == 7 else first
        return f"{first}—{_show_date(end, lang).split('年')[1]}"
    return f"{_show_date(start, lang).removesuffix(f' {start[:4]}')} – {_show_date(end, lang)}"


def _show_date(date: str, lang: Lang) -> str:
    match = _DATE.fullmatch(date)
    if not match:
        return date
    year, month, day = match.groups()
    if lang == "zh":
        return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
    return (f"{int(day)} " if day else "") + (f"{_MONTHS[month]} " if month else "") + year


def show_month(period: str, lang: Lang) -> str:
    """The month of an ISO month by name; empty where there is only a year.

    >>> show_month("2022-10", "zh"), show_month("2022-10", "en"), show_month("2022", "zh")
    ('10月', 'October', '')
    """
    month = period[5:7]
    if not month:
        return ""
    return f"{int(month)}月" if lang == "zh" else _MONTHS[month]


def show_period_basis(record_basis: str, period_from: str, lang: Lang) -> str:
    """How the period is known, in a few words."""
    if record_basis == "inferred" and period_from:
        return label("period_sources", period_from, lang)
    return label("period_bases", record_basis, lang)


def join_words(words: list[str], lang: Lang) -> str:
    """A list in the manner of the language: 、 or commas."""
    return ("、" if lang == "zh" else ", ").join(words)


def pick(words: Words | None, lang: Lang) -> str:
    """The text of one language; empty where there is none."""
    return words.get(lang) if words else ""
