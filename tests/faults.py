"""What can be wrong with reference data: what is done to the files, the command that meets it, and how that ends.

Every command runs in a folder of its own, with 1.5 GB of memory and without the right of an administrator to read and
write what others may not. `docs/reference/faults.md` is made of this table and of what the commands say.
"""

from __future__ import annotations

import ctypes
import gzip
import json
import os
import random
import re
import resource
import shlex
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import synonymizer
from synonymizer.export.packing import Packer
from synonymizer.install import SETS
from synonymizer.reference import find_embedded
from synonymizer.reference.store import FORMAT
from tests.publication import make_record, publish

VARIANT = "NC_000001.99:g.101C>A"
CDOT = urlsplit(SETS["cdot-refseq"].files[0].locate(SETS["cdot-refseq"].release))

_DRAWN = re.compile(r"(?<=\.)[0-9a-f]{16}\.(?=partial)")
_MEMORY = 3 << 29
_SECONDS = 60
_CAPABILITIES = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by which an administrator passes over permissions (capabilities(7))."""

_DROP = 24
"""PR_CAPBSET_DROP of prctl(2)."""

Spoil = Callable[[Path], object]


@dataclass(frozen=True)
class Fault:
    """Something wrong with reference data.

    Args:
        about: what it is about.
        title: what is wrong.
        spoil: writes the files, wrong as they are, into a folder.
        command: what meets them; `VARIANT` lies on the genome that `write_genome` writes.
        code: which the sentence begins with; "" where the command goes on as if nothing were wrong.
        room: bytes that a file may have, 0 for any number.
    """

    about: str
    title: str
    spoil: Spoil
    command: str
    code: str
    room: int = 0


@dataclass(frozen=True)
class Seen:
    """What a command leaves behind, the folder that it ran in being called /data."""

    status: int
    output: str
    messages: str


def run(command: str, folder: Path, *, room: int = 0) -> Seen:
    """Run a command in a folder, which also is the home of its user."""
    library = ctypes.CDLL(None)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        if room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        if os.geteuid() == 0 and sys.platform == "linux":
            for capability in _CAPABILITIES:
                library.prctl(_DROP, capability, 0, 0, 0)

    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SYNONYMIZER_", "XDG_"))}
    outcome = subprocess.run(
        [sys.executable, "-m", "synonymizer", *shlex.split(command)],
        cwd=folder,
        env=kept | {"HOME": str(folder), "PYTHONPATH": str(Path(synonymizer.__file__).parent.parent), "LC_ALL": "C"},
        capture_output=True,
        preexec_fn=limit,
        timeout=_SECONDS,
        check=False,
    )
    return Seen(outcome.returncode, *(_read(text, folder) for text in (outcome.stdout, outcome.stderr)))


def describe(fault: Fault, seen: Seen) -> str:
    """Return the line that shows a fault, and what its command says, in a table."""
    said = f"`` {seen.messages.strip()} ``" if seen.status else "nothing: it is no fault, and answered"
    return f"| {fault.title} | {said} |"


def _read(text: bytes, folder: Path) -> str:
    """Return what a command says, the names that it draws by chance being all the same."""
    return _DRAWN.sub("", text.decode("utf-8", "replace").replace(str(folder), "/data"))


# ---- files as they should be


def write_bundle(folder: Path) -> Path:
    """Write a bundle."""
    return Path(shutil.copyfile(find_embedded(), folder / "mine.bundle"))


def write_genome(folder: Path) -> Path:
    """Write a genome with its index."""
    drawn = random.Random(99)
    text = ">NC_000001.99 a chromosome\n" + "".join(f"{''.join(drawn.choices('ACGT', k=60))}\n" for _ in range(100))
    path = folder / "genome.fa"
    path.write_text(text, encoding="ascii")
    (folder / "genome.fa.fai").write_text("NC_000001.99\t6000\t27\t60\t61\n", encoding="ascii")
    return path


def write_packed(folder: Path) -> Path:
    """Write the genome in blocked gzip, without an index."""
    path = folder / "genome.fa.gz"
    with path.open("wb") as file:
        packer = Packer(file)
        packer.write(write_genome(folder).read_bytes())
        packer.close()
    return path


def write_annotation(folder: Path) -> Path:
    """Write the genome and a transcript on it."""
    write_genome(folder)
    lines = [
        "##gff-version 3",
        "NC_000001.99\tx\tgene\t101\t400\t.\t+\t.\tID=gene-A;Name=A",
        "NC_000001.99\tx\tlnc_RNA\t101\t400\t.\t+\t.\tID=rna-NR_1.1;Parent=gene-A;transcript_id=NR_1.1;gene=A",
        "NC_000001.99\tx\texon\t101\t400\t.\t+\t.\tID=e;Parent=rna-NR_1.1;transcript_id=NR_1.1;gene=A",
    ]
    path = folder / "genes.gff3"
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


def write_cdot(folder: Path) -> Path:
    """Write the genome and a transcript on it, as cdot tells of it."""
    write_genome(folder)
    build = {"contig": "NC_000001.99", "strand": "+", "exons": [[100, 400, 0, 1, 300, None]]}
    row = {"id": "NR_1.1", "gene_name": "A", "genome_builds": {"GRCh99": build}}
    path = folder / "cdot.json"
    path.write_text(json.dumps({"cdot_version": "0.2.32", "transcripts": {"NR_1.1": row}}), encoding="ascii")
    return path


def write_records(folder: Path) -> Path:
    """Write a folder of records to build from, and an older bundle under the name of the one to be built."""
    write_bundle(folder).rename(folder / "new.bundle")
    return publish(folder / "files")


def write_vcf(folder: Path) -> Path:
    """Write a file to annotate."""
    path = folder / "in.vcf"
    path.write_text(
        "##fileformat=VCFv4.2\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
        "11\t4055634\t.\tC\tA\t.\t.\t.\n",
        encoding="ascii",
    )
    return path


# ---- what is done to them


def flip(path: Path, at: int) -> None:
    """Change a byte."""
    with path.open("r+b") as file:
        file.seek(at, os.SEEK_END if at < 0 else os.SEEK_SET)
        (byte,) = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 0x10]))


def cut(path: Path, size: int) -> None:
    """Keep the beginning, or all but the end."""
    data = path.read_bytes()
    path.write_bytes(data[:size])


def prepend(path: Path, text: bytes) -> None:
    """Write something before what is there."""
    path.write_bytes(text + path.read_bytes())


def append(path: Path, text: bytes) -> None:
    """Write something behind what is there."""
    with path.open("ab") as file:
        file.write(text)


def become(path: Path, data: bytes) -> None:
    """Be something else."""
    path.write_bytes(data)


def pack(path: Path, *, size: int | None = None) -> None:
    """Compress a file, and lose its end where a size is given."""
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0)[:size])


def explode(path: Path, unit: bytes) -> None:
    """Write 10 GB of the same, compressed to 10 MB."""
    path.write_bytes(gzip.compress(unit * 10_000_000, 9, mtime=0) * 1000)


def explode_block(folder: Path) -> None:
    """Write a block of blocked gzip that unpacks to 10 GB, and an index by which it is the only one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    begin = bytes.fromhex("1f8b08040000000000ff060042430200ffff")
    (folder / "genome.fa.gz").write_bytes(begin + piece * 1000)
    (folder / "genome.fa.gz.gzi").write_bytes(bytes(8))
    shutil.copyfile(folder / "genome.fa.fai", folder / "genome.fa.gz.fai")


