"""A git repository whose commits have days that a test can name."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SHEET = "content/cities/yunshan.yml"


@dataclass(frozen=True)
class Repository:
    """A folder under git; every commit has noon (UTC) of its day."""

    root: Path

    def git(self, *words: str, **variables: str) -> str:
        """Runs git as its own user; what it printed."""
        settings = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
        done = subprocess.run(
            ["git", "-C", str(self.root), *settings, *words],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", **variables},
        )
        return done.stdout.strip()

    def commit(self, day: str, message: str = "Change") -> str:
        """Commits all of `content/` and `seeds/`; the new commit's id."""
        moment = f"{day}T20:00:00+08:00"
        self.git("add", "--all", "content", "seeds")
        self.git("commit", "-qm", message, GIT_COMMITTER_DATE=moment, GIT_AUTHOR_DATE=moment)
        return self.git("rev-parse", "HEAD")

    def edit(self, old: str, new: str, path: str = SHEET) -> None:
        """Replaces words that stand in a file once."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1, (text.count(old), old)
        file.write_text(text.replace(old, new), "utf-8")

    def clone(self, folder: Path, depth: int) -> Path:
        """A shallow clone."""
        words = ["git", "clone", "-q", f"--depth={depth}", f"file://{self.root}", str(folder)]
        subprocess.run(words, check=True, capture_output=True)
        return folder


def start_repository(root: Path, day: str = "2024-01-05") -> Repository:
    """Puts a folder under git and commits it as it is."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True, capture_output=True)
    repository = Repository(root)
    repository.commit(day, "Start the atlas")
    return repository
