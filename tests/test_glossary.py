"""Words of the glossary in running text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.content import load_content
from atlas.glossary import find_terms, gather_forms
from atlas.model import Term, Words

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "terms.yml").read_text("utf-8"))
TERMS = {
    "community": (("医共体", "县域医共体"), ("county medical community",)),
    "policy-rate": (("政策范围内", "政策范围内报销比例"), ("within policy scope",)),
    "drg": (("DRG",), ("DRG",)),
    "alliance": (("医联体",), ("medical alliance", "medical alliances")),
    "tiered-care": (("分级诊疗",), ("tiered care",)),
    "grade": (("三级(甲)等",), ("Grade III-A",)),
}


def make_terms() -> list[Term]:
    nothing = Words("", "")
    return [Term(key, nothing, zh, en, nothing, "t") for key, (zh, en) in TERMS.items()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_terms_are_found(case: dict[str, Any]) -> None:
    forms = gather_forms(make_terms(), case.get("lang", "zh"))
    text = case["text"]
    found = [f"{text[start:end]} = {key}" for start, end, key in find_terms(forms, text)]
    assert found == case["finds"]


def test_without_terms_nothing_is_found() -> None:
    assert list(find_terms(gather_forms([], "zh"), "医共体")) == []


def test_every_form_of_the_real_glossary_names_its_own_term(project: Path) -> None:
    content, problems = load_content(project)
    assert not [one for one in problems if one.mark.path == "content/glossary.yml"]
    assert len(content.terms) >= 60
    for term in content.terms.values():
        for lang, written in (("zh", term.words), ("en", term.words_en)):
            forms = gather_forms(content.terms.values(), lang)
            for form in written:
                assert [span.id for span in find_terms(forms, form)] == [term.id], form
