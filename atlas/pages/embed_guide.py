"""The page that says how to embed: live or dated, how high, under what terms."""

from __future__ import annotations

from atlas.pages.charting import list_all_charts
from atlas.pages.page import Press
from atlas.parts import Heading, Page

_SECTIONS = ("find", "kinds", "height", "listen", "terms")
LISTENER = """\
addEventListener("message", (event) => {
  if (event.data?.type !== "health-reform-atlas:height") return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === event.source) frame.style.height = event.data.height + "px";
  }
});"""


def build_embed_guide(press: Press) -> Page:
    """One page; its example is the first chart."""
    t = press.edition.t
    example = next((one.embed for one in list_all_charts(press.edition)), "")
    return press.page(
        "embed_guide.html",
        "embed/",
        t("embed_guide"),
        description=t("embed_guide_lede"),
        headings=[Heading(2, name, t(f"embed_guide_{name}")) for name in _SECTIONS],
        example=example if example in press.codes else "",
        listener=LISTENER,
    )
