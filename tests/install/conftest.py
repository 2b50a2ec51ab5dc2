"""A publisher on this machine, and a downloader that loses its patience soon."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from synonymizer.install.download import Downloader, Patience
from tests.install.server import Publisher, publishing


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with publishing() as served:
        yield served


@pytest.fixture
def downloader() -> Downloader:
    return Downloader(Patience(attempts=3, timeout=0.3, pause=0.01, longest=0.05, worth=1000))
