"""The lists in the editors' guide, made from the formats and the model between their markers."""

from __future__ import annotations

import re

from atlas.formats import formats
from atlas.model import Lang
from atlas.rules import rules
from atlas.schemas import listed

GUIDE = ".github/CONTRIBUTING.md"
_LIST = re.compile(
    r"(?P<open><!-- list: (?P<name>[\w ]+) (?P<lang>zh|en) -->\n).*?(?P<close><!-- end -->)",
    re.DOTALL,
)
_HEADS = {
    "zh": {
        "code": "代码",
        "name": "意思",
        "key": "键",
        "required": "必写",
        "rule": "规则",
        "yes": "是",
    },
    "en": {
        "code": "code",
        "name": "meaning",
        "key": "key",
        "required": "required",
        "rule": "rule",
        "yes": "yes",
    },
}


def renew_lists(text: str) -> str:
    """The guide with every list made anew; the words around them stay.

    Raises:
        KeyError: A marker names no list.
    """
    return _LIST.sub(
        lambda found: f"{found['open']}{_render(found['name'], found['lang'])}{found['close']}",
        text,
    )


def _render(name: str, lang: str) -> str:
    kind, _, of = name.partition(" ")
    head = _HEADS[lang]
    if kind == "keys":
        rows = [
            (f"`{key}`", head["yes"] if one.required else "", one.says.get(_lang(lang)))
            for key, one in formats().records[of].items()
            if one.says
        ]
        return _table((head["key"], head["required"], head["name"]), rows)
    if kind == "rules":
        rules_of = rules().rules.values()
        rows_of = [(f"`{rule.id}`", rule.says.get(_lang(lang))) for rule in rules_of]
        return _table((head["rule"], head["name"]), rows_of)
    found = listed(name)
    meanings = [(f"`{code}`", one.get(_lang(lang)) if one else "") for code, one in found.items()]
    return _table((head["code"], head["name"]), meanings)


def _lang(lang: str) -> Lang:
    return "zh" if lang == "zh" else "en"


def _table(head: tuple[str, ...], rows: list[tuple[str, str]] | list[tuple[str, str, str]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    cells = (" | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)
    return "".join(f"| {line} |\n" for line in cells)
