"""What names references: the text of `--reference`, settings, and the order in which all of it is asked."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.errors import BadSetting, DamagedData, MissingData
from synonymizer.reference import find_embedded, open_reference
from synonymizer.reference.settings import Settings, find_installed, find_user_folder, read_settings
from synonymizer.reference.spec import EMBEDDED_BUNDLE, Part, find_references, parse_spec, write_spec


def _write(text: str) -> str:
    return write_spec(parse_spec(text))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, and nothing settled."""
    monkeypatch.chdir(tmp_path)
    for name in ("SYNONYMIZER_REFERENCE", "SYNONYMIZER_MIRROR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SYNONYMIZER_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("SYNONYMIZER_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "config.toml").touch()
    return tmp_path


def _install(folder: Path, name: str, number: int, *parts: tuple[str, str]) -> None:
    (folder / "data" / "sets").mkdir(parents=True, exist_ok=True)
    manifest = {"name": name, "number": number, "release": "1", "parts": parts}
    (folder / "data" / "sets" / f"{name}.json").write_text(json.dumps(manifest), encoding="utf-8")


# ---- the text


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/a.bundle", "bundle:/a.bundle"),
        ("bundle:/a.bundle , /b.bundle,", "bundle:/a.bundle,bundle:/b.bundle"),
        ("embedded", "bundle:embedded"),
        ("fasta:/g.fa.gz+gff3:/g.gff3", "fasta:/g.fa.gz+gff3:/g.gff3"),
        (" fasta:/g.fa + rna:/r.fa + protein:/p.fa + gtf:/g.gtf ", "fasta:/g.fa+rna:/r.fa+protein:/p.fa+gtf:/g.gtf"),
        ("fasta:/a%2Cb%2Bc%25.fa", "fasta:/a%2Cb%2Bc%25.fa"),
        (
            "uta:postgresql://me:a,b+c@host/db?x=1,2,lrg+fasta:/g.fa",
            "uta:postgresql://me:a,b+c@host/db?x=1,2,lrg+fasta:/g.fa",
        ),
        ("uta:postgresql://host/db,bundle:/a", "uta:postgresql://host/db,bundle:/a"),
    ],
)
def test_a_text_names_references(text: str, expected: str) -> None:
    assert _write(text) == expected


def test_a_relative_path_is_made_absolute(here: Path) -> None:
    assert _write("bundle:x/a.bundle,y/b") == f"bundle:{here}/x/a.bundle,bundle:{here}/y/b"


def test_the_home_folder_is_known_behind_a_kind(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(here))
    monkeypatch.setenv("USERPROFILE", str(here))
    assert _write("fasta:~/g.fa") == f"fasta:{here}/g.fa"


@pytest.mark.parametrize("name", ["a,b.fa", "a+b.fa", "a,b+c,d.fa", "a%2Cb.fa", "lrg,mane"])
def test_a_file_that_exists_may_have_any_name(here: Path, name: str) -> None:
    (here / name).touch()
    expected = (Part("fasta", str(here / name)), Part("gff3", "/g"))
    assert parse_spec(f"fasta:{name}+gff3:/g,/b") == (expected, (Part("bundle", "/b"),))
    assert parse_spec(write_spec([expected])) == (expected,)


NAMES = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\~"), min_size=1)


@given(st.lists(st.tuples(st.sampled_from(["fasta", "gff3", "cdot"]), NAMES), min_size=1))
def test_what_is_written_reads_back(drawn: list[tuple[str, str]]) -> None:
    parts = tuple(Part(kind, os.path.abspath(f"/nowhere/{name}")) for kind, name in drawn)
    assert parse_spec(write_spec([parts, parts])) == (parts, parts)


