"""Every embedded page as a file: live, and as the version has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from atlas.assets import POLICY, FrameAssets, make_frame_assets
from atlas.languages import HOMES
from atlas.pages.embed_code import FOLDER, dated_folder
from atlas.pages.embedding import EmbedView
from atlas.pages.page import Press
from atlas.parts import Output
from atlas.release import Release


def make_frame_files(theme: Path, release: Release) -> dict[str, FrameAssets]:
    """What the pages load, by the folder they stand in: the live one, and the version's."""
    return {folder: make_frame_assets(theme, folder) for folder in (FOLDER, dated_folder(release))}


def render_embeds(
    press: Press,
    views: Sequence[EmbedView],
    assets: Mapping[str, FrameAssets],
    release: Release,
) -> Iterator[Output]:
    """Each chart and table, once in every folder that `assets` names."""
    for view in views:
        for folder, loaded in assets.items():
            yield _render(press, view, folder, loaded, release)


def _render(
    press: Press, view: EmbedView, folder: str, assets: FrameAssets, release: Release
) -> Output:
    edition = press.edition
    path = folder + view.path
    html = press.renderer.render(
        "embed.html",
        path,
        view=view,
        code=press.codes.get(view.path),
        dated=folder != FOLDER,
        version=release.version,
        date=release.date,
        policy=POLICY,
        site_url=edition.site_url,
        home=HOMES[edition.lang],
        css=assets.css,
        script=assets.script,
    )
    return Output(f"{HOMES[edition.lang]}{path}index.html", html.encode())
