"""A publisher on 127.0.0.1: it serves files by path, resumes, and fails as it is told to."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """How one request is answered instead of as it should be.

    Args:
        status: another status, without the file.
        headers: more headers.
        cut: bytes of the body after which the connection ends.
        flipped: the byte of the body that is another one.
        pause: seconds before the body.
        is_whole: answer a request for a part with the whole file.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    flipped: int | None = None
    pause: float = 0
    is_whole: bool = False


RIGHT = Answer()


class Publisher:
    """Files by path, the answers that are planned for a path, in order, and the requests that came."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.files: dict[str, bytes] = {}
        self.plans: dict[str, list[Answer]] = defaultdict(list)
        self.requests: list[tuple[str, str, str | None]] = []
        self.has_tags = True
        self.sent: Callable[[str, int], object] = lambda *_: None

    def asked(self, method: str = "GET") -> list[tuple[str, str | None]]:
        """The paths that were asked for, each with the range."""
        return [(path, part) for how, path, part in self.requests if how == method]


@contextmanager
def publishing() -> Iterator[Publisher]:
    """Serve on a free port for as long as the context lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    publisher = Publisher(f"http://127.0.0.1:{server.server_address[1]}")
    server.publisher = publisher  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 (the name is the library's)
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        publisher: Publisher = self.server.publisher  # type: ignore[attr-defined]
        publisher.requests.append((self.command, self.path, self.headers.get("Range")))
        plan = publisher.plans[self.path]
        answer = plan.pop(0) if plan and self.command == "GET" else RIGHT
        data = publisher.files.get(self.path)
        if answer.status or data is None:
            self.send_response(answer.status or 404)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        tag = f'"{hashlib.sha256(data).hexdigest()}"'
        start = self._find_start(tag, len(data)) if publisher.has_tags and not answer.is_whole else 0
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        if publisher.has_tags:
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        if self.command == "GET":
            time.sleep(answer.pause)
            self._send(publisher, bytearray(data), start, answer)

    def _find_start(self, tag: str, length: int) -> int:
        """Return where the part that is asked for begins, 0 when the whole file is to be sent."""
        part = self.headers.get("Range")
        if part is None or self.headers.get("If-Range") != tag:
            return 0
        start = int(part.removeprefix("bytes=").removesuffix("-"))
        return start if start < length else 0

    def _send(self, publisher: Publisher, data: bytearray, start: int, answer: Answer) -> None:
        if answer.flipped is not None:
            data[answer.flipped] ^= 1
        end = len(data) if answer.cut is None else min(start + answer.cut, len(data))
        try:
            for at in range(start, end, 1 << 16):
                self.wfile.write(data[at : min(at + (1 << 16), end)])
                publisher.sent(self.path, min(at + (1 << 16), end))
        except OSError:  # the other end has gone
            return
