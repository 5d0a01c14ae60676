"""The JSON Schemas for editors' programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from atlas.cli import main
from atlas.content import load_content
from atlas.formats import formats
from atlas.schemas import FOLDER, build_schemas


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    content, _ = load_content(Path(__file__).parent / "mini")
    return {Path(out.path).stem: json.loads(out.data) for out in build_schemas(content)}


def test_there_is_a_schema_for_each_kind_of_file(schemas: dict[str, Any]) -> None:
    assert list(schemas) == [file.name for file in formats().files]
    for schema in schemas.values():
        for reference in find_references(schema):
            assert reference.removeprefix("#/definitions/") in schema["definitions"]


def find_references(node: Any) -> list[str]:
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = [node["$ref"]] if isinstance(node, dict) and "$ref" in node else []
    return own + [found for part in below for found in find_references(part)]


def test_a_fact_is_completed_from_the_ids_and_lists_in_use(schemas: dict[str, Any]) -> None:
    fact = schemas["sheet"]["definitions"]["fact"]
    indicator = fact["properties"]["indicator"]
    at = indicator["enum"].index("family-doctor-teams")
    assert indicator["enumDescriptions"][at] == "家庭医生签约团队数 · Family doctor teams"
    assert "qinghe" in fact["properties"]["place"]["enum"]
    assert "bed_per_1000" in fact["properties"]["unit"]["enum"]
    assert fact["properties"]["role"]["enumDescriptions"][2] == "目标 · Target"
    assert "原句" in fact["properties"]["quote"]["description"]
    assert "word for word" in fact["properties"]["quote"]["description"]
    assert "text" in fact["required"]
    assert "id" not in fact["required"]


def test_the_command_writes_what_is_stale(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(mini)]
    assert main([*root, "schema", "--check"]) == 1
    assert main([*root, "schema"]) == 0
    assert main([*root, "schema", "--check"]) == 0
    path = mini / FOLDER / "sheet.json"
    path.write_text("{}", "utf-8")
    capsys.readouterr()
    assert main([*root, "schema", "--check"]) == 1
    assert capsys.readouterr().out == f"{FOLDER}/sheet.json\n"


def test_the_settings_for_editors_name_every_schema(project: Path) -> None:
    settings = json.loads((project / ".vscode" / "settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"] == {
        f"{FOLDER}/{file.name}.json": file.path for file in formats().files
    }
