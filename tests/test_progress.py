"""Long work shows how far it has come, on a terminal only."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from atlas.progress import show_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Goes on by so many seconds whenever it is read."""

    def __init__(self, step: float) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.fixture(autouse=True)
def not_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("LC_ALL", "C")


def test_long_work_tells_how_far_it_is_and_clears_its_line() -> None:
    terminal = Terminal()
    assert list(show_progress("abcde", "页面", "pages", terminal, Clock(0.8))) == list("abcde")
    told = terminal.getvalue().split("\r\x1b[K")
    assert told[0] == ""
    assert told[1:-1] == ["pages 2/5", "pages 3/5", "pages 4/5"]
    assert told[-1] == ""


def test_work_of_unknown_length_is_counted() -> None:
    terminal = Terminal()
    list(show_progress(iter("abcde"), "页面", "pages", terminal, Clock(0.8)))
    assert "pages 2\r" in terminal.getvalue()


def test_the_words_are_the_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    terminal = Terminal()
    list(show_progress("abc", "页面", "pages", terminal, Clock(3)))
    assert "页面 1/3" in terminal.getvalue()


def test_short_work_says_nothing() -> None:
    terminal = Terminal()
    list(show_progress("abcde", "页面", "pages", terminal, Clock(0.1)))
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("in_ci", [True, False])
def test_nothing_is_said_without_a_terminal_and_in_ci(
    in_ci: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Terminal() if in_ci else io.StringIO()
    if in_ci:
        monkeypatch.setenv("CI", "true")
    assert list(show_progress("abcde", "页面", "pages", stream, Clock(5))) == list("abcde")
    assert stream.getvalue() == ""


def test_the_line_goes_when_the_work_breaks_off() -> None:
    def broken() -> Iterator[str]:
        yield "a"
        raise ValueError("enough")

    terminal = Terminal()
    with pytest.raises(ValueError, match="enough"):
        list(show_progress(broken(), "页面", "pages", terminal, Clock(3)))
    assert terminal.getvalue() == "\r\x1b[Kpages 0\r\x1b[K"
