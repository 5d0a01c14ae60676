"""The site's own style sheet and scripts, as files whose names change with their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from atlas.parts import Output

# First thing in the page's head; nothing from elsewhere and nothing inline may run. `data:` is
# for the icons in Material's style sheet. MkDocs' live reload is inline: no policy in a preview.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses below the site's root, `scripts` being a folder, and the files themselves."""

    css: str
    material_css: str
    scripts: str
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class FrameAssets:
    """The style sheet and the script of embedded pages, by addresses below the site's root."""

    css: str
    script: str
    outputs: tuple[Output, ...]


_IN_FRAMES = ("00-tokens.css", "40-badges.css", "87-charts.css", "88-embed-code.css")


def make_frame_assets(theme: Path, folder: str) -> FrameAssets:
    """What embedded pages load, in their own `folder`: a version's pages keep theirs."""
    sheets = [theme / "css" / name for name in _IN_FRAMES]
    sheets += sorted((theme / "css" / "embed").glob("*.css"))
    css = b"\n".join(path.read_bytes() for path in sheets)
    script = (theme / "js" / "embed" / "embed.js").read_bytes()
    files = (
        Output(f"{folder}embed.{_hash([css])}.css", css),
        Output(f"{folder}embed.{_hash([script])}.js", script),
    )
    return FrameAssets(files[0].path, files[1].path, files)


def make_assets(theme: Path, material_css: bytes) -> Assets:
    """Joins theme/css/*.css in the order of their names and collects theme/js/*.js.

    Scripts keep their names, as they import one another: their folder carries the hash.
    Material's sheet goes into a cascade layer, so that any rule of ours wins over it.
    """
    css = b"\n".join(path.read_bytes() for path in sorted((theme / "css").glob("*.css")))
    scripts = {path.name: path.read_bytes() for path in sorted((theme / "js").glob("*.js"))}
    folder = f"assets/{_hash(scripts.values())}/"
    sheets = (
        Output(f"assets/atlas.{_hash([css])}.css", css),
        Output(f"assets/material.{_hash([material_css])}.css", _layered(material_css)),
    )
    files = tuple(Output(folder + name, data) for name, data in scripts.items())
    return Assets(sheets[0].path, sheets[1].path, folder, sheets + files)


def _layered(css: bytes) -> bytes:
    # The map it names is not published, and @charset must not stand inside a block.
    kept = css.removeprefix(b'@charset "UTF-8";').split(b"/*# sourceMappingURL")[0]
    return b"@layer material{" + kept + b"}\n"


def _hash(parts: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
