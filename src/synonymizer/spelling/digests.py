"""Digests that name things by their content, as the GA4GH standards make them.

Sources: sha512t24u and the computed identifiers of VRS 2.0, conventions/computed_identifiers; RFC 8785 for canonical
JSON; refget 2.0 for digests of sequences.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import sha512
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def sha512t24u(text: str) -> str:
    """Return the first 24 bytes of the SHA-512 of a text in UTF-8, in URL-safe Base64.

    >>> sha512t24u("ACGT")
    'aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2'
    """
    return _shorten(sha512(text.encode()).digest())


def _shorten(digest: bytes) -> str:
    return urlsafe_b64encode(digest[:24]).decode("ascii")


def refget(letters: str) -> str:
    """Return the refget accession of a sequence: bases, or residues without the final stop.

    >>> refget("ACGT")
    'SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2'
    """
    return f"SQ.{sha512t24u(letters)}"


def refget_of(pieces: Iterable[bytes]) -> str:
    """Return the refget accession of a sequence that comes in pieces.

    >>> refget_of([b"AC", b"GT"])
    'SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2'
    """
    state = sha512()
    for piece in pieces:
        state.update(piece)
    return f"SQ.{_shorten(state.digest())}"


def digest(value: dict[str, object]) -> str:
    """Return the digest of an object of texts, whole numbers and lists of them, by its canonical JSON.

    >>> digest({"type": "SequenceReference", "refgetAccession": "SQ.F-LrLMe1SRpfUZHkQmvkVKFEGaoDeHul"})
    'OFEyBMeo55q3QRrxAY5FiDqnkdyf0GTV'
    """
    return sha512t24u(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
