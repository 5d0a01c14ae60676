"""How the atlas grows: a document's record and drafts, planned whole before a byte is written.

A plan holds the new bytes of every file that changes, in an order in which a run that is cut
off leaves an atlas without errors: seed, places, source, sheet. Run again, it goes on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from atlas.accounts import find_accounts
from atlas.assembly import read_ledger
from atlas.checks import check_content
from atlas.content import parse_sheet, parse_source
from atlas.drafts import merge_drafts, render_drafts
from atlas.locate import locate
from atlas.model import Content, Fact, FactSheet, Mark, Place, Source
from atlas.plausibility import Doubt, find_doubts
from atlas.problems import Problem, has_errors
from atlas.proposals import Wishes, propose_places, render_place, render_source
from atlas.reading.divisions import find_division
from atlas.reading.folding import fold_text, is_blank
from atlas.reading.metadata import Proposal, propose_metadata
from atlas.reading.periods import is_period
from atlas.reading.records import Candidate
from atlas.reading.regions import find_regions
from atlas.reading.speech import find_speeches
from atlas.reading.webpage import read_document
from atlas.readings import read_candidates

PLACES = "content/places.yml"


class RefusalError(ValueError):
    """Why a document cannot be added, and what to do, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Files:
    """What is on disk, and over it what has been planned; paths are below the project folder."""

    on_disk: Callable[[str], bytes | None]
    planned: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, path: str) -> bytes | None:
        return self.planned.get(path, self.on_disk(path))

    def plan(self, path: str, data: bytes) -> Files:
        """With new bytes for one file; the same files where they are the old ones."""
        if self.read(path) == data:
            return self
        return replace(self, planned={**self.planned, path: data})


@dataclass(frozen=True, slots=True)
class Growth:
    """The atlas with one more document. `new` tells whether its source was not known before.

    `drafted` are the candidates that became drafts, by the id of their fact, `asked` those said in
    a question; `undrafted` the figures without a unit, which only a person can place; `left` counts
    the figures that are no facts by their reason; `same` and `beside` are facts of other
    documents with the same and with another value, by the id of the draft.
    """

    content: Content
    files: Files
    source: Source
    new: bool
    places: tuple[Place, ...] = ()
    drafted: Mapping[str, Candidate] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    undrafted: tuple[Candidate, ...] = ()
    left: Mapping[str, int] = field(default_factory=dict)
    same: Mapping[str, Fact] = field(default_factory=dict)
    beside: Mapping[str, Fact] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def add_document(content: Content, files: Files, name: str, data: bytes, wishes: Wishes) -> Growth:
    """Plans all that adding a document changes; nothing where it was added before.

    Args:
        content: Content without errors.
        files: The files it was read from.
        name: The document's file name.
        data: Its bytes.
        wishes: What its adder says of it.

    Raises:
        SeedError: It is no readable text.
        RefusalError: It cannot be added; says what to do.
    """
    digest = sha256(data).hexdigest()
    known = next((one for one in content.sources.values() if one.sha256 == digest), None)
    if known:
        return draft_facts(Growth(content, files, known, new=False))
    return draft_facts(_register(content, files, name, data, wishes))


def _register(content: Content, files: Files, name: str, data: bytes, wishes: Wishes) -> Growth:
    if not name.isprintable():
        raise RefusalError(
            "文件名里有认不出的字符。请先改名。",
            "The file's name has characters that cannot be read. Rename it first.",
        )
    text = read_document(data, name)
    if is_blank(text):
        raise RefusalError("文件是空的。", "The document is empty.")
    path = f"seeds/{name}"
    if files.read(path) not in (None, data):
        raise RefusalError(
            f"{path} 已有，内容不同。给新文件换个名字。",
            f"There is another {path}. Give the new file another name.",
        )
    plain = fold_text(text).text
    proposal = propose_metadata(plain, find_regions(plain), content.places)
    _check_date(wishes.date or proposal.date, wishes.date)
    slug, places = _find_place(content, proposal, wishes)
    date = wishes.date or proposal.date
    source_id = _free_id(f"{slug}-{date[:4]}", content)
    record = render_source(proposal, wishes, slug, name, data).encode()
    source_path = f"content/sources/{source_id}.yml"
    problems: list[Problem] = []
    source = parse_source(record, source_path, problems)
    if source is None or problems:
        raise _broken(problems)
    grown = replace(
        content,
        sources={**content.sources, source_id: source},
        seeds={**content.seeds, name: text},
    )
    growth = Growth(grown, files.plan(path, data), source, new=True)
    growth = register_places(growth, places)
    growth = register_places(growth, _places_named(growth))
    return replace(growth, files=growth.files.plan(source_path, record))


