"""The table of sets."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from synonymizer.errors import BadSetting
from synonymizer.install.sets import SETS, DataSet, find_name, get_set
from synonymizer.reference.spec import KINDS

EACH = pytest.mark.parametrize("data_set", SETS.values(), ids=SETS)


def test_every_set_is_in_its_place() -> None:
    assert [*SETS] == [
        "lrg",
        "mane",
        "refseq-grch38",
        "refseq-grch37",
        "ensembl-grch38",
        "cdot-refseq",
        "cdot-ensembl",
        "clinvar",
        "dbsnp",
        "seqrepo",
    ]
    assert [data_set.number for data_set in SETS.values()] == [*range(1, 11)]


@EACH
def test_a_set_says_all_that_is_told_of_it(data_set: DataSet) -> None:
    assert data_set.licence
    assert data_set.title
    assert data_set.size > 0
    pattern, example = data_set.form
    assert re.fullmatch(pattern, example)
    assert data_set.choose(None) == data_set.choose(data_set.release) == data_set.release
    with pytest.raises(BadSetting):
        data_set.choose("../../etc")


@EACH
def test_the_files_of_a_set_have_addresses_that_differ(data_set: DataSet) -> None:
    for release in (data_set.release, data_set.form[1]):
        urls = [file.locate(release) for file in data_set.files]
        assert len({find_name(url) for url in urls}) == len(urls)
        for url in urls:
            parts = urlsplit(url)
            assert parts.scheme in ("https", "rsync")
            assert not parts.query
            assert "{" not in url
            assert ".." not in url
            assert re.fullmatch(r"[\w.-]+", find_name(url))


@EACH
def test_what_is_known_of_a_file_is_well_formed(data_set: DataSet) -> None:
    for file in data_set.files:
        assert file.kind in (*KINDS, "")
        assert re.fullmatch(r"[0-9a-f]{64}|", file.sha256)
        assert file.listing in ("", "md5checksums.txt", "{name}.md5", "CHECKSUMS")


def test_a_name_of_no_set_is_an_error() -> None:
    with pytest.raises(BadSetting, match="There is no set lrgs"):
        get_set("lrgs")