def set_number(path: Path, name: str, value: int) -> None:
    """Set a number in the header of a database, which is no fault of SQLite's."""
    with path.open("r+b") as file:
        file.seek({"user_version": 60, "application_id": 68}[name])
        file.write(value.to_bytes(4, "big"))


def archive(folder: Path, *members: tuple[str, str], name: str = "LRG_public_xml_files.zip") -> None:
    """Write an archive of records into the folder of records."""
    with zipfile.ZipFile(write_records(folder) / name, "w", zipfile.ZIP_DEFLATED) as opened:
        for path, text in members:
            opened.writestr(path, text)


def forbid(path: Path) -> None:
    """Let nobody read or write it."""
    path.chmod(0)


def protect(path: Path) -> None:
    """Let nobody write it."""
    path.chmod(0o555 if path.is_dir() else 0o444)


def install(folder: Path) -> Path:
    """Install a set, and return the folder of installed sets."""
    data = folder / ".local" / "share" / "synonymizer"
    kept = data / "sets" / "lrg" / "current"
    kept.mkdir(parents=True)
    shutil.copyfile(find_embedded(), kept / "lrg.bundle")
    size = (kept / "lrg.bundle").stat().st_size
    manifest = {
        "name": "lrg",
        "number": 1,
        "release": "current",
        "licence": "",
        "date": "2026-01-01",
        "folder": "lrg/current",
        "parts": [["bundle", "lrg/current/lrg.bundle"]],
        "sources": [],
        "files": [{"path": "lrg/current/lrg.bundle", "size": size, "sha256": "0" * 64}],
    }
    (data / "sets" / "lrg.json").write_text(json.dumps(manifest), encoding="utf-8")
    return data


