"""What nobody meant to be read: never a traceback, never a wrong place, never a long wait."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from atlas.cli import main

PROJECT = Path(__file__).parents[1]
SENTENCE = "2023年，全市参保率达95.3%，组建医共体5个，床位1200张。"


class Command:
    """`atlas figures` on a file of its own, in a folder that is no project."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(
        self, data: bytes, *words: str, name: str = "page.txt"
    ) -> tuple[int, list[dict[str, object]], str]:
        (self.folder / name).write_bytes(data)
        file = str(self.folder / name)
        status = main(["--lang", "en", "figures", file, "--format", "jsonl", *words])
        printed = self._capsys.readouterr()
        return status, [json.loads(line) for line in printed.out.splitlines()], printed.err


@pytest.fixture
def command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.chdir(tmp_path)
    return Command(tmp_path, capsys)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"\x00" * 100, "NUL"),
        (SENTENCE.encode().decode("gb18030", "replace").encode(), "mojibake"),
        ("甲".encode() + b"\xff\xff", "Byte 3"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"1" * 50_000_000, "50.0 MB"),
    ],
    ids=["pdf", "binary", "mojibake", "no encoding", "half a character", "50 MB"],
)
def test_what_cannot_be_read_is_refused(command: Command, data: bytes, message: str) -> None:
    status, rows, said = command.run(data)
    assert (status, rows) == (1, [])
    assert message in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "page.txt", "empty"),
        (b"", "page.html", "empty"),
        (b"\xef\xbb\xbf", "page.txt", "empty|no figure"),
        ("　　\r\n\r\n".encode(), "page.txt", "empty"),
        ("我市持续深化医改，群众满意。".encode(), "page.txt", "no figure"),
        (b"<html><body></body></html>", "page.html", "empty|no figure"),
    ],
)
def test_what_has_no_figure_is_a_true_empty_result(
    command: Command, data: bytes, name: str, message: str
) -> None:
    status, rows, said = command.run(data, name=name)
    assert (status, rows) == (0, [])
    assert any(word in said for word in message.split("|"))


def test_no_date_gives_no_period_by_the_date(command: Command) -> None:
    _, rows, _ = command.run("截至目前，全市参保率达95.3%。".encode())
    assert [(row["period"], row["period_basis"]) for row in rows] == [(None, "none")]


def test_no_known_place_is_no_place(command: Command) -> None:
    _, rows, _ = command.run(SENTENCE.encode())
    assert len(rows) == 3
    assert {row["place"] for row in rows} == {None}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("临泽县医改见成效\n甘肃省临泽县参保率达95%。", "临泽县"),
        ("朝阳区医改见成效\n长春市朝阳区参保率达95%。", "朝阳区"),
        ("牡丹江市西安区医改见成效\n全区参保率达95%。", "西安区"),
        ("乌海市医改见成效\n全市参保率达95%。", "乌海市"),
        ("医改见成效\n医务人员达到国家标准，参保率达95%。", None),
    ],
)
def test_the_place_is_that_of_the_text_or_none(
    command: Command, text: str, place: str | None
) -> None:
    _, rows, _ = command.run(text.encode())
    assert [row["place"] for row in rows] == [place]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2023年，全縣參保人數為40萬人，參保率達95.3%。", ["40萬人", "95.3%"]),
        ("2023年，参保人数为４０万人，参保率达９５．３％。", ["４０万人", "９５．３％"]),
        (
            "2023年，参保人数为4\u200b0万人，参保率\u200b达95.\u206035%。",
            ["4\u200b0万人", "95.\u206035%"],
        ),
        ("“2023年，参保人数为40万人，参保率达95.3%。", ["40万人", "95.3%"]),
        ("2023年,参保人数为40万人,\r\n\r\n参保率达95.3%。\r\n", ["40万人", "95.3%"]),
        ("2023年,参保人数为\xa040万人,\u3000参保率达\u300095.3%。", ["40万人", "95.3%"]),
    ],
    ids=["traditional", "full width", "no width", "unclosed", "CRLF", "spaces"],
)
def test_offsets_lead_back_to_the_text_as_given(
    command: Command, text: str, wanted: list[str]
) -> None:
    status, rows, _ = command.run(text.encode(), "--text", "out.txt")
    written = (command.folder / "out.txt").read_bytes().decode()
    assert status == 0
    assert written == text
    assert [row["text"] for row in rows] == wanted
    assert [text[int(str(row["start"])) : int(str(row["end"]))] for row in rows] == wanted
    assert {str(row["value"]) for row in rows} <= {"400000", "95.3", "95.35"}


def test_english_is_read_without_a_place_or_topic(command: Command) -> None:
    status, rows, _ = command.run(b"In 2023 the county had 5 hospitals; coverage was 95%.")
    assert status == 0
    assert {(row["place"], row["topic"], row["indicator"]) for row in rows} <= {(None, None, None)}


def test_offsets_of_a_web_page_are_those_of_the_text_written(command: Command) -> None:
    page = f"<html><body><p>{SENTENCE}</p><p>全县有医院12家，卫生院38所。</p></body></html>"
    _, rows, _ = command.run(page.encode("gb18030"), "--text", "out.txt", name="page.html")
    text = (command.folder / "out.txt").read_text("utf-8")
    printed = [text[int(str(row["start"])) : int(str(row["end"]))] for row in rows]
    assert printed == [row["text"] for row in rows] == ["95.3%", "5个", "1200张", "12家", "38所"]


def test_nothing_else_is_written_and_the_document_is_never_overwritten(command: Command) -> None:
    command.run(SENTENCE.encode())
    assert [path.name for path in command.folder.iterdir()] == ["page.txt"]
    status, _, said = command.run(SENTENCE.encode(), "--text", "page.txt")
    assert (status, (command.folder / "page.txt").read_bytes()) == (2, SENTENCE.encode())
    assert "overwrite" in said


def test_the_registry_is_found_from_anywhere(command: Command) -> None:
    outside = command.run(SENTENCE.encode())[1]
    named = main(["--root", str(PROJECT), "figures", str(command.folder / "page.txt")])
    assert named == 0
    assert outside[0]["indicator"] == "insurance-participation-rate"


def test_ten_thousand_repeats_count_once(command: Command) -> None:
    status, rows, _ = command.run((f"{SENTENCE}\n" * 10_000).encode())
    assert status == 0
    assert len(rows) == 30_000
    assert [row["excluded"] for row in rows[:3]] == [None, None, None]
    assert {row["excluded"] for row in rows[3:]} == {"repeat"}


@pytest.mark.parametrize(
    "piece",
    [
        f"{SENTENCE}\n",
        "“全市有医院{}家，床位{}张，",
        "(" * 50 + "1",
        "<p>参保率达95.{}%",
        "　　全县{}年来投入{}万元，新建医院{}所，\n",
    ],
    ids=["repeats", "one long line", "brackets", "tags", "cut lines"],
)
def test_a_long_monotonous_document_is_read_to_its_end(command: Command, piece: str) -> None:
    data = "".join(piece.replace("{}", str(100 + at)) for at in range(1000)).encode()
    status, rows, error = command.run(data)
    assert (status, error) == (0, "")
    assert len(rows) == sum(1 for row in rows if row["start"] < row["end"])
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    assert len(rows) >= 200
