"""Every figure of a text: a number with its unit, its value and its qualifier.

No figures are dates, clock times, ordinals (第三批, 12号), numbers inside web addresses and words
(PM2.5, 三级医院), and Chinese numerals without a measure word or rank.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from atlas.reading.figurewords import (
    find_qualifier,
    is_numeral,
    is_rank,
    named_unit,
    rate_unit,
)
from atlas.reading.numerals import (
    ARABIC,
    CHINESE,
    DIGITS,
    SCALE,
    narrow_signs,
    parse_numeral,
    scale_up,
)
from atlas.reading.periods import PeriodSpan
from atlas.reading.records import Figure
from atlas.reading.sharing import share_units
from atlas.reading.times import find_times
from atlas.reading.unitwords import UnitWord, find_unit, unit_table

_SMALL = "[一二两三四五六七八九十]"
_ABOUT = "(?:[余多]|来(?=[万亿元块个名人位家所张例种项次岁天]))"
_SOME = "(?:(?<=十)几(?=[名位家所张例种台支]|个(?![多小月人])))"  # 十几名
_PLUS = "(?:[+＋](?=[万人例台名家项张次所位种件场]))?"  # 300+人次
_NUMBER = re.compile(
    rf"""
    (?=[\d〇零一二两三四五六七八九十百千万亿翻第前半])     # elsewhere no part is tried
    (?: (?P<percent> (?P<base>百|千|十?万)分之 \s?(?P<parts>{CHINESE}|{ARABIC}) )
    | (?P<of_ten> (?<=[近约超过逾占有,，。;；、中\n])(?P<tens>[二两三四五六七八九])成
        (?=为(?!标|员|果|就)|人(?![士民员])) )                          # 近八成为男性
    | (?P<fraction> (?P<below>{_SMALL}{{1,3}})分之(?P<above>{_SMALL}{{1,3}}) )
    | (?P<slashed> (?<![\d.])(?P<upper>[1-9]\d?)/(?P<lower>[1-9]\d?)(?![\d/%‰万]) )
    | (?P<ratio> (?<![\d.:])(?P<left>{ARABIC})\s?(?:[:\uFF1A]|(?<=[比例为达是]1)比)\s?
        (?P<right>{ARABIC})(?![\d:\uFF1A%]) )
    | (?P<doubled> 翻了?(?P<nearly>[近约])?(?P<doublings>[一两二三1-3])番 )
    | (?P<rank> [第前]\s?(?P<position>{CHINESE}|\d{{1,3}}(?!\d)) )
    | (?P<hundred_million> (?P<counted>{ARABIC}|{_SMALL})个亿 )
    | (?P<half> (?:(?P<whole>{_SMALL}|\d{{1,3}})个)?半(?P<halved>个月|个小时|小时|年|天)
        | (?P<years>{_SMALL}|\d{{1,2}})年半(?!前|后|来) )
    | (?P<clocked> (?P<minutes>\d{{1,3}})分钟?(?P<seconds>[1-5]?\d)秒钟? )
    | (?P<half_of> (?<![这那另前后上下多])一半(?![天路径个年]) )
    | (?P<nought> (?<=[为是])零(?=[,，。;；、\s]|$) )
    | (?P<dimes> (?P<tenths>{_SMALL}|\d)毛(?P<cents>{_SMALL}|\d)?钱?(?![病衣巾]) )
    | (?P<arabic> {ARABIC}(?:\s?{SCALE}(?:\d+[千百万])?)?(?:\s?{_ABOUT}(?:{SCALE})?)?{_PLUS} )
    | (?P<chinese> {CHINESE}(?:{_SOME}|{_ABOUT}(?:{SCALE})?)? ) )
    """,
    re.VERBOSE,
)
_NEVER = re.compile(
    r"""
    # elsewhere no part is tried
    (?=[\dA-Za-z_@\#〔\[【(\uFF08附专图表半一二两三四五六七八九十百每前后上下这那头 \t\u3000])
    (?: (?=[!-~〔【\uFF08]) (?: (?:https?://|www\.)[\x21-\x7e]+
    | (?<!\d)\d{1,20}@[\x21-\x7e]+
    | (?<!\d)0\d{2,3}[-—–]\d{7,8}(?!\d)                 # a telephone
    | (?<![\d.])(?:1[3-9]\d{9}|0\d{4,})(?![\d.])        # a mobile; a postcode
    | (?<![A-Za-z0-9_.@-])(?>[A-Za-z_@\#][A-Za-z0-9_.@-]*)           # PM2.5, but PCI120例
        (?!台|例|家|个|名|人|张|项|次|辆|套|分钟|小时|,\d{3}(?:台|例|家|个|名|人|张|项|次|辆|套))
    | (?<![\d.])\d+(?:\.\d+)?(?=[A-Za-z])               # 5G, but 5km
        (?!km|KM|kg|mm|cm|ml|mg|m2|m(?:in)?(?![A-Za-z]))
    | (?<=[\s(\uFF08:\uFF1A|])1/[1十]?0?万(?=[\s)\uFF09|]|$)     # the unit of a rate in a table
    | (?<=/)10万(?=[)\uFF09]) | (?<=[Pp]er\x20)10000(?!\d)
    | (?<![\d.])10\x20?,?000(?=\x20[A-Za-z]{2})          # (10 000 beds)
    | 7\s?[×xX*]\s?24(?=小时)
    | (?<![\d.])\d{9,}(?![\d.万亿元])                    # a licence
    | (?<![\d.])\d+(?:\.\d+){2,}                        # a section: 3.2.1
    | (?<![^\n])[ \t]*\d{1,2}[-—–]\d{1,2}(?=[ \t]+[一-鿿])  # a table: 18-2 医院
    | [〔\[【(\uFF08]\d{4}[〕\]】)\uFF09]\s?\d+\s?号
    | (?<![\d.])\d+\s?号(?!线) )
    | (?:附件|附表|专栏|(?<![心电脑超意地])图|(?<!代)表)\s?\d{1,2}(?![\d.])
    | (?:十[七八九]|二十)大
    | (?:二十|20)世纪 | (?:\d0|[一二三四五六七八九]十)年代   # 上世纪60年代
    | 每\s?(?:\d+[万千百]?|[十百千万]+)(?=名|人|常住|户|老年)
    | 每月\s?\d{1,2}日(?:[、和]\d{1,2}日)* | 每\s?\d+[-—至]\d+万
    | 前\s?[一二三四五六七八九十\d]{1,3}\s?[大位]?的?(?:死因|死亡|疾病|病种|恶性|批|季度|个月|轮|期)
    | 前\s?[一二三四五六七八九十\d]{1,2}位?的?(?:依次|分别)?[是为:\uFF1A](?!\d)   # 前三位的是肺结核
    | 前\s?[一二三四五六七八九十\d]{1,2}[位名]?的[一-鿿]{2,6}(?:依次|分别)[是为]
    | 每\s?\d+[个名人位](?:[^,，。;；\d]{0,6})中?就有\s?\d+[个名人位]
    | [一二三四五](?<![设共有为成元、和].)(?=档)   # a class of dues, 一人一档
    | [一二三](?=档[、和]) | [二三四五](?<=档[、和].)(?=档)
    | (?<!\d)12345(?=件)
    | (?<!\d)1[0-8]\d\d年(?=[^以之])                     # 1897年创办
    | (?:\d{1,3}|[二三四五六七八九]?[百十][一二三四五六七八九]?|[一二三四五六七八九])周年
    | 一个?(?:月|星期|季度|学期)                            # 一个月出诊6次
        (?=[^,，。;；\d]{0,6}(?:\d|[两三四五六七八九十])+[余多]?[次趟回场期例])
    | (?<=[月定])[1-3]?\d日(?=[上下]午|晚|早|在|召开|举行|启动)   # 宣传月15日在长沙启动
    | (?:上|下|前|后|这|那|头)一?个[一二两三五十]年           # times, not lengths
    | [三四五六]类(?=人员|人群|重点) | [三四五六七八九十]件(?=事(?!项))
    # how it is parted
    | [两二三四五六](?:(?<=分.)|(?<=分[为成].)|(?<=同时患.)|(?<=患有.))[类种档级]
    | 一家(?=就|日均|独|单) | 一[支片盒枚颗瓶](?=由|从|降|跌|只要|才)
    | [三五]年(?=净增|净减|降\d|增\d|升\d|翻|创“?三)
    | [一二三四五六七八九十]{1,3}个月(?:来|间|里)
    | [两三四五](?<=[,，—。;；].)项(?=得分|比|都|均|合计)   # of what was just listed
    | [一二三四五六七八九十]次(?=会议|全会|全体会议)
    | 每\s?(?:10?|十)万(?=[)\uFF09])
    | [半一两二三四五六七八九十]年半?(?:来|间|里|前|后)         # times as well
    | (?:十|(?<!\d)10)年累计 | [两三五3-5]年(?:内|来|累计|共?计?投|行动|规划|计划|攻坚)
    | (?<=[过经时])(?:(?<=经过)|(?<=历[经时])|(?<=耗时))[半一两二三四五六七八九十\d]{1,3}[多余]?年
        (?![多余]?的(?:建设|装修|试点|改造|施工|筹|努力))
    | (?<=[行施用业诊])(?:(?<=运行)|(?<=实施)|(?<=启用)|(?<=开[业诊])|(?<=执业))
        [半一两二三四五六七八九十\d]{1,3}[多余]?年(?!限)
    | (?<=[,，。;；\n])(?:[两三四五六七八九十]|1?\d)年          # 五年派来46人次
        (?=[派投累新共培建帮送减增来引招完惠救筛降升涨])
    | (?<![^\n])(?:[三五七八九十]|\d{1,2})年(?=[一-鿿]{2,6}路)   # 十年儿保路
    | 半(?<=每.)(?=个?小时|个?月|年|天) | 半年(?=[一-鿿]{1,4}\d{1,2}次)
    | (?<=[节庆旦秋”])(?:(?<=春节)|(?<=国庆)|(?<=元旦)|(?<=中秋)|(?<=[节秋庆一旦]”)) # of a holiday
        (?:\d{1,2}|[两三四五六七八九十])天(?![后前内])
    | (?<![\d.每])(?:\d{1,2}|[两三四五六七八九十])天(?=的?(?:小?长假|假期|假日)|共[接救出收派])
    | [1-5一二三四五](?<![\d第.].)期                    # of an illness
        (?=尘|矽|患者|病人|病例|[肺肝胃肾]|肿瘤|癌|高血压|糖尿|褥疮|压疮)
    | 一(?<=没有.)[家所个名张支] | 四处(?=逃|奔|寻|求|打听|散|走|张望|借|筹|漏|游)
    | (?<=[居列于])(?:(?<=[居列])|(?<=[居列]于))[一二三四五六七八九十]、[一二三四五六七八九十]位
    | [两三四五六七八](?<=(?:血脂|肝功|乙肝|凝血|甲功|输血).)项       # 血脂四项, a test
    | (?:\d{1,2}|[一二两三半])(?:个?小时|分钟)(?=上班|到岗|起床)
    | [五十]年(?=账本|巨变|蝶变|奋进) | [两三](?=项补贴) | [两三四六](?=人间)
    | (?<=[至迄距]今)(?:已有?|约)?\d{1,3}[多余]?年
    | 一(?<=[一-鿿].)(?<![占约近到足超过降少增多了有达是为的高涨出扣减让仅和、补拿担付给掉才收返].)
        成(?=[,，])                                      # 新院一成,条件好了
    | (?<![^\n])[ \t\u3000]*                              # 1. and (1) at a line's start
        (?:[(\uFF08]\d{1,2}[)\uFF09]|\d{1,2}[)\uFF09.、\uFF0E])\s?(?=[^\d\s%])
    | (?<![^\n])[ \t\u3000]*\d{1,2}[ \t\u3000]+         # 1 疾控体系, a heading of its own
        (?=[\u4e00-\u9fff、“”]{2,20}[ \t\u3000\r]*(?:\n|$))
    | (?<=[。;:\uFF1B\uFF1A])(?:[(\uFF08]\d{1,2}[)\uFF09]|\d{1,2}[.\uFF0E])(?=[\u4e00-\u9fff]) )
    """,
    re.VERBOSE,
)
_MOVED = re.compile("(?:前移|前进|[上提跃]升|晋升|后退|后移)了?\\Z")  # 排名前移61位
_PLACED = re.compile("第[一二三四五六七八九十\\d]{1,3}[位名]?[、和]第?\\Z")  # 第四、五位
_ADMITTED = re.compile("(?<!治愈)(?:入院|出院)(?:患者)?\\Z")
_SEEN = re.compile("(?:门诊|急诊|诊疗|接诊|就诊)量[^,，。;；\\d]{0,6}\\Z")  # 日门诊量3000人
_PAID = re.compile(
    "(?:花|掏|交|付|出|要|补|给|收|涨|省|拿|只|得|领)(?:了|到)?[近约]?\\Z"
)  # 多交30块
_OVER = re.compile("上[百千万亿]")
_OPEN_SUM = re.compile("[一二两三四五六七八九][十百千一二三四五六七八九点余多]*[万亿]")
_MANY = 10_000
_HALF_TENTH = re.compile("[一二三四五六七八九](?![一-九十百千万家个名])|半(?![年个天])")  # 九成五
_PARTS_UNIT = {"百": "%", "千": "‰", "万": "per_10k", "十万": "per_100k"}


def find_figures(text: str, times: Sequence[PeriodSpan] | None = None) -> list[Figure]:
    """Every figure of a text, in order and without overlap; offsets are str offsets of `text`.

    A number whose unit the atlas has no code for, or that has none, gets the empty unit. `times`
    are those of `find_times` for any date; None where they are not known yet.

    >>> [(f.text, f.unit, f.qualifier) for f in find_figures("配备6类以上,激活量近19.1万人")]
    [('6类', 'item', '>='), ('19.1万人', 'person', '~')]
    """
    given, text = text, narrow_signs(text)
    closed = _closed_spans(text, find_times(text, "") if times is None else times)
    starts = [start for start, _ in closed]
    found: list[Figure] = []
    position = 0
    while match := _NUMBER.search(text, position):
        past = _past_closed(closed, starts, match)
        if past:
            position = past
            continue
        figure = _read_number(text, match)
        if figure:
            found.append(figure)
        position = figure.end if figure else _resume(match)
    finished = share_units(text, found)
    if given is text:
        return finished
    return [replace(figure, text=given[figure.start : figure.end]) for figure in finished]


def _closed_spans(text: str, times: Sequence[PeriodSpan]) -> list[tuple[int, int]]:
    """Where no figure may stand, sorted: times, addresses, names of things, ordinals."""
    spans = [match.span() for match in _NEVER.finditer(text)]
    spans += [(time.start, time.end) for time in times]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _past_closed(
    closed: Sequence[tuple[int, int]], starts: list[int], match: re.Match[str]
) -> int | None:
    """Where to go on if the match touches a closed span, None if it does not."""
    index = bisect_right(starts, match.end() - 1) - 1
    if index < 0 or closed[index][1] <= match.start():
        return None
    return max(closed[index][1], match.start() + 1)


def _resume(match: re.Match[str]) -> int:
    """After a number that is no figure; behind 前 (前5家) a figure may still stand."""
    return match.start() + 1 if match[0].startswith("前") else match.end()


def _read_number(text: str, match: re.Match[str]) -> Figure | None:
    return _READERS[str(match.lastgroup)](text, match)


def _figure(text: str, start: int, end: int, value: Decimal, unit: str) -> Figure:
    return Figure(start, end, text[start:end], value, unit, find_qualifier(text, start, end, unit))


def _read_percent(text: str, match: re.Match[str]) -> Figure | None:
    value = parse_numeral(match["parts"])
    unit = _PARTS_UNIT[match["base"]]
    return None if value is None else _figure(text, *match.span(), value, unit)


def _read_fraction(text: str, match: re.Match[str]) -> Figure | None:
    """三分之一 and 1/3: the value is printed to four decimals, as the fraction has no end."""
    below = parse_numeral(match["below"] or match["lower"])
    above = parse_numeral(match["above"] or match["upper"])
    if not below or not above or above >= below:
        return None
    return _figure(text, *match.span(), _quotient(above, below), "fraction")


def _read_ratio(text: str, match: re.Match[str]) -> Figure | None:
    left, right = parse_numeral(match["left"]), parse_numeral(match["right"])
    if left is None or not right:
        return None
    return _figure(text, *match.span(), _quotient(left, right), "ratio")


def _quotient(above: Decimal, below: Decimal) -> Decimal:
    quotient = (above / below).quantize(Decimal("0.0001"))
    return quotient.normalize() if quotient % 1 else Decimal(int(quotient))


def _read_doubled(text: str, match: re.Match[str]) -> Figure | None:
    """翻一番 is twice as much, 翻两番 four times."""
    doublings = parse_numeral(match["doublings"])
    if doublings is None:
        return None
    figure = _figure(text, *match.span(), Decimal(2) ** int(doublings), "time")
    return replace(figure, qualifier="~") if match["nearly"] else figure


def _read_rank(text: str, match: re.Match[str]) -> Figure | None:
    value = parse_numeral(match["position"])
    if value is None or not value or not is_rank(text, *match.span()):
        return None
    figure = _figure(text, *match.span(), value, "rank")
    return replace(figure, qualifier="<=" if match[0][0] == "前" else "=")


def _read_half(text: str, match: re.Match[str]) -> Figure | None:
    if match["years"]:  # 五年半
        years = parse_numeral(match["years"]) or Decimal(0)
        return _figure(text, *match.span(), years + Decimal("0.5"), "year")
    whole = parse_numeral(match["whole"]) if match["whole"] else Decimal(0)
    if whole is None or text[match.start() - 1 : match.start()] in ("多", "大", "上", "下", "后"):
        return None
    unit = unit_table().words[match["halved"]]
    return _figure(text, *match.span(), whole + Decimal("0.5"), unit)


def _read_clocked(text: str, match: re.Match[str]) -> Figure | None:
    """8分42秒 is 522 seconds."""
    value = Decimal(match["minutes"]) * 60 + Decimal(match["seconds"])
    return _figure(text, *match.span(), value, "second")


def _read_half_of(text: str, match: re.Match[str]) -> Figure | None:
    return _figure(text, *match.span(), Decimal("0.5"), "fraction")


def _read_of_ten(text: str, match: re.Match[str]) -> Figure | None:
    value = parse_numeral(match["tens"])
    return None if value is None else _figure(text, *match.span(), value * 10, "%")


def _read_nought(text: str, match: re.Match[str]) -> Figure | None:
    return _figure(text, *match.span(), Decimal(0), named_unit(text, match.start()))


def _read_dimes(text: str, match: re.Match[str]) -> Figure | None:
    """两毛六 is 0.26 yuan."""
    tenths, cents = parse_numeral(match["tenths"]), parse_numeral(match["cents"] or "零")
    if tenths is None or cents is None:
        return None
    value = tenths / 10 + cents / 100
    return _figure(text, *match.span(), value, "CNY")


def _read_hundred_million(text: str, match: re.Match[str]) -> Figure | None:
    """一个亿, 2个亿, 3个亿元: said of money alone."""
    value = parse_numeral(match["counted"])
    end = match.end() + 1 if text.startswith("元", match.end()) else match.end()
    return None if value is None else _figure(text, match.start(), end, scale_up(value, 8), "CNY")


def _read_arabic(text: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span()
    unit = _unit_at(text, start, end)
    number = match[0]
    if unit is None and number[-1] in "余多来" and text[end : end + 1].isalpha():
        number, end = number[:-1], end - 1
    value = parse_numeral(number.rstrip("+＋"))
    return None if value is None else _with_unit(text, start, end, value, unit)


def _read_chinese(text: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span()
    value = parse_numeral(match[0])
    unit = _unit_at(text, start, end)
    if value is not None and unit is None and _is_open_sum(text, start, match[0]):
        return _figure(text, start, end, value, "")
    if value is None or unit is None or not is_numeral(text, start, end, unit.word):
        return None
    figure = _with_unit(text, start, end, value, unit)
    return replace(figure, qualifier=">") if _OVER.match(text, start - 1) and start else figure


def _is_open_sum(text: str, start: int, printed: str) -> bool:
    """Whether a Chinese numeral without a unit is a sum: 节省八千万."""
    return bool(_OPEN_SUM.match(printed)) and text[start - 1 : start] not in (
        "每",
        "第",
        "几",
        "数",
    )


def _unit_at(text: str, start: int, end: int) -> UnitWord | None:
    space = 1 if text[end : end + 1] in (" ", "\u3000", "\xa0") else 0
    return find_unit(text, end + space, start)


def _is_placed(text: str, start: int) -> bool:
    """Whether 位 or 名 counts places and no people: 前移61位, 第四、五位."""
    moved = _MOVED.search(text, max(0, start - 10), start)
    return bool(moved or _PLACED.search(text, max(0, start - 6), start))


def _with_unit(text: str, start: int, end: int, value: Decimal, unit: UnitWord | None) -> Figure:
    if unit is None:
        return _figure(text, start, end, value, "")
    code = rate_unit(text, start, unit.unit, value != int(value))
    if unit.word in ("位", "名") and _is_placed(text, start):
        code = "rank"
    if unit.word in ("人", "名") and _counts_visits(text, start):
        code = "visit"
    many = value >= _MANY
    if unit.word == "支" and many:
        code = "item"  # teams are never so many; syringes are
    if unit.word == "张" and many and text.rfind("床", max(0, start - 72), unit.end + 3) < 0:
        code = "item"  # beds are seldom so many; cards are
    if unit.word == "块" and _PAID.search(text, max(0, start - 6), start):
        code = "CNY"
    half = _HALF_TENTH.match(text, unit.end) if unit.word == "成" else None
    if half:
        return _figure(text, start, half.end(), value * unit.times + DIGITS.get(half[0], 5), "%")
    return _figure(text, start, unit.end, value * unit.times, code)


def _counts_visits(text: str, start: int) -> bool:
    """Whether people before whose number this stands are counted as often as they come."""
    admitted = _ADMITTED.search(text, max(0, start - 4), start)
    return bool(admitted or _SEEN.search(text, max(0, start - 10), start))


_READERS: Mapping[str, Callable[[str, re.Match[str]], Figure | None]] = {
    "percent": _read_percent,
    "of_ten": _read_of_ten,
    "fraction": _read_fraction,
    "slashed": _read_fraction,
    "ratio": _read_ratio,
    "doubled": _read_doubled,
    "rank": _read_rank,
    "hundred_million": _read_hundred_million,
    "half": _read_half,
    "clocked": _read_clocked,
    "half_of": _read_half_of,
    "nought": _read_nought,
    "dimes": _read_dimes,
    "arabic": _read_arabic,
    "chinese": _read_chinese,
}