def offer(folder: Path, data: bytes, *, digest: str = "") -> Path:
    """Write the file of a set into a folder to install it from, with its checksum where one is given."""
    files = folder / "files"
    files.mkdir()
    name = CDOT.path.rpartition("/")[2]
    (files / name).write_bytes(data)
    if digest:
        (files / "SHA256SUMS").write_text(f"{digest}  {name}\n", encoding="ascii")
    return files


def both(*spoils: Spoil) -> Spoil:
    """Do one after the other."""
    return lambda folder: [spoil(folder) for spoil in spoils]


def on(write: Callable[[Path], Path], spoil: Callable[..., object], *arguments: object, suffix: str = "") -> Spoil:
    """Write a file, and spoil it or the one beside it."""

    def prepare(folder: Path) -> None:
        path = write(folder)
        spoil(path.with_name(path.name + suffix), *arguments)

    return prepare


# ---- the table

_ASK = "names --format plain --limit 1 --reference mine.bundle 'STIM1 c.494C>A'"
_GENOME = f"names --format plain '{VARIANT}' --reference fasta:genome.fa"


def _ask_bundle(spoil: Callable[..., object], *arguments: object) -> Spoil:
    return on(write_bundle, spoil, *arguments)


def _list_bundle_faults() -> Iterator[Fault]:
    about = "Bundles"
    damages: tuple[tuple[str, str, Spoil], ...] = (
        ("a changed byte in its header", "E9002", _ask_bundle(flip, 30)),
        ("a changed byte in its first pages", "E9002", _ask_bundle(flip, 20_000)),
        ("a changed byte in the middle", "E9002", _ask_bundle(flip, 3_000_000)),
        ("a changed byte in its checksums", "E9002", _ask_bundle(flip, -30)),
        ("a changed byte in what marks the end", "E9002", _ask_bundle(flip, -3)),
        ("its last byte is lost", "E9002", _ask_bundle(cut, -1)),
        ("cut short in the middle", "E9002", _ask_bundle(cut, 3_000_000)),
        ("cut short in its header", "E9002", _ask_bundle(cut, 60)),
        ("bytes are appended", "E9002", _ask_bundle(append, b"more")),
        ("empty", "E9002", _ask_bundle(cut, 0)),
        ("another kind of file", "E9002", _ask_bundle(become, b"%PDF-1.7 nothing of ours")),
        ("a database of another program", "E9002", _ask_bundle(set_number, "application_id", 7)),
        ("written by a newer version", "E9003", _ask_bundle(set_number, "user_version", FORMAT + 1)),
        ("written by an older version", "E9006", _ask_bundle(set_number, "user_version", FORMAT - 1)),
        ("not there", "E9001", write_vcf),
        ("a folder", "E9001", lambda folder: (folder / "mine.bundle").mkdir()),
        ("may not be read", "E9001", _ask_bundle(forbid)),
        ("may not be written", "", _ask_bundle(protect)),
    )
    for title, code, spoil in damages:
        yield Fault(about, title, spoil, _ASK, code)


