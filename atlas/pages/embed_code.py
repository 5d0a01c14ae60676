"""The lines with which another site embeds a chart or a table: plain HTML, no script."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from markupsafe import escape

from atlas.languages import HOMES, drop_chinese
from atlas.pages.edition import Edition
from atlas.pages.embed_heights import CLASSES, Words, reckon_heights
from atlas.pages.embed_views import EmbedView
from atlas.pages.embedding import find_embeds
from atlas.pages.page import EmbedCode
from atlas.release import Release

FOLDER = "embed/"
_CODES_KEPT = 100  # more than a page has: it is made beside what can be embedded of it


def dated_folder(release: Release) -> str:
    """Where the pages of a version stand, below the language's home.

    >>> dated_folder(Release("1.2.0", "2027-01-31"))
    'embed/v1.2.0/'
    """
    return f"{FOLDER}v{release.version}/"


class Codes:
    """The lines for every chart and table by its path below `embed/`.

    Only titles and heights are kept, those of a build's own embedded pages, which are made
    before the pages that give their lines; what was not made yet is reckoned when asked for.
    """

    def __init__(self, edition: Edition, release: Release) -> None:
        self._edition = edition
        self._release = release
        self._words = _words(edition)

    def __contains__(self, path: str) -> bool:
        return self._find(path) is not None

    def __getitem__(self, path: str) -> EmbedCode:
        code = self.get(path)
        if code is None:
            raise KeyError(path)
        return code

    def get(self, path: str) -> EmbedCode | None:
        """None where nothing can be embedded."""
        found = self._find(path)
        if found is None:
            return None
        title, reckoned = found
        heights = dict(zip(CLASSES, reckoned, strict=True))
        home = self._edition.site_url + HOMES[self._edition.lang]
        dated = dated_folder(self._release)
        return EmbedCode(
            url=FOLDER + path,
            live=render_frame(f"{home}{FOLDER}{path}", title, heights),
            dated=render_frame(f"{home}{dated}{path}", title, heights),
        )

    def keep(self, view: EmbedView) -> None:
        """Reckons how high a chart or table is, unless that is known."""
        if view.path not in self._edition.views.get("codes", {}):
            self._edition.put("codes", view.path, self._reckon(view), _CODES_KEPT)

    def _find(self, path: str) -> tuple[str, tuple[int, ...]] | None:
        def make() -> tuple[str, tuple[int, ...]] | None:
            found = (one for one in find_embeds(self._edition, path) if one.path == path)
            view = next(found, None)
            return self._reckon(view) if view else None

        return self._edition.once("codes", path, make, _CODES_KEPT)

    def _reckon(self, view: EmbedView) -> tuple[str, tuple[int, ...]]:
        title = view.title if self._edition.lang == "zh" else drop_chinese(view.title)
        heights = tuple(reckon_heights(view, self._words).values())
        return title + self._edition.t("embed_title_end"), heights


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
