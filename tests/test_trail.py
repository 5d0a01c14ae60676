"""A trail notes what is looked up, and tells whether it would be the same now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from atlas.languages import LANGS
from atlas.model import Mark, Words
from atlas.pages.edition import watch_edition
from atlas.pages.gathering import make_edition
from atlas.render import Strings
from atlas.signs import LooksUp, UnsignedError
from atlas.site import load_atlas
from atlas.store import FILE, Store
from atlas.trail import Trail
from atlas.watched import watch

STAMPS = {"a": (1, 2, 3), "b": (4, 5, 6)}


@dataclass(frozen=True)
class Tables:
    """What a test makes files from."""

    words: Mapping[str, object]
    rows: tuple[str, ...]
    names: frozenset[str]


def run(
    folder: Path,
    tables: Tables,
    looks: Mapping[str, Callable[[Tables], object]],
    base: bytes = b"",
    stamps: Mapping[str, tuple[int, int, int]] | None = None,
) -> list[str]:
    """One build of a file for each of `looks`; the names of those that had to be made.

    `stamps` are those found before the build, where they are not those that the last one left.
    """
    left = {name: STAMPS.get(name, (1, 1, 1)) for name in looks}
    trail = Trail(Store(folder / FILE), "site", base)
    watched = watch(trail, "test", tables)
    made = []
    for name, look in looks.items():
        if not trail.find(name, "asked", stamps or left):
            with trail.follow() as notes:
                look(watched)
            trail.keep(name, "asked", [name], notes)
            made.append(name)
    trail.save(left.__getitem__)
    return made


FIRST = Tables({"x": 1, "y": "two"}, ("r", "s"), frozenset("n"))
LOOKS: dict[str, Callable[[Tables], object]] = {
    "a value": lambda one: one.words["x"],
    "get": lambda one: one.words.get("x"),
    "one that is not there": lambda one: one.words.get("z"),
    "whether it is there": lambda one: "z" in one.words,
    "the keys": lambda one: list(one.words),
    "how many": lambda one: len(one.words),
    "the values": lambda one: list(one.words.values()),
    "the items": lambda one: list(one.words.items()),
    "a row": lambda one: one.rows[0],
    "the rows": lambda one: list(one.rows),
    "how many rows": lambda one: len(one.rows),
    "a name": lambda one: "n" in one.names,
    "no name": lambda one: "m" in one.names,
}
CHANGES = {
    "nothing": (FIRST, set()),
    "a value": (
        Tables({**FIRST.words, "x": 2}, FIRST.rows, FIRST.names),
        {"a value", "get", "the values", "the items"},
    ),
    "another value": (
        Tables({**FIRST.words, "y": 2}, FIRST.rows, FIRST.names),
        {"the values", "the items"},
    ),
    "a key more": (
        Tables({**FIRST.words, "z": None}, FIRST.rows, FIRST.names),
        {"one that is not there", "whether it is there", "the keys", "how many", "the values"}
        | {"the items"},
    ),
    "another order": (
        Tables(dict(reversed(FIRST.words.items())), FIRST.rows, FIRST.names),
        {"the keys", "how many", "the values", "the items"},
    ),
    "another row": (Tables(FIRST.words, ("r", "t"), FIRST.names), {"a row", "the rows"}),
    "a row more": (
        Tables(FIRST.words, ("r", "s", "t"), FIRST.names),
        {"a row", "the rows", "how many rows"},
    ),
    "a name more": (Tables(FIRST.words, FIRST.rows, frozenset("nm")), {"no name"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_only_what_looked_at_a_change_is_made_anew(tmp_path: Path, change: str) -> None:
    def build(tables: Tables) -> set[str]:
        return set(run(tmp_path, tables, LOOKS))

    assert build(FIRST) == set(LOOKS)
    tables, expected = CHANGES[change]
    assert build(tables) == expected
    assert build(tables) == set()


def test_of_many_look_ups_only_those_that_changed_count(tmp_path: Path) -> None:
    """Blocks of look-ups have a sign of their own, those with a change are looked through."""
    words = {f"k{number}": (number,) for number in range(1000)}
    looks = {
        name: partial(lambda name, one: one.words.get(name), name)
        for name in (*words, "new", "newer")
    }

    def build(words: Mapping[str, object]) -> set[str]:
        return set(run(tmp_path, Tables(words, (), frozenset()), looks))

    assert build(words) == set(looks)
    assert build(dict(reversed(words.items()))) == set()
    edited = {**words, "k0": 0, "k255": (-1,), "k256": ("256",), "new": None}
    assert build(edited) == {"k0", "k255", "k256", "new"}
    looks["newest"] = partial(lambda name, one: one.words.get(name), "newest")
    del edited["k999"]
    assert build(edited) == {"newest", "k999"}
    assert build(edited) == set()
    assert build(words) == {"k0", "k255", "k256", "new", "k999"}


def test_records_are_signed_once_for_all_builds(tmp_path: Path) -> None:
    looks = {"a": LOOKS["the rows"]}
    row, other, third = (Words(zh, "") for zh in "甲乙丙")
    rows: list[Any] = [row, other, third, other]
    known = [b"first", b"first", b"second", b"first"]
    made = []
    for row, known_by in zip(rows, known, strict=True):
        trail = Trail(Store(tmp_path / FILE), "site", b"")
        trail.meet([row], known_by)
        watched = watch(trail, "test", Tables({}, (row,), frozenset()))
        made.append(not trail.find("a", "asked", STAMPS))
        with trail.follow() as notes:
            looks["a"](watched)
        trail.keep("a", "asked", ["a"], notes)
        trail.save(STAMPS.__getitem__)
    # The second is taken for the first, since it is known by the same.
    assert made == [True, False, True, True]


def test_what_is_left_stays_until_other_is_left(tmp_path: Path) -> None:
    def begin(x: int = 1, base: bytes = b"") -> tuple[Trail, Tables]:
        trail = Trail(Store(tmp_path / FILE), "site", base)
        return trail, watch(trail, "test", replace(FIRST, words={"x": x, "y": 2}))

    trail, watched = begin()
    made, basis = trail.note("asked", lambda: watched.words["x"])
    trail.leave("kept", [made, basis])
    trail.keep("files", "asked", ["a"], ())
    trail.save(STAMPS.__getitem__)
    for x, asked, same in ((1, "asked", True), (1, "other", False), (2, "asked", False)):
        trail, watched = begin(x)
        assert trail.left("kept") == [1, basis]
        assert trail.left("other") is None
        assert trail.is_same(basis, asked) is same
        with trail.follow() as notes:
            trail.is_same(basis, asked)
        assert bool(notes) is same
        assert trail.find("files", "asked", STAMPS)
        assert trail.has_left("files", "a", STAMPS)
        assert not trail.has_left("files", "b", STAMPS)
        assert not trail.has_left("files", "a", {"a": STAMPS["b"]})
        trail.save(STAMPS.__getitem__)
    trail, _ = begin(base=b"other")
    assert trail.left("kept") is None


def test_what_goes_into_everything_makes_everything_anew(tmp_path: Path) -> None:
    looks = {"a": LOOKS["a value"]}
    assert run(tmp_path, FIRST, looks) == ["a"]
    assert run(tmp_path, FIRST, looks) == []
    assert run(tmp_path, FIRST, looks, base=b"other") == ["a"]


def test_a_file_that_was_touched_is_made_anew(tmp_path: Path) -> None:
    looks = {"a": LOOKS["a value"], "b": LOOKS["a value"]}
    assert run(tmp_path, FIRST, looks) == ["a", "b"]
    assert run(tmp_path, FIRST, looks, stamps={**STAMPS, "b": (4, 5, 7)}) == ["b"]
    assert run(tmp_path, FIRST, looks, stamps={"b": STAMPS["b"]}) == ["a"]
    assert run(tmp_path, FIRST, {"a": looks["a"]}) == []
    assert run(tmp_path, FIRST, looks) == ["b"]


def test_what_is_made_on_the_way_counts_for_all_that_ask_for_it(tmp_path: Path) -> None:
    trail = Trail(Store(tmp_path / FILE), "site", b"")
    watched = watch(trail, "test", FIRST)
    with trail.follow() as outer, trail.follow() as inner:
        assert watched.words["x"] == 1
    assert outer == inner != set()


def test_another_process_tells_what_it_made(tmp_path: Path) -> None:
    looks = {"a": LOOKS["a value"], "b": LOOKS["a row"]}
    run(tmp_path, FIRST, {"a": LOOKS["the keys"]})
    here, there = (Trail(Store(tmp_path / FILE), "site", b"") for _ in range(2))
    here.split()
    there.split()
    there.go_aside()
    for trail, name in ((here, "a"), (there, "b")):
        watched = watch(trail, "test", FIRST)
        with trail.follow() as notes:
            looks[name](watched)
            watched.words.get(name)
        trail.keep(name, "asked", [name], notes)
    here.take(there.gather())
    here.save(STAMPS.__getitem__)
    assert run(tmp_path, FIRST, looks) == []
    other = Tables({**FIRST.words, "b": 1}, FIRST.rows, FIRST.names)
    assert run(tmp_path, other, looks) == ["b"]
    assert run(tmp_path, Tables({"x": 2}, FIRST.rows, FIRST.names), looks) == ["a"]


def make_sign(folder: Path) -> Callable[[object], bytes]:
    return Trail(Store(folder / FILE), "site", b"").sign


def test_calls_are_told_apart_by_what_they_are_called_with(tmp_path: Path) -> None:
    sign = make_sign(tmp_path)

    def make(value: object) -> Callable[[], object]:
        return lambda: value

    asked: list[object] = [
        *(partial(make, 1), partial(make, 2), partial(make, value=1), partial(make_sign, 1)),
        *(
            make(1),
            make(2),
            make,
            make("1"),
            make((1,)),
            make([1]),
            make(("1", "")),
            make(("", "1")),
        ),
        *({"a": "b"}, {"b": "a"}, ("a", "b"), ["a", "b"], ("ab",), "ab", b"ab", None, True, 1),
        *(Path("a"), Mark("a", 1, 2), Mark("a", 2, 1), frozenset("ab"), frozenset("a")),
    ]
    signs = [sign(one) for one in asked]
    assert len(set(signs)) == len(asked)
    again = make_sign(tmp_path)
    assert [again(one) for one in asked] == signs
    assert sign(frozenset("ab")) == sign(frozenset("ba"))


def test_what_cannot_be_compared_is_never_taken_for_the_same(tmp_path: Path) -> None:
    trail = Trail(Store(tmp_path / FILE), "site", b"")
    with pytest.raises(UnsignedError):
        trail.sign(object())
    trail.keep("a", partial(print, object()), ["a"], [])
    trail.save(STAMPS.__getitem__)
    assert not Trail(Store(tmp_path / FILE), "site", b"").find("a", "asked", STAMPS)

    @dataclass(frozen=True)
    class Unknown:
        value: object

    with pytest.raises(UnsignedError, match=r"test\.value"):
        watch(trail, "test", Unknown(1))
    assert watch(trail, "test", Unknown(1), {"test.value"}) == Unknown(1)


def test_every_table_of_an_edition_is_watched(mini: Path, tmp_path: Path) -> None:
    """A new field that is no table has to be named among those that cannot differ."""
    atlas, _ = load_atlas(mini)
    assert atlas is not None
    trail = Trail(Store(tmp_path / FILE), "site", b"")
    edition = make_edition(atlas, Strings("zh", {}), drafts=False)
    watched: Any = watch_edition(edition, trail)
    for part in (watched, watched.atlas, watched.atlas.content, watched.accounts):
        for name, value in ((name, getattr(part, name)) for name in part.__slots__):
            if isinstance(value, Mapping) and name not in ("views", "both", "snippets"):
                assert isinstance(value, LooksUp), name
            assert not isinstance(value, tuple | list | set | frozenset), name
    [sheet] = watched.sheets
    assert not hasattr(sheet, "facts")
    assert watched.facts_of("yunshan") == edition.facts_of("yunshan") != ()


def test_the_tables_of_both_languages_bear_one_name_and_hold_the_same(
    mini: Path, tmp_path: Path
) -> None:
    atlas, _ = load_atlas(mini)
    assert atlas is not None
    trail = Trail(Store(tmp_path / FILE), "site", b"")
    one, other = (make_edition(atlas, Strings(lang, {}), drafts=False) for lang in LANGS)
    watched: Any = watch_edition(one, trail)
    same: Any = watch_edition(other, trail)
    names = [name for name in watched.__slots__ if isinstance(getattr(watched, name), LooksUp)]
    assert "by_place" in names
    for name in names:
        assert getattr(one, name) == getattr(other, name), name
        assert getattr(watched, name).name == getattr(same, name).name, name
    assert one.accounts == other.accounts


def test_tables_may_come_to_be_known_one_after_the_other(tmp_path: Path) -> None:
    looks = {"a": LOOKS["a value"]}
    run(tmp_path, FIRST, looks)
    trail = Trail(Store(tmp_path / FILE), "site", b"")
    assert not trail.find("a", "asked", STAMPS)
    watch(trail, "test", FIRST)
    assert trail.find("a", "asked", STAMPS) == ("a",)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"?")])
def test_where_a_piece_is_lost_all_is_made_that_stood_in_it(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    looks = {"a": LOOKS["a value"], "b": LOOKS["get"]}
    run(tmp_path, FIRST, looks)
    for number in range(10):
        pieces = sorted((tmp_path / FILE).with_name("parts").iterdir())
        assert len(pieces) == 10
        spoil(pieces[number])
        # At the latest by the second: what was looked up counts only where something has changed.
        made = [run(tmp_path, FIRST, looks) for _ in range(3)]
        assert sorted(made) == [[], [], [*looks]], pieces
        assert made[2] == []


def test_parts_of_what_is_found_again_are_there_when_it_is_made_anew(tmp_path: Path) -> None:
    def build(x: int) -> list[str]:
        trail = Trail(Store(tmp_path / FILE), "site", b"")
        watched = watch(trail, "test", replace(FIRST, words={"x": x, "y": 2}))
        made = []

        def make_part(name: str) -> object:
            made.append(name)
            return watched.words[name]

        def make_all() -> list[object]:
            made.append("all")
            return [trail.recall(name, "", partial(make_part, name)) for name in "xy"]

        assert trail.recall("all", "", make_all, "xy") == [x, 2]
        trail.save(STAMPS.__getitem__)
        return made

    assert [build(one) for one in (1, 1, 3)] == [["all", "x", "y"], [], ["all", "x"]]
