"""Figures told beside the matter: what a place is divided into, a scene, a rating, an issue."""

from __future__ import annotations

import re

from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence

_DIVIDED = re.compile(r"辖[^。;；:：]{0,60}\Z")
_DIVISIONS = re.compile(
    r"(?:县|[市区旗州盟](?![域级])|[乡镇村](?![卫医])|苏木|嘎查|街道|办事处|行政村|自然村|社区(?!卫|医)|居委会|团场|农?牧?林?场)"
)
_DIVIDED_INTO = re.compile(  # 全盟6个旗县中有5个设了蒙医科: of six there are five
    r"[个個](?:旗?县|乡?镇|乡|村|街道)(?![卫医])[^,，。;；\d]{0,8}中[,，]?(?:已?有)?\d"
)
_SCOPE = re.compile(r"范围[为是:：][^,，。;；]{0,12}\Z")
_SCOPED = re.compile("[镇乡村场县]|街道|社区(?!卫)")
_GOOD_DEEDS = re.compile("(?:重点|重大|为民)?(?:民生|为民)(?:办)?实事")
_OPEN_DIVISION = re.compile("[个座]?")
_SCENE = re.compile("[躺坐站围蹲背拎捧]着(?:了)?$")  # 炕头上躺着三位老人
_SCENE_AFTER = re.compile(  # 22位老人正围坐在一起包饺子
    "(?:老人|村民|居民|患者|群众|市民|家长|孩子)们?正(?:围|坐|排队|等候|聊|下棋|在)"
)
_STARS = re.compile(r"[★☆⭐]\s?[(（]?$")  # 满意度:★★★★★(5.0分)
_READ_IN = re.compile(
    "阅读(?:本文)?(?:大约|约|全文)?(?:需要?|时间)?约?[:：]?$"
)  # 阅读大约需要5分钟
_SHOTS = re.compile(r"(?:图片|照片|图)共?$|(?:^|[\s第])\d+/$")  # 本组图片共6张, 第1/6张
_MET = re.compile(  # 来自100家医院的300名代表参加会议
    "[^,，;；。\\d]{0,16}(?:\\d+[余多]?[名位人][^,，;；。\\d]{0,14})?"
    "(?:参加(?:了)?(?:会议|大会|论坛|仪式|座谈)|出席|参会|与会)"
)
_ISSUE = re.compile(r"\d{4}\s?年?\s?第?$")  # 中国卫生政策研究 2015年1期
_ISSUE_AFTER = re.compile(r"\s*(?:[,，:：]|\n|\Z|总第|第)")
_AWAY = re.compile(
    "(?:(?:距离(?!缩短|减少|近了|拉近)|距(?!离)|相距)[^,，;；。\\d]{0,10}|(?<!距)离(?![休岗职开世婚])[^,，;；。\\d]{2,8})$"
)  # 距市区45公里
_SAID = re.compile("[^,，;；。\\d]{0,10}(?:[作做]了?|进行了?)?(?:交流)?(?:发言|经验交流|表态)")
_ON_STAGE = re.compile(
    "(?:的?时间)?(?:发布|答问|提问|通报情况|介绍情况)"
)  # 用30分钟发布,20分钟答问
_GUESTS = re.compile("嘉宾|领导(?!班子|干部)")
_PRIZE = re.compile("(?:[一二三]等|金|银|铜|优秀|特等)奖$")
_COMPETES = re.compile("(?:代表)?队伍?(?:参[加赛]|同台)|选手(?:参|同台)")
_TENET = re.compile("(?:中心|目标|任务|重点|主线|原则|理念|抓手|战略)(?!数|是|值|完成)")
_TENETS = re.compile(r"\d{1,2}[个条大项](?:目标|任务|重点|主线|原则|理念|抓手|战略)")
_RHYTHM = re.compile(  # 实施一项行动、推进两项改革、提升三项能力、加强六个体系
    "(?<![^,，、:：。;；])(?!新|改建|扩建|建成|设立|成立|开设|培养|引进|组建|购置|增设|打造了|建立了)"
    "(?:[\u4e00-\u9fff]{2}[一两二三四五六七八九十][个项大条种类张][\u4e00-\u9fff]{2}[、,，]){2,8}"
    "[\u4e00-\u9fff]{2}[一两二三四五六七八九十][个项大条种类张][\u4e00-\u9fff]{2}"
)
_RHYTHM_LONGEST = 70
_RHYTHM_FIGURE = 2  # 两项
_ALL_DAY = re.compile(
    "(?:全天候|不[间打]|无假日|值[班守]|在线|服务|急救|开放|待命|热线|守护|受理|监控|门诊|营业|“|提供|接诊)"
)
_DAYS = frozenset({"24小时", "二十四小时", "365天"})
_VOICED = re.compile(  # 6名局长(主任)今天为大家解读
    "(?:局长|主任|区长|县长|市长|厅长|负责人|嘉宾|发言人|代表委员)[^,，;；。\\d]{0,14}"
    "(?:解读|作答|回答|亮相|出席|接受|回应|现场)"
)
_LECTURED = re.compile(
    "(?:专家|教授|讲师|老师)[^,，;；。\\d]{0,4}(?:[以就]|围绕|分别|授课|讲授|作报告)"
)
_FEW = re.compile("[两二三四五六]位")
_LIVING = re.compile(
    "(?:多|余)?(?:(?:农村|常住|户籍|城乡|总)人口(?!健康)"
    "|(?:[\u4e00-\u9fff]{2,3})?(?:人民|父老|儿女)(?![医币检法政公银])|个?少数民族)"
)
_IN_WARD = re.compile(r"[^,，。;；\d]{0,6}正在(?:待产|候诊|排队|输液|等候|做检查)")
_SCENE_MOST = 10
_VILLAGERS = re.compile("户人家[,，、共有]{0,2}\\Z")  # 村里有235户人家,640人
_PEOPLED = re.compile("人口(?:中|的|[,，。])")  # 160万人口中, of which 160万人 is the figure
_ABOVE_SEA = re.compile("(?:的)?(?:平均)?海拔")
_SERVED = re.compile(
    "覆盖|服务|惠及|签约|筛查|受益|辐射|接种|体检|管理|参保|建档|档案|走访|上门|每[千万]$"
)
_WALKED = re.compile("(?:步行|车程|骑行|驾车)(?:约|近)?$")
_REACHED = re.compile("(?:以?内)?(?:的)?(?:覆盖|可达|可及|到达|服务圈|范围)")
_COMMENTS = re.compile("(?:条)?(?:发表了?)?(?:评论|跟帖|点赞|参与评论)")
_COUNTED = frozenset({"person", "institution", "team", ""})
_TIMES = frozenset({"minute", "hour", "day", "year"})
_OTHER_SIDE = re.compile(  # 低于同年全省标准版胸痛中心的平均用时73分钟
    "(?:[高低优短长快慢少多]于|超过)[^,，;；。\\d]{0,8}(?:全国|全省|国家|全区|全市)"
    "[^,，;；。\\d]{2,20}的平均[^,，;；。\\d]{0,6}$"
)


