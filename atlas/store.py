"""What builds have made, kept on disk for the next by the content it was made from.

The file may be deleted at any time; a build without it makes everything anew. An entry is found
only by the digest of all that went into it, the code and the installed packages included, so that
another version's is never found. A damaged entry is made anew, a file that is no store is replaced.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sqlite3
import sys
from collections.abc import Collection
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

FILE = Path(".cache") / "atlas.sqlite"
"""Below the project's folder, where git does not look."""

_PARTS = "parts"  # a folder beside the file
_SPARE = 3  # entries that no build has asked for may be so many times those that the last one used
_DIGEST = hashlib.sha256
SIGN = _DIGEST().digest_size
"""Bytes of a digest."""
_SCHEMA = "CREATE TABLE IF NOT EXISTS made (key BLOB PRIMARY KEY, value BLOB)"
_HARMLESS = {("decimal", "Decimal"), ("markupsafe", "Markup"), ("builtins", "frozenset")}


class Store:
    """The entries of one project; open while its site is built."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._used: set[bytes] = set()
        self._entries = self._open()

    def touch(self, key: bytes) -> None:
        """Keeps the entry from being dropped as one that nobody asks for."""
        self._used.add(_own(key))

    def find(self, key: bytes) -> list[Any] | None:
        """A list of the one value, or None."""
        self.touch(key)
        row = self._ask("SELECT value FROM made WHERE key = ?", _own(key))
        if row is None or not isinstance(row[0], bytes):
            return None
        check, data = row[0][:SIGN], row[0][SIGN:]
        if _DIGEST(_own(key) + data).digest() != check:
            return None  # damaged
        return _unpickle(data)

    def keep(self, key: bytes, value: object) -> None:
        """Puts the value on disk, at the latest when the build ends."""
        data = pack(value)
        check = _DIGEST(_own(key) + data).digest()
        self._used.add(_own(key))
        self._ask("INSERT OR REPLACE INTO made VALUES (?, ?)", _own(key), check + data)

    def keep_part(self, value: object) -> str:
        """Puts the value into a file of its own, by whose name it is found.

        Unlike the entries, both processes of a build may write and read these.
        """
        data = pack(value)
        name = _DIGEST(data).hexdigest()
        path = self._path.with_name(_PARTS) / name
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return name

    def find_part(self, name: str) -> list[Any] | None:
        """A list of the one value, or None."""
        try:
            data = (self._path.with_name(_PARTS) / name).read_bytes()
        except OSError:
            return None
        return _unpickle(data) if _DIGEST(data).hexdigest() == name else None

    def drop_parts(self, used: Collection[str]) -> None:
        """Deletes all other values that have files of their own."""
        for path in self._path.with_name(_PARTS).glob("*"):
            if path.name not in used:
                with suppress(OSError):
                    path.unlink()

    def save(self) -> None:
        """Has all that was made so far there for other runs."""
        if self._entries is not None:
            with suppress(sqlite3.Error):
                self._entries.commit()

    def drop_unused(self) -> None:
        """At the end of a build: leaves what it used, and not much more than that."""
        row = self._ask("SELECT count(*) FROM made")
        if row and row[0] > (1 + _SPARE) * len(self._used):
            self._forget_unused()
        self._used.clear()
        self.save()

    def _forget_unused(self) -> None:
        keys = ((key,) for key in self._used)
        with suppress(sqlite3.Error):
            assert self._entries
            self._entries.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
            self._entries.executemany("INSERT INTO used VALUES (?)", keys)
            self._entries.execute("DELETE FROM made WHERE key NOT IN (SELECT key FROM used)")
            self._entries.execute("DROP TABLE used")

    def _open(self) -> sqlite3.Connection | None:
        """The entries; None where nothing can be kept, which a build does not need."""
        for _ in range(2):
            with suppress(OSError, sqlite3.OperationalError):
                try:
                    self._path.parent.mkdir(exist_ok=True)
                    entries = sqlite3.connect(self._path, timeout=0, check_same_thread=False)
                    # A crash of the machine may damage entries, which is found out.
                    entries.execute("PRAGMA synchronous = OFF")
                    entries.execute(_SCHEMA)
                    entries.execute("SELECT key, value FROM made LIMIT 1").fetchone()
                except sqlite3.DatabaseError as error:
                    if isinstance(error, sqlite3.OperationalError):
                        raise
                    self._path.unlink()
                else:
                    return entries
        return None

    def _ask(self, words: str, *values: bytes) -> tuple[Any, ...] | None:
        """A row, if any. Another run may hold the file, or the disk be full: then there is none."""
        if self._entries is None:
            return None
        try:
            row: tuple[Any, ...] | None = self._entries.execute(words, values).fetchone()
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            self._entries.close()
            self._path.unlink(missing_ok=True)
            self._entries = self._open()
            return None
        return row


def pack(value: object) -> bytes:
    """The value in a tenth of the memory that records take."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> Any:
    """What was packed; records of ours and what Python has, no others."""
    return _Unpickler(io.BytesIO(data)).load()


def _unpickle(data: bytes) -> list[Any] | None:
    try:
        return [unpack(data)]
    except Exception:  # whatever pickle makes of what it cannot read
        return None


class _Unpickler(pickle.Unpickler):
    """Makes records of ours and no others, so that a file from elsewhere cannot run anything."""

    _found: ClassVar[dict[tuple[str, str], Any]] = {}

    def find_class(self, module: str, name: str) -> Any:
        found = self._found.get((module, name))  # asked for the same by thousands of entries
        if found is None:
            found = self._found[module, name] = self._find_class(module, name)
        return found

    def _find_class(self, module: str, name: str) -> Any:
        if (module, name) in _HARMLESS:
            return super().find_class(module, name)
        if module.startswith("atlas.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


def digest(*parts: object) -> bytes:
    """Stands for values with all that is in them: 26.5 and 26.50 differ.

    Equal values that are made alike have one digest in every run, however their strings are
    shared; only sets may have another.
    """
    written = io.BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # no references to what was there before
    pickler.dump(parts)
    return _DIGEST(written.getbuffer()).digest()


def _own(key: bytes) -> bytes:
    return _DIGEST(code_version() + key).digest()


@cache
def code_version() -> bytes:
    """Stands for the code and its tables, Python and the packages that are installed."""
    home = Path(__file__).parent
    files = sorted(path for path in home.rglob("*") if path.is_file() and path.suffix != ".pyc")
    packages = sorted({one.name for folder in sys.path for one in Path(folder).glob("*.dist-info")})
    read = [(path.relative_to(home).as_posix(), path.read_bytes()) for path in files]
    return digest(read, packages, sys.version)
