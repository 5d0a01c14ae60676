"""Random edits of a small atlas, such as editors make in a year: each changes files of `root`."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeAlias

Edit: TypeAlias = Callable[[Path, Random], None]
PLACES = {
    "linxi": ("林溪", "Linxi", "01"),
    "songpo": ("松坡", "Songpo", "02"),
    "baita": ("白塔", "Baita", "03"),
}
_FACT = re.compile(r"(?m)^(?=- id: \S+-f\d+$)")


def pick(root: Path, random: Random, pattern: str) -> Path | None:
    """Any file of the project that fits."""
    found = sorted(root.glob(pattern))
    return random.choice(found) if found else None


def swap(root: Path, random: Random, pattern: str, old: str, new: str) -> None:
    """Puts `new` in place of any one match of the expression `old` in any of the files."""
    path = pick(root, random, pattern)
    text = path.read_text(encoding="utf-8") if path else ""
    found = list(re.finditer(old, text))
    if path and found:
        one = random.choice(found)
        told = one.expand(new.replace("@", str(random.randint(2, 999))))
        path.write_text(text[: one.start()] + told + text[one.end() :], encoding="utf-8")


def swapping(pattern: str, old: str, new: str) -> Edit:
    return lambda root, random: swap(root, random, pattern, old, new)


def seal(root: Path) -> None:
    """Writes the digest of each document into its record, as `atlas add` would."""
    for record in (root / "content/sources").glob("*.yml"):
        text = record.read_text(encoding="utf-8")
        seed = re.search(r"(?m)^seed: (.*)$", text)
        if seed and (path := root / "seeds" / seed[1]).exists():
            sealed = hashlib.sha256(path.read_bytes()).hexdigest()
            record.write_text(re.sub(r"sha256: .*", f"sha256: {sealed}", text), encoding="utf-8")


def change_figure(root: Path, random: Random) -> None:
    """Another number in a document and in the sheet that quotes it."""
    sheet = pick(root, random, "content/cities/*.yml")
    if sheet is None:
        return
    number = str(random.randint(10, 999))
    for path in (sheet, root / f"seeds/{sheet.stem}.txt"):
        if path.exists():
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"团队\d+个", f"团队{number}个", text)
            text = re.sub(
                r"text: \d+个\n  value: \d+", f"text: {number}个\n  value: {number}", text
            )
            path.write_text(text, encoding="utf-8")
    seal(root)


def add_place(root: Path, random: Random) -> None:
    """A place with its document, source and sheet, much like the first one's."""
    slug = random.choice(sorted(PLACES))
    zh, en, code = PLACES[slug]
    places = root / "content/places.yml"
    text = places.read_text(encoding="utf-8")
    if f"\n{slug}:" in text:
        return
    new = f'{slug}:\n  adcode: "98{code}00"\n  level: prefecture\n  parent: west\n'
    new += f"  name: {{zh: {zh}市, en: {en}}}\n  short: {{zh: {zh}, en: {en}}}\n"
    places.write_text(text + new, encoding="utf-8")
    kept = root / ".first"
    for path in sorted(one for one in kept.rglob("*yunshan*") if one.is_file()):
        words = path.read_text(encoding="utf-8").replace("yunshan", slug).replace("云山", zh)
        words = words.replace("Yunshan", en).replace("place: qinghe", f"place: {slug}")
        target = root / path.relative_to(kept).parent / path.name.replace("yunshan", slug)
        target.write_text(words, encoding="utf-8")
    seal(root)


def remove_place(root: Path, random: Random) -> None:
    """All of a place but its entry in the registry, and sometimes that as well."""
    sheet = pick(root, random, "content/cities/*.yml")
    if sheet is None:
        return
    for path in [one for name in ("content", "seeds") for one in (root / name).rglob("*")]:
        if path.is_file() and path.name.startswith(sheet.stem):
            path.unlink()
    if sheet.stem != "yunshan" and random.random() < 0.5:
        places = root / "content/places.yml"
        text = places.read_text(encoding="utf-8")
        places.write_text(re.sub(rf"(?m)^{sheet.stem}:\n(  .*\n)+", "", text), encoding="utf-8")


def rename_source(root: Path, random: Random) -> None:
    record = pick(root, random, "content/sources/*.yml")
    if record is None:
        return
    new = f"{record.stem.rpartition('-')[0]}-{random.randint(1990, 2030)}"
    if (record.parent / f"{new}.yml").exists():
        return
    for sheet in (root / "content/cities").glob("*.yml"):
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(text.replace(f"source: {record.stem}\n", f"source: {new}\n"), "utf-8")
    record.rename(record.parent / f"{new}.yml")


def drop_fact(root: Path, random: Random) -> None:
    _change_facts(root, random, lambda facts: facts.pop(random.randrange(len(facts))))


def repeat_fact(root: Path, random: Random) -> None:
    """A fact once more, with a new id."""

    def repeat(facts: list[str]) -> None:
        one = re.sub(r"-f\d+\n", f"-f{random.randint(100, 999)}\n", random.choice(facts), count=1)
        facts.append(re.sub(r"  pair: .*\n", "", one))

    _change_facts(root, random, repeat)


def shuffle_facts(root: Path, random: Random) -> None:
    _change_facts(root, random, random.shuffle)


