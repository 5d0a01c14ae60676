"""A problem in what an editor wrote, and how it is told: `path:line:column: error: …`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from atlas.model import Lang, Mark


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault at one place. `rule` names the rule; both texts say what to write."""

    mark: Mark
    rule: str
    zh: str  # compared too: a list may hold two faults of one rule
    en: str = field(compare=False)
    severity: str = field(default="error", compare=False)

    def render(self, lang: Lang) -> str:
        """One line in the manner of compilers.

        >>> Problem(Mark("a.yml", 4, 2), "number-format", "写 4580.6", "Write 4580.6.").render("en")
        'a.yml:4:2: error: Write 4580.6. [number-format]'
        """
        return f"{self.place}: {self.tell(lang)}"

    @property
    def place(self) -> str:
        """`path:line:column`."""
        return f"{self.mark.path}:{self.mark.line}:{self.mark.column}"

    def tell(self, lang: Lang) -> str:
        """The line without its place."""
        word = {"error": {"zh": "错误", "en": "error"}, "warning": {"zh": "提醒", "en": "warning"}}
        text = self.zh if lang == "zh" else self.en
        return f"{word[self.severity][lang]}: {text} [{self.rule}]"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of them stops the build."""
    return any(problem.severity == "error" for problem in problems)


def render_annotations(problems: Iterable[Problem], lang: Lang) -> str:
    r"""Workflow commands of GitHub, one a line: a pull request shows each at its line.

    >>> render_annotations([Problem(Mark("a,b.yml", 4, 2), "empty", "", "50%\nof it")], "en")
    '::error file=a%2Cb.yml,line=4,col=2,title=empty::50%25%0Aof it\n'
    """
    return "".join(
        f"::{problem.severity} file={_escape(problem.mark.path, more=':,')},"
        f"line={problem.mark.line},col={problem.mark.column},title={problem.rule}"
        f"::{_escape(problem.zh if lang == 'zh' else problem.en)}\n"
        for problem in sorted(set(problems))
    )


def _escape(text: str, more: str = "") -> str:
    """As actions/toolkit does it (packages/core/src/command.ts)."""
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def render_json(problems: Iterable[Problem]) -> str:
    """All problems for tools, sorted, with both texts; then the counts."""
    found = sorted(set(problems))
    rows = [
        {
            "path": problem.mark.path,
            "line": problem.mark.line,
            "column": problem.mark.column,
            "severity": problem.severity,
            "rule": problem.rule,
            "zh": problem.zh,
            "en": problem.en,
        }
        for problem in found
    ]
    errors = sum(problem.severity == "error" for problem in found)
    whole = {"problems": rows, "errors": errors, "warnings": len(found) - errors}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def render_problems(problems: Iterable[Problem], lang: Lang) -> str:
    """All problems, sorted by place and without doubles, then their count."""
    found = sorted(set(problems))
    lines = [problem.render(lang) for problem in found]
    return "\n".join([*lines, render_count(found, lang)])


def render_count(found: Sequence[Problem], lang: Lang) -> str:
    """How many there are."""
    errors = sum(problem.severity == "error" for problem in found)
    warnings = len(found) - errors
    if lang == "zh":
        return f"{errors} 个错误，{warnings} 个提醒。" if found else "没有发现问题。"
    if not found:
        return "No problems found."
    return f"{_count(errors, 'error')}, {_count(warnings, 'warning')}."


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
