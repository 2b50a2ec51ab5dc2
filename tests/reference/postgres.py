"""A PostgreSQL server for a test: on 127.0.0.1, with TLS and passwords, its data in a folder that goes with it."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

_SECONDS = 60
_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)


@dataclass(frozen=True)
class Server:
    """A server that runs; `owner` may do everything in the database `uta`, `authority` has signed its certificate."""

    port: int
    owner: str
    password: str
    authority: Path
    programs: Path

    def url(self, schema: str, user: str = "", password: str = "", options: str = "") -> str:
        """Return an address as hgvs writes it."""
        account = f"{quote(user or self.owner, safe='')}:{quote(password or self.password, safe='')}"
        return f"postgresql://{account}@localhost:{self.port}/uta/{schema}{options}"

    def run(self, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run psql as the owner."""
        return subprocess.run(
            [
                self.programs / "psql",
                *("--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"),
                *("-h", "127.0.0.1", "-p", str(self.port), "-U", self.owner, "-d", "uta", *arguments),
            ],
            input=text,
            env={**os.environ, "PGPASSWORD": self.password, "PGSSLMODE": "require"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def do(self, text: str) -> str:
        """Run SQL as the owner, which must succeed, and return what it prints."""
        done = self.run(text=text)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def find_programs() -> Path | None:
    """Return the folder of the newest server programs."""
    found = shutil.which("initdb")
    on_path = [Path(found).resolve().parent] if found else []
    return next((place for place in (*_PLACES, *on_path) if (place / "postgres").is_file()), None)


@contextmanager
def run_postgres() -> Iterator[Server]:
    """Run a server with an empty database `uta`; skip the test where there are no server programs."""
    programs = find_programs()
    if programs is None:
        pytest.skip("needs the programs of a PostgreSQL server, such as Debian's package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="synonymizer-postgres-"))
    try:
        account = _find_account()
        server = Server(_find_port(), "keeper", secrets.token_hex(8), folder / "authority.crt", programs)
        _certify(folder)
        _make_data(server, folder, account)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data"], stdout=log, stderr=log, cwd=folder, **account
            )
        try:
            _await(server, process, folder / "log")
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # ends at once, whoever is connected
            try:
                process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(folder)


def _find_account() -> dict[str, Any]:
    """Return who runs the server: the user of the test, but for root, for whom PostgreSQL does not work."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _certify(folder: Path) -> None:
    """Make an authority, a certificate for localhost that it signed, and an authority that signed nothing."""
    for name in ("authority", "stranger"):
        _run_openssl(folder, name, "-subj", f"/CN={name}", "-addext", "basicConstraints=critical,CA:TRUE")
    signed = ("-CA", "authority.crt", "-CAkey", "authority.key", "-addext", "basicConstraints=critical,CA:FALSE")
    _run_openssl(folder, "server", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", *signed)


def _run_openssl(folder: Path, name: str, *arguments: str) -> None:
    make = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    files = ("-days", "2", "-keyout", f"{name}.key", "-out", f"{name}.crt")
    subprocess.run([*make, *files, *arguments], cwd=folder, check=True, capture_output=True, timeout=_SECONDS)


def _make_data(server: Server, folder: Path, account: dict[str, Any]) -> None:
    (folder / "password").write_text(server.password, encoding="ascii")
    if account:
        for path in (folder, *folder.iterdir()):
            os.chown(path, account["user"], account["group"])
    secure = ("--auth=scram-sha-256", "--pwfile=password", f"--username={server.owner}")
    subprocess.run(
        [server.programs / "initdb", "-D", "data", "--encoding=UTF8", "--locale=C", "--no-sync", *secure],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=_SECONDS,
        **account,
    )
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": server.port,
        "unix_socket_directories": "",
        "fsync": "off",
        "ssl": "on",
        "ssl_cert_file": folder / "server.crt",
        "ssl_key_file": folder / "server.key",
    }
    with (folder / "data" / "postgresql.conf").open("a", encoding="ascii") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())


def _await(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the server and make its database."""
    until = time.monotonic() + _SECONDS
    while server.run("-d", "postgres", "-c", "CREATE DATABASE uta").returncode != 0:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)
