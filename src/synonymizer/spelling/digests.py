"""Digests that name things by their content, as the GA4GH standards make them.

Sources: sha512t24u and the computed identifiers of VRS 2.0, conventions/computed_identifiers; RFC 8785 for canonical
JSON; refget 2.0 for digests of sequences.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import sha512


def sha512t24u(text: str) -> str:
    """Return the first 24 bytes of the SHA-512 of a text in UTF-8, in URL-safe Base64.

    >>> sha512t24u("ACGT")
    'aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2'
    """
    return urlsafe_b64encode(sha512(text.encode()).digest()[:24]).decode("ascii")


def refget(letters: str) -> str:
    """Return the refget accession of a sequence: bases, or residues without the final stop.

    >>> refget("ACGT")
    'SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2'
    """
    return f"SQ.{sha512t24u(letters)}"


def digest(value: dict[str, object]) -> str:
    """Return the digest of an object of texts, whole numbers and lists of them, by its canonical JSON.

    >>> digest({"type": "SequenceReference", "refgetAccession": "SQ.F-LrLMe1SRpfUZHkQmvkVKFEGaoDeHul"})
    'OFEyBMeo55q3QRrxAY5FiDqnkdyf0GTV'
    """
    return sha512t24u(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
