"""Who is measured, and how each builds the same atlas."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from atlas.bench.markdown import write_markdown
from atlas.bench.measure import CommandError, Cost, Tree, count_changes, read_tree, run_measured
from atlas.bench.synthetic import write_atlas
from atlas.content import load_content

PEERS = ("mkdocs", "hugo", "pagefind")
PINS = Path(__file__).parent / "peers.txt"
_HUGO = Path(__file__).parent / "hugo"
_EDITED = re.compile(r"(  period_basis: )(none)\n")
_SETTLED = re.compile(
    r"  period: \d+\n(  period_basis: )inferred\n  period_from: as-of-publication\n"
)


@dataclass(frozen=True, slots=True)
class Run:
    """One measured build; `rewritten` are files written or removed, `changed` those that differ."""

    name: str
    places: int
    cost: Cost
    size: int
    files: int
    rewritten: int
    changed: int


@dataclass(frozen=True, slots=True)
class Field:
    """Where one size is measured: a folder with the atlas and, beside it, what peers make of it."""

    folder: Path
    places: int
    tools: Path

    @property
    def atlas(self) -> Path:
        return self.folder / "atlas"

    def prepare(self, project: Path, peers: tuple[str, ...]) -> None:
        """Writes what is not there yet; this is not measured."""
        if not self.atlas.exists():
            write_atlas(project, self.atlas, self.places)
            (self.folder / "before").write_text("\n".join(_names(self.atlas)), encoding="utf-8")
        if "mkdocs" in peers and not (self.folder / "mkdocs").exists():
            write_markdown(load_content(self.atlas)[0], self.folder / "mkdocs")
        if ("hugo" in peers or "pagefind" in peers) and not (self.folder / "hugo").exists():
            _write_hugo(self.atlas, self.folder / "hugo")

    def forget(self) -> None:
        """Removes all that builds have left in the atlas, caches included."""
        first = (self.folder / "before").read_text(encoding="utf-8").split("\n")
        for name in set(_names(self.atlas)) - set(first):
            path = self.atlas / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _write_hugo(atlas: Path, target: Path) -> None:
    """A Hugo project on the same YAML files, copied."""
    shutil.copytree(_HUGO, target)
    data = target / "data"
    data.mkdir()
    for name in ("cities", "indicators", "sources"):
        shutil.copytree(atlas / "content" / name, data / name)
    for name in ("places.yml", "topics.yml"):
        shutil.copy(atlas / "content" / name, data / name)


def make_tools(folder: Path) -> str:
    """An environment with the peers' packages; says why where there is none, else nothing."""
    if (folder / "ready").exists():
        return ""
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
        install: list[str | Path] = [
            folder / "bin" / "python",
            "-m",
            "pip",
            "install",
            "-q",
            "-r",
            PINS,
        ]
        subprocess.run(install, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        printed = getattr(error, "stderr", "") or str(error)
        return f"the peers' packages cannot be had: {str(printed).strip().splitlines()[-1]}"
    (folder / "ready").touch()
    return ""


def build_cold(field: Field) -> Run:
    """This project from nothing but the atlas."""
    field.forget()
    return _build_ours(field, "atlas, cold")


def build_edited(field: Field) -> Run:
    """This project again after one fact of one place has got a period, or lost it."""
    edit_one(field.atlas)
    return _build_ours(field, "atlas, one value edited")


def build_again(field: Field) -> Run:
    """This project again with nothing changed."""
    return _build_ours(field, "atlas, nothing changed")


def build_without_search(field: Field) -> Run:
    """This project from nothing, without the index of its search."""
    field.forget()
    settings = field.atlas / "mkdocs.yml"
    kept = settings.read_text(encoding="utf-8")
    without = kept.replace("- atlas:\n", "- atlas:\n      search: false\n")
    settings.write_text(without, encoding="utf-8")
    try:
        return _build_ours(field, "atlas, cold, no search")
    finally:
        settings.write_text(kept, encoding="utf-8")
        field.forget()


def build_mkdocs(field: Field) -> Run:
    """Plain mkdocs-material with its search, Chinese cut by jieba."""
    folder = field.folder / "mkdocs"
    command = (field.tools / "bin" / "mkdocs", "build", "--clean")
    return _run(field, "mkdocs-material", folder, command, folder / "site")


def build_hugo(field: Field) -> Run:
    """Hugo without a search."""
    folder = field.folder / "hugo"
    shutil.rmtree(folder / "public", ignore_errors=True)
    return _run(field, "hugo", folder, (field.tools / "bin" / "hugo",), folder / "public")


def build_pagefind(field: Field) -> Run:
    """Hugo and then Pagefind over its pages."""
    folder = field.folder / "hugo"
    shutil.rmtree(folder / "public", ignore_errors=True)
    tools = field.tools / "bin"
    line = f"'{tools}/hugo' && '{tools}/python' -m pagefind --site public"
    return _run(field, "hugo + pagefind", folder, ("sh", "-c", line), folder / "public")


OURS: tuple[Callable[[Field], Run], ...] = (
    build_without_search,
    build_cold,
    build_edited,
    build_again,
)
THEIRS: dict[str, Callable[[Field], Run]] = {
    "mkdocs": build_mkdocs,
    "hugo": build_hugo,
    "pagefind": build_pagefind,
}


def edit_one(atlas: Path) -> str:
    """Gives the first fact without a period of the middle sheet one, or takes it away again.

    Returns the sheet's name. The period is the year of the document, so no rule objects.
    """
    sheets = sorted((atlas / "content" / "cities").glob("*.yml"))
    sheet = sheets[len(sheets) // 2]
    text = sheet.read_text(encoding="utf-8")
    settled = _SETTLED.sub(r"\1none\n", text, count=1)
    sheet.write_text(_give_period(text) if settled == text else settled, encoding="utf-8")
    return sheet.name


def _give_period(text: str) -> str:
    """The sheet's text with a period for the first plain result that has none."""
    head, *items = re.split(r"(?m)^(?=- id: \S+-f\d+$)", text)
    for at, item in enumerate(items):
        if "role: current" in item and _EDITED.search(item):
            found = re.search(r"  source: \S+-(\d{4})\n", item)
            year = int(found[1]) + 1 if found else 0
            new = f"  period: {year}\n\\1inferred\n  period_from: as-of-publication\n"
            items[at] = _EDITED.sub(new, item, count=1)
            return "".join([head, *items])
    raise ValueError("no fact without a period")


def _build_ours(field: Field, name: str) -> Run:
    command = (Path(sys.executable).parent / "mkdocs", "build")
    return _run(field, name, field.atlas, command, field.atlas / "site")


def _run(field: Field, name: str, folder: Path, command: tuple[str | Path, ...], out: Path) -> Run:
    before: Tree = read_tree(out)
    cost = run_measured(command, folder, {"NO_MKDOCS_2_WARNING": "1"})
    after = read_tree(out)
    if not after.digests:
        raise CommandError(f"{name} wrote nothing")
    rewritten, changed = count_changes(before, after)
    return Run(name, field.places, cost, after.size, len(after.digests), rewritten, changed)