def _list_sequence_faults() -> Iterator[Fault]:
    about = "Sequences (FASTA)"

    def beside(spoil: Callable[..., object], *arguments: object) -> Spoil:
        return on(write_genome, spoil, *arguments, suffix=".fai")

    def genome(spoil: Callable[..., object], *arguments: object) -> Spoil:
        return on(write_genome, spoil, *arguments)

    plain: tuple[tuple[str, str, Spoil], ...] = (
        ("a sequence is inserted after it was indexed", "E9002", genome(prepend, b">NC_1.1\nACGT\n")),
        ("a line is inserted in a sequence after it was indexed", "E9002", genome(_insert_line)),
        ("it is cut short after it was indexed", "E9002", genome(cut, 3000)),
        ("the index is older than the file", "E9002", beside(os.utime, (1, 1))),
        ("the index is another file's", "E9002", beside(become, b"NC_000001.99\t6000\t9\t60\t61\n")),
        ("the index is no index", "E9002", beside(become, b"\0\xff\0")),
        ("the index may not be read", "E9001", beside(forbid)),
        ("the file may not be read", "E9001", genome(forbid)),
        ("the file is not there", "E9001", lambda _: None),
        ("it is empty", "E9004", genome(cut, 0)),
        ("it is no FASTA file", "E9004", genome(_replace, b"\x7fELF\0\0")),
        ("its lines differ in length", "E9004", genome(_replace, b">NC_000001.99\nACGT\nA\nACGT\n")),
        ("a name comes twice", "E9004", genome(_replace, b">NC_000001.99\nACGT\n" * 2)),
        ("bases in small letters, and letters for several bases", "", genome(_soften)),
        ("its folder may not be written, and there is no index", "", both(beside(Path.unlink), protect)),
    )
    for title, code, spoil in plain:
        yield Fault(about, title, spoil, _GENOME, code)
    packed: tuple[tuple[str, str, Spoil], ...] = (
        ("compressed by gzip, not bgzip", "E9004", on(write_genome, pack)),
        ("bgzip, cut short", "E9002", on(write_packed, cut, 200)),
        ("bgzip, a changed byte", "E9002", on(write_packed, flip, 100)),
        ("bgzip, the index of its blocks cut short", "E9002", both(write_packed, _write_block_index)),
        ("bgzip, a block of 10 GB, in 10 MB", "E9002", both(write_genome, explode_block)),
        ("bgzip, its folder may not be written, and there is no index", "", both(write_packed, _lose_index, protect)),
    )
    for title, code, spoil in packed:
        yield Fault(about, title, spoil, f"{_GENOME}.gz", code)


def _replace(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.with_name(f"{path.name}.fai").unlink()


def _insert_line(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:210] + b"\n" + data[210:])


def _soften(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:27] + data[27:1000].lower() + data[1000:5000].replace(b"GCA", b"RYK") + data[5000:])


def _lose_index(folder: Path) -> None:
    (folder / "genome.fa").unlink()
    (folder / "genome.fa.fai").unlink()


def _write_block_index(folder: Path) -> None:
    (folder / "genome.fa.gz.gzi").write_bytes(b"\x09\0\0")


def _list_annotation_faults() -> Iterator[Fault]:
    about = "Annotation (GFF3, GTF, cdot)"
    annotation = write_annotation
    gff3 = f"names --format plain '{VARIANT}' --reference fasta:genome.fa+gff3:genes.gff3"
    rows: tuple[tuple[str, str, Spoil, str], ...] = (
        ("a line with too few columns", "E9004", on(annotation, append, b"NC_000001.99\tx\texon\t5\n"), gff3),
        ("a position that is no number", "E9004", on(annotation, append, b"chr1\tx\texon\ta\tb\t.\t+\t.\t.\n"), gff3),
        ("bytes of zero", "E9004", on(annotation, append, b"\0\0\0\0"), gff3),
        ("another encoding", "E9004", on(annotation, append, "# Émile\n".encode("latin-1")), gff3),
        ("a page of the web instead", "E9004", on(annotation, become, b"<html><body>404</body></html>\n"), gff3),
        ("empty", "E9004", on(annotation, cut, 0), gff3),
        ("not there", "E9001", write_genome, gff3),
        ("compressed, cut short", "E9004", on(annotation, lambda path: pack(path, size=90)), f"{gff3}.gz"),
        ("a line of 10 GB, in 10 MB", "E9004", _bomb("genes.gff3.gz", b"x"), f"{gff3}.gz"),
        ("10 GB of empty lines, in 10 MB", "E9004", _bomb("genes.gff3.gz", b"\n"), f"{gff3}.gz"),
    )
    for title, code, spoil, command in rows:
        yield Fault(about, f"GFF3: {title}", spoil, command, code)
    cdot = f"names --format plain '{VARIANT}' --reference fasta:genome.fa+cdot:cdot.json"
    written: tuple[tuple[str, str, Spoil], ...] = (
        ("cut short", "E9004", on(write_cdot, cut, 150)),
        ("values in values, 100,000 deep", "E9004", on(write_cdot, become, b'{"transcripts": {"a": ' + b"[" * 100_000)),
        ("a list instead of an object", "E9004", on(write_cdot, become, b"[1, 2]")),
        ("JSON of something else", "E9004", on(write_cdot, become, b'{"type": "FeatureCollection"}')),
        (
            "a number of 10,000 digits",
            "E9004",
            on(write_cdot, become, b'{"transcripts": {"a": ' + b"1" * 10_000 + b"}}"),
        ),
        ("empty", "E9004", on(write_cdot, cut, 0)),
    )
    for title, code, spoil in written:
        yield Fault(about, f"cdot: {title}", spoil, cdot, code)
    bomb = _bomb("cdot.json.gz", b" ")
    yield Fault(about, "cdot: 10 GB of spaces, in 10 MB", bomb, f"{cdot}.gz", "E9004")
    gtf = f"names --format plain '{VARIANT}' --reference fasta:genome.fa+gtf:genes.gff3"
    yield Fault(about, "GFF3 given as GTF", write_annotation, gtf, "E9004")


