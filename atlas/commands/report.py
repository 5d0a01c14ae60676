"""What `atlas add` did with a document, and what is doubtful, the least sure first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from atlas.display import join_words, label, show_arithmetic
from atlas.growing import Growth
from atlas.model import Fact, Lang
from atlas.plausibility import Doubt
from atlas.proposals import NO_PUBLISHER
from atlas.reading.divisions import is_within
from atlas.reading.records import Candidate

Reason = tuple[int, str]


def render_growth(name: str, growth: Growth, lang: Lang) -> list[str]:
    """What was done, then what a person has to settle, the most doubtful first."""
    zh = lang == "zh"
    source, count = growth.source, len(growth.drafted)
    if not growth.files.planned:
        done = "已登记，没有新的数字" if zh else "known, with no figure left to draft"
        return [f"{name}: {done} ({source.id})", *_undrafted_lines(growth, lang)]
    lines = [
        f"{name} → {source.id}: {source.publisher.zh} {source.date} {source.title.zh}",
        *(f"  + {path}" for path in growth.files.planned),
    ]
    new = "新地方" if zh else "new place"
    lines += [f"  {new}: {place.slug} {place.name.zh}" for place in growth.places]
    sheet = f"content/cities/{source.place}.yml"
    lines.append(f"  {count} 条草稿 → {sheet}" if zh else f"  {count} drafts in {sheet}")
    lines += _left_line(growth, lang)
    return [*lines, *_unsettled_lines(growth, lang), *_doubtful_lines(growth, lang)]


def render_total(added: Sequence[Growth], refused: Sequence[str], lang: Lang) -> str:
    """One line on a run of several documents; those refused by name."""
    drafts = sum(len(growth.drafted) for growth in added)
    doubtful = sum(len(_doubtful(growth, lang)) for growth in added)
    new, names = sum(growth.new for growth in added), join_words(list(refused), lang)
    known = len(added) - new
    if lang == "zh":
        told = f"新文件 {new} 个，已登记的 {known} 个；草稿 {drafts} 条，其中可疑 {doubtful} 条。"
        return told + (f"没有加入：{names}。" if names else "")
    told = f"{new} new, {known} known before; {drafts} drafts, {doubtful} of them doubtful."
    return told + (f" Not added: {names}." if names else "")


def _left_line(growth: Growth, lang: Lang) -> Iterator[str]:
    """How many figures are no facts, by reason, the most frequent first."""
    if not growth.left:
        return
    counts = sorted(growth.left.items(), key=lambda item: -item[1])
    told = join_words([f"{label('reasons', code, lang)} {count}" for code, count in counts], lang)
    total = sum(growth.left.values())
    yield f"  {total} 个数字不起草：{told}" if lang == "zh" else f"  {total} not drafted: {told}"


def _unsettled_lines(growth: Growth, lang: Lang) -> Iterator[str]:
    """What of the document's own record was not found or only inferred."""
    if not growth.new:
        return
    zh, source = lang == "zh", growth.source
    if source.publisher.zh == NO_PUBLISHER:
        yield "  ? 没有找到发布者" if zh else "  ? no publisher was found"
    if source.title.zh == source.seed:
        yield (
            "  ? 没有找到标题，暂用文件名"
            if zh
            else "  ? no title was found; it is the file's name"
        )
    if source.date_basis == "inferred":
        told = source.date_note.zh if source.date_note else ""
        yield f"  ? 日期 {source.date}：{told}" if zh else f"  ? date {source.date}: {told}"
    place = growth.content.places[source.place]
    if zh:
        yield f"  ? 请核对 {source.path}，补上英文；地方定为{place.name.zh}（{place.slug}）"
    else:
        yield f"  ? check {source.path} and write its English; taken to be of {place.slug}"


