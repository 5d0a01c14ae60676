"""The machine's best guess of what each figure means: a candidate for an editor to judge."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from atlas.model import Indicator, Place
from atlas.reading.exclusions import clause_words, find_exclusion_reason
from atlas.reading.fields import Fields
from atlas.reading.genres import Genres
from atlas.reading.inheritance import FINISHED, inherit_roles
from atlas.reading.lexicon import Lexicon, list_position, neighbours_of
from atlas.reading.localities import Localities
from atlas.reading.matters import Matters
from atlas.reading.meanings import Indicators, find_meanings
from atlas.reading.periods import PeriodSpan
from atlas.reading.projects import find_stage
from atlas.reading.quotes import Quotes
from atlas.reading.records import Candidate, Figure, Region
from atlas.reading.roles import find_role, find_steps
from atlas.reading.rolesigns import find_signs
from atlas.reading.roleweights import after_signs, likely_role, role_weights
from atlas.reading.sentences import SEMICOLON, Sentence, Sentences, clause_start
from atlas.reading.stories import find_stories
from atlas.reading.tenses import find_tense, is_asked, is_future
from atlas.reading.times import find_times
from atlas.reading.timing import Timing
from atlas.reading.topics import Topics
from atlas.reading.wider import Wider
from atlas.reading.yearcolumns import find_column_roles

_REPEATED_AT_LEAST = 14
_FAR = 400  # signs of a paragraph in which a plan is announced
_NEAR = 3  # signs between two figures of one list
_NO_PERIOD = PeriodSpan(0, 0, "", "none")
_DONE = re.compile(
    "完成(?:了|全年|年度|目标)?任务的|已|累计|截至|以来|目前|现有|去年|上年|全年[^要将]|成绩单|共计|据统计|(?<![为除])了"
)
_AHEAD = re.compile("今年|年内|本年|力争|将|(?<![主重首需])要(?!是)|计划|目标|拟|确保|安排|任务")
_HAPPENED = re.compile(  # 放了420台: what has happened is no plan
    "(?<![为除要将])[\u4e00-\u9fff]了(?:大?约|[近超])?\\Z"
)


@dataclass(frozen=True, slots=True)
class _Reader:
    """All that is known of one document."""

    text: str
    figures: Sequence[Figure]
    starts: Sequence[int]
    quotes: Quotes
    stories: Sequence[tuple[int, int]]
    timing: Timing
    localities: Localities
    lexicon: Lexicon
    topics: Topics
    genres: Genres
    fields: Fields
    matters: Matters
    wider: Wider
    columns: Mapping[int, str]  # the roles of figures in tables of years
    steps: Mapping[int, int]  # the index of a baseline, then that of its result
    baselines: Mapping[int, int]  # the other way round
    indicators: Mapping[str, Indicator]
    published: str


def assign_figures(
    text: str,
    regions: Sequence[Region],
    figures: Sequence[Figure],
    lexicon: Mapping[str, Indicator],
    places: Mapping[str, Place],
    home: Place | None,
    published: str,
    times: Sequence[PeriodSpan] | None = None,
) -> list[Candidate]:
    """A candidate for each figure, in their order; `pair` is where the other figure starts.

    Args:
        text: The document.
        regions: Its paragraphs, as `find_regions` gives them.
        figures: Its figures, as `find_figures` gives them.
        lexicon: The indicators by id.
        places: The registered places by slug.
        home: The document's place; None if it is not known, then the text decides.
        published: The document's date in ISO 8601, empty if it is not known.
        times: Its times, as `find_times` gives them for that date; None if not found yet.
    """
    found = Sentences(text, regions)
    times = find_times(text, published) if times is None else times
    sentences = [found.find(figure.start) for figure in figures]
    steps = find_steps(text, figures)
    localities = Localities(text, places, home)
    home_name = localities.home_name
    reader = _Reader(
        text,
        figures,
        [figure.start for figure in figures],
        Quotes(text, figures, sentences),
        find_stories(text, regions),
        Timing(text, times, figures, regions, found, published, home_name),
        localities,
        Lexicon(text, lexicon),
        Topics(text, regions, figures),
        Genres(text, regions),
        Fields(text, regions),
        Matters(text, regions),
        Wider(text, home_name, localities.of_province),
        find_column_roles(text, figures, published),
        steps,
        {second: first for first, second in steps.items()},
        lexicon,
        published,
    )
    candidates: list[Candidate] = []
    for index, sentence in enumerate(sentences):
        last = candidates[-1] if candidates else None
        same = index > 0 and sentences[index - 1].first == sentence.first
        candidates.append(_read_candidate(reader, index, sentence, last, same))
    candidates = find_meanings(
        Indicators(text, figures, reader.topics, reader.lexicon, lexicon), candidates, sentences
    )
    candidates = inherit_roles(text, candidates, sentences)
    candidates = _share_step_periods(_pair(candidates, steps), steps, sentences)
    return _mark_repeats(text, candidates, sentences)


def _read_candidate(
    reader: _Reader, index: int, sentence: Sentence, last: Candidate | None, same: bool
) -> Candidate:
    """The candidate of a figure; `last` is the one before it, in the same sentence or not."""
    figure = reader.figures[index]
    spans = reader.quotes.find(index, sentence)
    quote = tuple(reader.text[start:end] for start, end in spans or sentence.parts)
    reason = _find_reason(reader, figure, sentence)
    if reason or not spans:
        return Candidate(figure, quote, excluded=reason or "repeat")
    neighbours = neighbours_of(reader.figures, index, sentence)
    listed = list_position(reader.text, figure, neighbours)
    stage = find_stage(reader.text, figure, sentence)
    rule, sure = _find_role(reader, index, sentence, stage)
    role = rule or "current"
    period = _find_period(reader, index, sentence, listed, role, last)
    open_role = role in ("current", "change") and index not in reader.columns
    planned = open_role and not sure and _is_planned(reader, figure, sentence, period.value)
    rule, sure = ("target", False) if planned else (rule, sure)
    if rule == "baseline" and is_future(period.value, reader.published):
        rule = "target"
    signs = _role_signs(reader, index, sentence, rule, period.value, stage)
    signs |= _link_signs(figure, sentence, last, same)
    role = rule if sure else likely_role(signs, role_weights())
    if role == "target" and not sure and _is_past(reader, figure, sentence, period.value):
        role = "current"
    if (
        role == "target"
        and not sure
        and _HAPPENED.search(reader.text, sentence.first, figure.start)
    ):
        role = "current"
    if index in reader.steps and role in ("current", "target", "change"):
        role = "baseline"
    if role not in (rule or "current", "baseline"):  # the signs tell more than the rules
        period = _find_period(reader, index, sentence, listed, role, last)
    place, name = reader.localities.find_place(figure, sentence, *listed)
    return Candidate(
        figure,
        quote,
        role,
        period.value,
        period.basis,
        period.source,
        place,
        name,
        reader.localities.find_body(figure, sentence),
        role_signs=frozenset(signs),
    )


def _find_reason(reader: _Reader, figure: Figure, sentence: Sentence) -> str | None:
    """Why a figure is no fact: by its paragraph and its own words, or what both are on."""
    of_province = reader.localities.of_province
    reason = find_exclusion_reason(reader.text, figure, sentence, reader.stories, of_province)
    if reason:
        return reason
    if reader.fields.is_other(figure) or reader.matters.is_other(figure):
        return "not-health"
    return "background" if reader.wider.is_background(figure, sentence) else None


def _find_period(
    reader: _Reader,
    index: int,
    sentence: Sentence,
    listed: tuple[int, int],
    role: str,
    last: Candidate | None,
) -> PeriodSpan:
    figure, timing = reader.figures[index], reader.timing
    if shared := _shared_period(reader, index, last):
        return shared
    is_first = index in reader.steps
    if is_first or index in reader.baselines:
        ends = timing.ends_of_stretch(figure, sentence)
        if ends:
            return ends[0 if is_first else 1]
    if is_first and not timing.has_own(figure):
        return timing.compared_with(figure, sentence) or _NO_PERIOD
    closed = timing.step_floor(reader.figures, index, reader.baselines)
    span = timing.find(figure, sentence, closed, role)
    return timing.headlines.listed(span, *listed) if span else _NO_PERIOD


def _shared_period(reader: _Reader, index: int, last: Candidate | None) -> PeriodSpan | None:
    """The time of the figure before where both are values of before, or of after, in one list.

    从“十二五”期间7.37‰、9.78‰分别降至现在的3.04‰、4.04‰.
    """
    before = index - 1
    if last is None or last.excluded or not last.period:
        return None
    between = reader.text[reader.figures[before].end : reader.figures[index].start]
    alike = any({before, index} <= side.keys() for side in (reader.steps, reader.baselines))
    if not alike or between not in ("、", "和", "及", "与"):
        return None
    return PeriodSpan(0, 0, last.period, last.period_basis, last.period_from)


def _find_role(reader: _Reader, index: int, sentence: Sentence, stage: str) -> tuple[str, bool]:
    """The role by the words alone, and whether it is sure; the period tells of plans, too."""
    if index in reader.columns:
        return reader.columns[index], True
    figure = reader.figures[index]
    if reader.timing.is_other_side(figure):
        return "baseline", True
    role, sure = find_role(reader.text, figure, sentence, reader.genres.find(figure.start))
    if stage == "planned" and role in ("", "current", "change", "target"):
        role, sure = "target", True
    elif stage == "finished" and role == "target" and not sure:
        parted = SEMICOLON.search(reader.text, sentence.first, figure.start)
        role = role if parted else ""  # 一期已经启用;二期正在建设
    is_first, is_second = index in reader.steps, index in reader.baselines
    if (is_first or is_second) and role in ("", "current", "change"):
        role, sure = "baseline" if is_first else "current", False
    return ("baseline", False) if is_first and role == "target" else (role, sure)


def _role_signs(
    reader: _Reader, index: int, sentence: Sentence, rule: str, period: str, stage: str
) -> set[str]:
    """What speaks for a role: the rules' verdict, words, time and genre."""
    figure = reader.figures[index]
    signs = find_signs(reader.text, figure, sentence)
    told, tense = rule or "silent", find_tense(period, reader.published)
    genre = reader.genres.find(figure.start) or "none"
    signs.update(_signs_of_verdict(told, genre, tense))
    if stage:
        signs |= {f"project {stage}", f"project {stage} rule {told}"}
    if index in reader.steps or index in reader.baselines:
        signs.add("from" if index in reader.steps else "to")
    return signs


