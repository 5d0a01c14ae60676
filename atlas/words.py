"""A text in both languages, and an editor's reason for a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from atlas.states import with_quick_state

Lang = Literal["zh", "en"]


@with_quick_state
@dataclass(frozen=True, slots=True)
class Words:
    """One text in the two languages of the site."""

    zh: str
    en: str

    def get(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Amendment:
    """Why a published record was corrected or withdrawn; `date` is the ISO day."""

    date: str
    why: Words