def _doubtful_lines(growth: Growth, lang: Lang) -> Iterator[str]:
    """One line for each doubtful draft with every reason; then how many are left without doubt."""
    found = _doubtful(growth, lang)
    bare = list(_undrafted_lines(growth, lang))
    if found or bare:
        yield "  可疑，最没有把握的在前：" if lang == "zh" else "  Doubtful, the least sure first:"
    yield from bare
    end = "；" if lang == "zh" else "; "
    for name, reasons in found:
        told = end.join(reason for _, reason in reasons)
        yield f"  {name}  {growth.drafted[name].figure.text}  {told}"
    plain = len(growth.drafted) - len(found)
    if growth.drafted:
        yield f"  没有疑点：{plain} 条" if lang == "zh" else f"  Without a doubt: {plain}"


def _undrafted_lines(growth: Growth, lang: Lang) -> Iterator[str]:
    why = "没有单位，未起草" if lang == "zh" else "no unit: not drafted"
    for one in growth.undrafted:
        yield f"  -  {one.figure.text} {one.subject}  {why}"


def _doubtful(growth: Growth, lang: Lang) -> list[tuple[str, list[Reason]]]:
    """Drafts with their reasons: by the weightiest, then by how many, then in the text's order."""
    found = [
        (name, sorted(_reasons(name, candidate, growth, lang)))
        for name, candidate in growth.drafted.items()
    ]
    doubtful = [(name, reasons) for name, reasons in found if reasons]
    return sorted(doubtful, key=lambda one: (one[1][0][0], -len(one[1])))


def _reasons(name: str, candidate: Candidate, growth: Growth, lang: Lang) -> Iterator[Reason]:
    """Why a draft is doubtful, with the weight of it: 1 is the weightiest."""
    zh = lang == "zh"
    for doubt in growth.doubts:
        if doubt.facts[0] == name or (name in doubt.facts and _is_old(doubt, growth.drafted)):
            told = show_arithmetic(doubt.arithmetic, lang)
            yield 1, f"{told}: {doubt.note.get(lang)} [{doubt.code}]"
    if _is_elsewhere(candidate, growth):
        where = candidate.place_name
        yield 2, f"说的是别处：{where}" if zh else f"of another place: {where}"
    if name in growth.beside:
        yield 3, _beside(growth.beside[name], lang)
    if name in growth.asked:
        yield 4, "出自提问，不是发布者的话" if zh else "said in a question, not by the publisher"
    if name in growth.same:
        known = growth.same[name].id
        yield 9, f"与 {known} 相同，为其第二个来源" if zh else f"a second source of {known}"
    yield from _gaps(candidate, zh)


def _gaps(candidate: Candidate, zh: bool) -> Iterator[Reason]:
    """What the reading itself left open or only inferred."""
    if candidate.body:
        yield 5, f"机构待定：{candidate.body}" if zh else f"of a body: {candidate.body}"
    if not candidate.indicator:
        subject = candidate.subject
        yield 6, f"没有指标：{subject}" if zh else f"no indicator: {subject}"
    if not candidate.period:
        yield 8, "没有时期" if zh else "no period"
    elif candidate.period_basis == "inferred":
        period = candidate.period
        yield 7, f"时期是推断的：{period}" if zh else f"period inferred: {period}"


def _is_elsewhere(candidate: Candidate, growth: Growth) -> bool:
    """Whether the figure is told of a place outside the document's own."""
    if not candidate.place_name or candidate.place == growth.source.place:
        return False
    places = growth.content.places
    home, place = places[growth.source.place], places.get(candidate.place)
    return place is None or (place.parent != home.slug and not is_within(place.adcode, home.adcode))


def _is_old(doubt: Doubt, drafted: Mapping[str, Candidate]) -> bool:
    """Whether the fact most in doubt is no draft of this document."""
    return doubt.facts[0] not in drafted


def _beside(other: Fact, lang: Lang) -> str:
    """That another document says otherwise, with the rule of order (see atlas/accounts.py)."""
    if lang == "zh":
        return f"与 {other.id}（{other.text}）不同，两条并列：先列已核对的，再列发布较晚的"
    return (
        f"differs from {other.id} ({other.text}); both stand: checked figures come first, then the "
        "later publication"
    )
