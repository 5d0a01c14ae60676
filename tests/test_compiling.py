"""Our compiler of templates prints what Jinja's own prints."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from atlas.compiling import FastEnvironment
from atlas.render import Strings

MACROS = """\
{% macro link(to, strong=false) %}<a href="{{ root }}{{ to.url }}">\
{% if strong %}<b>{{ to.title }}</b>{% else %}{{ to.title }}{% endif %}</a>{% endmacro %}
{% macro links(all) %}{% for one in all %}{% if not loop.first %}, {% endif %}\
{{ link(one, strong=loop.last) }}{% endfor %}{% endmacro %}
"""
PAGES = {
    "text, escaped": "{{ words }}",
    "text that is safe": "{{ safe }}",
    "a number": "{{ 3 }} {{ number }}",
    "nothing": "{{ none }}",
    "attributes": "{{ to.title }} {{ to.url }}",
    "an item": "{{ table['a-b'] }} {{ table.items() | length }}",
    "an attribute that is a word of Python's": "{{ table.with }}",
    "a function": "{{ t('count', n=2) }}",
    "words": "{{ t('key') }} {{ t('key') | length }} {{ t(none or 'key') }}",
    "an item of a list": "{{ [to, 2][0].title }}{{ 'abc'[1:] }}",
    "an imported macro": "{{ m.link(to) }} {{ m.link(to, true) }} {{ m.link(to, strong=true) }}",
    "a macro that calls another": "{{ m.links([to, to, to]) }}",
    "a macro's text as a value": "{% set a = m.link(to) %}{{ a | length }}{{ a ~ '&' }}{{ a }}"
    "{% set b %}{{ m.link(to) }},{{ m.link(to) }}{% endset %}{{ b }}{{ m.link(to) | upper }}",
    "macros printed between other things": "{% macro b(x) %}<i>{{ x.title }}</i>{% endmacro %}"
    "{% macro a(x) %}1{{ b(x) }}{{ x.url }}{{ b(x) }}{{ b(x) | length }}{% for y in [x] %}"
    "{{ b(y) }}{{ loop.first }}{% endfor %}{% filter upper %}{{ b(x) }}{% endfilter %}"
    "{% endmacro %}{{ a(to) }}{{ a(to) | length }}{{ b(to) }}",
    "a macro within a macro": "{% macro o(x) %}{% macro i(y) %}({{ y }}){% endmacro %}"
    "{{ i(x) }}{{ i('<') }}{{ x }}{% endmacro %}{{ o('>') }}{{ o('&') | length }}",
    "a macro with a body within a macro": "{% macro b() %}<i>{{ caller() }}</i>{% endmacro %}"
    "{% macro o(x) %}{{ x }}{% call b() %}{{ m.link(to) }}{% endcall %}{% endmacro %}{{ o(1) }}",
    "a macro without parameters": "{% macro b() %}<{{ words }}>{% endmacro %}"
    "{% macro a() %}{{ b() }}{{ b() }}{% endmacro %}{{ a() }}",
    "an argument by its name only": "{{ m.link(to=to) }}",
    "a value that is set": "{% set two = to %}{{ two.title }}",
    "a condition": "{{ words if number else safe }}{% if none %}no{% endif %}",
    "the first of a loop": "{% for a in [to, to] %}{{ loop.first }}{{ a.url }}{% endfor %}",
    "loops in loops": "{% for a in [1, 2] %}{% for b in [3, 4] if b != a %}"
    "{{ loop.last }}{% if loop.first %}{{ a }}{% endif %}{% for c in [5] %}{{ loop.first }}"
    "{% else %}no{% endfor %}{% endfor %}{{ loop.first }}{% endfor %}",
    "a loop that gives itself": "{% for a in [1, 2] %}{% set l = loop %}{{ l.first }}{% endfor %}",
    "a loop over nothing": "{% for a in [] %}{{ loop.first }}{% else %}{{ words }}{% endfor %}",
    "pairs": "{% for a, b in table.items() %}{{ loop.first }}{{ a }}{{ b }}{% endfor %}",
    "a part": "{% with inner = to %}{% include 'part' %}{% endwith %}",
    "a macro with a body": "{% macro b() %}<i>{{ caller() }}</i>{% endmacro %}"
    "{% call b() %}{{ words }}{% endcall %}",
    "a macro that takes what comes": "{% macro v() %}{{ varargs | join }}{% endmacro %}"
    "{{ v(1, 2) }}",
}
WORDS = Strings("en", {"key": {"en": "<a> & b"}, "count": {"en": "<{n}>"}})


@dataclass(frozen=True, slots=True)
class To:
    title: str
    url: str


def make(kind: type[Environment], page: str) -> Environment:
    head = "{% import 'macros' as m with context %}\n"
    texts = {"macros": MACROS, "part": "{{ inner.url }}", "page": head + page}
    return kind(loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined)


def render(kind: type[Environment], page: str) -> str:
    return (
        make(kind, page)
        .get_template("page")
        .render(
            root="../",
            words="a < b & 'c' \"d\"",
            safe=Markup("<b>"),
            number=12,
            none=None,
            to=To("A & B", "a/?x&y"),
            table={"a-b": "<1>", "with": "w"},
            t=WORDS,
        )
    )


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_prints_what_jinja_prints(page: str) -> None:
    assert render(FastEnvironment, page) == render(Environment, page)


@pytest.mark.parametrize(
    ("page", "error"),
    [
        ("{{ unknown }}", UndefinedError),
        ("{{ unknown.name }}", UndefinedError),
        ("{{ to.unknown }}", AttributeError),
        ("{{ m.link() }}", UndefinedError),
        ("{{ m.link(to, wrong=1) }}", TypeError),
        ("{{ m.link(to, 1, 2) }}", TypeError),
        ("{{ t('unknown') }}", KeyError),
    ],
)
def test_stops_at_what_is_not_there(page: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        render(FastEnvironment, page)
