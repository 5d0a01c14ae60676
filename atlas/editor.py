"""Where an editor's own program opens a line of a file: for previews on their machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DEFAULT = "vscode://file/{path}:{line}:{column}"


@dataclass(frozen=True, slots=True)
class Editor:
    """The address of a file, with `{path}` below the project, `{line}`, `{column}` to be filled."""

    pattern: str

    def address(self, path: str, line: int = 1, column: int = 1) -> str:
        """The address of a place in a file; `path` is below the project's folder."""
        filled = self.pattern.replace("{line}", str(line)).replace("{column}", str(column))
        return filled.replace("{path}", quote(path))


def find_editor(root: Path, environment: Mapping[str, str]) -> Editor:
    """The editor whose address ATLAS_EDITOR holds, else VS Code.

    >>> find_editor(Path("/home/李"), {}).address("content/topics.yml", 3)
    'vscode://file/home/%E6%9D%8E/content/topics.yml:3:1'
    >>> idea = {"ATLAS_EDITOR": "idea://open?file={path}&line={line}"}
    >>> find_editor(Path("/a"), idea).address("b.yml", 2)
    'idea://open?file=/a/b.yml&line=2'
    """
    pattern = environment.get("ATLAS_EDITOR") or DEFAULT
    folder = quote(root.as_posix(), safe="/:")
    # The slash with which a path begins is the pattern's own where it has one.
    before = "/{path}" if "/{path}" in pattern and folder.startswith("/") else "{path}"
    return Editor(pattern.replace(before, folder.rstrip("/") + "/{path}"))