@pytest.mark.skipif(os.name != "nt", reason="drives are those of Windows")
def test_a_drive_is_no_kind() -> None:
    assert _write("C:\\a.bundle") == "bundle:C:\\a.bundle"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gff4:/g", "gff4 is no kind of reference data"),
        ("postgresql://me:secret@host/db", "postgresql is no kind of reference data"),
        ("gff3:/g+", "empty part beside a plus sign"),
        ("+gff3:/g", "empty part beside a plus sign"),
        ("bundle:", "The part bundle: names nothing"),
        ("uta:", "The part uta: names nothing"),
        ("gff3:/g", "gff3:/g holds no bases"),
        ("gff3:/g+protein:/p", "gff3:/g holds no bases"),
        ("uta:postgresql://me:secret@host/db?password=secret", "uta:postgresql://me@host/db holds no bases"),
        ("gff3:/g+gtf:/h+fasta:/f", "two annotations"),
        ("bundle:/b+fasta:/f", "bundle:/b is a reference by itself"),
        ("fasta:/f+bundle:/b", "bundle:/b is a reference by itself"),
        ("vcf:/v", "a bundle is built of"),
    ],
)
def test_what_makes_no_reference_is_said_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(BadSetting) as caught:
        open_reference(text)
    assert said in caught.value.message
    assert "secret" not in caught.value.message


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("text", ["lrg", "bundle:lrg", "nowhere.bundle", "/nowhere/at.all"])
def test_what_is_not_there_is_missing(text: str) -> None:
    with pytest.raises(MissingData):
        open_reference(text)


# ---- installed sets


def test_a_set_is_named_by_its_name_alone_or_with_its_kind(here: Path) -> None:
    _install(here, "lrg", 1, ("bundle", "lrg/1/lrg.bundle"))
    _install(here, "seqrepo", 10, ("seqrepo", "seqrepo/1/instance"))
    _install(here, "cdot-refseq", 6, ("cdot", "cdot-refseq/1/x.json.gz"))
    sets = here / "data" / "sets"
    assert _write("lrg") == _write("bundle:lrg") == f"bundle:{sets}/lrg/1/lrg.bundle"
    assert _write("seqrepo+cdot-refseq") == f"seqrepo:{sets}/seqrepo/1/instance+cdot:{sets}/cdot-refseq/1/x.json.gz"


def test_a_file_in_the_current_folder_precedes_a_set_of_its_name(here: Path) -> None:
    _install(here, "lrg", 1, ("bundle", "lrg/1/lrg.bundle"))
    (here / "lrg").touch()
    assert _write("lrg") == f"bundle:{here}/lrg"


def test_sets_that_are_references_are_asked_in_the_order_of_their_numbers(here: Path) -> None:
    _install(here, "clinvar", 8, ("bundle", "clinvar/1/clinvar.bundle"))
    _install(here, "mane", 2, ("bundle", "mane/1/mane.bundle"))
    _install(here, "seqrepo", 10, ("seqrepo", "seqrepo/1/instance"))
    sets = here / "data" / "sets"
    assert write_spec(find_references()) == (
        f"bundle:{sets}/mane/1/mane.bundle,bundle:{sets}/clinvar/1/clinvar.bundle,bundle:embedded"
    )


# ---- settings


def test_references_are_asked_in_order_each_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(here, "lrg", 1, ("bundle", "lrg/1/lrg.bundle"))
    (here / "config.toml").write_text('reference = ["/file/a", "lrg,/stated/a"]\n')
    monkeypatch.setenv("SYNONYMIZER_REFERENCE", "/variable/a,/stated/b")
    installed = here / "data/sets/lrg/1/lrg.bundle"
    assert [parts[0].value for parts in find_references("/stated/a,/stated/b")] == [
        *("/stated/a", "/stated/b", "/variable/a", "/file/a", str(installed), "embedded")
    ]


@pytest.mark.parametrize(
    ("stated", "variable", "expected"),
    [
        ("embedded", "/v", "bundle:embedded"),
        ("embedded,/a", "/v", "bundle:embedded,bundle:/a"),
        ("/a", "embedded,/v", "bundle:/a,bundle:embedded,bundle:/v"),
        (None, "embedded", "bundle:embedded"),
        (None, "", "bundle:/file,bundle:embedded"),
    ],
)
def test_nothing_is_asked_beyond_a_text_that_names_the_embedded_bundle(
    here: Path, monkeypatch: pytest.MonkeyPatch, stated: str | None, variable: str, expected: str
) -> None:
    (here / "config.toml").write_text('reference = "/file"\n')
    monkeypatch.setenv("SYNONYMIZER_REFERENCE", variable)
    assert write_spec(find_references(stated)) == expected


