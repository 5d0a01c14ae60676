"""What a reader's browser loads, page by page: `python -m atlas.bench.weights SITE`.

The first load is the page with its style sheets, scripts and pictures, compressed as servers do.
Scripts that a page asks for by itself later are few and small; those of the search come with the
first key.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

LIMITS = {"cities": 60}
"""kB of a first load, by the first part of the address; places are below `cities/`."""
LIMIT = 150
_LOADED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)"[^>]*? href|script[^>]*? src|img[^>]*? src)="([^"]+)"'
)


@dataclass(frozen=True, slots=True)
class Weight:
    """The first load of a page in bytes; `html` is the page alone, `raw` before compression."""

    page: str
    load: int
    html: int
    raw: int


def weigh(site: Path) -> Iterator[Weight]:
    """Every page of a built site."""
    for path in sorted(site.rglob("*.html")):
        data = path.read_bytes()
        html = len(gzip.compress(data, 6))
        beside = set(_LOADED.findall(data.decode()))
        load = html + sum(_weigh_file(_find(site, path, address)) for address in beside)
        yield Weight(path.relative_to(site).as_posix(), load, html, len(data))


def _find(site: Path, page: Path, address: str) -> Path:
    return site / address.lstrip("/") if address.startswith("/") else page.parent / address


@cache
def _weigh_file(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def family(page: str) -> str:
    """Pages of one kind: those on a level below one folder, and numbered pages below those.

    >>> family("en/topics/insurance/3/index.html"), family("index.html")
    ('en/topics/*/*', '/')
    """
    parts = page.removesuffix("index.html").strip("/").split("/")
    home = ["en"] if parts[0] == "en" else []
    rest = parts[len(home) :]
    return "/".join([*home, *rest[:1], *("*" for _ in rest[1:])]) or "/"


def limit_of(kind: str) -> int:
    """The limit in kB for a family of pages; a place's page has a lower one than its index."""
    parts = kind.removeprefix("en/").split("/")
    return LIMITS.get(parts[0], LIMIT) if len(parts) > 1 else LIMIT


def main(arguments: Sequence[str]) -> int:
    """Prints a line for each family of pages; exit 1 where one is above its limit."""
    parser = argparse.ArgumentParser("python -m atlas.bench.weights", description=__doc__)
    parser.add_argument("site", type=Path)
    families: dict[str, list[Weight]] = {}
    for one in weigh(parser.parse_args(arguments).site):
        families.setdefault(family(one.page), []).append(one)
    sys.stdout.write(
        f"{'':<20}{'pages':>7}{'median kB':>11}{'most kB':>9}{'limit':>7}{'raw kB':>9}  heaviest\n"
    )
    heavy = 0
    for kind, found in sorted(families.items()):
        most = max(found, key=lambda one: one.load)
        limit = limit_of(kind)
        over = most.load > 1000 * limit
        heavy += over
        sys.stdout.write(
            f"{kind:<20}{len(found):>7}{median(one.load for one in found) / 1000:>11.1f}"
            f"{most.load / 1000:>9.1f}{limit:>7}{most.raw / 1000:>9.1f}"
            f"  {most.page}{' TOO HEAVY' if over else ''}\n"
        )
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
