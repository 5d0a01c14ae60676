"""What is known of a page before it is made is what it is then."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.model import Lang
from atlas.pages import plan_pages
from tests.test_pages import THEME, load_mini


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_keep_their_promises(lang: Lang) -> None:
    planned = plan_pages(load_mini(), THEME, lang)
    assert len({one.path for one in planned}) == len(planned)
    for one in planned:
        page = one.make()
        assert (page.path, page.title) == (one.path, one.title)
        assert one.edit in (page.edit, "theme/strings.yml")
    borrowed = {one.picture_of for one in planned} - {""}
    assert borrowed
    assert borrowed <= {one.path.removeprefix("en/") for one in planned}


def test_nothing_is_made_before_it_is_wanted(tmp_path: Path) -> None:
    broken = tmp_path / "theme"
    (broken / "templates").mkdir(parents=True)
    (broken / "strings.yml").write_bytes((THEME / "strings.yml").read_bytes())
    planned = plan_pages(load_mini(), broken)
    with pytest.raises(Exception, match=r"home\.html"):
        planned[0].make()
