"""A PostgreSQL database asked read-only, by the address that biocommons hgvs takes.

Source: libpq, "Connection Strings" and "Parameter Key Words": what stands behind `?` of an address goes to libpq, which
finds by itself what is not given (PGPASSWORD, .pgpass, PGSSLMODE, …). Every value goes to the server as a parameter.
A password is part of no message, and of nothing that a session tells of itself.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg2
from psycopg2 import errorcodes

from synonymizer.errors import DamagedData, MissingData
from synonymizer.reference.addresses import describe_address, parse_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = tuple[Any, ...]

CONNECT_SECONDS = 10
"""How long a server may take to accept a connection, unless the address says otherwise."""

ANSWER_SECONDS = 60
"""How long it may take to answer a question."""

_SET = "SELECT set_config(%s, %s, false)"


class Session:
    """A session that only reads one schema. A connection that is lost is opened again, once.

    Args:
        url: `postgresql://user:password@host:port/database/schema`.
        prefix: how schemas are called of which the last by name is read where the address names none.

    Raises:
        BadSource: when the text is no such address.
        MissingData: when the database cannot be reached or read, or has no such schema.
    """

    def __init__(self, url: str, prefix: str) -> None:
        self._keywords, self.schema = parse_address(url)
        self.address = describe_address(self._keywords)
        self._connection: Any = None
        self._search_path = ""
        self.schema = self._find_schema(prefix)

    @property
    def path(self) -> str:
        """The address, without password and options."""
        return f"{self.address}/{self.schema}" if self.schema else self.address

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def ask(self, query: LiteralString, *values: object) -> list[Row]:
        """Return the rows that answer a question.

        Raises:
            MissingData: when the database cannot be reached or read, or does not answer in time.
            DamagedData: when it lacks a table or column.
        """
        try:
            return self._execute(query, values)
        except psycopg2.Error as error:
            if self._connection is None or not self._connection.closed:
                raise self._explain(error) from error
        self._connection = None
        try:
            return self._execute(query, values)
        except psycopg2.Error as error:
            raise self._explain(error) from error

    def _execute(self, query: LiteralString, values: Sequence[object]) -> list[Row]:
        if self._connection is None:
            self._connection = self._connect()
        with self._connection.cursor() as cursor:
            try:
                cursor.execute(query, values)
            except ValueError:  # NUL or half a character, which no text of a database has
                return []
            return list(cursor.fetchall())

    def _connect(self) -> Any:
        defaults = {"connect_timeout": CONNECT_SECONDS, "application_name": "synonymizer"}
        connection = psycopg2.connect(**{**defaults, **self._keywords, "client_encoding": "UTF8"})
        connection.set_session(readonly=True, autocommit=True)
        with connection.cursor() as cursor:
            cursor.execute(_SET, ("statement_timeout", f"{ANSWER_SECONDS}s"))
            cursor.execute(_SET, ("search_path", self._search_path))
        return connection

    def _find_schema(self, prefix: str) -> str:
        """Return the schema to read, and look for all names in it."""
        there: dict[str, str] = dict(self.ask("SELECT nspname, quote_ident(nspname) FROM pg_namespace"))
        releases = sorted(name for name in there if name.startswith(prefix))
        if self.schema and self.schema not in there:
            held = f"It has {', '.join(releases)}." if releases else "It has none of that kind."
            raise MissingData(f"{self.address} has no schema {self.schema}. {held}")
        chosen = self.schema or (releases[-1] if releases else "public")
        self._search_path = there.get(chosen, "")
        self.ask(_SET, "search_path", self._search_path)
        return chosen

    def _explain(self, error: psycopg2.Error) -> MissingData | DamagedData:
        """Return the error as a sentence."""
        secrets = {self._keywords.get("password", ""), os.environ.get("PGPASSWORD", "")} - {""}
        said = _find_cause(str(error), {secret for secret in secrets if secret not in self.path})
        if error.pgcode == errorcodes.QUERY_CANCELED:
            return MissingData(f"{self.path} did not answer within {ANSWER_SECONDS} seconds. Try again later.")
        if error.pgcode in (errorcodes.UNDEFINED_TABLE, errorcodes.UNDEFINED_COLUMN):
            return DamagedData(f"{self.path} lacks a table or column: {said}. Load it again.")
        return MissingData(f"{self.path} cannot be read: {said}. Check address, user, password and server.")


def _find_cause(message: str, secrets: set[str]) -> str:
    r"""Return what libpq says of the last address it tried; nothing of a message that gives a secret away.

    >>> _find_cause("connection to server at ::1: no\n\tIs it on?\nconnection to server failed: late", {"x"})
    'connection to server failed: late'
    """
    if not message.strip() or any(secret in message for secret in secrets):
        return "the server refused"
    lines = [line.strip().rstrip(".") for line in message.strip().splitlines()]
    return next((line for line in reversed(lines) if line.startswith("connection to server")), lines[0])
