"""What the words at a figure say against a record, and how a person settles it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from atlas.problems import Problem
from atlas.site import load_atlas
from tests.conftest import SHEET

RATE = """\
- id: yunshan-f011
  status: accepted
  {edit}
  role: current
  text: 60.3%
  value: 60.3
  unit: "%"
  period_basis: none
  source: yunshan-2023
  quote: {quote}
"""
ACT = """\
- id: yunshan-m002
  status: accepted
  {edit}
  topic: hospitals
  kind: building
  title: {{zh: 医院新院区启用, en: Hospital opens a new site}}
  source: yunshan-2023
  quote: {quote}
"""
BEFORE = "2022年,市人民医院和平原县开展试点。"
RELATIVE = "\n  period_basis: inferred\n  period_from: relative"
# The sentence, the record, what is right there, what is wrong, and the rule that tells it.
CASES = {
    "the indicator of another clause": (
        "居民报销比例有所提高,家庭医生签约率达60.3%",
        RATE,
        "indicator: contract-coverage-rate",
        "indicator: inpatient-reimbursement-rate",
        "indicator-unsupported",
    ),
    "the indicator of the figure after": (
        "全市实现60.3%的签约率和70.1%的报销比例",
        RATE,
        "indicator: contract-coverage-rate",
        "indicator: inpatient-reimbursement-rate",
        "indicator-unsupported",
    ),
    "no group, where the clause tells one": (
        "全市城镇职工报销比例平均达到60.3%",
        RATE,
        "indicator: inpatient-reimbursement-rate\n  breakdown: {scheme: employee}",
        "indicator: inpatient-reimbursement-rate",
        "breakdown-unsupported",
    ),
    "a body named before, where the quote names another": (
        "县中医院新院区启用。",
        ACT,
        "body: 县中医院",
        "body: 市人民医院",
        "body-unsupported",
    ),
    "a place named before, where the quote names another": (
        "清河县的医院新院区启用。",
        ACT,
        "place: qinghe",
        "place: pingyuan",
        "place-unsupported",
    ),
    "the home place, where the quote names a county by its short name": (
        "清河的医院新院区启用。",
        ACT,
        "place: qinghe",
        "place: yunshan",
        "place-unsupported",
    ),
    "a year told before, where the quote tells its own": (
        "医院新院区预计今年年底启用。",
        ACT,
        f"period: 2023{RELATIVE}",
        f"period: 2022{RELATIVE}",
        "period-unsupported",
    ),
}


def check(root: Path, sentence: str, record: str) -> list[Problem]:
    """The problems of the mini atlas with one more sentence and one more record."""
    seed, source = root / "seeds/yunshan.txt", root / "content/sources/yunshan-2023.yml"
    old = sha256(seed.read_bytes()).hexdigest()
    seed.write_text(f"{seed.read_text('utf-8')}{BEFORE}{sentence}\n", "utf-8")
    new = sha256(seed.read_bytes()).hexdigest()
    source.write_text(source.read_text("utf-8").replace(old, new), "utf-8")
    places = root / "content/places.yml"
    county = 'pingyuan:\n  adcode: "990122"\n  level: county\n  parent: yunshan\n'
    names = "  name: {zh: 平原县, en: Pingyuan}\n  short: {zh: 平原, en: Pingyuan}\n"
    places.write_text(places.read_text("utf-8") + county + names, "utf-8")
    text = (root / SHEET).read_text("utf-8")
    text = text.replace("measures:\n", "- {zh: 县中医院, en: County Hospital}\nmeasures:\n")
    above = "facts:\n" if record.startswith("- id: yunshan-m") else ""
    text = text.replace(above, record + above) if above else text + record
    (root / SHEET).write_text(text, "utf-8")
    return list(load_atlas(root)[1])


@pytest.mark.parametrize("name", CASES)
def test_a_record_that_the_words_bear_out_is_not_warned_of(mini: Path, name: str) -> None:
    sentence, record, right, _, _ = CASES[name]
    assert check(mini, sentence, record.format(edit=right, quote=sentence)) == []


@pytest.mark.parametrize("name", CASES)
def test_one_that_they_contradict_is_warned_of(mini: Path, name: str) -> None:
    sentence, record, _, wrong, rule = CASES[name]
    told = check(mini, sentence, record.format(edit=wrong, quote=sentence))
    assert [one.rule for one in told] == [rule]


@pytest.mark.parametrize("quote", ["市医院", "县医院", "“智慧医院”"])
def test_a_quote_is_not_cut_within_a_list_or_before_the_next_word(mini: Path, quote: str) -> None:
    sentence = "市医院、县医院启用新院区,“智慧医院”建设启动。"
    told = check(mini, sentence, ACT.format(edit="period_basis: none", quote=quote))
    assert "quote-cut" in [one.rule for one in told]


def test_a_person_settles_a_warning_until_the_record_says_something_else(mini: Path) -> None:
    sentence, record, _, wrong, rule = CASES["the indicator of another clause"]
    settled = f"  checked: {{{rule}: inpatient-reimbursement-rate}}\n"
    text = record.format(edit=wrong, quote=sentence) + settled
    assert check(mini, sentence, text) == []
    sheet = mini / SHEET
    changed = sheet.read_text("utf-8").replace(
        "indicator: inpatient-reimbursement-rate\n  role: current\n  text: 60.3%",
        "indicator: insurance-participation-rate\n  role: current\n  text: 60.3%",
    )
    sheet.write_text(changed, "utf-8")
    (problem,) = load_atlas(mini)[1]
    assert problem.rule == rule
    assert "What was checked is inpatient-reimbursement-rate." in problem.en
    assert "核对过的是 inpatient-reimbursement-rate。" in problem.zh


def test_only_warnings_that_can_be_settled_stand_in_checked(mini: Path) -> None:
    sentence, record, right, _, _ = CASES["the indicator of another clause"]
    text = record.format(edit=right, quote=sentence) + "  checked: {role-unsuported: current}\n"
    (problem,) = check(mini, sentence, text)
    assert (problem.rule, problem.severity) == ("unknown-warning", "error")
    assert "Did you mean role-unsupported?" in problem.en
