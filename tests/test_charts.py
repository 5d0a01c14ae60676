"""Charts: which facts make one, what it draws and says, and that it can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from atlas.charts import draw_file
from atlas.charts.drawing import PAINT
from atlas.model import Fact, Flag, Indicator, Lang, ReferenceSeries, ReferenceValue, Words
from atlas.pages import build_pages
from atlas.pages.charting import ChartView, make_charts
from atlas.pages.gathering import make_edition
from atlas.render import make_renderer
from tests.page_tree import parse_tree
from tests.test_contrast import SCHEMES, luminance, read_schemes
from tests.test_pages import HERE, THEME, add_second_place, load_mini, make_parts

CASES = yaml.safe_load((HERE / "cases" / "charts.yml").read_text("utf-8"))
DRAWN = [case for case in CASES if "finding" in case]
EVIL = '<b>&"'
GOLDEN = HERE / "golden" / "chart.svg"
SIGNS = ("current", "baseline", "target", "change", "reference", "slope", "bound", "ring", "doubt")
STYLES = THEME / "css" / "87-charts.css"


def make_fact(number: int, given: dict[str, Any]) -> Fact:
    doubt = Flag("extreme", "170 > 100", Words("疑", "Doubt"))
    more = {key: value for key, value in given.items() if key not in ("doubt", "value")}
    more["breakdown"] = tuple(given.get("breakdown", {}).items())
    fact = Fact(
        id=f"f{number}",
        status="accepted",
        place="yunshan",
        indicator="contract-coverage-rate",
        role="current",
        text=f"{given['value']}%",
        value=Decimal(given["value"]),
        unit="%",
        period_basis="stated",
        source="yunshan-2023",
        quote=("x",),
        flags=(doubt,) if given.get("doubt") else (),
    )
    return replace(fact, **more)


def make_references(given: dict[str, str]) -> tuple[ReferenceSeries, ...]:
    words = Words("公报", "Bulletin")
    values = tuple(
        ReferenceValue(year, Decimal(value), "%", words, words, "2022")
        for year, value in given.items()
    )
    nation = Words("全国", "China")
    return (ReferenceSeries("contract-coverage-rate", nation, Words("慎", "Care"), values),)


def draw(case: dict[str, Any], lang: Lang, name: Words | None = None) -> tuple[ChartView, ...]:
    atlas = load_mini()
    references = make_references(case.get("references", {}))
    atlas = replace(atlas, content=replace(atlas.content, references=references))
    indicator: Indicator = atlas.content.indicators["contract-coverage-rate"]
    indicator = replace(indicator, name=name or indicator.name)
    facts = [make_fact(number, given) for number, given in enumerate(case["facts"])]
    edition = make_edition(atlas, make_renderer(THEME, lang).strings, drafts=False)
    return make_charts(edition, indicator, facts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_facts_make_a_chart_or_none(case: dict[str, Any]) -> None:
    for lang in ("zh", "en"):
        found = draw(case, lang)
        if "finding" not in case:
            assert found == ()
        elif lang in case["finding"]:
            assert [one.chart.finding for one in found] == [case["finding"][lang]]


@pytest.mark.parametrize("case", DRAWN, ids=lambda case: case["why"])
def test_a_chart_draws_its_signs(case: dict[str, Any]) -> None:
    """`marks` are the signs of values; the legend shows each kind that it explains once more."""
    (view,) = draw(case, "zh")
    if "marks" in case:
        drawn = {sign: view.svg.count(f'class="hra-plot-{sign}"') for sign in SIGNS}
        for kind in view.chart.legend:
            drawn["ring" if kind == "doubt" else kind] -= 1
        assert drawn == dict.fromkeys(SIGNS, 0) | case["marks"]
    if "periods" in case:
        assert [mark.period for mark in view.chart.marks()] == case["periods"]
    if "names" in case:
        texts = re.findall(r'class="hra-plot-name"[^>]*>([^<]*)<', view.svg)
        assert texts == case["names"]


@pytest.mark.parametrize("case", DRAWN, ids=lambda case: case["why"])
def test_a_chart_on_a_page_is_lawful_and_speaks(case: dict[str, Any]) -> None:
    (view,) = draw(case, "zh", Words(f"{EVIL}率", "rate"))
    tree = parse_tree(view.svg)
    assert tree.faults == []
    assert tree.forbidden == []
    assert tree.ids == []
    assert EVIL not in view.svg
    assert 'role="img"' in view.svg
    assert "&lt;b&gt;" in view.svg
    label = re.search(r'aria-label="([^"]*)"', view.svg)
    assert label
    assert view.chart.finding.split("：")[0] in label[1]
    for figure in re.findall(r'class="hra-plot-value"[^>]*>([^<]*)<', view.svg):
        assert figure in {mark.shown for mark in view.chart.marks()}


@pytest.mark.parametrize("case", DRAWN, ids=lambda case: case["why"])
def test_a_chart_file_stands_alone(case: dict[str, Any]) -> None:
    (view,) = draw(case, "en", Words("率", EVIL))
    root = ElementTree.fromstring(draw_file(view.chart))
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == EVIL
    assert root.findtext(f"{space}desc") == view.chart.finding
    told = " ".join(node.text or "" for node in root.iter(f"{space}text"))
    assert "Health Reform Atlas" in told
    for node in root.iter():
        assert not {"style", "class", "id"} & set(node.attrib)
    width = float(root.attrib["width"])
    ends = [float(node.attrib["x"]) for node in root.iter(f"{space}text")]
    assert max(ends) < width


def test_the_latest_national_value_runs_through_all_rows() -> None:
    case = next(case for case in DRAWN if len(case.get("references", {})) > 1)
    (view,) = draw(case, "zh")
    (line,) = re.findall(
        r'<path class="hra-plot-nation" d="M([\d.]+) 2L([\d.]+) ([\d.]+)"', view.svg
    )
    assert line[0] == line[1]
    tops = re.findall(r'<path class="hra-plot-reference" d="M[\d.]+ ([\d.]+)', view.svg)
    marks = sum(mark.kind == "reference" for mark in view.chart.marks())
    assert float(tops[marks - 1]) < float(line[2]) < float(tops[marks]), "it ends in the sign"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_download_is_there(lang: Lang) -> None:
    atlas = add_second_place(load_mini())
    prefix = "" if lang == "zh" else "en/"
    files = {
        output.path
        for output in make_parts(atlas, THEME, lang)[1]
        if "/charts/" in f"/{output.path}" and output.path.endswith(".svg")
    }
    linked = {
        f"{prefix}charts/{link.rsplit('/', 1)[1]}"
        for page in build_pages(atlas, THEME, lang)
        for link in parse_tree(page.html).links
        if "/charts/" in link
    }
    assert files == linked
    assert f"{prefix}charts/insurance-participation-rate.svg" in files


def render_golden_chart() -> str:
    """The file of the mini atlas's chart with slope, doubt and national values."""
    files = {output.path: output.data for output in make_parts(load_mini(), THEME)[1]}
    return files["charts/insurance-participation-rate.svg"].decode()