def is_aside(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether a figure only says how a place is divided or where it lies, or paints a scene."""
    before = text[max(sentence.first, figure.start - 14) : figure.start]
    if _is_of_meeting(text, figure, before):
        return True
    if figure.unit == "km" and _AWAY.search(before):
        return True
    if figure.unit == "m" and _ABOVE_SEA.match(text, figure.end):
        return True
    peopled = figure.unit == "person" and _PEOPLED.match(text, figure.end - 1)
    if peopled or _LIVING.match(text, figure.end):
        return not _SERVED.search(text, max(sentence.first, figure.start - 16), figure.start)
    if figure.unit == "household" and text.startswith("人家", figure.end):
        served = max(sentence.first, figure.start - 16), min(sentence.last, figure.end + 16)
        return not _SERVED.search(text, *served)
    if figure.unit == "person" and _VILLAGERS.search(before):
        return True
    if figure.unit == "person" and figure.value < _SCENE_MOST and _IN_WARD.match(text, figure.end):
        return True
    if _SCENE.search(before) or _SCENE_AFTER.match(text, figure.end):
        return figure.unit in ("person", "")
    return _is_division(text, figure, sentence)


def _is_of_meeting(text: str, figure: Figure, before: str) -> bool:
    """Whether it counts who comes, speaks or wins, and how long: 4位嘉宾, 20分钟答问, 一等奖3名."""
    at = text, figure.end
    if figure.unit == "minute":
        return bool(_ON_STAGE.match(*at))
    if text.startswith("问题", figure.end) and before.endswith(("提", "回答", "问")):
        return True
    if _FEW.fullmatch(figure.text) and _LECTURED.match(*at):
        return True
    if figure.unit in _COUNTED and (_SAID.match(*at) or _COMPETES.match(*at)):
        return True
    if figure.unit in ("person", "institution") and _MET.match(*at):
        return True
    guest = _GUESTS.match(*at) or _VOICED.match(*at) or _PRIZE.search(before)
    return figure.unit == "person" and bool(guest)


def _is_division(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether it counts what a place is divided into: 辖12个县(市、区)."""
    if figure.unit not in ("", "item", "place", "institution"):
        return False
    if figure.unit == "item" and _GOOD_DEEDS.match(text, figure.end):
        return True
    if _DIVIDED_INTO.match(text, figure.end - 1):
        return True
    if _SCOPED.match(text, figure.end) and _SCOPE.search(text, figure.start - 20, figure.start):
        return True
    if figure.text.endswith(("县", "区", "乡", "镇", "村", "街道")):
        return bool(_DIVIDED.search(text, sentence.first, figure.start))
    after = _OPEN_DIVISION.match(text, figure.end)
    counted = after and _DIVISIONS.match(text, after.end())
    return bool(counted and _DIVIDED.search(text, sentence.first, figure.start))


def is_beside_text(text: str, figure: Figure) -> bool:
    """Whether it is a rating in stars, a count of comments or the number of a journal's issue."""
    before = text[max(0, figure.start - 8) : figure.start]
    if _STARS.search(before):
        return True
    if before.endswith("已有") and _COMMENTS.match(text, figure.end):
        return True
    if figure.unit == "minute" and (_READ_IN.search(before) or text.startswith("阅读", figure.end)):
        return True
    if figure.text.endswith("张") and _SHOTS.search(before):
        return True
    issue = figure.text.endswith("期") and _ISSUE.search(before)
    return bool(issue and _ISSUE_AFTER.match(text, figure.end))


def is_other_side(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether it is the average of the nation or the province that a time is set beside."""
    floor = max(sentence.first, figure.start - 48)
    return figure.unit in _TIMES and bool(_OTHER_SIDE.search(text, floor, figure.start))


def is_way(text: str, figure: Figure) -> bool:
    """Whether it is how long one walks to what a rate is of: 步行15分钟覆盖率."""
    walked = figure.unit == "minute" and _WALKED.search(
        text, max(0, figure.start - 4), figure.start
    )
    return bool(walked and _REACHED.match(text, figure.end))


def is_all_day(text: str, figure: Figure) -> bool:
    """Whether it says that something never closes: 24小时值班, 365天无假日门诊."""
    return figure.text in _DAYS and bool(_ALL_DAY.match(text, figure.end))


def _is_in_rhythm(text: str, figure: Figure) -> bool:
    """Whether it stands in a row of verbs, small numbers and nouns of two signs each."""
    if figure.text[0].isdigit():
        return False
    floor = max(0, figure.start - _RHYTHM_LONGEST)
    found = _RHYTHM.search(text, floor, figure.end + _RHYTHM_LONGEST)
    return found is not None and found.start() < figure.start and figure.end <= found.end()


def is_tenet(text: str, figure: Figure) -> bool:
    """Whether it is the one of a motto without marks: 紧扣1个目标、2条主线、3大任务."""
    if len(figure.text) == _RHYTHM_FIGURE and _is_in_rhythm(text, figure):
        return True
    if not _TENET.match(text, figure.end):
        return False
    before = text[max(0, figure.start - 14) : figure.start].rpartition("。")[2]
    after = text[figure.end : figure.end + 14].partition("。")[0]
    return bool(_TENETS.search(before) or _TENETS.search(after))