@cache
def _signs_of_verdict(rule: str, genre: str, tense: str) -> tuple[str, ...]:
    one, two, three = f"rule {rule}", f"genre {genre}", f"time {tense}"
    return one, two, three, f"{one} {two}", f"{one} {three}", f"{two} {three}"


def _link_signs(
    figure: Figure, sentence: Sentence, last: Candidate | None, same: bool
) -> frozenset[str]:
    """What the role of the figure before says, by how near and how like it is."""
    if last is None or last.excluded:
        return frozenset()
    if not same:
        far = last.figure.start < sentence.region.start
        return after_signs(last.role, ["far" if far else "off"])
    links = ["", "alike"] if last.figure.unit == figure.unit else [""]
    near = figure.start - last.figure.end <= _NEAR
    return after_signs(last.role, [*links, "near"] if near else links)


def _is_planned(reader: _Reader, figure: Figure, sentence: Sentence, period: str) -> bool:
    """Whether it is for a time to come, or the year that a document of its first weeks plans."""
    published = reader.published
    start = clause_start(reader.text, figure.start, sentence.first)
    if FINISHED.search(reader.text, start, figure.start):
        return False
    if not period or is_future(period, published):
        return bool(period)
    early = published[5:7] in ("01", "02", "03") and period == published[:4]
    done = _DONE.search(reader.text, sentence.first, figure.start)
    if not early or done:
        return False
    stated = reader.text.find(f"{period}年", sentence.first, figure.start) >= 0
    floor = max(sentence.region.start, figure.start - _FAR)
    ahead = stated or _AHEAD.search(reader.text, floor, figure.start)
    return bool(ahead) or reader.genres.find(figure.start) == "plan"