def _bomb(name: str, unit: bytes) -> Spoil:
    return both(write_genome, lambda folder: explode(folder / name, unit))


def _list_settings_faults() -> Iterator[Fault]:
    about = "References and settings"
    names = f"names --format plain '{VARIANT}'"
    ask = f"{names} --reference"
    uta = f"{ask} 'uta:postgresql://reader:secret@127.0.0.1:1/uta"
    rows: tuple[tuple[str, str, Spoil, str], ...] = (
        ("an unknown kind", "E9007", write_genome, f"{ask} bam:genome.fa"),
        ("a kind without a path", "E9007", write_genome, f"{ask} fasta:"),
        ("an empty part", "E9007", write_genome, f"{ask} fasta:genome.fa+"),
        ("two annotations in one reference", "E9007", write_annotation, f"{ask} fasta:genome.fa+gff3:genes.gff3+gtf:a"),
        ("annotation without bases", "E9007", write_annotation, f"{ask} gff3:genes.gff3"),
        ("neither a file nor a set", "E9001", write_genome, f"{ask} refseq"),
        ("a SeqRepo that is not there", "E9001", write_genome, f"{ask} seqrepo:nowhere"),
        ("a SeqRepo of damaged databases", "E9002", _write_broken_instance, f"{ask} seqrepo:instance"),
        ("an address without a database", "E9004", write_genome, f"{uta[:-5]}+fasta:genome.fa'"),
        ("a database server that does not run", "E9001", write_genome, f"{uta}+fasta:genome.fa'"),
        ("a configuration file that is no TOML", "E9007", _settle("reference = "), names),
        ("a configuration file with an unknown word", "E9007", _settle("data = 1"), names),
        ("a configuration file with a number for a path", "E9007", _settle("mirror = 1"), names),
    )
    for title, code, spoil, command in rows:
        yield Fault(about, title, spoil, command, code)


def _write_broken_instance(folder: Path) -> None:
    (folder / "instance" / "sequences").mkdir(parents=True)
    for name in ("aliases.sqlite3", "sequences/db.sqlite3"):
        (folder / "instance" / name).write_bytes(b"SQLite format 3\0" + b"?" * 5000)


def _settle(text: str) -> Spoil:
    def write(folder: Path) -> None:
        (folder / ".config" / "synonymizer").mkdir(parents=True)
        (folder / ".config" / "synonymizer" / "config.toml").write_text(text, encoding="utf-8")

    return write


