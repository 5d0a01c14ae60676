"""The lines with which another site embeds a chart or a table: plain HTML, no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from markupsafe import escape

from atlas.languages import HOMES, drop_chinese
from atlas.pages.edition import Edition
from atlas.pages.embed_heights import Words, reckon_heights
from atlas.pages.embedding import EmbedView, list_embeds
from atlas.pages.page import EmbedCode
from atlas.release import Release

FOLDER = "embed/"


def dated_folder(release: Release) -> str:
    """Where the pages of a version stand, below the language's home.

    >>> dated_folder(Release("1.2.0", "2027-01-31"))
    'embed/v1.2.0/'
    """
    return f"{FOLDER}v{release.version}/"


class Embeddable(Mapping[str, EmbedCode]):
    """The lines to copy for each chart and table of an edition, by the path of its page.

    They are made when the first is asked for, by the process that makes the edition's pages. A
    preview has none, as nobody shares it, and an edition without an address none that lead to it.
    """

    def __init__(self, edition: Edition, release: Release) -> None:
        self._edition = edition
        self._release = release

    @cached_property
    def views(self) -> tuple[EmbedView, ...]:
        """All that can be embedded."""
        return () if self._edition.drafts else list_embeds(self._edition)

    @cached_property
    def _codes(self) -> dict[str, EmbedCode]:
        edition, release = self._edition, self._release
        views = self.views if edition.site_url else ()
        return {view.path: make_code(edition, view, release) for view in views}

    def __getitem__(self, path: str) -> EmbedCode:
        return self._codes[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


def make_code(edition: Edition, view: EmbedView, release: Release) -> EmbedCode:
    """The lines for one chart or table."""
    heights = reckon_heights(view, _words(edition))
    home = edition.site_url + HOMES[edition.lang]
    title = view.title if edition.lang == "zh" else drop_chinese(view.title)
    title = title + edition.t("embed_title_end")
    return EmbedCode(
        url=FOLDER + view.path,
        live=render_frame(f"{home}{FOLDER}{view.path}", title, heights),
        dated=render_frame(f"{home}{dated_folder(release)}{view.path}", title, heights),
    )


def render_frame(address: str, title: str, heights: Mapping[int, int]) -> str:
    """One line of HTML whose height follows the width of its place without a script.

    Container units tell the width; a browser that does not know them takes the attribute, the
    height for the narrowest.

    >>> render_frame("https://a.cn/embed/x/", "X", {320: 700, 480: 500})
    '<div style="container-type:inline-size"><iframe src="https://a.cn/embed/x/" title="X" \
height="700" loading="lazy" style="width:100%;border:0;\
height:calc(500px + clamp(0px,(480px - 100cqw)*999,200px))"></iframe></div>'
    """
    widths = sorted(heights)
    steps = "".join(
        f" + clamp(0px,({wider}px - 100cqw)*999,{heights[width] - heights[wider]}px)"
        for width, wider in pairwise(widths)
        if heights[width] > heights[wider]
    )
    lowest, highest = heights[widths[-1]], heights[widths[0]]
    height = f"calc({lowest}px{steps})" if steps else f"{lowest}px"
    return (
        f'<div style="container-type:inline-size"><iframe src="{escape(address)}" '
        f'title="{escape(title)}" height="{highest}" loading="lazy" '
        f'style="width:100%;border:0;height:{height}"></iframe></div>'
    )


def _words(edition: Edition) -> Words:
    told = {"version": "00.00.00", "date": "2000-00-00"}
    foot = ("chart_source", "site_name", "embed_to_live", "embed_is_live", "embed_more")
    return Words(
        doubt=edition.t("doubt"),
        silent=edition.t("not_reported") + edition.t("separator"),
        foot=" ".join(edition.t(key, n=10, **told) for key in foot) + "CC BY 4.0",
        undated=edition.t("period_none"),
    )
