"""Compiled templates, kept where Python keeps compiled modules, and trusted as those are.

What lies in `.cache` may come from elsewhere, and so holds nothing that would be run. The file
begins with what stands for the code that compiles; both processes of a build add to its end.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from atlas.store import SIGN, code_version, digest

_LENGTH = 4  # bytes that tell how long a code is
_MOST = 16_000_000  # bytes: then it is begun anew, as after years of edited templates


def find_file() -> Path:
    """The file for this version of Python, beside our compiled modules."""
    return Path(cache_from_source(str(Path(__file__).with_name("templates.py"))))


class Templates(BytecodeCache):
    """Compiled templates by name, source and environment; those of other runs are in `file`."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._begun = False
        self._codes: dict[bytes, CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name: the same template in another project's folder is the same code."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        key = _key(bucket)
        if key not in self._codes and (data := self._kept.get(key)):
            self._codes[key] = marshal.loads(data)
        bucket.code = self._codes.get(key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._codes[_key(bucket)] = bucket.code
            if self._file and not sys.dont_write_bytecode:
                self._add(_key(bucket), marshal.dumps(bucket.code))

    @cached_property
    def _kept(self) -> dict[bytes, bytes]:
        """What was in the file at first."""
        with suppress(OSError, ValueError):
            data = self._file.read_bytes() if self._file else b""
            if data[:SIGN] == code_version() and len(data) < _MOST:
                return dict(_split(data))
        return {}

    def _add(self, key: bytes, code: bytes) -> None:
        assert self._file
        with suppress(OSError):
            if not self._kept and not self._begun:
                self._begin(self._file)
            head = key + len(code).to_bytes(_LENGTH, "big") + hashlib.sha256(code).digest()
            with self._file.open("ab", buffering=0) as file:
                file.write(head + code)  # at once, for the other process writes too

    def _begin(self, file: Path) -> None:
        file.parent.mkdir(exist_ok=True)
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        fresh.write_bytes(code_version())
        fresh.replace(file)
        self._begun = True


def _key(bucket: Bucket) -> bytes:
    return digest(bucket.key, bucket.checksum, *_settings(bucket.environment))


def _settings(environment: Environment) -> Iterator[object]:
    """What goes into the code beside the source, as far as hosts and we set it."""
    yield type(environment).__name__
    yield sorted(environment.extensions)
    yield environment.trim_blocks, environment.lstrip_blocks, environment.keep_trailing_newline
    yield bool(environment.autoescape), environment.undefined.__name__


def _split(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each code with its key; a file that is damaged, or not written to its end, has none."""
    at = SIGN
    while at < len(data):
        key, at = data[at : at + SIGN], at + SIGN
        length, at = int.from_bytes(data[at : at + _LENGTH], "big"), at + _LENGTH
        check, at = data[at : at + SIGN], at + SIGN
        code, at = data[at : at + length], at + length
        if hashlib.sha256(code).digest() != check:
            raise ValueError("no code ends here")
        yield key, code
