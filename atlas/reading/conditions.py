"""Figures that delimit whom or what another figure is of: ages, bands of costs, times, sizes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.reading.records import Figure
from atlas.reading.tables import any_of, read_table

_AGE_AFTER = re.compile(
    r"\s?(?:及|周)?(?:以上|以下|以内|之间|至|到|-|—|～|~|儿童|老|的|妇女|男|女|人群|适龄)"
)
_DASH_BEFORE = re.compile(r"(?:\d|岁|元|万)\s?[-—–~～至到]\s?$")
_PART_AFTER = re.compile(
    r"(?:以[上下内])?的?部分(?=[^,，。;；\d]{0,6}\d|[,，](?:报销|支付|按|给予|赔付)[^,，。;；\d]{0,4}\d)"
)
_SHARE_AFTER = re.compile(r"(?:以[上下]|以内)?的?(?:部分)?(?:报销?|支付|按)?\s?\d+(?:\.\d+)?\s?%")
_BAND_OPEN = re.compile(
    r"\s?[-—–~～至到]\s?[\d.]+万?元(?:段|部分)?的?(?:按|报销?|支付|给付|赔付|补偿)?(?:比例)?为?\s?\d+(?:\.\d+)?\s?%"
)
_CASE_OF_RULE = re.compile(r"(?:[(（]含[)）])?(?:及?以[上下内])?的[,，]")  # 中断缴费3个月以上的,
_RULED = re.compile("[超满达逾过停断]|不足|低于|未")
_RULED_UNITS = frozenset({"day", "week", "month", "year", "hour", "CNY", "time"})
_WITHIN = re.compile("内(?:累计|连续|发生|两次|再次)")  # 12个月内累计扣满
_OF_AGE = re.compile(r"(?:年|已|未|周)满\Z")  # 服务到年满60周岁时
_AGED = re.compile(r"(?<!平均)(?<!最大)(?<!最小)年龄(?:[为在是]|限)?\Z")  # 年龄30岁至60岁的妇女
_AGE_BOUND = re.compile(r"\s?(?:[-—–~～至到]\s?\d|(?:及|周岁)?以[上下内])")
_AVERAGED = re.compile("寿命|期望|平均|中位")
_AGED_GROUP = re.compile(  # 增加65岁以上老年人的体检费
    r"(?:周岁)?(?:及?以[上下]|[-—–~～至到]\s?\d{1,3}\s?周?岁(?:及?以[上下])?)的?[^,，。;；\d]{0,6}"
    "(?:老|儿|童|人群|居民|妇女|患者|群众|人口|女|男|青少年|学生|年龄[组段])"
)
_MEASURED_AGE = re.compile("达|为|超|至|到|高|增|提|升|差|比")
_MONTH_BAND = re.compile(r"\d\s?[-—–~～至到]\s?\d{1,2}\s?个?月[龄大]?(?=儿童|婴|幼|龄|的儿|孩)")
_PREGNANT = re.compile(r"孕(?:期|产妇)?(?:\d+[-—~至到])?\Z")
_SCORED = re.compile(
    r"(?:及?以[上下])的(?:机构|医院|医疗机构|医共体|单位)[,，]|(?:及?以[上下])?的?[,，]?(?:全额|不予)?(?:拨|奖|扣|兑付|为[优良合不])|[一半]分不"
)
_SANCTIONED = re.compile(
    r"(?:及?以[上下])?的[,，]?(?:每次|一次)?(?:扣|奖|罚|给予|不予|取消|约谈|通报|暂停)"
)
_DOSED = re.compile(r"(?:每[次日天]|[a-z]\*)\Z")  # 每日3次、每次2片服用, 0.5g*24片
_TAKEN = re.compile("服用|口服|注射|mg|毫克|[片粒丸]")
_BODILY = re.compile(r"\s?(?:℃|°C|mm\s?Hg|毫米汞柱|mmol|kPa|kg/m)")
_SLEPT = re.compile(r"睡眠(?:时间)?(?:不少于|应|保持|达到?)?(?:\d+[-—~至到])?\Z")
_WORKED = re.compile(r"(?:工作|从业|从医|执业|任职|临床)(?:经[验历])?(?:满|达)?\Z")
_SO_LONG = re.compile("(?:及|或)?以上(?=[,，。;；、)）]|$)")
_CASE_LIMIT = re.compile(  # 住院2天(含)以内或60天以上的病例
    r"(?:[(（]含[)）])?以[上下内](?:[或、和及]\s?\d{1,4}[天日](?:[(（]含[)）])?以[上下内])?"
    r"[^,，。;；\d]{0,16}的(?:病例|患者|病人)"
)
_ADVISED = re.compile("建议|提醒|倡导|提倡|提示")
_OF_ALL = re.compile("[全我][市县区州旗省院]|该院|累计|已为|已建")
_HABIT = re.compile(
    "吃|喝|饮|盐|糖|油|运动|锻炼|步|睡|吸烟|戒烟|血压|血糖|测量|通风|洗手|口罩|接种"
)
_RECKONED = re.compile("(?:来)?(?:计算|测算|推算|估算)|计(?=[,，])")
_BY = re.compile(r"[按以照][^,，。;；]{0,20}\Z")
_FOR_EACH = ("每增加", "每满", "每多", "每签约", "每完成", "每新增", "每减少", "每降低", "每超过")
_BAND_RULED = re.compile(  # 200元(含200元)以下的归个人自负, 10000元以上的,报85%
    r"(?:[(（]含[^()（）]{0,10}[)）])?(?:及?以[上下内]|之间|为止|为限)(?:[(（]含[^()（）]{0,10}[)）])?"
    r"的?(?:部分|费用)?(?:(?<=[的分用])[,，])?(?:则|可|再|就|都|均|一律)?"
    "(?:报|按|须|应(?![收付])|必须|[归由](?=个人|自|医|统筹|基金)|给付|赔|补[偿助]|自付|自负|不予|不报|给予(?:报|支|补)|分段)"
)
_BAND_BEGUN = re.compile(  # 200元以上、到10000元为止的
    r"(?:[(（]含[^()（）]{0,10}[)）])?以上(?:[(（]含[^()（）]{0,10}[)）])?[、,，]?(?:[-—–~～至到]\s?)?"
    r"(?:不[足满到超]过?)?\d[\d.]*万?元?(?:[(（]含[^()（）]{0,10}[)）])?(?:以下|以内|为止|之间|为限)"
)
_CLASS_PAID = re.compile(  # 得2个病种的2500元, 满10年的每月补助300元
    r"(?:及\s?\d{1,2}[个种名项人年次])?(?:及?以上)?[病种慢性类疾子女孩项]{0,4}(?:及以上)?的[,，]?"
    r"(?:每[人年月户次]{1,2}|一次性)?(?:给予|再?给|补助?|奖励?|限额|发放?|增加)?\s?"
    r"(?:每[人年月户次]{1,2})?\d[\d.]*万?元"
)
_CLASS_LARGEST = 100
_SYMPTOM = re.compile(
    "(?:咳嗽|咳痰|发热|低热|腹泻|头痛|胸痛|症状|不适)(?:持续|超过)?\\Z"
)  # 咳痰2周以上
_SERVED = re.compile(r"(?:满|不满|不足|未满|未达到?)\Z")
_FOR_EACH_FULL = re.compile(  # 每执业服务满一年, 每多缴1年
    r"每(?:[^,，。;；\d]{0,8}满|[多少][一-鿿]{1,3}|延长)\Z"
)
_HAVING = re.compile(  # 有600名以上学生的学校
    r"(?:及?以[上下]|左右)[^,，。;；\d的]{1,8}的(?:学校|机构|单位|村|社区|企业|医院|家庭|乡镇|班级)"
)
_BED_BAND = re.compile(
    r"(?:\s?[-－—–~～至到]\s?\d+张)?床?位?的?(?:综合)?(?:医院|机构|卫生院)(?=\s?\d)"
)


@dataclass(frozen=True, slots=True)
class _Words:
    """The part `condition` of the table `exclusion_words.yml`, each list as one pattern."""

    groups: re.Pattern[str]
    ages: re.Pattern[str]
    threshold: re.Pattern[str]
    band: re.Pattern[str]
    delimits: re.Pattern[str]


@cache
def _words() -> _Words:
    table: Mapping[str, Any] = read_table("exclusion_words.yml")
    raw = table["condition"]
    return _Words(
        groups=re.compile(
            r"(?:床位?|人|口)?(?:及以上|以[上下])的?[^,，。;；\d]{0,3}"
            rf"(?:{any_of(raw['groups'])})"
        ),
        ages=re.compile(any_of(raw["age_before"])),
        threshold=re.compile(rf"\s*(?:元)?(?:{any_of(raw['threshold'])})"),
        band=re.compile(
            r"(?:[(（]含[^)）]{0,8}[)）])?(?:以[上下])?(?:\s?[-—–~～至到]\s?[\d.]+万?元?)?"
            r"(?:[(（]含[^)）]{0,8}[)）])?(?:及?以上|及?以下|以内)?(?:[(（]含[^)）]{0,8}[)）])?"
            rf"(?:{any_of(raw['band'])})"
        ),
        delimits=re.compile("|".join(table["delimits"])),
    )


_LASTING = frozenset(("month", "year", "day", "week"))
_LASTED = re.compile(r"(?:居住|生活|状态持续|病程|户籍)(?:满|达|已)?\Z")
_WHO_DID = re.compile(r"以?内[^,，。;；\d]{2,18}(?:者|的(?:人员?|患者)[,，;；。]|的?妇女)")
_ROUND_ABOUT = re.compile(r"(?:周边|方圆|半径)\Z")
_YEARS_OVER = re.compile(r"连续[一二三四五六七八九十两\d]{1,2}年(?:超过?|高于|突破|保持在)\Z")
_GATHERED = re.compile("(?:集中[在于]|多[为在]|主要[为在])\\Z")  # 患者年龄集中在15~74岁
_AGE_CLASS = re.compile("个?年龄[段组]")
_PACKED = re.compile("(?:单|每[一1]?)[盒袋箱瓶包]\\Z")  # 427盒(单盒5个装)
_GRADE_UP = re.compile(r"(?:及|或)?以上\d")  # BI-RADS 4类及以上57例
_MEASURE = re.compile(r"为一个?单位|的占")  # 200毫升为一单位, 一次献400毫升的占七成
_NTH_TO = re.compile(r"第[一二三四五六七八九十\d]{1,2}个(?:突破|超过|达到|实现)\Z")


def is_condition(text: str, figure: Figure) -> bool:
    """Whether a figure only says whom or what another is of: 65岁以上, 从医30年以上的医生."""
    if figure.unit == "year" and (figure.text.endswith("岁") or _joins_age(text, figure)):
        return _is_age_limit(text, figure) or _is_of_state(text, figure)
    if figure.unit == "CNY" and _is_band(text, figure):
        return True
    return (
        _is_month_band(text, figure)
        or _is_of_a_group(text, figure)
        or _is_service(text, figure)
        or _is_of_pregnancy(text, figure)
        or figure.text.endswith("月龄")
        or (figure.unit in ("day", "hour") and bool(_CASE_LIMIT.match(text, figure.end)))
        or (figure.unit == "%" and bool(_SANCTIONED.match(text, figure.end)))
        or _is_class_paid(text, figure)
        or (figure.text.endswith("分") and bool(_SCORED.match(text, figure.end)))
        or (text.endswith(("患有", "合并"), 0, figure.start) and figure.unit == "item")
        or text.startswith("社交距离", figure.end)
        or _is_symptom(text, figure)
        or _is_assumed(text, figure)
        or _is_advice(text, figure)
        or _is_of_body(text, figure)
        or _is_case_of_rule(text, figure)
        or _is_of_state(text, figure)
    )


def _is_age_limit(text: str, figure: Figure) -> bool:
    """Whether an age delimits a group, and is no life expectancy."""
    before = re.split("[,，。;；]", text[max(0, figure.start - 10) : figure.start])[-1]
    bound = _AGE_BOUND.match(text, figure.end) if _AGED.search(before) else None
    ended = "年龄" in before and _DASH_BEFORE.search(before) and not _AVERAGED.search(before)
    if bound or ended:
        return True
    if _AGED_GROUP.match(text, figure.end) and not _AVERAGED.search(before):
        return True
    if _OF_AGE.search(before):
        return True
    gathered = _GATHERED.search(before) and _joins_age(text, figure)
    if _words().ages.search(before) and not gathered:
        return False
    whole = figure.text.endswith("岁") and "." not in figure.text
    if whole and not _MEASURED_AGE.search(before):
        return True
    joined = _joins_age(text, figure)
    return bool(_AGE_AFTER.match(text, figure.end) or _DASH_BEFORE.search(before) or joined)


def _is_month_band(text: str, figure: Figure) -> bool:
    around = text[max(0, figure.start - 6) : figure.end + 8]
    return figure.unit in ("month", "") and bool(_MONTH_BAND.search(around))


def _is_of_pregnancy(text: str, figure: Figure) -> bool:
    """Whether it is a week of pregnancy: 孕12至22周."""
    before = text[max(0, figure.start - 8) : figure.start]
    return figure.unit == "week" and bool(_PREGNANT.search(before))


def _is_of_a_group(text: str, figure: Figure) -> bool:
    """Whether it is the size or length that the members of a group have."""
    words = _words()
    delimits = figure.unit != "visit" and words.delimits.match(text, figure.end)
    if delimits and _is_limit(text, figure):
        return True
    if figure.unit in ("person", "bed", "item") and _HAVING.match(text, figure.end):
        return True
    sized = figure.unit in ("year", "month", "bed", "time") or figure.text.endswith("人")
    if sized and words.groups.match(text, figure.end):
        return True
    return figure.unit == "bed" and bool(_BED_BAND.match(text, figure.end))


def _is_service(text: str, figure: Figure) -> bool:
    """Whether it is the time after which a rule holds: 参保满2年的, 每增加1年."""
    before = text[max(0, figure.start - 3) : figure.start]
    if figure.unit not in ("year", "month"):
        return before.endswith(_FOR_EACH) and figure.unit != "pp"
    worked = _WORKED.search(text, max(0, figure.start - 6), figure.start)
    if worked and _SO_LONG.match(text, figure.end):
        return True
    served = _SERVED.search(before) and text.startswith("的", figure.end)
    full = _FOR_EACH_FULL.search(text, max(0, figure.start - 12), figure.start)
    return bool(served or full) or before.endswith(_FOR_EACH)


def _is_symptom(text: str, figure: Figure) -> bool:
    """Whether it is how long one must have been ill to be looked at: 咳嗽、咳痰2周以上."""
    long = figure.unit in ("day", "week", "month") and text.startswith("以上", figure.end)
    return long and bool(_SYMPTOM.search(text, max(0, figure.start - 6), figure.start))


def _is_class_paid(text: str, figure: Figure) -> bool:
    """Whether it says who gets the sum right behind it: 得2个病种的2500元."""
    small = figure.unit in ("item", "person", "year", "time") and figure.value < _CLASS_LARGEST
    return small and bool(_CLASS_PAID.match(text, figure.end))


def _is_assumed(text: str, figure: Figure) -> bool:
    """Whether something is reckoned from it: 按每人每年用36支计算."""
    reckoned = _RECKONED.match(text, figure.end)
    return bool(reckoned) and bool(_BY.search(text, max(0, figure.start - 24), figure.start))


def _is_advice(text: str, figure: Figure) -> bool:
    """Whether it is what experts advise everybody to do: 建议每天吃盐不超过6克."""
    steps = figure.text.endswith("步")
    if figure.unit not in ("time", "minute", "hour", "day", "") and not steps:
        return False
    floor = text.rfind("\n", max(0, figure.start - 140), figure.start) + 1
    floor = max(floor, figure.start - 140)
    advised = _ADVISED.search(text, floor, figure.start)
    if not advised or _OF_ALL.search(text, advised.end(), figure.start):
        return False
    return bool(_HABIT.search(text, max(advised.end(), figure.start - 30), figure.end + 4))


def _is_case_of_rule(text: str, figure: Figure) -> bool:
    """Whether a rule speaks of a case by it: 单次费用超过10万元的,须…; 12个月内累计…."""
    if figure.unit in ("month", "year", "day") and _WITHIN.match(text, figure.end):
        return True
    if figure.unit not in _RULED_UNITS and not figure.text.endswith("分"):
        return False
    case = _CASE_OF_RULE.match(text, figure.end)
    return bool(case and _RULED.search(text, max(0, figure.start - 8), figure.start))


def _is_of_state(text: str, figure: Figure) -> bool:
    """Whether it is how long somebody has lived in a place or been so, or a goal long passed."""
    before = text[max(0, figure.start - 16) : figure.start]
    if figure.unit in _LASTING and text.startswith("以上", figure.end) and _LASTED.search(before):
        return True
    if figure.unit in _LASTING and _WHO_DID.match(text, figure.end):
        return True
    if figure.unit == "km" and _ROUND_ABOUT.search(before):
        return True
    if figure.text.endswith("岁") and (before.endswith("不满") or _YEARS_OVER.search(before)):
        return True
    if figure.unit in ("item", "") and _AGE_CLASS.match(text, figure.end):
        return True
    if figure.text.endswith(("类", "级", "期")) and _GRADE_UP.match(text, figure.end):
        return True
    if figure.text.endswith("毫升") and _MEASURE.match(text, figure.end):
        return True
    return bool(_NTH_TO.search(before) or _PACKED.search(before))


def _is_of_body(text: str, figure: Figure) -> bool:
    """Whether it is a dose, a temperature or pressure of the body, or how long one sleeps."""
    if not figure.unit and _BODILY.match(text, figure.end):
        return True
    if figure.unit == "hour":
        return bool(_SLEPT.search(text, max(0, figure.start - 12), figure.start))
    if figure.unit not in ("time", "item"):
        return False
    floor = max(0, figure.start - 3)
    dosed = _DOSED.search(text, floor, figure.start)
    return bool(dosed and _TAKEN.search(text, figure.end - 1, figure.end + 10))


def _is_limit(text: str, figure: Figure) -> bool:
    """Whether it limits a group: a time before a rate, or a share told with 低于 or 以上."""
    limits = ("day", "hour", "minute", "week", "month", "year", "time", "km")
    if figure.unit in limits or figure.text.endswith("剂次"):
        return True
    before = text[max(0, figure.start - 3) : figure.start]
    told = before.endswith(("低于", "超过", "高于", "不足", "达到"))
    return told if figure.unit == "%" else figure.unit == "CNY"


def _is_band(text: str, figure: Figure) -> bool:
    """Whether it bounds a band of costs or a class of projects."""
    words = _words()
    if words.threshold.match(text, figure.end) or text[figure.start - 1 : figure.start] == "含":
        return True
    after = (_PART_AFTER, _BAND_RULED, _BAND_BEGUN)
    if any(pattern.match(text, figure.end) for pattern in after):
        return True
    share = not figure.text[-1].isdigit() and _SHARE_AFTER.match(text, figure.end)
    if share or _BAND_OPEN.match(text, figure.end):
        return True
    bounds = _DASH_BEFORE.search(text[max(0, figure.start - 6) : figure.start])
    bounded = bounds or not text[figure.end : figure.end + 1].isalpha()
    above = text.startswith(("以上", "以下", "及以上", "以内"), figure.end)
    return bool((bounded or above) and words.band.match(text, figure.end))


def _joins_age(text: str, figure: Figure) -> bool:
    """Whether it is the 0 of 0-6岁."""
    after = text[figure.end : figure.end + 8]
    return figure.text.isdigit() and bool(re.match(r"\s?[-—–~～至到]\s?\d{1,3}\s?周?岁", after))