def test_what_is_written_of_references_is_understood_elsewhere(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNONYMIZER_REFERENCE", "/variable")
    written = write_spec(find_references("/stated"))
    monkeypatch.setenv("SYNONYMIZER_REFERENCE", "/another/variable")
    (here / "config.toml").write_text('reference = "/file"\n')
    assert write_spec(find_references(written)) == written


@pytest.mark.usefixtures("here")
def test_with_nothing_settled_the_embedded_bundle_is_asked() -> None:
    assert find_references() == find_references("") == ((EMBEDDED_BUNDLE,),)
    assert [store.path for store in open_reference().stores] == [find_embedded()]


def test_a_bundle_that_is_stated_is_asked_first(here: Path) -> None:
    shutil.copyfile(find_embedded(), here / "mine.bundle")
    paths = [store.path for store in open_reference("mine.bundle,bundle:mine.bundle").stores]
    assert paths == [str(here / "mine.bundle"), find_embedded()]


@pytest.mark.parametrize(
    ("written", "environment", "expected"),
    [
        ("", {}, Settings((), "/home/me/.local/share/synonymizer", "")),
        ("", {"XDG_DATA_HOME": "/x"}, Settings((), "/x/synonymizer", "")),
        ('reference = "a"', {"XDG_DATA_HOME": "/x"}, Settings(("a",), "/x/synonymizer", "")),
        ('data_dir = "sets"\nmirror = "http://m"', {}, Settings((), "{here}/sets", "http://m")),
        ('data_dir = "/d"\nmirror = "http://m"', {"SYNONYMIZER_MIRROR": "n"}, Settings((), "/d", "n")),
        ('data_dir = "/d"', {"SYNONYMIZER_DATA_DIR": "/e"}, Settings((), "/e", "")),
        (
            'reference = ["a"]',
            {"SYNONYMIZER_REFERENCE": "b", "XDG_DATA_HOME": "/x"},
            Settings(("b", "a"), "/x/synonymizer", ""),
        ),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the folders are those of Linux")
def test_a_variable_precedes_the_configuration_file(
    here: Path, monkeypatch: pytest.MonkeyPatch, written: str, environment: dict[str, str], expected: Settings
) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    (here / "config.toml").write_text(written)
    settings = read_settings({"SYNONYMIZER_CONFIG": str(here / "config.toml"), **environment})
    assert settings == expected._replace(folder=expected.folder.format(here=here))


@pytest.mark.parametrize("name", ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"])
@pytest.mark.parametrize("value", [None, "", "/x", "/with space"])
def test_the_folders_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    import platformdirs

    if value is not None:
        monkeypatch.setenv(name, value)
    if value == "" and name == "HOME":
        pytest.skip("there is no home")
    assert find_user_folder("data") == platformdirs.user_data_dir("synonymizer")
    assert find_user_folder("config") == platformdirs.user_config_dir("synonymizer")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"reference = [", "is not TOML"),
        (b"\xff", "is not TOML"),
        (b"refernce = 'a'", "says refernce, which is not known: write reference, data_dir, mirror"),
        (b"reference = 1", "says reference = 1; write a text"),
        (b"reference = ['a', 2]", "write a text"),
        (b"mirror = ['a']", "write a text"),
    ],
)
def test_a_configuration_file_that_is_not_understood_is_an_error(here: Path, written: bytes, said: str) -> None:
    (here / "config.toml").write_bytes(written)
    with pytest.raises(BadSetting) as caught:
        open_reference()
    assert said in caught.value.message
    assert str(here / "config.toml") in caught.value.message


def test_a_configuration_file_that_is_stated_must_be_there(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNONYMIZER_CONFIG", str(here / "nowhere.toml"))
    with pytest.raises(BadSetting, match="cannot be read: No such file"):
        open_reference()


def test_a_folder_of_sets_that_is_something_else_holds_none(here: Path) -> None:
    (here / "data").touch()
    assert find_installed(str(here / "data")) == ()


def test_an_installed_set_that_is_damaged_is_not_passed_over(here: Path) -> None:
    _install(here, "lrg", 1, ("bundle", "lrg/1/lrg.bundle"))
    (here / "data/sets/lrg.json").write_text("{}")
    with pytest.raises(DamagedData, match="data install lrg --again"):
        open_reference()


@pytest.mark.parametrize("password", ["secret", "sec?ret", "sec@ret", "sec/ret", "sec:ret", "?secret"])
def test_no_part_of_a_password_is_shown(password: str) -> None:
    shown = Part("uta", f"postgresql://reader:{password}@host/uta?sslpassword={password}").shown
    assert shown == "uta:postgresql://reader@host/uta"
