"""A built site on a local port, and a real Chromium to look at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Request

PATIENCE = 60  # seconds


def build_site(root: Path, site: Path) -> str:
    """Runs the real `mkdocs build --strict` on `root`, from nothing; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=root,
        env={**os.environ, "ATLAS_CACHE": "false"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def run_preview(root: Path) -> Iterator[str]:
    """Runs `mkdocs serve` on `root`; gives its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (root / "serve.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=root, stdout=log, stderr=log)

    def answers() -> bool:
        assert server.poll() is None, (root / "serve.log").read_text(encoding="utf-8")
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_for(answers)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def wait_for(is_true: Callable[[], bool]) -> None:
    """Asks until it is true, for a server or file watcher gives no word when it is done."""
    pause = threading.Event()
    for _ in range(PATIENCE * 5):
        if is_true():
            return
        pause.wait(0.2)
    raise AssertionError("it never became true")


class Watch:
    """What must not happen while a page is open: errors, and requests to another host."""

    def __init__(self, page: Page, address: str) -> None:
        self.address = address
        self.requests: list[str] = []
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._saw_request)
        page.on("console", lambda message: self._saw(message.type, message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _saw_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.address, "data:")):
            self.foreign.append(request.url)

    def _saw(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.errors.append(text)
