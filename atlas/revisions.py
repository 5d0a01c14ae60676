"""Earlier states of the content, as git has kept them."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path


def unpack_revision(root: Path, revision: str, folder: Path) -> str:
    """Writes content/ and seeds/ as a revision has them to a folder; git's words if it cannot."""
    if revision.startswith("-"):
        return f"{revision!r} is no revision"
    command = [
        "git",
        "-C",
        str(root),
        "archive",
        "--format=tar",
        revision,
        "--",
        "content",
        "seeds",
    ]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        return str(error)
    if done.returncode:
        return done.stderr.decode("utf-8", "replace").strip()
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive:
            path = (folder / member.name).resolve()
            data = archive.extractfile(member)
            if data is not None and path.is_relative_to(folder.resolve()):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data.read())
    return ""
