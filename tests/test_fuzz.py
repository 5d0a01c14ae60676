"""Whatever an editor does to a file: no traceback, no word lost; and figures read as written."""

from __future__ import annotations

import datetime
import shutil
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.cli import main
from atlas.content import load_content, parse_sheet
from atlas.problems import Problem
from atlas.reading.numerals import parse_numeral
from atlas.reading.periods import is_period
from atlas.reading.times import find_times
from atlas.site import check_folder
from tests.test_disk import GAP, open_figure

MINI = Path(__file__).parent / "mini"
SHEET = "content/cities/yunshan.yml"
FILES = sorted(path.relative_to(MINI).as_posix() for path in MINI.rglob("*.yml"))
DATA = {name: yaml.load((MINI / name).read_bytes(), Loader=yaml.BaseLoader) for name in FILES}

JUNK = st.recursive(
    st.sampled_from(
        [
            "",
            " ",
            "x",
            "云",
            "-1",
            "1e9",
            "..",
            "../..",
            "%",
            "null",
            "yes",
            "2022/..",
            "9" * 400,
            "\t",
        ]
    ),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from("abc"), below),
    max_leaves=4,
)


def places_in(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value."""
    below = data.items() if isinstance(data, dict) else enumerate(data)
    found = [path] if path else []
    if isinstance(data, dict | list):
        for key, value in below:
            found += (
                places_in(value, (*path, key)) if isinstance(value, dict | list) else [(*path, key)]
            )
    return found


WAYS = {name: places_in(data) for name, data in DATA.items()}


@st.composite
def spoilt_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the mini atlas with some values replaced by junk, deleted or doubled."""
    name = draw(st.sampled_from(FILES))
    data = deepcopy(DATA[name])
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(WAYS[name]))
        home = data
        try:
            for key in way:
                home = home[key]
            match draw(st.sampled_from(["junk", "delete", "double"])):
                case "junk":
                    home[last] = draw(JUNK)
                case "delete":
                    del home[last]
                case "double" if isinstance(home, list):
                    home.append(deepcopy(home[last]))
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took it away
    return name, yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


@pytest.fixture(scope="module")
def atlas_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("fuzz") / "mini"
    shutil.copytree(MINI, root)
    shutil.copytree(MINI.parents[1] / "theme", root / "theme")
    return root


@given(spoilt=spoilt_files())
@settings(max_examples=150)
def test_no_change_of_a_record_raises(atlas_folder: Path, spoilt: tuple[str, bytes]) -> None:
    name, data = spoilt
    (atlas_folder / name).write_bytes(data)
    try:
        for problem in check_folder(atlas_folder)[1]:
            assert problem.mark.line >= 1
            assert "None" not in problem.en
            assert "Traceback" not in problem.en
    finally:
        shutil.copy(MINI / name, atlas_folder / name)


@given(name=st.sampled_from(FILES), data=st.binary(max_size=200) | st.text(max_size=200))
@settings(max_examples=60)
def test_no_bytes_raise(atlas_folder: Path, name: str, data: bytes | str) -> None:
    (atlas_folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    try:
        problems = check_folder(atlas_folder)[1]
        assert all(str(problem.mark.path) for problem in problems)
    finally:
        shutil.copy(MINI / name, atlas_folder / name)


@given(at=st.integers(0, 5000), sign=st.characters(exclude_categories=["Cs"]))
@settings(max_examples=100)
def test_no_sign_typed_anywhere_raises(at: int, sign: str) -> None:
    text = (MINI / SHEET).read_text("utf-8")
    at = min(at, len(text))
    problems: list[Problem] = []
    sheet = parse_sheet((text[:at] + sign + text[at:]).encode(), SHEET, problems)
    assert problems or sheet is not None


def test_formatting_changes_no_record_of_the_real_sheets(tmp_path: Path, project: Path) -> None:
    root = tmp_path / "atlas"
    for name in ("content", "seeds"):
        shutil.copytree(project / name, root / name)
    before, told = load_content(root)
    assert main(["--root", str(root), "fmt"]) == 0
    after, told_after = load_content(root)
    assert after == before
    assert [problem.rule for problem in told_after] == [problem.rule for problem in told]
    assert main(["--root", str(root), "fmt", "--check"]) == 0


EDITS = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from(["# 待核对", "", "    # TODO: ask", "# - id: yunshan-f099"]),
    ),
    max_size=6,
)


@given(edits=EDITS, crlf=st.booleans(), mark=st.booleans(), last=st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_extract_after_any_edit_leaves_the_edit(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[int, str]],
    crlf: bool,
    mark: bool,
    last: bool,
) -> None:
    root = tmp_path_factory.mktemp("edit") / "mini"
    shutil.copytree(MINI, root)
    open_figure(root)
    path = root / SHEET
    lines = path.read_text("utf-8").splitlines()
    for at, line in edits:
        lines.insert(min(at, len(lines)), line)
    newline = "\r\n" if crlf else "\n"
    text = ("\ufeff" if mark else "") + newline.join(lines) + (newline if last else "")
    path.write_bytes(text.encode())
    old = load_content(root)[0].sheets["yunshan"]
    assert main(["--root", str(root), "extract"]) == 0
    written = path.read_bytes().decode()
    rest = iter(written.split("\n"))
    assert all(line in rest for line in text.rstrip("\r\n").split("\n")[:-1])
    new = load_content(root)[0].sheets["yunshan"]
    assert new.facts[: len(old.facts)] == old.facts
    assert (new.measures, new.summary, new.bodies) == (old.measures, old.summary, old.bodies)
    drafts = new.facts[len(old.facts) :]
    assert [(one.text, one.status, one.quote) for one in drafts] == [("12所", "draft", (GAP,))]
    assert main(["--root", str(root), "extract"]) == 0
    assert path.read_bytes().decode() == written


DIGITS = "零一二三四五六七八九"


def write_section(number: int) -> str:
    """1 to 9999 as one writes it by hand."""
    words, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + unit
        gap = not digit
        if digit:
            gap = False
    return words


def write_chinese(number: int) -> str:
    words = ""
    for power, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = number // power % 10**4
        if section:
            words += ("零" if words and section < 1000 else "") + write_section(section) + unit
    return words


@given(st.integers(1, 10**12 - 1))
def test_a_chinese_numeral_reads_as_the_number_it_writes(number: int) -> None:
    assert parse_numeral(write_chinese(number)) == number


@given(st.decimals(0, 10**9, places=2), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_an_arabic_numeral_reads_as_printed_and_multiplied_out(
    number: Decimal, scale: tuple[str, int]
) -> None:
    word, times = scale
    assert parse_numeral(f"{number}{word}") == number * times
    assert parse_numeral(f"{number:,}{word}") == number * times


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2035, 12, 31)))
def test_a_printed_date_reads_as_its_day(day: datetime.date) -> None:
    printed = f"{day.year}年{day.month}月{day.day}日"
    found = [span.value for span in find_times(f"{printed},全市新建医院。", "2024-01-01")]
    assert found == [day.isoformat()]
    assert is_period(day.isoformat())
    assert is_period(day.isoformat()[:7])


@given(st.integers(1990, 2035), st.integers(0, 99), st.integers(0, 99))
def test_only_days_of_the_calendar_are_periods(year: int, month: int, day: int) -> None:
    text = f"{year}-{month:02}-{day:02}"
    try:
        datetime.date(year, month, day)
    except ValueError:
        assert not is_period(text)
    else:
        assert is_period(text)
