"""Addresses of databases, `postgresql://user:password@host:port/database/schema`, as biocommons hgvs writes them.

Source: RFC 3986; libpq, "Connection Strings", for what stands behind `?`. No password is ever shown.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from synonymizer.errors import BadSource

_UNREADABLE = (
    "The address of the database cannot be read. Write postgresql://user:password@host:port/database/schema, "
    "with %40 for @, %2F for /, %3F for ? and %23 for # in user and password."
)

_PASSWORD = re.compile(r"(://[^:/?#@\s]*):(?:(?!://).)*@", re.DOTALL)
_OPTION = re.compile(r"([?&](?:ssl)?password=)[^&,+\s]*")


def hide_passwords(text: str) -> str:
    """Return a text in which addresses may stand, without their passwords.

    >>> hide_passwords("uta:postgresql://reader:p@ss@host/uta?sslpassword=secret+fasta:GRCh38.fa")
    'uta:postgresql://reader@host/uta?sslpassword=+fasta:GRCh38.fa'
    """
    return _PASSWORD.sub(r"\1@", _OPTION.sub(r"\1", text))


def parse_address(url: str) -> tuple[dict[str, str], str]:
    """Return libpq's keywords and the schema of an address; what is wrong with it is told without quoting it.

    >>> parse_address("postgresql://anonymous:anonymous@uta.biocommons.org/uta/uta_20241220?sslmode=require")[1]
    'uta_20241220'

    Raises:
        BadSource: when it is none.
    """
    try:
        url.encode()  # which fails on half a character
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)) if parts.query else {}
        given = {"user": parts.username, "password": parts.password, "host": parts.hostname, "port": parts.port}
    except ValueError:
        raise BadSource(_UNREADABLE) from None
    database, _, schema = parts.path.removeprefix("/").partition("/")
    is_whole = parts.scheme in ("postgresql", "postgres") and database and not parts.fragment
    if not is_whole or "/" in schema or "@" in parts.path or "\0" in unquote(url):
        raise BadSource(_UNREADABLE)
    stated = {key: unquote(str(value)) for key, value in given.items() if value is not None}
    return {**options, **stated, "dbname": unquote(database)}, unquote(schema)


def describe_address(keywords: dict[str, str]) -> str:
    """Return the address of a database as messages name it.

    >>> describe_address({"user": "reader", "password": "secret", "host": "localhost", "dbname": "uta"})
    'postgresql://reader@localhost/uta'
    """
    user = f"{keywords['user']}@" if "user" in keywords else ""
    port = f":{keywords['port']}" if "port" in keywords else ""
    return f"postgresql://{user}{keywords.get('host', '')}{port}/{keywords['dbname']}"
