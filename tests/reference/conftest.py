"""The files that stores of every kind are made of, written once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.reference.stores import Files


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    with ExitStack() as running:
        yield Files.of_few_genes(tmp_path_factory.mktemp("stores"), running)
