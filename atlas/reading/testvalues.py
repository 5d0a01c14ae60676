"""What a study reckons beside its results: values of tests, levels, intervals and scatter."""

from __future__ import annotations

import re

from atlas.reading.records import Figure

_LONGEST = 28
_TEST = re.compile(  # χ2=7.23, P<0.01, OR=1.85, 52.3±11.8
    r"(?<![A-Za-z])(?:[χxX]\s?~?\s?[²2]|[tTFZzHPprβακ]|O\s?R|RR|HR|I²)(?:\s?[值均])*\s?[=<>≤≥﹤﹥〈〉]\s?\Z|±\s?\Z"
)
_SIGNS = tuple("=<>≤≥﹤﹥〈〉±")
_INTERVAL = re.compile(  # 95%CI:1.20-2.85
    r"(?:CI|[可置][信]区间)\s?[)）]?\s?(?:[:：=为是]\s?)?[(（]?\s?(?:[\d.]+%?\s?[-—–~～,，]\s?)?\Z"
)
_LEVEL = re.compile(r"\s?(?:CI|的?[可置]信区间)")


def is_test_value(text: str, figure: Figure) -> bool:
    """Whether a figure tells how sure a study is of its results, or how far they scatter.

    >>> from atlas.reading.figures import find_figures
    >>> text = "患病率28.5%(χ2=7.23,P<0.01),平均52.3±11.8岁,OR=1.85,95%CI:1.20-2.85,CMI值为0.95"
    >>> [figure.text for figure in find_figures(text) if not is_test_value(text, figure)]
    ['28.5%', '2', '52.3', '0.95']
    """
    if figure.unit == "%" and _LEVEL.match(text, figure.end):
        return True
    before = text[max(0, figure.start - _LONGEST) : figure.start]
    signed = before.rstrip().endswith(_SIGNS)
    return bool((signed and _TEST.search(before)) or _INTERVAL.search(before))
