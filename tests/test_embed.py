"""Charts and tables for other sites: every one there is, with its sources, live and dated."""

from __future__ import annotations

import gzip
import html
import io
import re
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from atlas.archive import make_archive
from atlas.assembly import make_atlas
from atlas.assets import POLICY
from atlas.model import Atlas, Lang
from atlas.pages import build_dated_embeds
from atlas.parts import Output, Page
from atlas.release import Release, read_release
from atlas.site import load_site
from tests.test_pages import load_mini, make_parts

PROJECT = Path(__file__).parents[1]
THEME = PROJECT / "theme"
SITE = "https://atlas.example/"
LANGS: tuple[Lang, ...] = ("zh", "en")
DATED = f"embed/v{read_release().version}/"
FRAME = re.compile(r'<div style="container-type:inline-size"><iframe .*?</iframe></div>')
HEAVIEST = 30_000  # bytes compressed, style sheet and script included


class Made:
    """One language's pages and files."""

    def __init__(self, atlas: Atlas, lang: Lang) -> None:
        pages, files = make_parts(atlas, THEME, lang, SITE)
        self.lang = lang
        self.home = "en/" if lang == "en" else ""
        self.pages: Mapping[str, Page] = {page.path.removeprefix(self.home): page for page in pages}
        self.files = {one.path: one.data for one in files}

    def embedded(self, folder: str = "embed/") -> dict[str, str]:
        """The embedded pages below a folder by what follows it; not those of a version's."""
        below = self.home + folder
        found = {
            path.removeprefix(below).removesuffix("index.html"): data.decode()
            for path, data in self.files.items()
            if path.startswith(below) and path.endswith(".html")
        }
        return {path: text for path, text in found.items() if not path.startswith("v0.")}


