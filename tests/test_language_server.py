"""What an editor's program makes of the schemas: a real yaml-language-server is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.formats import find_format, formats
from atlas.formatting import format_text
from atlas.schemas import build_schemas
from tests.language_server import LanguageServer, run_language_server

PROJECT = Path(__file__).parents[1]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    folder = tmp_path_factory.mktemp("schemas")
    content, _ = load_content(PROJECT)
    for output in build_schemas(content):
        path = folder / output.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(output.data)
    with run_language_server(folder) as running:
        yield running


def read(name: str) -> str:
    """A file of the real content in its canonical form, which names its schema."""
    file = find_format(name)
    assert file
    text, problems = format_text((PROJECT / name).read_text("utf-8"), name, file)
    assert not problems
    return text


FILES = sorted(
    path.relative_to(PROJECT).as_posix()
    for file in formats().files
    for path in PROJECT.glob(file.path)
)


@pytest.mark.parametrize("name", FILES)
def test_the_real_content_is_what_the_schemas_say(server: LanguageServer, name: str) -> None:
    assert server.open(name, read(name)) == []


HEAD = "# yaml-language-server: $schema=../../.schemas/sheet.json\n"
SMALL = f"""{HEAD}place: wuhai
facts:
- id: wuhai-f999
  status: accepted
"""


@pytest.mark.parametrize(
    ("line", "option", "says"),
    [
        ("  indicator: ", "insurance-participation-rate", "基本医疗保险参保率"),
        ("  place: ", "jinzhong", "晋中市 · Jinzhong"),
        ("  unit: ", "bed_per_1000", "张/千人"),
        ("  role: ", "parameter", "政策参数"),
        ("  source: ", "wuhai-2023", "以人民健康为中心"),
        ("  period_basis: ", "inferred", ""),
        ("  qua", "qualifier", "以上写 >="),
    ],
)
def test_what_may_be_written_is_offered_and_explained(
    server: LanguageServer, line: str, option: str, says: str
) -> None:
    text = SMALL + line + "\n"
    name = f"content/cities/offer-{option}.yml"
    server.open(name, text)
    offered = server.complete(name, SMALL.count("\n"), len(line))
    assert option in offered
    assert says in offered[option]


def test_a_topic_is_offered_in_a_measure(server: LanguageServer) -> None:
    text = f"{HEAD}place: wuhai\nmeasures:\n- id: wuhai-m999\n  topic: \n"
    server.open("content/cities/topic.yml", text)
    assert "maternal-child" in server.complete("content/cities/topic.yml", 4, 9)


def test_a_key_is_explained_in_both_languages(server: LanguageServer) -> None:
    server.open("content/cities/small.yml", SMALL)
    told = server.hover("content/cities/small.yml", 4, 4)
    assert "有人核对过" in told
    assert "a person stands behind it" in told


def test_a_mistake_is_shown_where_it_stands(server: LanguageServer) -> None:
    problems = server.open(
        "content/cities/wrong.yml", SMALL + "  indicator: nothing\n  colour: green\n"
    )
    assert any(line.startswith("6: ") and "Value is not accepted" in line for line in problems)
    assert any(line.startswith("7: ") and "colour" in line for line in problems)
