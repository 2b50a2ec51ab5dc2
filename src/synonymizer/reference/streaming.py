"""Reads a JSON file of any size entry by entry, holding no more than one value and a block of the file.

Source: RFC 8259. Objects are walked; what lies in them is decoded by the standard library.
"""

from __future__ import annotations

import codecs
import re
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any

from synonymizer.errors import BadSource
from synonymizer.reference.textfiles import LONGEST, read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_SPACE = re.compile(r"[^ \t\r\n]")


class JsonFile:
    """A JSON file that is read from its beginning to its end, each key followed by its `value` or `walk`."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._blocks = read_blocks(path)
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._values = JSONDecoder()
        self._text = ""
        self._place = 0
        self._read = 0

    def walk(self) -> Iterator[str]:
        """Yield the keys of the object that follows. The caller reads each value before it asks for the next.

        Raises:
            BadSource: when what follows is no object, or the file is no JSON.
        """
        self._expect("{")
        if self._peek() == "}":
            self._place += 1
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise self._broken("a key of an object is no string")
            self._expect(":")
            yield key
            if self._expect(",}") == "}":
                return

    def value(self) -> Any:
        """Return the value that follows.

        Raises:
            BadSource: when the file is no JSON, ends too early, or the value is longer than any true one.
        """
        self._peek()
        while True:
            try:
                value, end = self._values.raw_decode(self._text, self._place)
            except JSONDecodeError as fault:
                if not self._fill():
                    raise self._broken(fault.msg) from None
            except (RecursionError, ValueError):
                raise self._broken("a value is too deep or a number too long") from None
            else:
                if end < len(self._text) or not self._fill():  # a number may go on in the next block
                    self._place = end
                    return value

    def _peek(self) -> str:
        """Return the next character that is no space, "" at the end of the file."""
        while True:
            found = _NO_SPACE.search(self._text, self._place)
            if found is not None:
                self._place = found.start()
                return found[0]
            self._place = len(self._text)
            if not self._fill():
                return ""

    def _expect(self, allowed: str) -> str:
        found = self._peek()
        if not found or found not in allowed:
            raise self._broken(f"{' or '.join(allowed)} is expected, not {found or 'the end of the file'}")
        self._place += 1
        return found

    def _fill(self) -> bool:
        """Read another block; whether there was one."""
        block = next(self._blocks, None)
        if block is None:
            return False
        self._read += self._place
        self._text, self._place = self._text[self._place :], 0
        try:
            self._text += self._decoder.decode(block)
        except UnicodeDecodeError:
            raise self._broken("its text is not in UTF-8") from None
        if len(self._text) > LONGEST:
            raise self._broken(f"a value is longer than {LONGEST >> 20} MB")
        return True

    def _broken(self, why: str) -> BadSource:
        place = f"{self._read + self._place + 1:,}"
        return BadSource(f"{self._path} is no whole JSON file: {why}, after character {place}. Fetch it again.")