def _check_date(date: str, given: str) -> None:
    if not date:
        raise RefusalError(
            "文中没有找到发布日期。用 --date 2023-05-04 写明。",
            "No date was found in the text. Give it: --date 2023-05-04.",
        )
    if given and (not is_period(given) or "/" in given):
        raise RefusalError(
            f"日期“{given}”不合格式。写 2023、2023-05 或 2023-05-04。",
            f"{given!r} is not a date. Write 2023, 2023-05 or 2023-05-04.",
        )


def _find_place(
    content: Content, proposal: Proposal, wishes: Wishes
) -> tuple[str, tuple[Place, ...]]:
    """The slug of the document's place, and the places to register for it."""
    wish = wishes.place
    if not wish and proposal.place_slug:
        return proposal.place_slug, ()
    name = wish or proposal.place_name
    if name in content.places:
        return name, ()
    for place in content.places.values():
        if name and place.name.zh == name:
            return place.slug, ()
    division = find_division(name) if name else None
    if division is None:
        zh = f"“{name}”不是唯一的地名" if name else "文中没有找到地方"
        en = f"{name!r} is no place or more than one" if name else "No place was found in the text"
        raise RefusalError(
            f"{zh}。用 --place 写明，例如 --place 山西省晋中市。",
            f"{en}. Give it, for example --place 山西省晋中市.",
        )
    registered = {place.adcode: place.slug for place in content.places.values()}
    if division.adcode in registered:
        return registered[division.adcode], ()
    if wishes.slug in content.places:
        raise RefusalError(f"slug“{wishes.slug}”已经用过。", f"The slug {wishes.slug} is taken.")
    places = propose_places(division, registered, wishes.slug)
    return places[-1].slug, places


def _free_id(wanted: str, content: Content) -> str:
    number, name = 1, wanted
    while name in content.sources:
        number += 1
        name = f"{wanted}-{number}"
    return name


def register_places(growth: Growth, places: Sequence[Place]) -> Growth:
    """Appends places to the registry; every byte that stands there stays."""
    if not places:
        return growth
    before = growth.files.read(PLACES) or b""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    if before and not before.endswith(b"\n"):
        before += newline
    added = "".join(render_place(place) for place in places).encode().replace(b"\n", newline)
    # A mark for what the checks say of a place that is not on disk yet.
    marked = [replace(place, marks={"": Mark(PLACES, 1, 1)}) for place in places]
    registry = {**growth.content.places, **{place.slug: place for place in marked}}
    return replace(
        growth,
        content=replace(growth.content, places=registry),
        files=growth.files.plan(PLACES, before + added),
        places=(*growth.places, *places),
    )


def _places_named(growth: Growth) -> tuple[Place, ...]:
    """The places in the table of divisions that figures are told of, not yet registered."""
    content = growth.content
    home = content.places[growth.source.place].adcode
    registered = {place.adcode: place.slug for place in content.places.values()}
    found: dict[str, Place] = {}
    for candidate in read_candidates(content, growth.source):
        if candidate.excluded or candidate.place or not candidate.place_name:
            continue
        division = find_division(candidate.place_name, home)
        if division:
            for place in propose_places(division, registered):
                found.setdefault(place.adcode, place)
    return tuple(found[adcode] for adcode in sorted(found))


def draft_facts(growth: Growth) -> Growth:
    """Drafts a fact for every figure of the source that is not accounted for."""
    source, content = growth.source, growth.content
    seed = content.seeds[source.seed]
    mine = [fact for fact in content.facts() if fact.source == source.id]
    locations = {
        fact.id: where
        for fact in mine
        if (where := locate(seed, fact.quote, fact.text, fact.nth)) is not None
    }
    entries = read_ledger(content, source, locations)
    starts = {entry.start for entry in entries if entry.disposition == "open"}
    read = [one for one in read_candidates(content, source) if one.figure.start in starts]
    candidates = [one for one in read if one.excluded is None]
    ready = [candidate for candidate in candidates if candidate.figure.unit]
    bare = tuple(candidate for candidate in candidates if not candidate.figure.unit)
    # The first copy of a repeat is not accounted for yet, nor then is the repeat.
    left = Counter(entry.reason for entry in entries if entry.reason)
    left.update(one.excluded for one in read if one.excluded)
    growth = replace(growth, undrafted=bare, left=left)
    return _merge(growth, ready, seed) if ready else growth


