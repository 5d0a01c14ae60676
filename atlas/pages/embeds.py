"""Every embedded page as a file: live, and as the version has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from atlas.assets import POLICY, FrameAssets, make_frame_assets
from atlas.languages import HOMES
from atlas.pages.embed_code import FOLDER, Codes, dated_folder
from atlas.pages.embed_views import EmbedView
from atlas.pages.page import Press
from atlas.parts import Output
from atlas.release import Release

_HOLE = "hra0hole"


def make_frame_files(theme: Path, release: Release) -> dict[str, FrameAssets]:
    """What the pages load, by the folder they stand in: the live one, and the version's."""
    return {folder: make_frame_assets(theme, folder) for folder in (FOLDER, dated_folder(release))}


def render_embeds(
    press: Press,
    views: Iterable[EmbedView],
    assets: Mapping[str, FrameAssets],
    release: Release,
) -> Iterator[Output]:
    """Each chart and table, once in every folder that `assets` names."""
    home = HOMES[press.edition.lang]
    for view in views:
        if isinstance(press.codes, Codes):
            press.codes.keep(view)
        head, to_script, body, live, dated, end = _print(press, view, release).split(_HOLE)
        for folder, loaded in assets.items():
            state = live if folder == FOLDER else dated
            html = "".join((head, loaded.css, to_script, loaded.script, body, state, end))
            if folder != FOLDER:  # one folder deeper; only an address follows a bare quotation mark
                html = html.replace('="../', '="../../')
            yield Output(f"{home}{folder}{view.path}index.html", html.encode())


def _print(press: Press, view: EmbedView, release: Release) -> str:
    """The live page, with holes for what it loads, and what it says of itself in both folders."""
    return press.renderer.render(
        "embed.html",
        FOLDER + view.path,
        view=view,
        code=press.codes.get(view.path),
        hole=_HOLE,
        version=release.version,
        date=release.date,
        policy=POLICY,
        site_url=press.edition.site_url,
        home=HOMES[press.edition.lang],
    )
