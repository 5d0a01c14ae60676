"""A synthetic atlas of any size in the project's own format: `python -m atlas.bench.synthetic`.

Places and their Chinese names are real (GB/T 2260), what is said of them is invented. What is not
about places (topics, indicators, glossary, pages, theme) is the project's own. The same project,
size and seed give the same bytes; what a place has does not depend on how many others there are.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from atlas.bench.documents import Document, english_names, make_documents
from atlas.bench.places import Division, choose_places, read_table
from atlas.bench.statements import usable, words
from atlas.bench.writing import Value, write_record
from atlas.content import load_content
from atlas.model import Place

INDICATORS = 150
"""Indicators that facts are drawn from."""
COPIED = (
    "mkdocs.yml",
    "theme",
    "content/pages",
    "content/indicators",
    "content/topics.yml",
    "content/breakdowns.yml",
    "content/glossary.yml",
    "content/reference.yml",
)
"""What a synthetic atlas has from the project."""
_HEADLINES = 6


def write_atlas(project: Path, target: Path, count: int, seed: int = 1) -> None:
    """Writes the atlas of `count` places into the folder `target`.

    Raises FileExistsError where the folder has anything in it.
    """
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(f"{target} is not empty")
    chosen = choose_places(read_table(), count)
    content, _ = load_content(project)
    provinces = [one for one in content.places.values() if one.level == "province"]
    indicators = usable(content.indicators, INDICATORS)
    for name in ("content/cities", "content/sources", "seeds"):
        (target / name).mkdir(parents=True)
    _copy(project, target)
    _write(target / "content" / "places.yml", "places", _places(chosen, provinces))
    for place in chosen:
        documents = make_documents(Random(f"{seed} {place.code}"), place, indicators)
        sheet = _sheet(place, documents)
        _write(target / "content" / "cities" / f"{place.slug}.yml", "sheet", sheet)
        for document in documents:
            (target / "seeds" / document.seed).write_text(document.text, encoding="utf-8")
            path = target / "content" / "sources" / f"{document.id}.yml"
            _write(path, "source", document.source)


def _copy(project: Path, target: Path) -> None:
    for name in COPIED:
        path = project / name
        if path.is_dir():
            shutil.copytree(path, target / name)
        elif path.exists():
            shutil.copy(path, target / name)


def _places(chosen: Sequence[Division], provinces: Sequence[Place]) -> dict[str, Value]:
    records: dict[str, Value] = {}
    slugs = {one.adcode: one.slug for one in provinces}
    for province in provinces:
        record: dict[str, Value] = {
            "adcode": province.adcode,
            "level": "province",
            "name": {"zh": province.name.zh, "en": province.name.en},
            "short": {"zh": province.short.zh, "en": province.short.en},
        }
        if province.tile:
            record["tile"] = [str(cell) for cell in province.tile]
        records[province.slug] = record
    for one in chosen:
        name, short = english_names(one)
        records[one.slug] = {
            "adcode": one.code,
            "level": one.level,
            "parent": slugs.get(one.parent, f"cn-{one.parent}"),
            "name": {"zh": one.name, "en": name},
            "short": {"zh": one.short, "en": short},
        }
    return records


def _sheet(place: Division, documents: Sequence[Document]) -> dict[str, Value]:
    names = {"zh": place.name, "en": english_names(place)[0]}
    facts = [fact for document in documents for fact in document.facts]
    plain = [fact for fact in facts if fact["role"] == "current" and "flags" not in fact]
    return {
        "place": place.slug,
        "summary": {lang: words()["summary"][lang].format(place=names[lang]) for lang in names},
        "headline": [fact["id"] for fact in plain[-_HEADLINES:]],
        "measures": [measure for document in documents for measure in document.measures],
        "facts": facts,
    }


def _write(path: Path, schema: str, record: Mapping[str, Value]) -> None:
    up = "../" * (len(path.parts) - 1 - path.parts.index("content"))
    lines = [f"# yaml-language-server: $schema={up}.schemas/{schema}.json", *write_record(record)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Writes an atlas; exit 2 where the folder is not empty or there are not so many places."""
    parser = argparse.ArgumentParser("python -m atlas.bench.synthetic", description=__doc__)
    parser.add_argument("target", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--places", type=int, default=50, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--project", type=Path, default=Path(), help="the folder of the project")
    options = parser.parse_args(arguments)
    try:
        write_atlas(options.project, options.target, options.places, options.seed)
    except (FileExistsError, ValueError) as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
