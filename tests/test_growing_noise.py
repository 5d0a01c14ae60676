"""Documents as they come: whatever stands between the characters, drafts lead back to the input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.cli import main
from atlas.ledger import count_accounted
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
