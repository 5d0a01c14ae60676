"""The archive of a release, ready for a repository that gives DOIs: data, schemas and papers.

It also keeps the version's embedded pages, which a publisher lays beside the newest site.

The same content and the same zlib give the same bytes: entries are sorted, and dated by the
release. Rows by place, indicator and topic are left out, as the tables hold them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import yaml

from atlas.export import export_tables
from atlas.export.schema import FOLDER, NAME
from atlas.languages import LANGS
from atlas.model import Atlas
from atlas.pages import build_dated_embeds
from atlas.parts import Output
from atlas.release import Release
from atlas.schemas import build_schemas

# What goes with the data as it stands in the project, by its name in the archive.
PAPERS = {
    "CHANGELOG.md": ".github/CHANGELOG.md",
    "CITATION.cff": "CITATION.cff",
    "LICENSE": "LICENSE",
    "README.md": "README.md",
}

# Below it stand the embedded pages as in a site; `.ci/keep-embeds` looks for them there.
PAGES = "site/"


def name_archive(release: Release) -> str:
    """The archive's name without suffix, which is also its one folder.

    >>> name_archive(Release("1.2.0", "2027-01-31"))
    'health-reform-atlas-1.2.0'
    """
    return f"{NAME}-{release.version}"


def read_address(root: Path) -> str:
    """Where the site stands, by the project's CITATION.cff."""
    cited = yaml.load((root / "CITATION.cff").read_bytes(), Loader=yaml.BaseLoader)
    return str(cited.get("url", ""))


def make_archive(atlas: Atlas, root: Path, release: Release, site_url: str) -> Output:
    """The zip; `root` is the project, from which the papers are taken."""
    files = {
        output.path: output.data
        for output in export_tables(atlas, site_url)
        if "/" not in output.path.removeprefix(FOLDER) and output.path != f"{FOLDER}index.json"
    }
    files |= {f"schema/{_base(one.path)}": one.data for one in build_schemas(atlas.content)}
    files |= {name: (root / path).read_bytes() for name, path in PAPERS.items()}
    for lang in LANGS:
        made = build_dated_embeds(atlas, root / "theme", lang, site_url, release)
        files |= {PAGES + output.path: output.data for output in made}
    files["SHA256SUMS"] = _sum(files)
    name = name_archive(release)
    return Output(f"{name}.zip", _pack(name, files, release))


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _sum(files: Mapping[str, bytes]) -> bytes:
    """The checksums as `sha256sum --check` reads them."""
    return "".join(
        f"{sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)
    ).encode()


def _pack(folder: str, files: Mapping[str, bytes], release: Release) -> bytes:
    year, month, day = map(int, release.date.split("-"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{path}", (year, month, day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[path])
    return packed.getvalue()