def _change_facts(root: Path, random: Random, change: Callable[[list[str]], object]) -> None:
    sheet = pick(root, random, "content/cities/*.yml")
    if sheet is None:
        return
    head, *facts = _FACT.split(sheet.read_text(encoding="utf-8"))
    if facts:
        change(facts)
        sheet.write_text("".join([head, *facts]), encoding="utf-8")


def take_back(root: Path, random: Random) -> None:
    """Brings content and documents back to what they were at first."""
    for name in ("content", "seeds"):
        shutil.rmtree(root / name)
        shutil.copytree(root / ".first" / name, root / name)


def spoil_site(root: Path, random: Random) -> None:
    """Somebody changes, deletes or adds a file of the built site."""
    files = [path for path in sorted((root / "site").rglob("*")) if path.is_file()]
    for path in random.sample(files, min(5, len(files))):
        change = random.choice(("turned", "gone", "longer", "added"))
        if change == "turned":
            path.write_bytes(path.read_bytes()[::-1])
        elif change == "longer":
            path.write_bytes(path.read_bytes() + b"more")
        elif change == "gone":
            path.unlink()
        else:
            path.with_name("added.html").write_text("added", encoding="utf-8")


def spoil_cache(root: Path, random: Random) -> None:
    """Somebody deletes the cache, or some of it breaks."""
    for path in sorted(one for one in (root / ".cache").rglob("*") if one.is_file()):
        data = path.read_bytes()
        at = random.randrange(len(data))
        broken = data[:at] + random.randbytes(900) + data[at + 900 :]
        path.write_bytes(random.choice((broken, data[:at])))
        if random.random() < 0.3:
            path.unlink()


SHEETS = "content/cities/*.yml"
EDITS: dict[str, Edit] = {
    "nothing": lambda root, random: None,
    "a figure": change_figure,
    "a place more": add_place,
    "a place less": remove_place,
    "a source renamed": rename_source,
    "a fact less": drop_fact,
    "a fact more": repeat_fact,
    "facts in another order": shuffle_facts,
    "back to the beginning": take_back,
    "the site spoilt": spoil_site,
    "the cache spoilt": spoil_cache,
    "a summary": swapping(SHEETS, r"en: Reform in", r"en: Reform @ in"),
    "a line moves all others": swapping(SHEETS, r"(?m)^(facts|summary):", r"# @\n\1:"),
    "a draft": swapping(SHEETS, r"status: accepted", "status: draft"),
    "a draft accepted": swapping(SHEETS, r"status: draft", "status: accepted"),
    "a decimal more": swapping(SHEETS, r"(value: \d+\.\d)\b", r"\g<1>0"),
    "no period": swapping(SHEETS, r"  period: \d+\n  period_basis: stated", "  period_basis: none"),
    "a flag less": swapping(SHEETS, r"  flags:\n  - .*\n    .*\n    .*\n", ""),
    "a fault": swapping(SHEETS, r"unit: person", "unit: persons"),
    "a note": swapping(SHEETS, r"(?m)^  source:", r"  note: {zh: 说明@, en: Note @}\n  source:"),
    "a measure's title": swapping(SHEETS, r"opens a new site", "opens @ sites"),
    "a headline": swapping(SHEETS, r"-f003, (\w+)-f007", r"-f00\g<0>"),
    "a publisher": swapping("content/sources/*.yml", r"(zh|en): (\S+ Daily)", r"\1: \2 @"),
    "a source's date": swapping("content/sources/*.yml", r"date: 2023-03-15", "date: 2023-03-1@"),
    "an exclusion less": swapping("content/sources/*.yml", r"- reason: \w+\n  quote: .*\n", ""),
    "an indicator's name": swapping("content/indicators/*.yml", r"name: {zh: ", "name: {zh: 新"),
    "an indicator's turn": swapping("content/indicators/*.yml", r"better: \w+", "better: none"),
    "a place's name": swapping("content/places.yml", r"en: (Yunshan|Qinghe County)}", r"en: \1 @}"),
    "a topic's words": swapping("content/topics.yml", r"name: {zh: (\w)", r"name: {zh: 新\1"),
    "a glossary's word": swapping("content/glossary.yml", r"meaning: {zh: ", "meaning: {zh: 即"),
    "a national value": swapping("content/reference.yml", r"value: (\d+)\.\d+", r"value: \1.@"),
    "a word of the interface": swapping("theme/strings.yml", r"{zh: 草稿,", "{zh: 稿@,"),
    "a template": swapping("theme/templates/*.html", r"<(h1|h2|section|li)\b", r'<\1 data-n="@"'),
    "the shell": swapping("theme/material/base.html", r"<body", '<body data-n="@"'),
    "the style": swapping("theme/css/*.css", r"\A", "/* @ */\n"),
    "a script": swapping("theme/js/*.js", r"\A", "// @\n"),
    "a page by hand": swapping("content/pages/*.md", r"\n\n", r"\n\n@\n\n"),
    "the site's name": swapping("mkdocs.yml", r"site_name: .*", "site_name: 图集@"),
    "the site's address": swapping("mkdocs.yml", r'"https://[^"]*"', '"https://n@.invalid/"'),
}  # fmt: skip