def _list_building_faults() -> Iterator[Fault]:
    about = "Records and identifiers (data build)"
    record = make_record()
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'ha' * 10}'>" for n in range(10))
    archives: tuple[tuple[str, Spoil], ...] = (
        ("entities of entities, a billion in all", _archive(_declare(entities, "&a9;"))),
        ("an entity that is another file", _archive(_declare("<!ENTITY a SYSTEM 'file:///etc/passwd'>", "&a;"))),
        ("an entity that declares entities", _archive(_declare("<!ENTITY % a SYSTEM 'http://127.0.0.1:1/'> %a;", ""))),
        ("no end", _archive(record[:2000])),
        ("nothing but beginnings", _archive("<lrg>" * 2000)),
        ("20 MB of spaces", _archive(" " * 20_000_000)),
        ("a record twice", lambda folder: archive(folder, ("LRG_1.xml", record), ("b/LRG_1.xml", record))),
        ("no record, but an archive of one", lambda folder: archive(folder, ("LRG_1.zip", record))),
    )
    build = "data build --from files -o new.bundle"
    for title, spoil in archives:
        yield Fault(about, f"records: {title}", spoil, build, "E9004")
    zipped = "LRG_public_xml_files.zip"
    rows: tuple[tuple[str, str, Spoil], ...] = (
        ("no zip file", "E9004", on(write_records, lambda folder: become(folder / zipped, b"PK nothing"))),
        ("a zip file cut short", "E9004", on(write_records, lambda folder: cut(folder / zipped, 900))),
        ("a zip file with a changed byte", "E9004", on(write_records, lambda folder: flip(folder / zipped, 900))),
        ("no file of records", "E9001", on(write_records, lambda folder: (folder / zipped).unlink())),
    )
    for title, code, spoil in rows:
        yield Fault(about, f"records: {title}", spoil, build, code)
    yield Fault(about, "gene symbols: 10 GB in 10 MB", _swap("hgnc_gene_synonyms.tsv.gz", b"x"), build, "E9004")
    yield Fault(about, "VCF: a line of 10 GB, in 10 MB", _swap("clinvar_2020-02.GRCh38.vcf.gz", b"x"), build, "E9004")
    yield Fault(about, "the disk is full", write_records, build, "E9005", room=50_000)
    yield Fault(about, "a folder that may not be written", both(write_records, protect), build, "E9005")
    yield Fault(about, "a folder that is not there", write_records, build.replace("new", "there/new"), "E9005")


def _declare(declarations: str, text: str) -> str:
    return f"<!DOCTYPE lrg [{declarations}]><lrg>{text}</lrg>"


def _archive(text: str) -> Spoil:
    return lambda folder: archive(folder, ("LRG_1.xml", text))


def _swap(name: str, unit: bytes) -> Spoil:
    return on(write_records, lambda files: explode(files / name, unit))


def _list_installing_faults() -> Iterator[Fault]:
    about = "Installed sets"
    from_folder = "data install cdot-refseq --from files"
    ask = "names --format plain --limit 1 'STIM1 c.494C>A'"

    def sets(spoil: Callable[[Path], object]) -> Spoil:
        return lambda folder: spoil(install(folder))

    rows: tuple[tuple[str, str, Spoil, str, int], ...] = (
        ("a file that is not the one it should be", "E9008", _offer(b"wrong", "0" * 64), from_folder, 0),
        ("a file that is not there", "E9008", both(lambda folder: (folder / "files").mkdir()), from_folder, 0),
        ("the disk is full", "E9005", write_records, "data install lrg --from files --release current", 50_000),
        ("a folder that may not be written", "E9005", both(_offer(b"{}", ""), protect), from_folder, 0),
        ("LRG replaced by something else", "E9008", _offer_records, "data install lrg --from files", 0),
        ("another kind of release", "E9007", _offer(b"{}", ""), f"{from_folder} --release newest", 0),
        ("a mirror that is no address", "E9007", write_genome, "data install cdot-refseq --mirror nowhere", 0),
        ("its bundle has a changed byte", "E9002", sets(lambda data: flip(_find_bundle(data), 20_000)), ask, 0),
        ("its bundle is gone", "E9001", sets(lambda data: _find_bundle(data).unlink()), ask, 0),
        ("its description is cut short", "E9002", sets(lambda data: cut(data / "sets" / "lrg.json", 99)), ask, 0),
        ("its description may not be read", "E9002", sets(lambda data: forbid(data / "sets" / "lrg.json")), ask, 0),
        ("a file is not what it was", "E9002", sets(lambda data: cut(_find_bundle(data), 0)), "data verify", 0),
        ("it is removed, and never was there", "E9001", write_genome, "data remove lrg", 0),
    )
    for title, code, spoil, command, room in rows:
        yield Fault(about, title, spoil, command, code, room)


def _find_bundle(data: Path) -> Path:
    return data / "sets" / "lrg" / "current" / "lrg.bundle"


def _offer(data: bytes, digest: str) -> Spoil:
    return lambda folder: offer(folder, data, digest=digest)


def _offer_records(folder: Path) -> None:
    (folder / "files").mkdir()
    (folder / "files" / "LRG_public_xml_files.zip").write_bytes(b"PK nothing")


FAULTS = (
    *_list_bundle_faults(),
    *_list_sequence_faults(),
    *_list_annotation_faults(),
    *_list_settings_faults(),
    *_list_building_faults(),
    *_list_installing_faults(),
)
