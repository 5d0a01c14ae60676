"""A problem in what an editor wrote, and how it is told: `path:line:column: error: …`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from atlas.model import Lang, Mark


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault at one place. `rule` names the rule; both texts say what to write."""

    mark: Mark
    rule: str
    zh: str = field(compare=False)
    en: str = field(compare=False)
    severity: str = field(default="error", compare=False)

    def render(self, lang: Lang) -> str:
        """One line in the manner of compilers.

        >>> Problem(Mark("a.yml", 4, 2), "number-format", "写 4580.6", "Write 4580.6.").render("en")
        'a.yml:4:2: error: Write 4580.6. [number-format]'
        """
        word = {"error": {"zh": "错误", "en": "error"}, "warning": {"zh": "提醒", "en": "warning"}}
        text = self.zh if lang == "zh" else self.en
        place = f"{self.mark.path}:{self.mark.line}:{self.mark.column}"
        return f"{place}: {word[self.severity][lang]}: {text} [{self.rule}]"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of them stops the build."""
    return any(problem.severity == "error" for problem in problems)


def render_problems(problems: Iterable[Problem], lang: Lang) -> str:
    """All problems, sorted by place and without doubles, then their count."""
    found = sorted(set(problems))
    lines = [problem.render(lang) for problem in found]
    errors = sum(problem.severity == "error" for problem in found)
    warnings = len(found) - errors
    if lang == "zh":
        lines.append(f"{errors} 个错误，{warnings} 个提醒。" if found else "没有发现问题。")
    else:
        lines.append(f"{errors} errors, {warnings} warnings." if found else "No problems found.")
    return "\n".join(lines)
