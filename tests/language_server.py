"""A client of yaml-language-server, the program behind completion and help in editors."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SERVER = (
    Path(__file__).parents[1]
    / ".ci/node/node_modules/yaml-language-server/out/server/src/server.js"
)
SETTINGS = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}


class LanguageServer:
    """One running server; every call waits for its answer."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self._process = process
        self._folder = folder
        self._last = 0
        self._told: dict[str, list[Any]] = {}

    def start(self) -> None:
        uri = self._folder.as_uri()
        self.ask("initialize", {"processId": os.getpid(), "rootUri": uri, "capabilities": {}})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": SETTINGS}})

    def open(self, name: str, text: str) -> list[str]:
        """The messages that the server has about a text, given as that of a file."""
        uri = (self._folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._told.pop(uri, None)
        self.tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self._told:
            self._read()
        return [f"{row['range']['start']['line'] + 1}: {row['message']}" for row in self._told[uri]]

    def complete(self, name: str, line: int, column: int) -> dict[str, str]:
        """What may stand at a place (from 0), with what is said of each."""
        found = self.ask("textDocument/completion", self._at(name, line, column))
        rows = found["items"] if isinstance(found, dict) else found
        return {row["label"]: _text(row.get("documentation")) for row in rows}

    def hover(self, name: str, line: int, column: int) -> str:
        """What is said of the word at a place."""
        found = self.ask("textDocument/hover", self._at(name, line, column))
        return _text(found["contents"]) if found else ""

    def _at(self, name: str, line: int, column: int) -> dict[str, Any]:
        uri = (self._folder / name).as_uri()
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}

    def ask(self, method: str, params: Any) -> Any:
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            answer = self._read()
            if answer.get("id") == self._last and "method" not in answer:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._process.stdin.flush()

    def _read(self) -> Any:
        """The next message; questions of the server are answered, what it tells is kept."""
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message = json.loads(self._process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            known = message["method"] == "workspace/configuration"
            result = (
                [
                    SETTINGS if row.get("section") == "yaml" else {}
                    for row in message["params"]["items"]
                ]
                if known
                else None
            )
            self._send({"id": message["id"], "result": result})
        return message


def _text(told: Any) -> str:
    return str(told["value"]) if isinstance(told, dict) else str(told or "")


@contextmanager
def run_language_server(folder: Path) -> Iterator[LanguageServer]:
    """A server whose files lie in the folder."""
    process = subprocess.Popen(
        ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        server = LanguageServer(process, folder)
        server.start()
        yield server
    finally:
        process.kill()
        process.communicate()
