"""Earlier states of the content, as git has kept them."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RevisionError(Exception):
    """A revision that cannot be read, told in both languages."""

    def __init__(self, revision: str, words: str) -> None:
        super().__init__(words)
        self.zh = f"git 读不出 {revision}：{words}"
        self.en = f"git cannot read {revision}: {words}"


@contextmanager
def earlier_state(root: Path, revision: str) -> Iterator[Path]:
    """A folder with content/ and seeds/ as a revision has them, for as long as it is wanted.

    Raises:
        RevisionError: with git's words.
    """
    archive = _archive(root, revision)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            for member in files:
                path = (folder / member.name).resolve()
                data = files.extractfile(member)
                if data is not None and path.is_relative_to(folder.resolve()):
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(data.read())
        yield folder


def _archive(root: Path, revision: str) -> bytes:
    if revision.startswith("-"):
        raise RevisionError(revision, f"{revision!r} is no revision")
    command = ["git", "-C", str(root), "archive", "--format=tar", revision]
    try:
        done = subprocess.run(
            [*command, "--", "content", "seeds"], capture_output=True, check=False
        )
    except OSError as error:
        raise RevisionError(revision, str(error)) from error
    if done.returncode:
        raise RevisionError(revision, done.stderr.decode("utf-8", "replace").strip())
    return done.stdout