def _standing(content: Content) -> list[Fact]:
    return [fact for fact in content.facts() if fact.status != "withdrawn"]


def _merge(growth: Growth, candidates: Sequence[Candidate], seed: str) -> Growth:
    source, content = growth.source, growth.content
    older = [fact for fact in _standing(content) if fact.source != source.id]
    known = {one.figure.start: find_same(one, source, older) for one in candidates}
    same = {start: fact.id for start, fact in known.items() if fact}
    path = f"content/cities/{source.place}.yml"
    before = growth.files.read(path) or f"place: {source.place}\nfacts: []\n".encode()
    taken = [fact.id for fact in content.facts()]
    drafts = render_drafts(candidates, source, taken, seed, same)
    try:
        after = merge_drafts(before.decode("utf-8"), drafts).encode()
    except ValueError as error:
        raise RefusalError(f"{path} 的 facts 不是逐条的列表。", f"{path}: {error}.") from error
    sheet = _parse_sheet(after, path)
    grown = replace(content, sheets={**content.sheets, source.place: sheet})
    ids = [fact.id for fact in sheet.facts if fact.id not in set(taken)]
    drafted = dict(zip(ids, candidates, strict=True))
    dates = {one.id: one.date for one in grown.sources.values()}
    doubts = find_doubts(sheet.facts, grown.indicators, dates)
    differing = find_accounts(_standing(grown), dates).differing
    return replace(
        growth,
        content=grown,
        files=growth.files.plan(path, after),
        drafted=drafted,
        asked=_find_asked(drafted, seed),
        same={name: fact for name, one in drafted.items() if (fact := known[one.figure.start])},
        beside={
            name: next(one for one in differing[name] if one.source != source.id)
            for name in ids
            if name in differing
        },
        doubts=tuple(doubt for doubt in doubts if set(doubt.facts) & set(ids)),
    )


def _find_asked(drafted: Mapping[str, Candidate], seed: str) -> frozenset[str]:
    """The drafts whose figures a reporter or reader says in a question."""
    asked = [one for one in find_speeches(seed, find_regions(seed)) if one.kind == "question"]
    return frozenset(
        name
        for name, candidate in drafted.items()
        if any(one.start <= candidate.figure.start < one.end for one in asked)
    )


def _parse_sheet(data: bytes, path: str) -> FactSheet:
    problems: list[Problem] = []
    sheet = parse_sheet(data, path, problems)
    if sheet is None or problems:
        raise _broken(problems)
    return sheet


def find_same(candidate: Candidate, source: Source, older: Sequence[Fact]) -> Fact | None:
    """The fact of another document that a candidate gives a second source.

    Without a time two figures are not known to be of the same time, and so are not compared.
    """
    figure = candidate.figure
    place = candidate.place or source.place
    if not candidate.indicator or not candidate.period:
        return None
    if candidate.place_name and not candidate.place:
        return None
    key = (candidate.indicator, place, candidate.body, candidate.role, candidate.period)
    value = (figure.value, figure.qualifier, figure.unit)
    return next(
        (
            fact
            for fact in older
            if (fact.indicator, fact.place, fact.body, fact.role, fact.period) == key
            and dict(fact.breakdown) == dict(candidate.breakdown)
            and (fact.value, fact.qualifier, fact.unit) == value
        ),
        None,
    )


def check_growth(growth: Growth, seed_bytes: Mapping[str, bytes]) -> None:
    """A last look, with every rule, at the atlas as it would be.

    Raises:
        RefusalError: It would have errors.
    """
    problems = [
        problem
        for problem in check_content(growth.content, seed_bytes)
        if problem.severity == "error"
    ]
    if has_errors(problems):
        raise _broken(problems)


def _broken(problems: Sequence[Problem]) -> RefusalError:
    zh = "\n".join(problem.render("zh") for problem in problems)
    en = "\n".join(problem.render("en") for problem in problems)
    return RefusalError(
        f"加入后会有错误，所以什么也没有写：\n{zh}",
        f"It would have errors, so nothing was written:\n{en}",
    )
