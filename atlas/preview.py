"""The live preview: the bar that tells what is unfinished, and how it outlives a fault."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import DictLoader, Environment, TemplateSyntaxError

from atlas.display import pick
from atlas.editor import Editor
from atlas.frames import Frames
from atlas.languages import LANGS
from atlas.memory import Memory
from atlas.model import FactSheet, Lang, Mark
from atlas.parts import Page
from atlas.problems import Problem
from atlas.shelf import Shelf
from atlas.site import WATCHED, Site, load_site

Answer: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]
_FAULT_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>atlas</title></head><body><p>{}</p><p lang="en">{}</p></body></html>
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the bar's list: where it stands, what it says and where a click leads."""

    place: str
    text: str
    address: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """What is unfinished; without pages nobody knows of drafts and open figures: both None.

    The addresses of `drafts` and `unheld` are below the language's home page.
    """

    errors: int
    warnings: int
    problems: tuple[Line, ...]
    draft_count: int | None = None
    unheld_count: int | None = None
    drafts: tuple[Line, ...] = ()
    unheld: tuple[Line, ...] = ()


def load_preview(root: Path, site_url: str, editor: Editor, memory: Memory) -> Site:
    """The site with its drafts; whatever goes wrong becomes a problem to be shown."""
    try:
        return load_site(root, True, site_url, editor=editor, memory=memory)
    except Exception as error:  # a broken template must not end the server
        return Site((tell_fault(error, root),), watched=tuple(root / name for name in WATCHED))


def make_bar(site: Site, lang: Lang, editor: Editor) -> Bar:
    """The bar of one language."""
    counts = Counter(problem.severity for problem in site.problems)
    lines = tuple(
        Line(problem.place, problem.tell(lang), editor.address(*problem.mark), problem.severity)
        for problem in site.problems
    )
    if site.atlas is None:
        return Bar(counts["error"], counts["warning"], lines)
    content, told = site.atlas.content, site.atlas.counts
    drafts = {slug: _find_drafts(sheet) for slug, sheet in content.sheets.items()}
    unheld = {key: one.figures - one.accounted for key, one in told.items()}
    return Bar(
        counts["error"],
        counts["warning"],
        lines,
        sum(map(len, drafts.values())),
        sum(unheld.values()),
        tuple(
            Line(pick(content.places[slug].name, lang), str(len(ids)), f"cities/{slug}/#{ids[0]}")
            for slug, ids in drafts.items()
            if ids
        ),
        tuple(
            Line(pick(content.sources[key].title, lang), str(count), f"sources/{key}/")
            for key, count in unheld.items()
            if count
        ),
    )


def _find_drafts(sheet: FactSheet) -> list[str]:
    facts = [fact.id for fact in sheet.facts if fact.status == "draft"]
    return facts + [measure.id for measure in sheet.measures if measure.status == "draft"]


def tell_fault(error: BaseException, root: Path) -> Problem:
    """A fault of templates or code as a problem, with the last line of ours that it came by."""
    path, line = _find_place(error, root)
    detail = " ".join(str(error).split()) or "?"
    return Problem(
        Mark(path, line, 1),
        "template",
        f"页面做不出来：{detail}",
        f"The pages cannot be made: {detail}",
    )


def _find_place(error: BaseException, root: Path) -> tuple[str, int]:
    frames = [(one.filename, one.lineno or 1) for one in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        frames.append((error.filename, error.lineno))
    below = [(Path(name), line) for name, line in frames if Path(name).is_relative_to(root)]
    ours = [one for one in below if ".venv" not in one[0].parts]
    templates = [one for one in ours if one[0].is_relative_to(root / "theme")]
    for path, line in reversed(templates or ours):
        return path.relative_to(root).as_posix(), line
    return "mkdocs.yml", 1


def show_fault(error: BaseException, root: Path) -> str:
    """A page that tells what went wrong and asks again every other second."""
    fault = tell_fault(error, root)
    return _FAULT_PAGE.format(*(escape(fault.render(lang)) for lang in LANGS))


def survive(environment: Environment, frames: Frames, root: Path) -> None:
    """Puts a page that tells of it in the place of a shell that is broken.

    Else a preview could not even begin with one.
    """
    try:
        environment.get_template("404.html")
        frames.fill(Page("", "", ""))
    except Exception as error:
        environment.globals["fault"] = show_fault(error, root)
        names = ("main.html", "404.html", "sitemap.xml")
        none = {"partials/contents.html": "{% macro contents_list(items) %}{% endmacro %}"}
        environment.loader = DictLoader({**dict.fromkeys(names, "{{ fault }}"), **none})


def keep_serving(builder: Callable[[], Any], shelf: Shelf) -> Callable[[], None]:
    """A builder that never fails: the browser then shows what went wrong on every page.

    MkDocs itself would let every request wait until a build succeeds.
    """

    def build() -> None:
        with shelf.lock:
            try:
                builder()
            except (Exception, SystemExit) as error:
                shelf.refuse(error)

    return build


def serve_on_demand(answer: Answer, shelf: Shelf, mount: str) -> Answer:
    """A WSGI application that fetches what is asked for from the shelf before `answer` looks.

    `mount` is the path of the site's root, with slashes at both ends.
    """

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")  # PEP 3333
        if path.startswith(mount):
            shelf.fetch(path.removeprefix(mount))
        return answer(environ, start)

    return application
