"""Downloads over HTTP that go on where they stopped.

What has come lies in `NAME.part`. What identifies the file (its strong ETag, else its Last-Modified) and its length
are in `NAME.part.tag`: a server that still has that file sends the rest of it, any other all of its own (RFC 9110,
13.1.5 If-Range, 14 Range). What may pass is tried again, after a while that doubles, or that the server names.
"""

from __future__ import annotations

import email.utils
import http.client
import random
import re
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from synonymizer._version import VERSION
from synonymizer.errors import NotFetched
from synonymizer.output import explaining

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message
    from http.client import HTTPResponse
    from pathlib import Path
    from typing import IO

    Progress = Callable[[int, int], None]
    """Is told how many bytes have come, of how many; 0 is unknown."""

BLOCK = 1 << 18
PART = ".part"
TAG = ".tag"

_PASSING = frozenset({408, 416, 425, 429, 500, 502, 503, 504})
"""Of these, 416 is the answer to a part that a changed file no longer has."""

_ABSENT = frozenset({404, 410})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)", re.ASCII)
_LISTS = 1 << 24
"""The most bytes that a list of checksums may have."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a download is tried.

    Args:
        attempts: so many in a row that bring next to nothing are the last.
        timeout: seconds without a byte after which a connection is given up.
        pause: seconds before the second attempt.
        longest: the longest pause, whatever the server asks for.
        worth: bytes that make an attempt a success of sorts.
    """

    attempts: int = 6
    timeout: float = 60
    pause: float = 1
    longest: float = 120
    worth: int = 1 << 16


class Absent(Exception):
    """The server answers, and does not have the file."""


class _Broken(Exception):
    """An attempt that failed for a reason that may pass."""

    def __init__(self, reason: str, received: int = 0, pause: float | None = None) -> None:
        super().__init__(reason)
        self.received = received
        self.pause = pause


class _Refused(Exception):
    """An answer that will be the same the next time."""


class _Tag(NamedTuple):
    """What identifies the file of which a part has come, and its length."""

    validator: str
    length: int


class _Redirects(HTTPRedirectHandler):
    """Follows redirections, but none that leaves HTTP or gives up encryption."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        was, now = urlsplit(req.full_url), urlsplit(newurl)
        if now.scheme not in ("http", "https") or (
            was.scheme == "https" and now.scheme == "http" and now.hostname not in _LOOPBACK
        ):
            fp.close()
            raise NotFetched(
                f"{req.full_url} redirects to {newurl}, which is not encrypted or not HTTP. Name a mirror."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class Downloader:
    """Downloads files, through the proxy that environment variables name."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._opener = build_opener(_Redirects)

    def download(self, url: str, target: Path, progress: Progress | None = None) -> None:
        """Download a file, going on with what has come of it before.

        Args:
            url: its address.
            target: the file to make; it appears under its name when it is complete.
            progress: is told how much has come.

        Raises:
            Absent: when the server does not have it.
            NotFetched: when it cannot be had.
            OutputNotWritable: when it cannot be written.
        """
        part = target.with_name(target.name + PART)
        self._insist(url, lambda: self._transfer(url, part, progress))
        with explaining(target):
            part.replace(target)
            _find_tag(part).unlink(missing_ok=True)

    def find_size(self, url: str) -> int:
        """Return the length of a file, 0 when the server does not tell it.

        Raises:
            Absent: when the server does not have it.
            NotFetched: when the server cannot be reached.
        """
        return self._insist(url, lambda: self._ask_size(url))

    def read(self, url: str) -> bytes:
        """Return a small file.

        Raises:
            Absent: when the server does not have it.
            NotFetched: when it cannot be had.
        """
        return self._insist(url, lambda: self._read_whole(url))

    def _insist(self, url: str, attempt: Callable[[], T]) -> T:
        """Return what an attempt does, made again for as long as there is hope.

        Raises:
            Absent: when the server does not have the file.
            NotFetched: when there is no hope any more.
        """
        failed = 0
        while True:
            try:
                return attempt()
            except _Refused as fault:
                raise NotFetched(f"{url} cannot be downloaded: {fault}. Check the address, or name a mirror.") from None
            except _Broken as fault:
                failed = 0 if fault.received >= self._patience.worth else failed + 1
                if failed >= self._patience.attempts:
                    raise NotFetched(
                        f"{url} cannot be downloaded: {fault}. Run the command again later, or name a mirror."
                    ) from None
                time.sleep(self._find_pause(failed, fault.pause))

    def _find_pause(self, failed: int, asked: float | None) -> float:
        """Return seconds to wait: as many as asked for, else twice as many each time, less up to half by chance."""
        if asked is not None:
            return min(asked, self._patience.longest)
        longest = min(self._patience.pause * 2.0 ** max(failed - 1, 0), self._patience.longest)
        return longest * random.uniform(0.5, 1)

    def _open(self, url: str, headers: dict[str, str], method: str = "GET") -> HTTPResponse:
        """Return the answer to a request.

        Raises:
            _Broken: when there is none, for a reason that may pass.
            Absent: when the server does not have the file.
            _Refused: when the server refuses for good.
            NotFetched: when it is not to be trusted.
        """
        always = {"User-Agent": f"synonymizer/{VERSION}", "Accept-Encoding": "identity"}
        request = Request(url, headers=always | headers, method=method)
        try:
            answer: HTTPResponse = self._opener.open(request, timeout=self._patience.timeout)
        except HTTPError as fault:
            with fault:
                if fault.code in _ABSENT:
                    raise Absent(url) from None
                reason = f"the server answers {fault.code}, {_describe(fault.reason)}"
                if fault.code in _PASSING:
                    raise _Broken(reason, pause=_read_pause(fault.headers)) from None
            raise _Refused(reason) from None
        except URLError as fault:
            if isinstance(fault.reason, ssl.SSLCertVerificationError):
                raise NotFetched(
                    f"{url} cannot be downloaded: {fault.reason.verify_message}. Check the clock and the certificates "
                    "of this machine, or name a mirror."
                ) from None
            raise _Broken(_describe(fault.reason)) from None
        except (OSError, http.client.HTTPException) as fault:
            raise _Broken(_describe(fault)) from None
        return answer

    def _ask_size(self, url: str) -> int:
        try:
            with self._open(url, {}, "HEAD") as answer:
                return int(answer.headers.get("Content-Length") or 0)
        except _Refused:  # servers that sign addresses may answer to a GET alone
            return 0

    def _transfer(self, url: str, part: Path, progress: Progress | None) -> None:
        """Append to a part what it lacks, or begin it anew."""
        tag = _read_tag(part)
        have = part.stat().st_size if tag else 0
        if tag and have == tag.length:
            return
        headers = {"Range": f"bytes={have}-", "If-Range": tag.validator} if tag and 0 < have < tag.length else {}
        with self._open(url, headers) as answer:
            if headers and answer.status == http.client.PARTIAL_CONTENT:
                length = _read_rest(answer, have)
                if tag is None or length != tag.length:
                    _forget(part)
                    raise _Broken("the server sends another part than the one asked for")
            else:
                have, length = 0, int(answer.headers.get("Content-Length") or 0)
                _forget(part)
                _write_tag(part, answer.headers, length)
            self._receive(answer, part, have, length, progress)

    def _receive(self, answer: HTTPResponse, part: Path, have: int, length: int, progress: Progress | None) -> None:
        began = have
        with explaining(part), part.open("ab") as file:
            while block := _read_block(answer, have - began):
                file.write(block)
                have += len(block)
                if progress is not None:
                    progress(have, length)
        if have < length:
            raise _Broken(f"the connection ended after {have:,} of {length:,} bytes", have - began)

    def _read_whole(self, url: str) -> bytes:
        with self._open(url, {}) as answer:
            try:
                text = answer.read(_LISTS + 1)
            except (OSError, http.client.HTTPException) as fault:
                raise _Broken(_describe(fault)) from None
            if len(text) < int(answer.headers.get("Content-Length") or 0):
                raise _Broken("the connection ended early")
        if len(text) > _LISTS:
            raise NotFetched(f"{url} is too long for a list of checksums. Check the address of the mirror.")
        return text


