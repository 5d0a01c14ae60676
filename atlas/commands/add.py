"""`atlas add FILE…`: documents become sources, places and drafts; then what is doubtful."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from atlas.commands.files import describe_failure, read_file
from atlas.content import load_content
from atlas.drafts import write_atomically
from atlas.growing import Files, Growth, RefusalError, add_document, check_growth
from atlas.model import Fact, Lang
from atlas.plausibility import Doubt
from atlas.proposals import Wishes
from atlas.reading.divisions import is_within
from atlas.reading.records import Candidate
from atlas.reading.seeds import SeedError
from atlas.site import read_seeds

WISHES = {
    "title": "the document's title in Chinese",
    "publisher": "who published it, in Chinese",
    "date": "when: 2023, 2023-05 or 2023-05-04",
    "place": "whose: a slug of places.yml or a name, such as 山西省晋中市",
    "slug": "the address of a place that is not registered yet, such as jinzhong",
}
_SUFFIXES = (".txt", ".html", ".htm")

Write = Callable[[Path, bytes], None]


def run_add(
    root: Path,
    files: Sequence[Path],
    wishes: Wishes,
    lang: Lang,
    write: Write = write_atomically,
) -> int:
    """Adds the documents one after the other; 1 where one was refused, 2 where none is there.

    Args:
        root: The project folder, whose content has no errors.
        files: Documents, or folders of .txt and .html files.
        wishes: What is said of them; title, date and slug only of a single one.
        lang: The language of what is printed.
        write: Writes one file whole.
    """
    documents = list(_documents(files))
    if not documents:
        _say("没有 .txt 或 .html 文件。", "There is no .txt or .html file.", lang)
        return 2
    if len(documents) > 1 and (wishes.title or wishes.date or wishes.slug):
        _say(
            "--title、--date、--slug 只用于单个文件。",
            "--title, --date and --slug are for one file at a time.",
            lang,
        )
        return 2
    refused = 0
    for path in documents:
        try:
            growth = _add(root, path, wishes, write)
        except (RefusalError, SeedError) as error:
            _say(f"{path}：{error.zh}", f"{path}: {error.en}", lang)
            refused += 1
        except OSError as error:
            _say(*describe_failure(error, path), lang)
            refused += 1
        else:
            sys.stdout.write(
                "".join(f"{line}\n" for line in render_growth(path.name, growth, lang))
            )
    return int(refused > 0)


def _say(zh: str, en: str, lang: Lang) -> None:
    sys.stderr.write((zh if lang == "zh" else en) + "\n")


def _documents(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(
                below
                for below in path.iterdir()
                if below.is_file() and below.suffix.lower() in _SUFFIXES and below.name[0] != "."
            )
        else:
            yield path


def _add(root: Path, path: Path, wishes: Wishes, write: Write) -> Growth:
    """Plans the whole addition, then writes; the content is read anew for each document."""
    data = read_file(path)
    content, _ = load_content(root)

    def on_disk(name: str) -> bytes | None:
        file = root / name
        return file.read_bytes() if file.exists() else None

    growth = add_document(content, Files(on_disk), path.name, data, wishes)
    check_growth(growth, {**read_seeds(root), growth.source.seed: data})
    for name, new in growth.files.planned.items():
        write(root / name, new)
    return growth


def render_growth(name: str, growth: Growth, lang: Lang) -> list[str]:
    """What was done, then the doubtful drafts, the most doubtful first."""
    zh = lang == "zh"
    source, count = growth.source, len(growth.drafted)
    if not growth.files.planned:
        done = "已登记，没有新的数字" if zh else "known, with no figure left to draft"
        return [f"{name}: {done} ({source.id})", *_doubtful_lines(growth, lang)]
    lines = [
        f"{name} → {source.id}: {source.publisher.zh} {source.date} {source.title.zh}",
        *(f"  + {path}" for path in growth.files.planned),
    ]
    new = "新地方" if zh else "new place"
    lines += [f"  {new}: {place.slug} {place.name.zh}" for place in growth.places]
    sheet = f"content/cities/{source.place}.yml"
    lines.append(f"  {count} 条草稿 → {sheet}" if zh else f"  {count} drafts in {sheet}")
    return [*lines, *_doubtful_lines(growth, lang)]


def _doubtful_lines(growth: Growth, lang: Lang) -> list[str]:
    """One line for each doubtful figure; the weightier doubt first, then the order of the text."""
    found = [
        (weight, candidate.figure.start, name, candidate.figure.text, reason)
        for name, candidate in growth.drafted.items()
        for weight, reason in _reasons(name, candidate, growth, lang)
    ]
    bare = "没有单位，未起草" if lang == "zh" else "no unit: not drafted"
    found += [
        (0, one.figure.start, "-", f"{one.figure.text} {one.subject}", bare)
        for one in growth.undrafted
    ]
    return [f"  {name}  {text}  {reason}" for _, _, name, text, reason in sorted(found)]


def _reasons(
    name: str, candidate: Candidate, growth: Growth, lang: Lang
) -> Iterator[tuple[int, str]]:
    """Why a draft is doubtful, with the weight of it: 1 first."""
    zh = lang == "zh"
    for doubt in growth.doubts:
        if doubt.facts[0] == name or (name in doubt.facts and _is_old(doubt, growth.drafted)):
            yield 1, f"{doubt.arithmetic}: {doubt.note.get(lang)} [{doubt.code}]"
    if _is_elsewhere(candidate, growth):
        where = candidate.place_name
        yield 2, f"说的是别处：{where}" if zh else f"of another place: {where}"
    if name in growth.beside:
        yield 3, _beside(growth.beside[name], lang)
    if candidate.body:
        yield 4, f"机构待定：{candidate.body}" if zh else f"of a body: {candidate.body}"
    if not candidate.indicator:
        subject = candidate.subject
        yield 5, f"没有指标：{subject}" if zh else f"no indicator: {subject}"
    if not candidate.period:
        yield 7, "没有时期" if zh else "no period"
    elif candidate.period_basis == "inferred":
        yield (
            6,
            f"时期是推断的：{candidate.period}" if zh else f"period inferred: {candidate.period}",
        )
    if name in growth.same:
        known = growth.same[name].id
        yield 8, f"与 {known} 相同，为其第二个来源" if zh else f"a second source of {known}"


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
    """The rule of which comes first: the accepted before the draft, then the later document."""
    if lang == "zh":
        return f"与 {other.id}（{other.text}）不同，两条并列：先列已接受的，再列日期较晚的"
    return (
        f"differs from {other.id} ({other.text}); both stand, the accepted one first, then the "
        "later document"
    )
