"""The pattern of all times in a Chinese text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from atlas.reading.tables import any_of, look_for, read_table

BOUND = r"[^\S\n]?(?:[-—–~～－/]+|至|到)[^\S\n]?"
YEAR = r"(?:19|20)\d\d"


@cache
def time_table() -> Any:
    """The table `period_words.yml`."""
    return read_table("period_words.yml")


@cache
def cues() -> dict[str, dict[str, Any]]:
    """The rule of each word that tells a time by the document's date."""
    return {word: rule for rule in time_table()["cues"] for word in rule["words"]}


@cache
def times_pattern() -> re.Pattern[str]:
    """One pattern for all times; every part is bounded, so that a search stays linear."""
    cue_words = any_of(cues())
    parts = any_of(time_table()["parts"])
    leads = any_of(time_table()["leads"])
    number = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
    month = r"(?:1[0-2]|0?[1-9])"
    spoken = "(?<![一二三四五六七八九十第每])(?<!每年)(?:十[一二]?|[一二三四五六七八九])"
    day = r"(?:3[01]|[12]\d|0?[1-9])"
    hour = r"\d{1,2}(?:[时点]|[:\uFF1A]\d\d)"
    at = rf"(?:\s?{hour})?"
    on_day = rf"(?:\s?{day}\s?[日号])?"
    point = rf"{YEAR}\s?年(?:度)?(?:\s?{month}\s?月(?:份)?{on_day})?"
    first_months = rf"前\s?{number}\s?个?月"
    firsts = "".join({word[0] for name in ("parts", "leads") for word in time_table()[name]})
    firsts += "".join({word[0] for word in cues()})
    return re.compile(
        rf"""
        # The signs that a time begins with: elsewhere no part is tried.
        (?=[\d“"‘十上下中早晚凌自从今近最过未前一二两三四五六七八九几多数全年到至{firsts}])
        (?: (?P<plan> (?: [“"‘]?十(?P<number>[一二三四五])五[”"’]?
            | [“"‘](?P<quoted>[八九十])五[”"’](?!普法) | (?P<early>[八九十])五(?=时期|期间|期末) )
            (?P<since>时期以来|期间以来|以来)?(?:时期|期间|期?末)? )
        | (?=[\d自从上下中早晚凌]) (?:
          (?P<clock> (?<![\d:])\d{{1,2}}[:\uFF1A][0-5]\d\s?[-—–~至到]+\s?
                (?:次日)?\d{{1,2}}[:\uFF1A][0-5]\d
            | (?<!\d)(?:[上下中]午|早上?|晚上?|凌晨)\s?\d{{1,2}}\s?[时点](?:\d{{1,2}}分|半)?
            | (?<![\d.比例按为达])\d{{1,2}}[:\uFF1A]\d\d(?:[:\uFF1A]\d\d)?(?![\d.])
            | (?<![\d.])\d{{1,2}}\s?[时点]
                (?=\d{{1,2}}分|钟|半|整|许|[,\uFF0C。至到—-])(?:\d{{1,2}}分)? )
        | (?P<iso> (?<![\d.-])
            {YEAR}(?:[-/.]{month}[-/.]{day}|-{month}(?![\d年-])|年{month}-{day}日)(?!\d) )
        | (?P<years> (?<!\d){YEAR}\s?年?{BOUND}{YEAR}(?:\s?(?:年|学年)(?:度)?|(?=连续)) )
        | (?P<yearmonths> (?<!\d){YEAR}\s?年\s?{month}{BOUND}{month}\s?月(?:份)? )
        | (?P<span> (?P<from>自|从)?(?<![\d.])(?P<first>{point})
            (?:{BOUND}(?P<last>{point}|(?:(?P<later>[今去]年)\s?)?{month}\s?月(?:份)?{on_day}
                |(?P<latest>[今去]年)|{day}\s?[日号]))?
            (?P<tail>(?P<part>{parts}|{first_months})|年?[底末初])?
            (?P<open>以来|至今(?![年天日])|[至到](?:目前|现在)|(?:零时|0时)?(?:起|开始))? ) )
        | (?P<lead>{leads})? (?: (?=\d) (?:
            (?P<dayspan> (?<![\d.]){month}\s?月
                (?:\s?{day}\s?[日号]{at}(?:起|开始)?{BOUND}(?:{month}\s?月\s?)?
                |{BOUND}{month}\s?月\s?){day}\s?[日号](?:{hour})? )
            | (?P<months> (?<![\d.]){month}\s?月?(?:份)?{BOUND}{month}\s?月(?:份)?(?![龄大]) )
            | (?P<monthday> (?<![\d.个]){month}\s?月(?:份|底|末|初)?{on_day}
                (?P<dayopen>起|以来|至今)?(?![龄大嫂亮]) ) )
            | (?P<spoken> {spoken}月[份底末初] )
            | (?P<half> {parts}|{first_months} )
            | (?P<whole> (?(lead)(?:全年|年?[底末初]前?)
                | (?:(?<=截至)|(?<=截止)|(?<![年今去近每历当本明同到至前安]))
                    (?:全年|年[末底]))(?!前|无休|龄) ) )
        | (?P<yearend> [到至](?<!截.)年[底末]前?|年(?<![\d每历].)[底末]前 )
        | (?P<dayonly> (?<![\d.月日个作]){day}\s?日(?![内均前间常]|以内|之内) )
        | (?P<bracket> (?<=[(\uFF08〔\[【]){YEAR}(?=[)\uFF09〕\]】](?!\s?第?\d+\s?号))
            | (?<![^\n]){YEAR}(?=[,\uFF0C]) )
        | (?P<recent> (?!前一周)
            (?:近|最近|过去的?|今后|未来|(?<!提)前)(?P<count>{number})[多余]?个?[年月天周]多?(?:来|以来|间|里|内)?
            | (?P<count2>{number})[多余]?个?[年月]多?(?:以来|来(?!自))
            | (?P<stretch>{number})年(?:间|里(?!程))
            | (?P<ago>(?:{number}|几|多|数)[多余]?(?:年|天|个月|日)(?:之?前|之?后)) )
        | (?P<cue> {look_for(cues())}(?<![\d一二两三四五六七八九十])(?!至今[年天日])
            (?:{cue_words}) ) )
        """,
        re.VERBOSE,
    )