def _is_past(reader: _Reader, figure: Figure, sentence: Sentence, period: str) -> bool:
    """Whether its time was over when the document came out, and no word tells of a plan."""
    over = find_tense(period, reader.published) in ("past", "last year")
    return over and not is_asked(reader.text, sentence.first, figure.start)


def _share_step_periods(
    candidates: Sequence[Candidate], steps: Mapping[int, int], sentences: Sequence[Sentence]
) -> list[Candidate]:
    """In a chain of 由A到B, later pairs share the times of the first: 从2015年的…到2020年…."""
    shared = list(candidates)
    known: tuple[int, str, str] | None = None
    for first, second in steps.items():
        sentence = sentences[first].first
        older, newer = shared[first], shared[second]
        if older.period and older.period_basis == "stated":
            known = (sentence, older.period, newer.period)
        elif known and known[0] == sentence:
            for index, period in ((first, known[1]), (second, known[2])):
                basis = "inferred" if period else "none"
                source = "context" if period else ""
                shared[index] = shared[index]._replace(
                    period=period, period_basis=basis, period_from=source
                )
    return shared


def _pair(candidates: Sequence[Candidate], steps: Mapping[int, int]) -> list[Candidate]:
    """Pairs of 由A降为B, and the drop that is told right after them."""
    paired = list(candidates)
    for first, second in steps.items():
        if paired[first].excluded or paired[second].excluded:
            continue
        shared = paired[first].indicator or paired[second].indicator
        topic = paired[first].topic or paired[second].topic
        for index, other in ((first, second), (second, first)):
            start = paired[other].figure.start
            subject = "" if shared else paired[first].subject
            paired[index] = paired[index]._replace(
                pair=start, indicator=shared, topic=topic, subject=subject
            )
        if second > first + 1:  # 两县分别由A、B降到C、D
            place = paired[first]
            paired[second] = paired[second]._replace(
                place=place.place, place_name=place.place_name, body=place.body
            )
        if "parameter" in (paired[first].role, paired[second].role):
            for index in (first, second):
                paired[index] = paired[index]._replace(role="parameter")
        change = second + 1
        if change < len(paired) and paired[change].role == "change":
            near = paired[change].figure.start - paired[second].figure.end < 12
            if near and not paired[change].excluded:
                start = paired[second].figure.start
                paired[change] = paired[change]._replace(pair=start, indicator=shared, topic=topic)
    return paired


def _mark_repeats(
    text: str, candidates: Sequence[Candidate], sentences: Sequence[Sentence]
) -> list[Candidate]:
    """A figure in a clause that stood before word for word says nothing new."""
    seen: set[tuple[str, int]] = set()
    marked: list[Candidate] = []
    chained = False
    for candidate, sentence in zip(candidates, sentences, strict=True):
        figure = candidate.figure
        words, offset = clause_words(text, figure, sentence)
        known = (words, offset) in seen
        long = len(words) >= _REPEATED_AT_LEAST
        again = known and (long or chained) and candidate.excluded is None
        seen.add((words, offset))
        chained = again
        marked.append(candidate._replace(excluded="repeat") if again else candidate)
    return marked
