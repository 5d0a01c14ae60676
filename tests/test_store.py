"""What is kept on disk is found by its content only, and is never wrong, whatever lies there."""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

import atlas.store
from atlas.memory import Memory
from atlas.model import Mark, Words
from atlas.store import FILE, Store, code_version, digest

KEY = digest("key")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE


def recall(path: Path, made: object, key: bytes = KEY) -> object:
    """What one build gets that would make this."""
    store = Store(path)
    found = recall_from(store, made, key)
    store.drop_unused()
    return found


def recall_from(store: Store, made: object, key: bytes) -> object:
    found = store.find(key)
    if found is None:
        store.keep(key, made)
        return made
    return found[0]


def test_the_next_build_finds_what_the_last_one_made(path: Path) -> None:
    records = (Words("甲", "A"), Mark("a.yml", 1, 2), Decimal("26.50"), Markup("<b>"), {"a": None})
    assert recall(path, records) == records
    found: Any = recall(path, "again")
    assert found == records
    assert str(found[2]) == "26.50"
    assert type(found[3]) is Markup
    assert recall(path, "other", digest("another key")) == "other"


def test_nothing_is_a_value_like_others(path: Path) -> None:
    assert recall(path, None) is None
    assert recall(path, "again") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [(Decimal("26.5"), Decimal("26.50")), ("<b>", Markup("<b>")), (1, True), ((1,), [1])],
)
def test_what_is_equal_but_prints_differently_has_another_digest(
    one: object, other: object
) -> None:
    assert digest(one) != digest(other)


def test_a_digest_is_the_same_however_strings_are_shared() -> None:
    shared = "".join(("东", "丰"))
    assert digest((shared, shared)) == digest((shared, "".join(("东", "丰"))))
    assert digest(("ab", "c")) != digest(("a", "bc"))


