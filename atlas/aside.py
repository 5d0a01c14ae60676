"""Work that a second process does meanwhile, where there is a processor for it.

The process is a fork: it sees all that was made before it, and shares that memory until one of
the two writes there. What it makes comes back once, when it is done. It ends with the first.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext
from pathlib import Path
from typing import Generic, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")
_TASKS = Path("/proc/self/task")  # proc_pid_task(5)
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, prctl(2)


class AsideError(RuntimeError):
    """The second process ended before it was done; says so in both languages.

    `code` is as `multiprocessing` tells it: a signal's number is negative.
    """

    def __init__(self, code: int | None) -> None:
        self.zh = f"第二个进程中断了（{code}），也许内存不足。"
        self.en = f"The second process broke off ({code}); perhaps memory is short."
        super().__init__(self.en)


class Aside(Generic[Made]):
    """Work that begins at once in a second process; see `has_spare`."""

    def __init__(self, work: Callable[[], Made]) -> None:
        context = ForkContext()
        self._answer, told = context.Pipe(duplex=False)
        # The collector would write to every page of memory, and so copy it.
        gc.freeze()
        self._process = context.Process(target=_run, args=(work, told, os.getpid()), daemon=True)
        self._process.start()
        told.close()  # so that the answer ends with the process

    def result(self) -> Made:
        """What the work gives, waiting for it.

        Raises:
            AsideError: The process was ended from outside, as where memory is short.
            BaseException: What the work raised, with its traceback as a note.
        """
        try:
            made, error = self._answer.recv()
        except EOFError:
            self._process.join()
            raise AsideError(self._process.exitcode) from None
        finally:
            self.close()
        if error is not None:
            raise error
        found: Made = made
        return found

    def close(self) -> None:
        """Ends the process, whatever it has done."""
        if not self._answer.closed:
            self._process.terminate()
            self._process.join()
            self._process.close()
            self._answer.close()
            gc.unfreeze()


def has_spare() -> bool:
    """Whether a second process has a processor, and can be forked: on Linux, beside no thread.

    A thread would not live on in the fork, and what it had locked would stay so.
    """
    return _TASKS.is_dir() and len(list(_TASKS.iterdir())) == 1 and len(os.sched_getaffinity(0)) > 1


def share_out(
    make: Callable[[Item], Made], mine: Iterable[Item], others: Sequence[Item]
) -> list[Made]:
    """Makes something of each of `mine`, then of `others`, if any, which a second process does."""
    if not others:
        return [make(one) for one in mine]
    with closing(Aside(lambda: [make(one) for one in others])) as aside:
        return [*(make(one) for one in mine), *aside.result()]


def _run(work: Callable[[], object], told: Connection, parent: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both: the first ends this one
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        return
    try:
        answer = work(), None
    except BaseException as error:
        told.send((None, _as_sent(error)))
    else:
        told.send(answer)


def _as_sent(error: BaseException) -> BaseException:
    """The error as it can be told to another process, its traceback as a note."""
    lines = "".join(traceback.format_exception(error))
    error.add_note(lines)
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # one that is not made from its arguments alone
        return RuntimeError(lines)
    return error
