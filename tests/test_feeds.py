"""The Atom feeds, read as a reader's program reads them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest

from atlas.languages import LANGS
from atlas.pages.feeds import make_feeds
from atlas.pages.gathering import make_edition
from atlas.render import make_renderer
from atlas.site import load_atlas, load_site, with_history
from tests.repositories import Repository, start_repository

THEME = Path(__file__).parents[1] / "theme"
SITE = "https://example.org/atlas/"


@pytest.fixture
def kept(mini: Path) -> Repository:
    repository = start_repository(mini)
    repository.edit("period: 2025\n", "period: 2026\n")
    repository.commit("2024-02-10", "Move the <target> & more \x0b\x1b")
    return repository


def feeds(root: Path, site_url: str = SITE) -> dict[str, bytes]:
    atlas, problems = load_atlas(root)
    assert atlas is not None, problems
    atlas = with_history(atlas, root)
    found = {}
    for lang in LANGS:
        edition = make_edition(atlas, make_renderer(THEME, lang).strings, False)
        made = make_feeds(replace(edition, site_url=site_url))
        found |= {one.path: one.data for one in made}
    return found


def read(data: bytes) -> Any:
    parsed = feedparser.parse(data)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == "atom10"
    return parsed


def test_there_is_one_of_the_whole_of_each_place_and_each_topic(kept: Repository) -> None:
    found = feeds(kept.root)
    chinese = {path for path in found if not path.startswith("en/")}
    assert {"en/" + path for path in chinese} == set(found) - chinese
    assert {"feed.xml", "cities/yunshan/feed.xml", "cities/east/feed.xml"} <= chinese
    assert {"topics/insurance/feed.xml", "topics/maternal-child/feed.xml"} <= chinese
    for path, data in found.items():
        parsed = read(data)
        assert parsed.feed.id.startswith("tag:health-reform-atlas.github.io,2026:")
        links = {one.rel: one.href for one in parsed.feed.links}
        assert links["self"] == SITE + path
        assert links["alternate"].startswith(SITE)
        assert parsed.feed.author
        assert parsed.feed.title
    assert len({read(data).feed.id for data in found.values()}) == len(found)


def test_a_correction_is_an_entry_and_additions_are_one(kept: Repository) -> None:
    parsed = read(feeds(kept.root)["en/feed.xml"])
    correction, added = parsed.entries
    assert correction.title == "Corrected: Yunshan Nursery places per 1000 people"
    assert correction.updated == parsed.feed.updated == "2024-02-10T12:00:00Z"
    assert correction.link == f"{SITE}en/corrections/#yunshan-f008-2"
    assert "<del>2025</del> → <ins>2026</ins>" in correction.content[0].value
    assert "Move the &lt;target&gt; &amp; more" in correction.content[0].value
    assert [tag.term for tag in correction.tags] == ["corrected"]
    assert added.title == "Yunshan: added 10 figures, 1 measure"
    assert added.updated == "2024-01-05T12:00:00Z"


def test_each_feed_tells_its_own(kept: Repository) -> None:
    found = feeds(kept.root)
    assert [one.title for one in read(found["topics/maternal-child/feed.xml"]).entries] == [
        "更正：云山市 每千人口托位数",
        "云山市：新增 1个数字",
    ]
    assert len(read(found["cities/east/feed.xml"]).entries) == 2
    nothing = read(found["cities/west/feed.xml"])
    assert nothing.entries == []
    assert nothing.feed.updated


def test_ids_last_while_the_content_grows(kept: Repository) -> None:
    before = {one.id for one in read(feeds(kept.root)["feed.xml"]).entries}
    kept.edit("period: 2026\n", "period: 2027\n")
    kept.edit("zh: 比例超过100%。", "zh: 比例大于100%。")
    kept.edit("  - code: share-over-100", "  - code: scope-unclear")
    kept.commit("2024-03-10")
    moved = feeds(kept.root, "https://another.example/")["feed.xml"]
    after = [one.id for one in read(moved).entries]
    assert before < set(after)
    assert len(after) == len(set(after)) == 4


def test_what_git_does_not_date_is_in_no_feed(kept: Repository, tmp_path: Path) -> None:
    kept.edit("period: 2026\n", "period: 2027\n")
    assert len(read(feeds(kept.root)["feed.xml"]).entries) == 2
    clone = kept.clone(tmp_path / "clone", depth=1)
    assert read(feeds(clone)["feed.xml"]).entries == []


def test_outside_git_feeds_are_sound_and_empty(mini: Path) -> None:
    for data in feeds(mini, "").values():
        assert read(data).entries == []


def test_addresses_without_a_site_count_from_the_feed(kept: Repository) -> None:
    data = feeds(kept.root, "")["en/topics/maternal-child/feed.xml"]
    links = [
        link.get("href") for link in ET.fromstring(data).iter("{http://www.w3.org/2005/Atom}link")
    ]
    assert "../../corrections/#yunshan-f008-2" in links


def test_the_site_has_them(kept: Repository) -> None:
    paths = {output.path for output in load_site(kept.root, site_url=SITE).outputs}
    assert {"feed.xml", "en/feed.xml", "cities/yunshan/feed.xml"} <= paths
