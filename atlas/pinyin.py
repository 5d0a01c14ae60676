"""Places as people type them: `wuhai`, or `wh` for 乌海, read off the name in pinyin.

Spelling is that of Hanyu Pinyin (GB/T 16159). A name that is spelt otherwise (Tibet, Shaanxi)
gives no initials.
"""

from __future__ import annotations

import re

from atlas.model import Place

_SYLLABLE = re.compile(
    r"""
    (?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?
    (?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan
      |ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|er|[aeiouü])
    (?![aeiou]|ng?(?![aeioun]))  # Jinan is Ji-nan, Jinzhong is Jin-zhong
    """,
    re.VERBOSE,
)
_KIND = re.compile(r" (?:City|County|District|Province)$")


def find_initials(place: Place) -> str:
    """The first letters of a place's syllables, or an empty text if its name does not give them.

    A name gives them if it has as many syllables as the short Chinese name has characters.
    """
    name = _KIND.sub("", place.short.en).lower().replace(" ", "").replace("'", "")
    syllables = _SYLLABLE.findall(name)
    characters = re.sub("[市县区]$", "", place.short.zh)
    if "".join(syllables) != name or not 1 < len(syllables) == len(characters):
        return ""
    return "".join(syllable[0] for syllable in syllables)


def hyphenate(name: str) -> str:
    """A name with soft hyphens between its syllables; as it is if it is no pinyin.

    >>> hyphenate("Shandong").replace("\u00ad", "-"), hyphenate("Hong Kong")
    ('Shan-dong', 'Hong Kong')
    """
    syllables = _SYLLABLE.findall(name.lower())
    if "".join(syllables) != name.lower():
        return name
    return "\u00ad".join(syllables).capitalize()
