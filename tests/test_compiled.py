"""Compiled templates are found by the next run, and only those that it would compile alike."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

import atlas.compiled
from atlas.compiled import Templates, find_file


@pytest.fixture(autouse=True)
def writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "__pycache__" / "templates.pyc"


def render(file: Path, sources: dict[str, str], **settings: Any) -> tuple[list[str], list[str]]:
    """What a run prints, and the names of what it had to compile."""
    compiled: list[str] = []

    class Noting(Environment):
        def _generate(self, source: Any, name: Any, *others: Any, **more: Any) -> str:
            compiled.append(name)
            return super()._generate(source, name, *others, **more)

    loader = DictLoader(sources)
    environment = Noting(loader=loader, bytecode_cache=Templates(file), **settings)
    return [environment.get_template(name).render(x="<") for name in sources], compiled


def test_the_next_run_compiles_nothing(file: Path) -> None:
    sources = {"a.html": "<i>{{ x }}\n", "b.html": "{% if x %}yes{% endif %}"}
    first = render(file, sources)
    assert first == (["<i><", "yes"], ["a.html", "b.html"])
    assert render(file, sources) == (first[0], [])


def test_what_would_be_compiled_otherwise_is_compiled(file: Path) -> None:
    sources = {"a.html": "{% if x %}\n<i>{{ x }}\n{% endif %}"}
    render(file, sources)
    assert render(file, sources, autoescape=True) == (["\n<i>&lt;\n"], ["a.html"])
    assert render(file, sources, trim_blocks=True) == (["<i><\n"], ["a.html"])
    assert render(file, {"a.html": "{{ x }}!"}) == (["<!"], ["a.html"])
    assert render(file, {"a.html": "{{ x }}!", **sources, "b.html": "{{ x }}!"})[1] == ["b.html"]


def test_another_version_of_the_code_begins_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = {"a.html": "{{ x }}"}
    render(file, sources)
    monkeypatch.setattr(atlas.compiled, "code_version", lambda: b"other".ljust(32))
    assert render(file, sources)[1] == ["a.html"]
    assert render(file, sources)[1] == []
    assert file.read_bytes().startswith(b"other")


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data[:-1] + b"?"])
def test_what_is_damaged_is_compiled_again(file: Path, spoil: Any) -> None:
    sources = {"a.html": "{{ x }}1", "b.html": "{{ x }}2"}
    render(file, sources)
    file.write_bytes(spoil(file.read_bytes()))
    assert render(file, sources) == (["<1", "<2"], ["a.html", "b.html"])
    assert render(file, sources) == (["<1", "<2"], [])


def test_nothing_is_kept_where_python_keeps_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render(file, {"a.html": "{{ x }}"}) == render(file, {"a.html": "{{ x }}"})
    assert not file.parent.exists()


def test_the_file_lies_beside_the_compiled_modules() -> None:
    assert find_file().parent.name == "__pycache__"
    assert find_file().suffix == ".pyc"