def test_another_process_reckons_the_same_digest() -> None:
    line = "from atlas.store import *; print(digest(('东丰', 1)).hex(), code_version().hex())"
    done = subprocess.run(
        [sys.executable, "-c", line],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [digest(("东丰", 1)).hex(), code_version().hex()]


def test_what_another_version_of_the_code_made_is_not_found(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recall(path, "old")
    monkeypatch.setattr(atlas.store, "code_version", lambda: b"another")
    assert recall(path, "new") == "new"
    monkeypatch.undo()
    assert recall(path, "newer") == "old"


@pytest.mark.parametrize("suffix", [".py", ".yml", ".tsv"])
def test_every_file_of_the_package_makes_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    (tmp_path / "store.py").touch()
    (tmp_path / "below").mkdir()
    table = (tmp_path / "below" / "table").with_suffix(suffix)
    monkeypatch.setattr(atlas.store, "__file__", str(tmp_path / "store.py"))
    seen = set()
    for text in ("1", "2"):
        table.write_text(text, encoding="utf-8")
        seen.add(code_version.__wrapped__())
    (tmp_path / "more.py").touch()
    seen.add(code_version.__wrapped__())
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "jinja2-99.dist-info").mkdir()
    seen.add(code_version.__wrapped__())
    assert len(seen) == 4


def test_a_damaged_entry_is_made_anew(path: Path) -> None:
    recall(path, "first")
    entries = sqlite3.connect(path)
    [data] = entries.execute("SELECT value FROM made").fetchone()
    for at in range(len(data)):
        bad = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        entries.execute("UPDATE made SET value = ?", (bad,))
        entries.commit()
        assert Store(path).find(KEY) is None, at
    for bad in (b"", data[:-1], data[:8], None, "text"):
        entries.execute("UPDATE made SET value = ?", (bad,))
        entries.commit()
        assert recall(path, "second") == "second"
        assert recall(path, "third") == "second"


def test_an_entry_of_another_key_is_not_taken_for_this(path: Path) -> None:
    recall(path, "first")
    recall(path, "other", digest("another key"))
    entries = sqlite3.connect(path)
    [data] = entries.execute("SELECT value FROM made").fetchone()
    entries.execute("UPDATE made SET value = ?", (data,))
    entries.commit()
    found = {recall(path, "anew"), recall(path, "anew", digest("another key"))}
    assert found in ({"first", "anew"}, {"other", "anew"})


@pytest.mark.parametrize(
    "junk", [b"", b"no store" * 100, b"SQLite format 3\x00" + b"\xff" * 5000], ids=len
)
def test_a_file_that_is_no_store_is_replaced(path: Path, junk: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(junk)
    assert recall(path, "first") == "first"
    assert recall(path, "second") == "first"


def test_any_part_of_the_file_may_be_damaged(path: Path) -> None:
    for number in range(40):
        recall(path, "x" * 500, digest(number))
    whole = path.read_bytes()
    for at in range(0, len(whole), 1024):
        path.write_bytes(whole[:at] + b"\x55" * 700 + whole[at + 700 :])
        for number in range(40):
            assert recall(path, "x" * 500, digest(number)) == "x" * 500
        assert recall(path, "anew", digest("more", at)) == "anew"
    path.write_bytes(whole[: len(whole) // 2])
    assert recall(path, "x" * 500, digest(39)) == "x" * 500


def test_where_nothing_can_be_written_all_is_made(tmp_path: Path) -> None:
    (tmp_path / ".cache").touch()
    assert recall(tmp_path / FILE, "first") == "first"
    assert recall(tmp_path / FILE, "second") == "second"


def test_two_builds_at_once_do_not_wait_for_each_other(path: Path) -> None:
    first, second = Store(path), Store(path)
    assert recall_from(first, "first", KEY) == "first"
    assert recall_from(second, "second", digest("2")) == "second"
    first.save()
    second.save()
    assert recall(path, "again") == "first"


def test_what_no_build_asks_for_is_dropped_in_the_end(path: Path) -> None:
    for number in range(30):
        recall(path, "x", digest(number))
        recall(path, "kept")
    [count] = sqlite3.connect(path).execute("SELECT count(*) FROM made").fetchone()
    assert count <= 8
    assert recall(path, "anew") == "kept"


def test_a_file_from_elsewhere_runs_nothing(path: Path, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "evil",)

    recall(path, Evil())
    assert recall(path, "good") == "good"
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("builtins", "eval"),
        ("atlas.disk", "write_atomically"),
        ("atlas.store", "sqlite3.Connection"),
        ("atlas.history.git", "subprocess.Popen"),
        ("atlas.disk", "Path"),
    ],
)
def test_nothing_but_records_is_unpickled(module: str, name: str) -> None:
    with pytest.raises(pickle.UnpicklingError):
        atlas.store._Unpickler(BytesIO()).find_class(module, name)
    assert atlas.store._Unpickler(BytesIO()).find_class("atlas.model", "Mark") is Mark


def test_a_memory_keeps_on_disk_only_what_it_is_told_to(path: Path) -> None:
    memory = Memory(keeps=False, store=Store(path))
    assert memory.recall_lasting(lambda: "first", "a", 1) == "first"
    assert memory.recall_lasting(lambda: "second", "a", 1) == "first"
    assert memory.recall_lasting(lambda: "third", "a", 2) == "third"
    assert memory.recall(lambda: "fourth", "a", 1) == "fourth"
    memory.end_build()
    again = Memory(keeps=True, store=Store(path))
    assert again.recall_lasting(lambda: "anew", "a", 1) == "first"
    assert Memory().recall_lasting(lambda: "anew", "a", 1) == "anew"


def test_of_things_made_together_only_those_not_known_are_made(path: Path) -> None:
    asked: list[list[str]] = []

    def make(names: Sequence[str]) -> dict[str, str]:
        asked.append(list(names))
        return {name: name.upper() for name in reversed(names)}

    for memory in (Memory(False, Store(path)), Memory(True, Store(path)), Memory(False)):
        for _ in range(2):
            found = memory.recall_together(make, {"a": ("a",), "b": ("b", 1)})
            assert list(found.items()) == [("a", "A"), ("b", "B")]
            memory.end_build()
    found = Memory(False, Store(path)).recall_together(make, {"a": ("a",), "b": ("b", 2)})
    assert found == {"a": "A", "b": "B"}
    assert asked == [["a", "b"], [], [], [], ["a", "b"], ["a", "b"], ["b"]]