def _read_block(answer: HTTPResponse, received: int) -> bytes:
    try:
        return answer.read1(BLOCK)
    except (OSError, http.client.HTTPException) as fault:
        raise _Broken(_describe(fault), received) from None


def _read_rest(answer: HTTPResponse, have: int) -> int | None:
    """Return the length of the whole file, of which an answer is the rest; None when it is another part."""
    found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    return int(found[2]) if found and int(found[1]) == have else None


def _find_tag(part: Path) -> Path:
    return part.with_name(part.name + TAG)


def _read_tag(part: Path) -> _Tag | None:
    """Return the tag of a part, None when there is no part, or none that can be gone on with."""
    try:
        validator, length = _find_tag(part).read_text(encoding="utf-8").splitlines()
        return _Tag(validator, int(length)) if part.exists() else None
    except (OSError, ValueError):
        return None


def _write_tag(part: Path, headers: Message, length: int) -> None:
    """Begin a part of the file that an answer holds."""
    etag = headers.get("ETag", "")
    validator = headers.get("Last-Modified", "") if etag.startswith("W/") or not etag else etag
    with explaining(part):
        part.touch()
        if validator and length and validator.isprintable():
            _find_tag(part).write_text(f"{validator}\n{length}\n", encoding="utf-8")


def _forget(part: Path) -> None:
    """Remove a part, its tag first, so that no other part is ever taken for what the tag says."""
    with explaining(part):
        _find_tag(part).unlink(missing_ok=True)
        part.unlink(missing_ok=True)


def _read_pause(headers: Message) -> float | None:
    """Return the seconds that a server asks to wait: stated, or up to a date."""
    stated = headers.get("Retry-After", "").strip()
    if stated.isdecimal():
        return float(stated)
    try:
        return max(email.utils.parsedate_to_datetime(stated).timestamp() - time.time(), 0)
    except ValueError:
        return None


def _describe(fault: object) -> str:
    """Return what went wrong with a connection, in the words of the system."""
    reason = (fault.strerror if isinstance(fault, OSError) else None) or str(fault) or type(fault).__name__
    return reason[:1].lower() + reason[1:].partition("\n")[0]
