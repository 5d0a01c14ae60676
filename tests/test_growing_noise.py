"""Documents as they come: whatever stands between the characters, drafts lead back to the input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.cli import main
from atlas.ledger import count_accounted
from atlas.model import Atlas
from atlas.problems import render_problems
from atlas.reading.webpage import read_document
from atlas.site import load_atlas

LINES = [
    "云山市医疗保障再上新台阶",
    "2024-05-20 来源:云山晚报",
    "2022年,全市参保人数为405939人,参保率达到99.1%。2023年,全市参保率为95.2%,节约资金3.6亿元。",
    "清河县组建家庭医生签约团队1,120个。截至目前,全市建成智慧药房12个,签约率达26.5%。",
    "群众在家门口就能看病就医,负担进一步减轻,获得感明显增强。" * 3
    + "各部门齐心协力,把医疗保障工作一件一件落到实处,受到社会各界的广泛好评。",
]
TEXTS = ["405939人", "99.1%", "95.2%", "3.6亿元", "1,120个", "12个", "26.5%"]
HTML = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>云山市医疗保障</title></head><body>'
    '<div class="nav"><a href="/">首页</a> <a href="/b">政务公开</a></div><h1>{}</h1>'
    "<p>{}</p><p>&emsp;&emsp;{}</p><p>{}</p><p>{}</p>"
    "<div>主办:云山市人民政府 桂ICP备05012345号-1</div></body></html>"
)


def widen(text: str) -> str:
    """Digits and signs in their full-width forms."""
    return text.translate({code: code + 0xFEE0 for code in map(ord, "0123456789.%")})


def wrap(line: str, width: int = 16) -> str:
    return "\n".join(line[at : at + width] for at in range(0, len(line), width))


NOISE: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "BOM and CRLF": ("a.txt", lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()),
    "NBSP and U+3000": (
        "b.txt",
        lambda text: text.replace("达", "达\xa0").replace("\n", "\n\u3000\u3000").encode(),
    ),
    "full width": ("c.txt", lambda text: (text[:40] + widen(text[40:])).encode()),
    "no width": ("d.txt", lambda text: (text[:40] + text[40:].replace("9", "9\u200b")).encode()),
    "GB18030": ("e.txt", lambda text: text.encode("gb18030")),
    "UTF-16": ("f.txt", lambda text: text.encode("utf-16")),
    "wrapped lines": (
        "g.txt",
        lambda text: "\n".join(wrap(line) for line in text.split("\n")).encode(),
    ),
    "a page in GB18030 that declares UTF-8": (
        "h.html",
        lambda text: HTML.format(*LINES).encode("gb18030"),
    ),
}


@pytest.mark.parametrize(("name", "make"), NOISE.values(), ids=NOISE)
def test_every_draft_leads_back(
    mini: Path, tmp_path: Path, name: str, make: Callable[[str], bytes]
) -> None:
    document = tmp_path / name
    document.write_bytes(make("\n".join(LINES) + "\n"))
    options = ["--date", "2024-05-20", "--title", "题", "--publisher", "云山晚报"]
    assert main(["--root", str(mini), "--lang", "en", "add", str(document), *options]) == 0
    atlas, problems = load_atlas(mini)
    assert atlas is not None, render_problems(problems, "en")
    source = next(one for one in atlas.content.sources.values() if one.seed == name)
    seed = read_document(document.read_bytes(), name)
    drafts = [fact for fact in atlas.content.facts() if fact.source == source.id]
    plain = {code + 0xFEE0: code for code in map(ord, "0123456789.%")}
    plain |= dict.fromkeys(map(ord, "\u200b\n"))
    assert [fact.text.translate(plain) for fact in drafts] == TEXTS
    for fact in drafts:
        where = atlas.locations[fact.id]
        assert seed[where.start : where.end] == fact.text
        for part, (start, end) in zip(fact.quote, where.parts, strict=True):
            assert seed[start:end] == part
    accounted, total = count_accounted(atlas.ledgers[source.id])
    assert accounted == total >= len(TEXTS)
    for entry in atlas.ledgers[source.id]:
        assert seed[entry.start : entry.end] == entry.text


REPEATED = (
    "2022年，全市药品集中采购平均降价53%，节约医药费用2.1亿元，群众看病负担明显减轻，"
    "改革成效受到群众普遍欢迎"
)
NEWSPAPER = f"""第03版：要闻
云山市让群众在家门口看好病
2023年05月16日 云山日报
2022年全市组建家庭医生签约团队1320个，签约居民
▲市人民医院医生为群众义诊。记者 李强 摄
156.3万人，重点人群签约率达76.5%。
{REPEATED}。
{REPEATED}和好评。
清河县投入1.2亿元改扩建县人民医院，新增床位300张。（韦小明）
春耕备耕正当时
眼下正值春耕时节，全市农业部门组织农技人员1200人次下乡，早稻种植面积达85.6万亩，粮食产量达到76万吨。农民种粮积极性高涨，专业合作社增加到560家。（覃大海）
扫一扫 关注云山日报
阅读 2356
"""


@pytest.fixture
def newspaper(mini: Path, tmp_path: Path) -> Atlas:
    """The atlas with a newspaper page: a cut sentence, a near copy, an article on farming."""
    document = tmp_path / "page.txt"
    document.write_text(NEWSPAPER, "utf-8")
    assert main(["--root", str(mini), "--lang", "en", "add", str(document)]) == 0
    atlas, problems = load_atlas(mini)
    assert atlas is not None, render_problems(problems, "en")
    return atlas


def test_a_cut_sentence_is_a_quote_of_two_parts(newspaper: Atlas) -> None:
    drafts = {fact.text: fact for fact in newspaper.content.facts() if fact.status == "draft"}
    cut = drafts["156.3万人"]
    assert len(cut.quote) == 2
    assert cut.quote[0].endswith("签约居民")
    assert newspaper.locations[cut.id].part == 1
    assert (cut.period, cut.period_basis) == ("2022", "stated")


def test_a_near_copy_counts_once_and_keeps_its_place(newspaper: Atlas) -> None:
    ledger = newspaper.ledgers["yunshan-2023-2"]
    for text in ("53%", "2.1亿元"):
        first, copy = [entry for entry in ledger if entry.text == text]
        assert (first.disposition, copy.disposition) == ("fact", "repeat")
        assert copy.fact == first.fact
        assert NEWSPAPER[copy.start : copy.end] == text
        assert copy.start > first.start


def test_what_is_not_of_the_article_has_its_reason(newspaper: Atlas) -> None:
    reasons = {entry.text: entry.reason for entry in newspaper.ledgers["yunshan-2023-2"]}
    for text in ("1200人次", "85.6万亩", "76万吨", "560家"):
        assert reasons[text] == "other-article"
    assert reasons.get("2356", "furniture") in ("furniture", "other-article")
    assert {reasons[text] for text in ("1320个", "76.5%", "1.2亿元", "300张")} == {""}


def test_a_headline_that_the_article_says_again_is_a_repeat(mini: Path, tmp_path: Path) -> None:
    document = tmp_path / "page.txt"
    document.write_text(
        "云山市参保率达99.1% 建成医院12家\n2024-02-18 来源：云山日报\n"
        "2023年，全市基本医疗保险参保率达99.1%，比上年有所提高，群众看病就医更有底气。\n"
        "图为市人民医院新增的300张床位。记者 李明 摄\n",
        "utf-8",
    )
    assert main(["--root", str(mini), "--lang", "en", "add", str(document)]) == 0
    atlas, problems = load_atlas(mini)
    assert atlas is not None, render_problems(problems, "en")
    found = [(one.text, one.disposition, one.fact) for one in atlas.ledgers["yunshan-2024"]]
    draft = next(fact.id for fact in atlas.content.facts() if fact.text == "99.1%")
    assert found[0] == ("99.1%", "repeat", draft)
    assert found[1][:2] == ("12家", "fact")
    assert found[2] == ("99.1%", "fact", draft)
    assert found[3][:2] == ("300张", "excluded")
