"""Every rule of the check, for editors: what it is about, a wrong and a right example."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.decoding import escape_hidden
from atlas.pages.edition import Edition
from atlas.pages.page import Press
from atlas.parts import Heading, Page
from atlas.rules import Rule, rules

TABLE = "atlas/rules.yml"


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule; its id is its address on the page."""

    id: str
    severity: str
    says: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of one kind."""

    heading: Heading
    rules: tuple[RuleView, ...]


def build_rules(press: Press) -> Page:
    """One page with every rule."""
    edition = press.edition
    count = len(rules().rules)
    groups = [
        RuleGroup(
            Heading(2, f"group-{key}", edition.say(name)),
            tuple(_view(edition, rule) for rule in rules().rules.values() if rule.group == key),
        )
        for key, name in rules().groups.items()
    ]
    return press.page(
        "rules.html",
        "rules/",
        edition.t("rules_title"),
        description=edition.t("rules_lede", n=count),
        headings=[group.heading for group in groups],
        edit=TABLE,
        groups=groups,
        count=count,
        address=edition.edit_url(TABLE),
    )


def _view(edition: Edition, rule: Rule) -> RuleView:
    return RuleView(
        id=rule.id,
        severity=edition.t(f"rules_{rule.severity}"),
        says=edition.say(rule.says),
        wrong=escape_hidden(rule.wrong),
        right=escape_hidden(rule.right),
    )
