"""Web pages as text."""

from __future__ import annotations

import pytest

from atlas.reading.webpage import extract_text, is_webpage, read_document

PARAGRAPHS = [
    "2023年，清河县参保人数为405939人，参保率达95.3%，比上年提高2个百分点，群众就医负担明显减轻。",
    "全县组建家庭医生签约团队43支，签约率32.3％，重点人群签约率83%，县域内就诊率达到90.12%。",
    "三年来投入资金3.6亿元，新建县中医院1所，床位１，２００张，受益群众达到10多万人次。",
]
TITLE = "清河县医改三年见成效"
BYLINE = "发布时间：2024-03-15 10:20 来源：清河县卫生健康局 浏览次数：1203次"


def make_page(charset: str = "utf-8", head: str = "", body: str = "") -> str:
    text = body or "".join(f"<p>　　{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}">'
        f"<title>{TITLE}_清河县人民政府</title>{head}</head>"
        '<body><form id="aspnetForm"><ul class="nav"><li><a href="/">首页</a></li></ul>'
        f'<div class="article"><h1>{TITLE}</h1><div class="info">{BYLINE}</div>'
        f"<div>{text}</div></div><script>var a = 99;</script></form></body></html>"
    )


def lines_of(html: str) -> list[str]:
    return [line.strip() for line in extract_text(html).splitlines()]


def test_title_byline_and_paragraphs_in_their_order() -> None:
    lines = lines_of(make_page())
    assert [line for line in lines if line in (TITLE, BYLINE, *PARAGRAPHS)] == [
        TITLE,
        BYLINE,
        *PARAGRAPHS,
    ]
    assert not any("99" in line for line in lines)


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_a_page_declares_does_not_count(declared: str, encoding: str) -> None:
    page = make_page(declared)
    wanted = extract_text(make_page())
    assert read_document(page.encode(encoding), "seite.html") == wanted


def test_cells_of_a_table_and_points_of_a_list_stay() -> None:
    cells = "<tr><td>婴儿死亡率</td><td>2.85‰</td></tr>"
    table = f"<table><tr><th>指标</th><th>2023年</th></tr>{cells}</table>"
    points = "<ul><li>新增床位100张；</li><li>培训村医320名；</li></ul>"
    text = extract_text(
        make_page(body=f"<p>{PARAGRAPHS[0]}</p>{table}{points}<p>{PARAGRAPHS[1]}</p>")
    )
    for words in ("婴儿死亡率", "2.85‰", "新增床位100张；", "培训村医320名；"):
        assert words in text


def test_repeated_paragraphs_are_kept_to_be_counted() -> None:
    body = "".join(f"<p>{PARAGRAPHS[0]}</p>" for _ in range(3))
    assert extract_text(make_page(body=body)).count(PARAGRAPHS[0]) == 3


def test_meta_tags_give_the_byline_that_the_page_lacks() -> None:
    head = (
        '<meta name="PubDate" content="2024-03-15"><meta name="ContentSource" content="清河日报">'
    )
    page = make_page(head=head).replace(BYLINE, "")
    assert "发布时间:2024-03-15 来源:清河日报" in lines_of(page)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("<!DOCTYPE html><p>医院", "a.txt", True),
        ("\ufeff\n<!-- 注 --><html>", "a.txt", True),
        ("医院5家", "a.HTM", True),
        ("a<b，参保率达95%", "a.txt", False),
        ("<<办法>>规定，起付线为300元", "a.txt", False),
    ],
)
def test_a_web_page_is_known_by_name_or_first_words(text: str, name: str, found: bool) -> None:
    assert is_webpage(text, name) is found


@pytest.mark.parametrize(
    "html",
    [
        "<p>参保率达95%",
        "<html><body><div><p>参保率达95%</div></span></body>",
        "参保率达95%",
        "<div>" * 20_000 + "参保率达95%" + "</div>" * 20_000,
        '<?xml version="1.0" encoding="GBK"?><html><body><p>参保率达95%</p></body></html>',
        "<html><frameset></frameset><noframes>参保率达95%</noframes></html>",
        "<html><body>\x0b参保率达95%\ufffe</body></html>",
    ],
    ids=["unclosed", "crossed", "no tag", "deep", "declaration", "frames", "control signs"],
)
def test_broken_pages_still_give_their_words(html: str) -> None:
    assert "参保率达95%" in extract_text(html)


@pytest.mark.parametrize("html", ["", "<html></html>", "<!-- -->", "<", "<script>1</script>"])
def test_pages_without_words_give_nothing(html: str) -> None:
    assert extract_text(html).strip() in ("", "<", "<!-- -->")
