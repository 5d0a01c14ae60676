"""Work that a second process does: its answer, its faults, its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from atlas.aside import Aside, AsideError, has_spare, share_out

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only"),
    # Python 3.12 and later warn where the tests' own runner has a thread.
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
]
ORPHAN = """
import os, sys
from atlas.aside import Aside

def work():
    os.close(0)
    print(os.getpid(), flush=True)
    while True:
        os.getppid()

aside = Aside(work)
sys.stdin.read()
os._exit(0)
"""


class BilingualError(ValueError):
    """Cannot be made from its arguments, as a pickle would."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh


def fail(error: BaseException) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


def test_the_answer_comes_from_another_process_that_sees_what_was_made_before() -> None:
    before = [os.getpid()]
    with closing(Aside(lambda: (os.getpid(), before))) as aside:
        pid, seen = aside.result()
    assert seen == before
    assert pid != os.getpid()
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # nothing is left of it


def test_an_answer_larger_than_a_pipe_waits_until_the_first_is_done() -> None:
    with closing(Aside(lambda: b"x" * 3_000_000)) as aside:
        assert sum(range(100_000)) > 0
        assert len(aside.result()) == 3_000_000


def test_what_it_raises_is_raised_here_and_its_traceback_told() -> None:
    with (
        closing(Aside(fail(KeyError("no such word")))) as aside,
        pytest.raises(KeyError, match="no such word") as raised,
    ):
        aside.result()
    assert 'test_aside.py"' in raised.value.__notes__[0]


def test_an_error_that_cannot_be_sent_is_told_in_words() -> None:
    with (
        closing(Aside(fail(BilingualError("太大", "too large")))) as aside,
        pytest.raises(RuntimeError, match="BilingualError: too large"),
    ):
        aside.result()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_killed_is_told(number: signal.Signals) -> None:
    with (
        closing(Aside(lambda: os.kill(os.getpid(), number))) as aside,
        pytest.raises(AsideError, match=rf"\(-{number.value}\); perhaps memory"),
    ):
        aside.result()


def test_ctrl_c_is_left_to_the_first() -> None:
    def work() -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return "goes on"

    with closing(Aside(work)) as aside:
        assert aside.result() == "goes on"


def test_it_ends_when_it_is_no_longer_wanted() -> None:
    ours, its = os.pipe()
    with os.fdopen(ours, "rb") as end:
        with closing(Aside(threading.Event().wait)):
            os.close(its)
        assert end.read() == b""  # nobody is left who could write


def test_it_ends_with_a_first_that_is_killed() -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", ORPHAN], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert first.stdin
    assert first.stdout
    assert int(first.stdout.readline()) != first.pid
    first.kill()
    first.wait()
    assert first.stdout.read() == b""  # it would still hold the pipe
    first.stdin.close()
    first.stdout.close()


def test_others_items_are_made_aside_and_come_last() -> None:
    made = share_out(lambda one: (one, os.getpid()), "ab", "cd")
    assert [one for one, _ in made] == list("abcd")
    assert len({pid for _, pid in made}) == 2
    assert share_out(lambda one: (one, os.getpid()), "ab", "") == made[:2]


def test_there_is_none_to_spare_with_one_processor_or_beside_a_thread(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def ask(tasks: int, processors: int) -> bool:
        folder = tmp_path / f"{tasks}-{processors}"
        for number in range(tasks):
            (folder / str(number)).mkdir(parents=True)
        monkeypatch.setattr("atlas.aside._TASKS", folder)
        monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(processors)))
        return has_spare()

    assert ask(1, 2)
    assert not ask(1, 1)
    assert not ask(2, 2)
    assert not ask(0, 2)  # not Linux
