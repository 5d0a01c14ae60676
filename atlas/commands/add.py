"""`atlas add FILE…`: documents become sources, places and drafts; then what is doubtful."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from atlas.commands.files import describe_failure, read_file
from atlas.commands.report import render_growth, render_total
from atlas.content import load_content
from atlas.disk import RefusedError, check_inside, is_inside, write_atomically
from atlas.growing import Files, Growth, RefusalError, add_document, check_growth
from atlas.model import Lang
from atlas.proposals import Wishes
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
        files: Documents, or folders of .txt and .html files, whatever lies below them.
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
    refused: list[Path] = []
    added: list[Growth] = []
    for path in documents:
        try:
            growth = _add(root, path, wishes, write)
        except (RefusalError, RefusedError, SeedError) as error:
            _say(f"{path}：{error.zh}", f"{path}: {error.en}", lang)
            refused.append(path)
        except OSError as error:
            _say(*describe_failure(error, path), lang)
            refused.append(path)
        else:
            added.append(growth)
            lines = render_growth(path.name, growth, lang)
            sys.stdout.write("".join(f"{line}\n" for line in lines))
    if len(documents) > 1:
        sys.stdout.write(render_total(added, [path.name for path in refused], lang) + "\n")
    return int(bool(refused))


def _say(zh: str, en: str, lang: Lang) -> None:
    sys.stderr.write((zh if lang == "zh" else en) + "\n")


def _documents(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(
                below
                for below in path.rglob("*")
                if below.is_file() and below.suffix.lower() in _SUFFIXES and _is_shown(below, path)
            )
        else:
            yield path


def _is_shown(file: Path, folder: Path) -> bool:
    """Whether neither the file nor a folder on the way to it is hidden."""
    return not any(part.startswith(".") for part in file.relative_to(folder).parts)


def _add(root: Path, path: Path, wishes: Wishes, write: Write) -> Growth:
    """Plans the whole addition, then writes; the content is read anew for each document."""
    data = read_file(path)
    content, _ = load_content(root)

    def on_disk(name: str) -> bytes | None:
        file = root / name
        return file.read_bytes() if file.exists() and is_inside(root, file) else None

    growth = add_document(content, Files(on_disk), path.name, data, wishes)
    check_growth(growth, {**read_seeds(root), growth.source.seed: data})
    for name in growth.files.planned:
        check_inside(root, root / name)
    for name, new in growth.files.planned.items():
        write(root / name, new)
    return growth
