"""What ties places, indicators and sources to one another and to the seeds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from atlas.checks.faults import mark_of, not_in_seed, unknown_word, wrong_form
from atlas.locate import find_exclusion
from atlas.model import Content, Place, Source, Term
from atlas.problems import Problem
from atlas.reading.periods import is_period

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_URL = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][^\s<>\"'`\\]*)?")
_ADCODE = re.compile(r"[1-9]\d{5}")
_ADCODE_PREFIX = {"province": 2, "prefecture": 4}


def check_places(content: Content) -> Iterator[Problem]:
    """Codes, levels and parents."""
    for place in content.places.values():
        if not SLUG.fullmatch(place.slug):
            yield wrong_form(place.marks, "", "slug", place.slug, "wuhai, longshan-liaoyuan")
        if not _ADCODE.fullmatch(place.adcode):
            yield wrong_form(place.marks, "adcode", "adcode", place.adcode, '"150300"')
        yield from _check_former(place, content)
        if place.parent is None:
            if place.level != "province":
                yield Problem(
                    mark_of(place.marks, ""),
                    "missing-key",
                    "缺少上级“parent”。",
                    "parent is missing: only a province has none.",
                )
        elif place.parent not in content.places:
            yield unknown_word(place.marks, "parent", place.parent, content.places, "地方", "place")
        else:
            yield from _check_code(place, content.places[place.parent])


def _check_former(place: Place, content: Content) -> Iterator[Problem]:
    """A former id leads on to the place, so that it may be nobody else's address."""
    for former in place.former:
        if former.slug and not SLUG.fullmatch(former.slug):
            yield wrong_form(place.marks, "former", "slug", former.slug, "wuhai, longshan-liaoyuan")
        elif former.slug in content.places:
            yield Problem(
                mark_of(place.marks, "former"),
                "former-taken",
                f"曾用的 id“{former.slug}”正在用于另一个地方，不能再转到这里。删去 slug。",
                f"The former id {former.slug} is in use for another place. Delete slug.",
            )


def _check_code(place: Place, parent: Place) -> Iterator[Problem]:
    digits = _ADCODE_PREFIX.get(parent.level, 6)
    if place.adcode[:digits] != parent.adcode[:digits]:
        yield Problem(
            mark_of(place.marks, "adcode"),
            "adcode-parent",
            f"代码 {place.adcode} 不在上级 {parent.name.zh}（{parent.adcode}）之内。",
            f"Code {place.adcode} does not lie within {parent.slug} ({parent.adcode}).",
        )


def check_indicators(content: Content) -> Iterator[Problem]:
    """Ids, topics, breakdowns and related indicators."""
    for indicator in content.indicators.values():
        if not SLUG.fullmatch(indicator.id):
            yield wrong_form(indicator.marks, "id", "id", indicator.id, "life-expectancy")
        if indicator.topic not in content.topics:
            yield unknown_word(
                indicator.marks, "topic", indicator.topic, content.topics, "专题", "topic"
            )
        for other in indicator.related:
            if other not in content.indicators:
                yield unknown_word(
                    indicator.marks, "related", other, content.indicators, "指标", "indicator"
                )
        for dimension in indicator.breakdowns:
            if dimension not in content.dimensions:
                yield unknown_word(
                    indicator.marks,
                    "breakdowns",
                    dimension,
                    content.dimensions,
                    "分组维度",
                    "breakdown",
                )


def check_topics(content: Content) -> Iterator[Problem]:
    """Ids, which are addresses."""
    for topic in content.topics.values():
        if not SLUG.fullmatch(topic.id):
            yield wrong_form(topic.marks, "id", "id", topic.id, "primary-care")


def check_terms(content: Content) -> Iterator[Problem]:
    """Ids, topics and references of the glossary; no word may name two terms."""
    holders: dict[str, str] = {}
    for term in content.terms.values():
        if not SLUG.fullmatch(term.id):
            yield wrong_form(term.marks, "id", "id", term.id, "two-way-referral")
        if term.topic not in content.topics:
            yield unknown_word(term.marks, "topic", term.topic, content.topics, "专题", "topic")
        for other in term.see:
            if other not in content.terms or other == term.id:
                others = content.terms.keys() - {term.id}
                yield unknown_word(term.marks, "see", other, others, "词条", "term")
        for key, words in (("words", term.words), ("words_en", term.words_en)):
            for word in words:
                holder = holders.setdefault(word.casefold(), term.id)
                if holder != term.id:
                    yield _word_taken(term, key, word, holder)


def _word_taken(term: Term, key: str, word: str, holder: str) -> Problem:
    return Problem(
        mark_of(term.marks, key),
        "word-taken",
        f"“{word}”已经是词条 {holder} 的写法。一个写法只能属于一个词条，删去其中一处。",
        f"{word!r} already names the term {holder}. Delete it in one of the two.",
    )


def check_sources(content: Content, seed_bytes: Mapping[str, bytes]) -> Iterator[Problem]:
    """Places, dates, seeds and exclusions."""
    fact_ids = {fact.id for fact in content.facts()}
    holders: dict[str, str] = {}
    for source in content.sources.values():
        yield from _check_source(source, content, seed_bytes)
        holder = holders.setdefault(source.seed, source.id)
        if holder != source.id:
            yield _seed_shared(source, holder)
        for exclusion in source.excluded:
            seed = content.seeds.get(source.seed)
            if seed is not None and find_exclusion(seed, exclusion) is None:
                key = "quote" if exclusion.quote else "from"
                yield not_in_seed(exclusion.marks, key, seed, exclusion.quote or exclusion.first)
            if exclusion.of is not None and exclusion.of not in fact_ids:
                yield unknown_word(exclusion.marks, "of", exclusion.of, fact_ids, "事实", "fact")


def _seed_shared(source: Source, holder: str) -> Problem:
    return Problem(
        mark_of(source.marks, "seed"),
        "seed-shared",
        f"种子文件 {source.seed} 已经登记为来源 {holder}。一份文件只能登记一次，删去其中一个来源。",
        f"The seed {source.seed} is the source {holder} already. Delete one of the two sources.",
    )


def _check_source(
    source: Source, content: Content, seed_bytes: Mapping[str, bytes]
) -> Iterator[Problem]:
    if not SLUG.fullmatch(source.id):
        yield wrong_form(source.marks, "", "id", source.id, "wuhai-2023")
    if source.url and not _URL.fullmatch(source.url):
        example = "https://www.example.gov.cn/art/2023/1.html"
        yield wrong_form(source.marks, "url", "url", source.url, example)
    if source.place not in content.places:
        yield unknown_word(source.marks, "place", source.place, content.places, "地方", "place")
    if source.date and (not is_period(source.date) or "/" in source.date):
        yield wrong_form(source.marks, "date", "date", source.date, "2023, 2023-01, 2023-01-06")
    if source.date_basis == "inferred" and source.date_note is None:
        yield Problem(
            mark_of(source.marks, "date"),
            "missing-key",
            "日期是推断的，要写 date_note 说明依据。",
            "The date is inferred: add date_note saying from what.",
        )
    if source.seed not in seed_bytes:
        yield unknown_word(source.marks, "seed", source.seed, seed_bytes, "种子文件", "seed")
        return
    digest = sha256(seed_bytes[source.seed]).hexdigest()
    if source.sha256 != digest:
        yield Problem(
            mark_of(source.marks, "sha256"),
            "seed-changed",
            f"种子文件的 sha256 是 {digest}。文件若没有改动，就写这个值。",
            f"The seed's sha256 is {digest}. Write it if the seed is as it came.",
        )
