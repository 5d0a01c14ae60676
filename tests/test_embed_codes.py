"""The lines to embed, asked for before and after the embedded pages are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from atlas.pages.edition import Edition
from atlas.pages.embed_code import Codes
from atlas.pages.embedding import list_embeds
from atlas.pages.gathering import make_edition
from atlas.release import read_release
from atlas.render import make_renderer
from tests.many import low_limits, make_many
from tests.test_pages import load_mini

THEME = Path(__file__).parents[1] / "theme"


@pytest.fixture(scope="module", params=["few places", "many"])
def edition(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Edition]:
    strings = make_renderer(THEME, "en").strings
    site_url = "https://atlas.example/"
    if request.param == "few places":
        yield replace(make_edition(load_mini(), strings, False), site_url=site_url)
    else:
        atlas = make_many(tmp_path_factory.mktemp("many") / "atlas")
        with low_limits():
            yield replace(make_edition(atlas, strings, False), site_url=site_url)


def test_lines_are_the_same_whether_the_page_was_made_before_or_not(edition: Edition) -> None:
    kept, asked = Codes(edition, read_release()), Codes(edition, read_release())
    paths = []
    for view in list_embeds(edition):
        kept.keep(view)
        paths.append(view.path)
    assert len(paths) == len(set(paths))
    assert {path.partition("/")[0] for path in paths} >= {"cities", "topics", "charts", "sources"}
    for path in reversed(paths):
        assert path in asked
        assert asked[path] == kept[path]
        assert path in asked[path].live


@pytest.mark.parametrize("path", ["", "charts/", "charts/none/", "cities/nowhere/", "unknown/a/"])
def test_what_cannot_be_embedded_has_no_lines(edition: Edition, path: str) -> None:
    codes = Codes(edition, read_release())
    assert path not in codes
    assert codes.get(path) is None
    with pytest.raises(KeyError):
        codes[path]
