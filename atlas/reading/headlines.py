"""Times that stand above or before what they tell: in section headings, titles and table heads."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from atlas.reading.periods import PeriodSpan
from atlas.reading.records import Figure, Region
from atlas.reading.timewords import time_words

_HOLDING = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:/\d{4}-\d\d)?")
_YEARS = re.compile(r"\d{4}/\d{4}")
_LEAST_YEARS = 3  # fewer figures of a list may well be of all the years
_BARE_YEAR = re.compile(r"20(?<![\d.]20)\d\d(?=\s|$|[|｜】])")
NUMBERED = (
    re.compile(r"第[一二三四五六七八九十\d]{1,3}[章部编]"),
    re.compile(r"第[一二三四五六七八九十\d]{1,3}节"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[、.．]|[(（]\d{1,2}[)）]|[①-⑳]"),
)
_TABLE_TITLE = re.compile(r"附?[表图]\s?[一二三四五六七八九十\d]{1,2}")
_PLAIN_LEVEL = 2  # a heading without a number stands with 一、
_TIME_LEVEL = 1  # a line that is only a time, above all numbers: the head of a table's one column
_WHOLE_OF_TIME = ("", "全年", "全年度", "末", "底", "年末", "年底")
_DATED_LONGEST = 60  # signs of a title that ends with its time in brackets
_PLAIN_LONGEST = 14  # signs of one whose year is meant for what follows: 2022 精彩答卷
_LEAD = 40  # signs of a line before a time in brackets that titles the line
_ONLY_TIME = re.compile(r"(?:数据)?(?:截[至止]|单位[:：]|[、,，年度\s%‰])*$")
_CLOSED = re.compile(r"[)）](?:[:：\s]|$)")
_BETWEEN_HEADS = re.compile(r"(?=.*[\s|])[^\d,，。;；、:：]{1,10}")
_GROWTH = re.compile(
    r"[\s|]+((?:比上年|同比|较上年)?(?:增减|增长|增幅|变化|变动|升降|涨跌|±)[^\s|]{0,6})"
)
_YEAR_OF_HEAD = re.compile(r"((?:19|20)\d\d)\s?年?")
_YEAR_OF_ROW = re.compile(
    r"[|｜ ]*((?:19|20)\d\d)年?"
    r"(?:[^\S\n]*[|｜\t]|[ \u3000]+(?=\d[\d.,]*[ \u3000]+\d[\d.,]*[ \u3000\n]))"
)
_CELLS = re.compile(r"[\d.,%‰|｜\s—-]*")
_BARE = re.compile(r"(?:19|20)\d\d")
_BARE_HEADS = re.compile(
    r"^[^\d\n。]{0,60}(?<=[\s|｜])((?:19|20)\d\d(?:[ \t\u3000|｜]+(?:19|20)\d\d){1,11})[ \t|｜]*$",
    re.M,
)
_MOST_HEADS = 12
_TABLE_LINES = 60
_ROW_LONGEST = 120
_LINE_LONGEST = 1200  # signs of a line that are looked at, to keep the work linear


@dataclass(frozen=True, slots=True)
class _Table:
    """The heads of the columns of a table; `[start, end)` is what they hold for."""

    start: int
    end: int
    line: tuple[int, int]
    heads: tuple[PeriodSpan, ...]
    has_growth: bool = False  # the last of the heads is that of a column of rises: 增减


def _each_year(period: str, count: int) -> Sequence[str]:
    """The years of a stretch that are as many as the figures of a list; else none.

    >>> _each_year("2011/2013", 3)
    ['2011', '2012', '2013']
    """
    if count < _LEAST_YEARS or not _YEARS.fullmatch(period):
        return []
    first, last = map(int, period.split("/"))
    return [str(year) for year in range(first, last + 1)] if last - first + 1 == count else []


def _number_level(text: str, region: Region) -> int | None:
    """How deep the number stands that a heading begins with; None without one."""
    for level, pattern in enumerate(NUMBERED):
        if pattern.match(text, region.start):
            return level
    return None


class Headlines:
    """The times of the headings and table heads of one text."""

    def __init__(
        self,
        text: str,
        regions: Sequence[Region],
        spans: Sequence[PeriodSpan],
        figures: Sequence[Figure],
    ) -> None:
        self._text = text
        self._figures = figures
        self._figure_starts = [figure.start for figure in figures]
        self._spans = [span for span in spans if span.value and not span.compared]
        self._starts = [span.start for span in self._spans]
        self._regions = regions
        self._region_starts = [region.start for region in regions]
        self._above = list(self._find_above())
        self._tables = list(self._find_tables())
        self._table_starts = [table.start for table in self._tables]

    def column(self, figure: Figure) -> PeriodSpan | None:
        """The time at the head of the figure's row or column, None outside of tables."""
        if year := self._year_of_row(figure) or self._year_of_head(figure):
            return year
        index = bisect_right(self._table_starts, figure.start) - 1
        if index < 0 or figure.start >= self._tables[index].end:
            return None
        table = self._tables[index]
        first = self._line_start(figure.start)
        if "|" in self._text[table.line[0] : table.line[1]]:
            if len(table.heads) == 1:  # rows whose first cell spans several have fewer
                last = "|" not in self._text[figure.end : self._line_end(figure.end)]
                return table.heads[0] if last else None
            cell = self._text.count("|", first, figure.start)
            heads = [self._text.count("|", table.line[0], head.start) for head in table.heads]
            return table.heads[heads.index(cell)] if cell in heads else None
        return self._by_run(figure, table)

    def _year_of_row(self, figure: Figure) -> PeriodSpan | None:
        """The year in the first cell of a row of numbers: 1995 | 3182 | 416."""
        first = self._line_start(figure.start)
        year = _YEAR_OF_ROW.match(self._text, first)
        if not year or not _CELLS.fullmatch(self._text, year.end(), figure.start):
            return None
        return PeriodSpan(year.start(1), year.end(1), year[1])

    def _year_of_head(self, figure: Figure) -> PeriodSpan | None:
        """The year that is all of the head of the figure's column, wherever that stands."""
        head = figure.year or figure.column
        year = _YEAR_OF_HEAD.fullmatch(self._text, *head) if head else None
        return PeriodSpan(year.start(), year.end(), year[1]) if year else None

    def title(self, figure: Figure) -> PeriodSpan | None:
        """The time that titles the figure's line: 签约服务进展(2021年): …, or the heading above."""
        index = bisect_right(self._region_starts, figure.start) - 1
        if index < 0 or figure.start >= self._regions[index].end:
            return None
        region = self._regions[index]
        for span in self._within(region.start, min(figure.start, region.start + 2 * _LEAD)):
            if self._is_line_title(span, region):
                return span
        own = self._bare_year(region.start, min(region.start + _LEAD, figure.start))
        return own or self._above[index]

    def listed(self, span: PeriodSpan, position: int, count: int) -> PeriodSpan:
        """The time of a figure in a 分别 list whose times are a list too: 2023年、2025年."""
        if years := _each_year(span.value, count):
            return replace(span, value=years[position])
        run = [span]
        index = bisect_left(self._starts, span.start)
        for other in reversed(self._spans[max(0, index - count + 1) : index]):
            if self._text[other.end : run[0].start] not in ("、", "和"):
                break
            run.insert(0, other)
        return run[position] if len(run) == count > 1 else span

    def _within(self, start: int, end: int) -> Sequence[PeriodSpan]:
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _has_figure(self, start: int, end: int) -> bool:
        index = bisect_left(self._figure_starts, start)
        return index < len(self._figures) and self._figure_starts[index] < end

    def _is_line_title(self, span: PeriodSpan, region: Region) -> bool:
        """Whether brackets at the head of a line hold the time, or a title in 【】 does."""
        text = self._text
        lead = text[region.start : span.start]
        if re.search("[。;；!！?？]", lead) or self._has_figure(region.start, span.start):
            return False
        closed = text.find("】", span.end, span.end + _LEAD)
        if lead.startswith("【") and "】" not in lead and closed > 0:
            return True
        opened = max(lead.rfind("("), lead.rfind("（"))
        return (
            2 < opened <= _LEAD
            and bool(_CLOSED.match(text, span.end))
            and not re.search("[,，《]", lead[:opened])
            and bool(_ONLY_TIME.match(lead[opened + 1 :]))
        )

    def _bare_year(self, start: int, end: int) -> PeriodSpan | None:
        """The year of 盘点2020｜… and 2022 精彩答卷, which no 年 follows."""
        match = _BARE_YEAR.search(self._text, start, end)
        if not match or re.search("[。,，;；:：]", self._text[start : match.start()]):
            return None
        return PeriodSpan(match.start(), match.end(), match[0])

    def _find_above(self) -> Iterator[PeriodSpan | None]:
        """For each region the time of the nearest heading above it that has one and still holds.

        A numbered heading ends those of its level and below; the title of a bulletin ends all.
        """
        levels: dict[int, PeriodSpan | None] = {}
        numbered = False
        for region in self._regions:
            held = [levels[level] for level in sorted(levels) if levels[level]]
            yield held[-1] if held else None
            titles = region.kind == "heading" or self._dated_title(region) is not None
            if titles and not self._is_row(region):
                level = self._level(region)
                if level == _PLAIN_LEVEL and not numbered and self._is_only_time(region):
                    level = _TIME_LEVEL
                numbered = numbered or _number_level(self._text, region) is not None
                levels = {key: span for key, span in levels.items() if key < level}
                levels[level] = self._heading_time(region)

    def _is_row(self, region: Region) -> bool:
        """Whether a short line is a number, or a row of cells, such as the heads of columns."""
        words = self._text[region.start : region.end]
        if words[0].isdigit() and self._has_figure(region.start, region.start + 1):
            return not re.search("[\u4e00-\u9fff]{3}", words)
        return len(re.findall(r"\s+|\|", words)) > 1 and not self._within(region.start, region.end)

    def _level(self, region: Region) -> int:
        if time_words("bulletins").search(self._text, region.start, region.end):
            return -1
        level = _number_level(self._text, region)
        return _PLAIN_LEVEL if level is None else level

    def _is_only_time(self, region: Region) -> bool:
        return any(
            span.start == region.start and self._text[span.end : region.end] in _WHOLE_OF_TIME
            for span in self._within(region.start, region.end)
        )

    def _dated_title(self, region: Region) -> PeriodSpan | None:
        """The year or month in brackets that ends a title: 各县卫生技术人员数（2021年末）."""
        if region.end - region.start > _DATED_LONGEST or self._text[region.end - 1] not in ")）":
            return None
        for span in self._within(region.start, region.end):
            before = self._text[region.start : span.start]
            if (
                span.end == region.end - 1
                and len(span.value) != len("2021-02-03")
                and before.endswith(("(", "（"))
                and not re.search("[。,，;；:：]", before)
            ):
                return span
        return None

    def _heading_time(self, region: Region) -> PeriodSpan | None:
        """The one time of a heading that is meant for what stands below it."""
        words = self._text[region.start : region.end]
        numbered = any(pattern.match(words) for pattern in NUMBERED)
        spans = [span for span in self._within(region.start, region.end) if "《" not in words]
        if len({span.value for span in spans}) > 1:
            return None
        span = spans[0] if spans else self._bare_year(region.start, region.end)
        if span is None or not _HOLDING.fullmatch(span.value):
            return None
        if self._dated_title(region):
            return span
        meant = (
            numbered
            or _TABLE_TITLE.match(words)
            or len(words) <= _PLAIN_LONGEST
            or time_words("bulletins").search(words)
        )
        return span if meant and not self._has_figure(region.start, region.end) else None

    def _by_run(self, figure: Figure, table: _Table) -> PeriodSpan | None:
        """The head of a number in a row of as many as there are heads, with blanks between."""
        index = bisect_left(self._figure_starts, figure.start)
        first, last = index, index + 1
        while first and index - first < _MOST_HEADS and self._touch(first - 1, first):
            first -= 1
        while (
            last < len(self._figures) and last - index < _MOST_HEADS and self._touch(last - 1, last)
        ):
            last += 1
        full = len(table.heads)
        fits = last - first == full or (table.has_growth and last - first == full - 1)
        return table.heads[index - first] if fits else None

    def _touch(self, before: int, after: int) -> bool:
        gap = self._text[self._figures[before].end : self._figures[after].start]
        return bool(gap) and len(gap) < 8 and not gap.strip(" \t\u3000|≤≥<>~+-") and "\n" not in gap

    def _find_tables(self) -> Iterator[_Table]:
        """Runs of times with nothing but blanks or bars between, and the rows below them."""
        index = 0
        dated = [span for span in self._spans if self._text[span.start].isdigit()]
        dated = sorted([*dated, *self._bare_heads()], key=lambda span: span.start)
        while index < len(dated):
            run = [dated[index]]
            for span in dated[index + 1 : index + _MOST_HEADS]:
                gap = self._text[run[-1].end : span.start]
                if "\n" in gap or not _BETWEEN_HEADS.fullmatch(gap):
                    break
                run.append(span)
            index += len(run)
            several = len(run) > 1 and len({span.value for span in run}) == len(run)
            if several or self._is_last_head(run):
                yield self._table(run)

    def _bare_heads(self) -> Iterator[PeriodSpan]:
        """Years in their order that end a line without other numbers: 指标 2005 2006."""
        for run in _BARE_HEADS.finditer(self._text):
            years = list(_BARE.finditer(self._text, run.start(1), run.end(1)))
            values = [year[0] for year in years]
            if values in (sorted(values), sorted(values, reverse=True)):
                for year in years:
                    yield PeriodSpan(year.start(), year.end(), year[0])

    def _is_last_head(self, run: Sequence[PeriodSpan]) -> bool:
        """Whether a time alone heads the last column of a table: 分类 | 指标 | 2021年全年."""
        start, end = self._line_start(run[0].start), self._line_end(run[0].end)
        before = self._text[start : run[0].start]
        return (
            len(run) == 1
            and before.rstrip().endswith("|")
            and self._text[run[0].end : end].strip() in _WHOLE_OF_TIME
        )

    def _table(self, run: Sequence[PeriodSpan]) -> _Table:
        start = self._line_start(run[0].start)
        line_end = self._line_end(run[-1].end)
        end = line_end
        if not self._has_figure(start, line_end):
            end = self._rows_end(line_end)
        heads = tuple(run)
        growth = _GROWTH.match(self._text, run[-1].end, line_end)
        if growth:
            last = replace(run[-1], start=growth.start(1), end=growth.end())
            heads = (*run, replace(last, basis="inferred", source="context"))
        return _Table(run[-1].end, end, (start, line_end), heads, bool(growth))

    def _rows_end(self, end: int) -> int:
        """Where the rows below a line of heads end: at a long line or one with a full stop."""
        for _ in range(_TABLE_LINES):
            following = self._line_end(end + 1)
            row = self._text[end + 1 : following]
            if not row or len(row) > _ROW_LONGEST or re.search("[。;；]", row):
                break
            end = following
        return end

    def _line_start(self, position: int) -> int:
        floor = max(0, position - _LINE_LONGEST)
        found = self._text.rfind("\n", floor, position)
        return floor if found < 0 else found + 1

    def _line_end(self, position: int) -> int:
        ceiling = min(len(self._text), position + _LINE_LONGEST)
        found = self._text.find("\n", position, ceiling)
        return ceiling if found < 0 else found
