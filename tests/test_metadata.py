"""What a document says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.model import Content
from atlas.reading.metadata import Proposal, propose_metadata
from atlas.reading.regions import find_regions

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(PROJECT)[0]


def propose(content: Content, text: str) -> Proposal:
    return propose_metadata(text, find_regions(text), content.places)


def test_the_places_and_stated_dates_of_the_registered_sources(content: Content) -> None:
    for source in content.sources.values():
        found = propose(content, content.seeds[source.seed])
        assert found.place_slug == source.place, source.id
        stated = source.date if source.date_basis == "stated" else ""
        assert (found.date, found.date_basis) == (stated, "stated" if stated else ""), source.id


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布时间：2024-03-15 10:20　来源：清河日报", "2024-03-15"),
        ("2024年3月15日", "2024-03-15"),
        ("2024年3月", "2024-03"),
        ("2024/3/5", "2024-03-05"),
        ("二〇二四年三月十五日", "2024-03-15"),
        ("发布时间：2024-02-31", ""),
        ("来源：清河日报", ""),
    ],
)
def test_dates(content: Content, line: str, date: str) -> None:
    text = f"清河县医改三年见成效\n{line}\n2023年，全县参保率达95.3%，组建医共体5个，床位1200张。"
    assert propose(content, text).date == date


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("临泽县医改见成效\n临泽县参保率达95%。", ("", "临泽县")),
        ("牡丹江市西安区医改见成效\n全区参保率达95%。", ("", "西安区")),
        ("辽源市西安区医改见成效\n全区参保率达95%。", ("", "西安区")),
        ("医改见成效\n参保率达95%。", ("", "")),
    ],
)
def test_a_place_is_never_another_of_the_same_name(
    content: Content, text: str, place: tuple[str, str]
) -> None:
    found = propose(content, text)
    registered = {slug: known.name.zh for slug, known in content.places.items()}
    assert found.place_name == place[1]
    if found.place_slug:
        assert registered[found.place_slug] == found.place_name
        assert "牡丹江" not in text


def test_title_publisher_and_kind(content: Content) -> None:
    text = (
        "首页 > 新闻 > 正文\n清河县举行深化医改新闻发布会\n——三年成效综述\n"
        "2024-03-15 来源：清河日报 浏览次数：12\n2023年，全县参保率达95.3%。"
    )
    found = propose(content, text)
    assert found.title == "清河县举行深化医改新闻发布会——三年成效综述"
    assert (found.publisher, found.kind) == ("清河日报", "press-conference")


@pytest.mark.parametrize("text", ["", "医院", "The county has 5 hospitals.", "。\n，\n——"])
def test_nothing_said_nothing_proposed(content: Content, text: str) -> None:
    assert propose(content, text) == Proposal()