def test_golden_chart() -> None:
    assert render_golden_chart() == GOLDEN.read_text("utf-8"), (
        "run python -m tests.refresh_golden and look at the diff"
    )


def read_looks() -> dict[str, dict[str, str]]:
    """The drawing's classes in the style sheet, with their properties."""
    text = re.sub(r"/\*.*?\*/", "", STYLES.read_text("utf-8"), flags=re.DOTALL)
    blocks = re.findall(r"\.(hra-plot-[a-z]+) \{([^}]*)\}", text)
    return {name: dict(re.findall(r"([a-z-]+): ([^;]+);", body)) for name, body in blocks}


@pytest.mark.parametrize("look", sorted(set(PAINT) - {"hra-plot-title"}))
def test_files_wear_the_colours_of_the_light_scheme(look: str) -> None:
    light = read_schemes()["light"]
    styled = read_looks()[look]
    for name in ("fill", "stroke"):
        token = re.fullmatch(r"var\(--hra-([a-z-]+)\)", styled.get(name, ""))
        colour = light[token[1]] if token else styled.get(name)
        assert PAINT[look].get(name) == colour


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("look", sorted(set(PAINT) - {"hra-plot-grid", "hra-plot-title"}))
def test_signs_and_letters_stand_out(scheme: str, look: str) -> None:
    """WCAG 2.2: 3 for signs, 4.5 for letters, on paper and on cards."""
    colours = read_schemes()[scheme]
    styled = read_looks()[look]
    shown = styled["stroke"] if "stroke" in styled else styled["fill"]
    token = re.fullmatch(r"var\(--hra-([a-z-]+)\)", shown)
    assert token
    letters = look in ("hra-plot-name", "hra-plot-value", "hra-plot-fine", "hra-plot-doubt")
    for ground in ("paper", "card"):
        dim, bright = sorted((luminance(colours[token[1]]), luminance(colours[ground])))
        assert (bright + 0.05) / (dim + 0.05) >= (4.5 if letters else 3)
