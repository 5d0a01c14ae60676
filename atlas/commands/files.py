"""Files as a command meets them: read to a bound, and what to say where that fails."""

from __future__ import annotations

from pathlib import Path

from atlas.reading.seeds import LARGEST, check_size


def read_file(path: Path) -> bytes:
    """The bytes of a document; of a device or a pipe without an end, one more than is allowed.

    Raises:
        OSError: There is no such file, or it cannot be read.
        SeedError: It is too large.
    """
    check_size(path.stat().st_size)
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def describe_failure(error: OSError, path: Path | str = "") -> tuple[str, str]:
    """Why a file cannot be read or written, in Chinese and in English.

    >>> describe_failure(IsADirectoryError(), "seeds")[1]
    'seeds is a folder. Name a file in it.'
    """
    name = error.filename or path
    if isinstance(error, IsADirectoryError):
        return f"{name} 是文件夹。请写明其中的文件。", f"{name} is a folder. Name a file in it."
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"没有文件 {name}。", f"There is no file {name}."
    if isinstance(error, PermissionError):
        return f"没有权限读写 {name}。", f"There is no permission to read or write {name}."
    return f"读不了或写不了 {name}。", f"Cannot read or write {name}."
