"""Synthetic atlases: valid, as rich as promised, and the same bytes twice."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from atlas.bench.places import choose_places, read_table
from atlas.bench.synthetic import main, write_atlas
from atlas.cli import main as run_atlas
from atlas.site import check_folder

PLACES = 6


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "atlas"
    write_atlas(Path(__file__).parents[1], root, PLACES)
    return root


def hashes(root: Path) -> dict[str, str]:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_it_passes_the_check(made: Path) -> None:
    content, problems = check_folder(made)
    assert [problem for problem in problems if problem.severity == "error"] == []
    # The machine's own reading doubts a few; a real atlas would have them settled.
    assert len(problems) < 0.02 * len(content.facts())


def test_it_is_in_canonical_form(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_atlas(["--root", str(made), "fmt", "--check"]) == 0, capsys.readouterr().out


def test_every_place_has_what_a_real_one_has(made: Path) -> None:
    content, _ = check_folder(made)
    assert len(content.sheets) == PLACES
    for slug, sheet in content.sheets.items():
        assert len(sheet.facts) == 60
        assert len({fact.source for fact in sheet.facts}) == 3
        assert len({measure.source for measure in sheet.measures}) == 3
        roles = Counter(fact.role for fact in sheet.facts)
        assert set(roles) == {"current", "baseline", "change", "target"}
        assert all(fact.pair for fact in sheet.facts if fact.role == "baseline")
        assert any(fact.breakdown for fact in sheet.facts)
        assert any(fact.note for fact in sheet.facts)
        again = [fact.same_as for fact in sheet.facts if fact.same_as]
        assert len(again) == 1
        assert again[0] in {fact.id for fact in sheet.facts}, slug
    assert any(fact.flags for fact in content.facts())


def test_facts_are_of_all_topics(made: Path) -> None:
    content, _ = check_folder(made)
    topics = {content.indicators[fact.indicator].topic for fact in content.facts()}
    assert topics == set(content.topics)


def test_the_same_bytes_twice_and_others_by_seed(made: Path, project: Path, tmp_path: Path) -> None:
    write_atlas(project, tmp_path / "again", PLACES)
    write_atlas(project, tmp_path / "other", PLACES, seed=2)
    assert hashes(tmp_path / "again") == hashes(made)
    assert hashes(tmp_path / "other") != hashes(made)


def test_a_larger_atlas_holds_the_smaller(made: Path, project: Path, tmp_path: Path) -> None:
    write_atlas(project, tmp_path / "larger", PLACES + 3)
    larger = hashes(tmp_path / "larger")
    smaller = {name: made for name, made in hashes(made).items() if name != "content/places.yml"}
    assert smaller.items() < larger.items()


def test_places_are_of_all_provinces_with_those_above_them() -> None:
    names = read_table()
    chosen = choose_places(names, 3000)
    codes = {place.code for place in chosen}
    assert len(codes) == 3000
    assert {place.level for place in chosen} == {"prefecture", "county", "district"}
    assert all(place.parent in codes for place in chosen if not place.parent.endswith("0000"))
    assert len({place.code[:2] for place in choose_places(names, 27)}) == 27


def test_it_says_what_it_cannot_do(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(made)])
    assert "is not empty" in capsys.readouterr().err
    with pytest.raises(ValueError, match="not 4000"):
        choose_places(read_table(), 4000)