def test_without_a_chart_the_guide_has_no_example(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atlas.pages.charting.MOST_PLACES", 0)
    guide = Made(atlas, "zh").pages["embed/"]
    assert not FRAME.search(html.unescape(guide.html))


@pytest.fixture(scope="module", params=LANGS)
def made(atlas: Atlas, request: pytest.FixtureRequest) -> Made:
    return Made(atlas, request.param)


def test_every_chart_and_every_table_is_there_live_and_dated(made: Made, atlas: Atlas) -> None:
    live = made.embedded()
    assert set(made.embedded(DATED)) == set(live)
    charts = {
        path.removeprefix(made.home).removesuffix(".svg") + "/"
        for path in made.files
        if path.endswith(".svg")
    }
    assert charts
    assert {path for path in live if path.startswith("charts/")} == charts
    places = {f"cities/{slug}/" for slug in atlas.content.sheets}
    assert {path for path in live if path.startswith("cities/")} == places
    told = {fact.indicator for fact in atlas.content.facts() if fact.status == "accepted"}
    indicators = {f"indicators/{key}/" for key in told}
    assert {path for path in live if path.startswith("indicators/")} == indicators
    content = atlas.content
    for folder, section, page, keys in (
        ("topics", "compare", "topics", content.topics),
        ("others", "others", "topics", content.topics),
        ("references", "reference", "indicators", content.indicators),
        ("sources", "table", "sources", content.sources),
        ("documents", "documents", "cities", content.sheets),
    ):
        shown = {
            f"{folder}/{key}/"
            for key in keys
            if f'<h2 id="{section}"' in made.pages[f"{page}/{key}/"].html
        }
        assert shown, folder
        found = {path for path in live if path.startswith(f"{folder}/")}
        assert found - {"sources/"} == shown
    assert {"sources/", "doubtful/"} <= live.keys()


def test_a_table_holds_the_figures_of_its_page_as_they_stand_there(made: Made) -> None:
    """Value by value: 26.50 stays 26.50."""
    figure = re.compile(r'<a class="hra-figure" href="[^"]*">([^<]*)</a>')
    cell = re.compile(r'<td class="value">(.*?)</td>')
    for path, text in made.embedded().items():
        if not path.startswith("indicators/"):
            continue
        page = made.pages[path].html
        table = page[page.index('id="values"') :].split("</table>")[0]
        rows = re.sub(r'<tr class="hra-facts-more">.*?</tr>', "", table, flags=re.DOTALL)
        shown = sorted(map(html.unescape, figure.findall(rows)))
        cells = "".join(cell.findall(text))
        there = re.findall(r'<a href="[^"]*">([^<]*)</a>', cells)
        lines = re.findall(r'<span class="line">([^<]*)</span>', cells)
        computed = re.findall(r'class="hra-computed"[^>]*>([^<]*?) <', rows)
        assert sorted([*map(html.unescape, there), *map(html.unescape, lines)]) == sorted(
            [*shown, *map(html.unescape, computed)]
        ), path


@pytest.mark.parametrize(
    ("folder", "page", "start"),
    [
        ("references", "indicators", '<h2 id="reference"'),
        ("sources", "sources", '<h2 id="table"'),
        ("sources", "sources", '<h1 id="all"'),
        ("documents", "cities", '<h2 id="documents"'),
    ],
    ids=["national values", "a ledger", "all sources", "a place's sources"],
)
def test_a_plain_table_holds_what_its_page_holds(
    made: Made, folder: str, page: str, start: str
) -> None:
    compared = 0
    for path, text in made.embedded().items():
        if path.startswith(f"{folder}/"):
            whole = made.pages[path.replace(folder, page, 1)].html
            if start in whole:
                compared += 1
                assert read_cells(whole[whole.index(start) :]) == read_cells(text), path
    assert compared


def read_cells(html: str) -> list[str]:
    """The words in the cells of the first table's lines."""
    lines = html[html.index("<tbody>") :].split("</table>")[0]
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", lines)
    assert found
    return [re.sub("<[^>]+>", "", one) for one in found]


def test_each_says_who_and_leads_back(made: Made, atlas: Atlas) -> None:
    release = read_release()
    for folder in ("embed/", DATED):
        for path, text in made.embedded(folder).items():
            foot = text[text.index("<footer>") :].split("</p>")[0]
            assert 'href="../' in foot, path
            told = ("见每年的出处", "told with each year", "上列各文件", "documents listed")
            named = any(words in foot for words in (*told, "编码手册第", "codebook, version"))
            assert (
                named is path.startswith(("references/", "documents/", "codebook/"))
                or path == "sources/"
            ), path
            assert "：；" not in foot
            assert ": ;" not in foot
            assert named or re.search(r'href="(\.\./)+(en/)?sources/', foot), path
            assert f"{release.version}" in foot, path
            assert release.date in foot, path
            assert 'rel="license"' in foot, path
            assert (f"embed/{path}" in foot) is (folder == DATED), (
                "the dated page leads to the live one"
            )
    place = made.embedded()["cities/wuhai/"]
    source = atlas.content.sources["wuhai-2023"]
    assert (source.title.zh if made.lang == "zh" else source.title.en) in html.unescape(place)


def test_a_robot_is_sent_to_the_page_it_comes_from(made: Made) -> None:
    for path, text in {**made.embedded(), **made.embedded(DATED)}.items():
        assert '<meta name="robots" content="noindex">' in text, path
        canonical = re.search(r'<link rel="canonical" href="([^"]*)">', text)
        assert canonical, path
        page = canonical[1].removeprefix(SITE + made.home)
        assert page in made.pages, path
        assert f'content="{POLICY}"'.replace("'", "&#39;") in text, path


def test_each_is_light(made: Made, atlas: Atlas) -> None:
    files = made.files if made.lang == "zh" else Made(atlas, "zh").files
    loaded = sum(
        len(gzip.compress(data, 6))
        for path, data in files.items()
        if path.startswith("embed/embed.")
    )
    sizes = {path: len(gzip.compress(text.encode(), 6)) for path, text in made.embedded().items()}
    heaviest = max(sizes, key=lambda path: sizes[path])
    print(f"{made.lang}: {heaviest} {(sizes[heaviest] + loaded) / 1000:.1f} kB, files {loaded} B")
    assert loaded > 1000
    assert sizes[heaviest] + loaded <= HEAVIEST


def test_its_own_files_are_beside_it(made: Made, atlas: Atlas) -> None:
    files = made.files if made.lang == "zh" else Made(atlas, "zh").files
    for folder in ("embed/", DATED):
        for path, text in made.embedded(folder).items():
            address = SITE + made.home + folder + path
            for link in re.findall(r'(?:<link rel="stylesheet" href|<script src)="([^"]*)"', text):
                up = link.count("../")
                whole = "/".join(address.rstrip("/").split("/")[: -up or None])
                assert f"{whole}/{link.replace('../', '')}".removeprefix(SITE) in files, path
                assert link.replace("../", "").startswith(folder), "a version keeps its own"


def test_the_lines_on_the_pages_lead_to_what_stands_above_them(made: Made) -> None:
    live = made.embedded()
    there = {
        *(f"indicators/{key}/" for key in ("insurance-participation-rate", "infant-mortality")),
        *(f"topics/{key}/" for key in ("outcomes", "hospitals")),
        "compare/",
    }
    for address in there:
        frames = FRAME.findall(html.unescape(made.pages[address].html))
        assert len(frames) >= 2
        for frame in frames:
            path = re.search(r'src="([^"]*)"', frame)
            assert path
            inside = path[1].removeprefix(SITE + made.home)
            assert inside.removeprefix(DATED).removeprefix("embed/") in live
            assert re.search('title="[^"]+"', frame)
        dated = [DATED in frame for frame in frames]
        assert dated == [False, True] * (len(frames) // 2)
    city = made.pages["cities/wuhai/"].html
    assert 'href="../../embed/cities/wuhai/#code"' in city
    assert FRAME.search(html.unescape(live["cities/wuhai/"]))


def test_a_preview_has_none() -> None:
    site = load_site(PROJECT, drafts=True, site_url=SITE)
    assert not [one.path for one in site.outputs if "embed/" in one.path]
    assert not any(
        "hra-embed-code" in page.html for page in site.pages if "embed/" not in page.path
    )


def test_the_height_never_falls_where_the_frame_gets_narrower(made: Made) -> None:
    for path, text in made.embedded().items():
        for frame in FRAME.findall(html.unescape(text)):
            steps = [int(step) for step in re.findall(r"(\d+)px\)", frame)]
            lowest = int(re.search(r"height:(?:calc\()?(\d+)px", frame)[1])  # type: ignore[index]
            highest = int(re.search(r'height="(\d+)"', frame)[1])  # type: ignore[index]
            assert lowest + sum(steps) == highest, path
            assert lowest > 100


# A version keeps what it has, whatever is published later.

OLD, NEW = Release("0.1.0", "2026-11-26"), Release("0.2.0", "2027-02-01")
PAGE = "embed/v{}/indicators/insurance-participants/index.html"


def raise_figure(atlas: Atlas) -> Atlas:
    """The mini atlas with 405,940 people insured in place of 405,939."""
    [sheet] = atlas.content.sheets.values()
    facts = tuple(
        replace(fact, value=fact.value + 1) if fact.indicator == "insurance-participants" else fact
        for fact in sheet.facts
    )
    sheets = {sheet.place: replace(sheet, facts=facts)}
    return make_atlas(replace(atlas.content, sheets=sheets))


def write_outputs(site: Path, outputs: tuple[Output, ...]) -> None:
    for one in outputs:
        (site / one.path).parent.mkdir(parents=True, exist_ok=True)
        (site / one.path).write_bytes(one.data)


def keep(site: Path, archives: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROJECT / ".ci" / "keep-embeds", site, archives],
        capture_output=True,
        text=True,
        check=False,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_versions_stand_side_by_side_each_as_it_was_given_out(tmp_path: Path) -> None:
    first = load_mini()
    second = raise_figure(first)
    archives, site = tmp_path / "archives", tmp_path / "site"
    archives.mkdir()
    for atlas, release in ((first, OLD), (second, NEW)):
        one = make_archive(atlas, PROJECT, release, SITE)
        (archives / one.path).write_bytes(one.data)
    later = raise_figure(second)
    for lang in LANGS:
        write_outputs(site, make_parts(later, THEME, lang, SITE)[1])
        # What main makes of a version already given out must not stay.
        write_outputs(site, build_dated_embeds(later, THEME, lang, SITE, OLD))
        write_outputs(site, build_dated_embeds(later, THEME, lang, SITE, NEW))
    assert "405,941" in (site / PAGE.format("0.1.0")).read_text("utf-8")
    done = keep(site, archives)
    assert done.returncode == 0, done.stderr
    for home in ("", "en/"):
        old, new, live = (
            (site / home / path).read_text("utf-8")
            for path in (
                PAGE.format("0.1.0"),
                PAGE.format("0.2.0"),
                PAGE.format("").replace("v/", ""),
            )
        )
        assert ("405,939" in old, "405,940" in new, "405,941" in live) == (True, True, True)
        assert "405,94" not in old
        assert "0.1.0" in old
        assert "2027-02-01" in new
    before = contents(site)
    assert keep(site, archives).returncode == 0
    assert contents(site) == before
    with zipfile.ZipFile(archives / "health-reform-atlas-0.1.0.zip") as archive:
        for entry in archive.namelist():
            below = entry.partition("/site/")[2]
            if below:
                assert before[below] == archive.read(entry)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("health-reform-atlas-0.1.0.zip", "health-reform-atlas-0.1.0/site/index.html"),
        (
            "health-reform-atlas-0.1.0.zip",
            "health-reform-atlas-0.1.0/site/embed/v0.2.0/x/index.html",
        ),
        (
            "health-reform-atlas-0.1.0.zip",
            "health-reform-atlas-0.1.0/site/embed/v0.1.0/../../index.html",
        ),
        ("something-else.zip", "something-else/site/embed/v0.1.0/index.html"),
    ],
    ids=["a page of the site", "another version's", "a way out", "no release"],
)
def test_an_archive_with_other_files_changes_nothing(tmp_path: Path, name: str, entry: str) -> None:
    archives, site = tmp_path / "archives", tmp_path / "site"
    archives.mkdir()
    site.mkdir()
    (site / "index.html").write_text("home", "utf-8")
    with zipfile.ZipFile(archives / name, "w") as archive:
        archive.writestr("health-reform-atlas-0.1.0/site/embed/v0.1.0/good/index.html", "good")
        archive.writestr(entry, "bad")
    done = keep(site, archives)
    assert done.returncode == 1
    assert done.stderr.strip()
    assert contents(site) == {"index.html": b"home"}


def test_an_archive_older_than_embedding_is_let_be(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("health-reform-atlas-0.0.9/data/v1/facts.csv", "id")
    (tmp_path / "archives").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "archives" / "health-reform-atlas-0.0.9.zip").write_bytes(packed.getvalue())
    assert keep(tmp_path / "site", tmp_path / "archives").returncode == 0
    assert contents(tmp_path / "site") == {}


def test_a_value_is_not_rounded_on_its_way() -> None:
    """A fact printed with a nought at its end keeps it in a frame."""
    mini = load_mini()
    [sheet] = mini.content.sheets.values()
    facts = tuple(
        replace(fact, value=Decimal("26.50"), text="26.50%")
        if fact.indicator == "insurance-participation-rate" and fact.role == "current"
        else fact
        for fact in sheet.facts
    )
    changed = replace(mini.content, sheets={sheet.place: replace(sheet, facts=facts)})
    text = Made(make_atlas(changed), "zh").embedded()["indicators/insurance-participation-rate/"]
    assert "26.50%" in text
