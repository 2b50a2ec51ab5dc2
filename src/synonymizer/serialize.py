r"""A `Result` as JSON, as tab-separated rows, and as the one canonical line of `normalize`.

The JSON object is described by `docs/reference/result.schema.json`. Tab-separated fields escape the backslash, the
tab and the line ends as `\\`, `\t`, `\n` and `\r`, so that one name is always one line.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

from synonymizer.errors import NoSuchName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from synonymizer.model import ExonEffect, Name, NameClass, Reading, Result, Scope
    from synonymizer.statements import Axis, Issue

SCHEMA = 1
"""The version of the JSON object; it changes only when a field is removed or changes its meaning."""

COLUMNS = (
    "input",
    "rank",
    "text",
    "class",
    "level",
    "assembly",
    "transcript",
    "scope",
    "recommended",
    "key",
    "codes",
)
"""The columns of the tab-separated answer, one row per name."""

CLASSES: tuple[NameClass, ...] = (
    "hgvs",
    "hgvs-deprecated",
    "coordinate",
    "computed",
    "identifier",
    "exon",
    "literature",
    "legacy",
)
"""The classes of names, as columns and options spell them."""

LEVELS: tuple[Axis, ...] = ("g", "m", "c", "n", "r", "p")
"""The levels of names."""

SCOPES: tuple[Scope, ...] = ("allele", "protein", "position", "exon", "category")
"""The scopes of names."""

Target = Literal["g", "c", "p", "key", "spdi", "vrs"]
"""What `normalize` can be asked for."""

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

NO_ANSWER = "!"
"""How a line begins that stands for an input without an answer; no name begins so."""

_TARGETS: dict[Target, str] = {
    "g": "genomic name on GRCh38",
    "c": "coding (c.) name",
    "p": "protein name",
    "key": "identity key",
    "spdi": "SPDI, which only a single exact allele has",
    "vrs": "VRS identifier",
}

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def to_json(result: Result) -> dict[str, Json]:
    """Return the answer as the JSON object of the documented schema; readings and names keep their order."""
    return {
        "schema": SCHEMA,
        "input": result.input,
        "status": result.status,
        "readings": [_reading(reading) for reading in result.readings],
        "issues": [_issue(issue) for issue in result.issues],
        "reference": result.reference,
    }


def to_vrs(result: Result) -> tuple[dict[str, Json], ...]:
    """Return one object for each reading: its key, its VRS identifier, and the VRS objects among its names.

    An answer without readings is one object without these.
    """
    said: dict[str, Json] = {"input": result.input, "codes": [issue.code for issue in result.issues]}
    readings = tuple(
        {
            **said,
            "rank": reading.rank,
            "key": reading.key,
            "vrs": reading.vrs,
            "variations": [json.loads(name.text) for name in reading.names if name.text.startswith("{")],
        }
        for reading in result.readings
    )
    return readings or ({**said, "rank": None, "key": None, "vrs": None, "variations": []},)


def to_rows(result: Result) -> tuple[tuple[str, ...], ...]:
    """Return one row of unescaped fields per name, in the order of `COLUMNS`.

    An answer without names is one row, in which only the input and the codes are filled.
    """
    codes = ",".join(dict.fromkeys(issue.code for issue in result.issues))
    rows = tuple(
        (
            result.input,
            str(reading.rank),
            name.text,
            name.cls,
            name.level or "",
            name.assembly or "",
            name.transcript or "",
            name.scope,
            "true" if name.recommended else "false",
            reading.key or "",
            codes,
        )
        for reading in result.readings
        for name in reading.names
    )
    return rows or ((result.input, *[""] * (len(COLUMNS) - 2), codes),)


def count_releases(result: Result) -> tuple[tuple[str, int], ...]:
    """Return the releases that made the names of an answer, each with their number, most first."""
    return tuple(Counter(name.release for reading in result.readings for name in reading.names).most_common())


def tab_separated(fields: Sequence[str]) -> str:
    r"""Return the fields as one line without its end.

    >>> tab_separated(("a\tb", "c"))
    'a\\tb\tc'
    """
    return "\t".join(field.translate(_ESCAPES) for field in fields)


def no_answer(result: Result) -> str:
    """Return the line that stands for an input without a name: `!CODE`, a tab and the input.

    The code is that of its error, else what is said last: that none of its names was chosen.
    """
    code = next((issue.code for issue in result.issues if issue.severity == "error"), result.issues[-1].code)
    return f"{NO_ANSWER}{code}\t{result.input}"


def get_canonical(result: Result, target: Target) -> str:
    """Return the one name of the best reading that `target` asks for.

    "g" is the recommended genomic (or mitochondrial) name on GRCh38; "c" and "p" are the recommended names on the
    reading's own transcript, or on the protein that it shares with others, else the first recommended ones; "key" is
    the identity key and "spdi" the same where it is the SPDI of one allele; "vrs" is the computed identifier of the
    change on GRCh38.

    Raises:
        NoSuchName: when the reading has no such name.
    """
    reading = result.readings[0]
    recommended = [name for name in reading.names if name.recommended]
    match target:
        case "key":
            found = [reading.key] if reading.key else []
        case "vrs":
            found = [reading.vrs] if reading.vrs else []
        case "spdi":
            found = [name.text for name in reading.names if name.cls == "computed" and name.text == reading.key]
        case "g":
            found = [name.text for name in recommended if name.level in ("g", "m") and name.assembly != "GRCh37"]
        case "c" | "p":
            level = [name for name in recommended if name.level == target]
            shared = {one.protein for one in reading.carriers if one.transcript == reading.transcript}
            own = [name for name in level if name.transcript == reading.transcript or name.text in shared]
            found = [name.text for name in own or level]
    if not found:
        raise NoSuchName(
            f"{result.input} has no {_TARGETS[target]}. Ask for another kind of name with --to.", text=result.input
        )
    return found[0]


def _reading(reading: Reading) -> dict[str, Json]:
    return {
        "rank": reading.rank,
        "why": list(reading.why),
        "notation": reading.notation,
        "scope": reading.scope,
        "consequence": list(reading.consequence),
        "key": reading.key,
        "key_complete": reading.key_complete,
        "vrs": reading.vrs,
        "gene": reading.gene,
        "transcript": reading.transcript,
        "effect": _effect(reading.effect) if reading.effect else None,
        "state": reading.state,
        "members": list(reading.members),
        "names": [_name(name) for name in reading.names],
    }


def _effect(effect: ExonEffect) -> dict[str, Json]:
    return {
        "transcript": effect.transcript,
        "exons": effect.exons,
        "place": effect.place,
        "size": effect.size,
        "in_frame": effect.in_frame,
    }


def _name(name: Name) -> dict[str, Json]:
    return {
        "text": name.text,
        "class": name.cls,
        "level": name.level,
        "assembly": name.assembly,
        "transcript": name.transcript,
        "tags": list(name.tags),
        "scope": name.scope,
        "needs": name.needs,
        "recommended": name.recommended,
        "release": name.release,
    }


def _issue(issue: Issue) -> dict[str, Json]:
    return {
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.message,
        "span": list(issue.span) if issue.span else None,
    }
