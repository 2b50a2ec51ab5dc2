"""The program's answers to the rows of the ClinVar table, judged; and the disagreements, with who is right and why.

Three questions are asked of every row: the VCF columns in, what is the c. name of the row's transcript; the c. name in,
what is the GRCh37 allele; and what does the protein become. The judge alone decides what is right. Spelling of that era
is folded: stated deleted bases, `p.Pro15=` for `p.(=)`, frameshifts without a stop count, `delins` that today is `inv`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from synonymizer import Choice, Name, Options, Result, Synonymizer
from tests.oracle.clinvar import (
    ASSEMBLY,
    CANONICAL,
    EARLY,
    FITS,
    FROM_RNA,
    MISFIT,
    OUTSIDE,
    REFUSED,
    SAME,
    Row,
    Verdict,
)
from tests.oracle.justify import Judge, UnjudgedError
from tests.oracle.proteins import Effect, describe, fits, fold, predict

OPEN = "another c. name from the VCF columns, because transcript and genome differ within reach"
TO_C = "g→c"
TO_G = "c→g"
TO_ITSELF = "g→g"
TO_P = "p"
TO_OTHERS = "g→c, other transcripts"
TO_CANONICAL = "canonical c."
REFUSAL = "refusal"
CHECKS = (TO_C, TO_CANONICAL, TO_OTHERS, TO_ITSELF, TO_G, TO_P, REFUSAL)
_UNKNOWN = {"no such transcript", "no coding region in the record"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program says about a row: the recommended names of its VCF columns, the GRCh37 names of its c. name.

    `coding` are names on the transcript of the row, `protein` on its protein, `others` on every other transcript, and
    `placed` on the chromosomes.
    Where there is no answer, the error codes say why.
    """

    coding: tuple[str, ...]
    protein: tuple[str, ...]
    others: tuple[str, ...]
    placed: tuple[str, ...]
    columns_codes: str
    genomic: tuple[str, ...]
    name_codes: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question about one row: whether the program is right, and if not or if the table says otherwise, why."""

    verdict: Verdict
    check: str
    is_right: bool
    given: str
    why: str = ""


def ask(synonymizer: Synonymizer, row: Row) -> Answer:
    """Put a row's VCF columns and its c. name to the program; the first reading counts."""
    columns = synonymizer.names(row.vcf, Options(assembly=ASSEMBLY, choice=Choice(("hgvs",), recommended=True)))
    named = synonymizer.names(row.name, Options(choice=Choice(("hgvs", "coordinate", "computed"))))
    recommended = [name for name in _first_names(columns) if name.recommended]
    return Answer(
        tuple(name.text for name in recommended if name.level == "c" and name.transcript == row.transcript),
        tuple(name.text for name in recommended if name.text.startswith(f"{row.protein_accession}:p.")),
        tuple(name.text for name in recommended if name.level in {"c", "n"} and name.transcript != row.transcript),
        tuple(name.text for name in recommended if name.level == "g"),
        _codes(columns),
        tuple(name.text for name in _first_names(named) if name.level == "g" and name.assembly == ASSEMBLY),
        _codes(named),
    )


def _codes(result: Result) -> str:
    return " ".join(issue.code for issue in result.issues if issue.severity == "error")


def _first_names(result: Result) -> tuple[Name, ...]:
    """Return the HGVS names of the best reading."""
    names = result.readings[0].names if result.readings else ()
    return tuple(name for name in names if name.cls == "hgvs")


def assess(judge: Judge, verdict: Verdict, answer: Answer) -> Iterator[Outcome]:
    """Judge every answer the row allows a judgement of, in the order of `CHECKS`."""
    if OUTSIDE in verdict.traits:
        is_refused = bool(answer.name_codes) and not answer.genomic
        yield Outcome(verdict, REFUSAL, is_refused, answer.name_codes, "" if is_refused else "not refused")
        return
    if verdict.bases.startswith(REFUSED):
        return
    yield _outcome(verdict, TO_C, answer.coding, _doubt_bases(judge, verdict, answer.coding))
    if answer.coding:
        is_canonical = all(_is_canonical(judge, name) for name in answer.coding)
        yield _outcome(verdict, TO_CANONICAL, answer.coding, "" if is_canonical else "not the canonical c. name")
    if answer.others:
        yield _outcome(verdict, TO_OTHERS, answer.others, _doubt_others(judge, verdict, answer.others))
    yield _outcome(verdict, TO_ITSELF, answer.placed, _doubt_placed(judge, verdict, answer.placed))
    yield _outcome(verdict, TO_G, answer.genomic, _doubt_genomic(judge, verdict, answer.genomic))
    if verdict.is_right and verdict.residues in {FITS, MISFIT}:
        yield _outcome(verdict, TO_P, answer.protein, _doubt_protein(judge, verdict, answer))


def _outcome(verdict: Verdict, check: str, names: tuple[str, ...], doubt: str) -> Outcome:
    return Outcome(verdict, check, not doubt, " ".join(names), doubt)


def _doubt_bases(judge: Judge, verdict: Verdict, names: tuple[str, ...]) -> str:
    """Return what is wrong with the names that the VCF columns were given, "" when nothing is."""
    row = verdict.row
    try:
        is_same = all(judge.agrees(name, ASSEMBLY, row.edit, row.reference) for name in names)
    except UnjudgedError as error:
        return error.reason
    return "no such name" if not names else "" if is_same else "other bases"


def _doubt_others(judge: Judge, verdict: Verdict, names: tuple[str, ...]) -> str:
    """Return which name on another transcript is wrong, "" when none is; unknown transcripts are passed over."""
    for name in names:
        try:
            judge.read(name, ASSEMBLY)
        except UnjudgedError as error:
            if error.reason in _UNKNOWN:
                continue
        if _doubt_bases(judge, verdict, (name,)) or not _is_canonical(judge, name):
            return f"{name} is not right"
    return ""


def _doubt_genomic(judge: Judge, verdict: Verdict, names: tuple[str, ...]) -> str:
    """Return what is wrong with the g. names that the c. name was given, "" when nothing is."""
    try:
        is_same = all(judge.denotes(name, ASSEMBLY) & verdict.denoted for name in names)
    except UnjudgedError as error:
        return error.reason
    return "no such name" if not names else "" if is_same else "other bases"


def _doubt_placed(judge: Judge, verdict: Verdict, names: tuple[str, ...]) -> str:
    """Return what is wrong with the g. names that the VCF columns were given, "" when nothing is."""
    doubt = _doubt_bases(judge, verdict, names)
    return doubt or ("" if all(_is_canonical(judge, name) for name in names) else "not the canonical g. name")


def _is_canonical(judge: Judge, name: str) -> bool:
    try:
        return judge.is_canonical(name, ASSEMBLY)
    except UnjudgedError:
        return False


def _doubt_protein(judge: Judge, verdict: Verdict, answer: Answer) -> str:
    """Return what is wrong with the program's protein names, "" when nothing is.

    They are held against the program's own c. name, which has been judged: where transcript and genome differ within
    reach of an edit there can be two c. names, with two proteins. Versions of a transcript that share the protein's
    accession may read on differently behind a frameshift, so that one right name suffices.
    """
    names = answer.protein
    effect = predict(judge.read(answer.coding[0], ASSEMBLY)) if answer.coding else verdict.effect
    if not names or effect is None:
        return "no protein name"
    doubts = [_doubt_description(name.rpartition(":p.")[2], effect) for name in names]
    return "" if "" in doubts else doubts[0]


def _doubt_description(description: str, effect: Effect) -> str:
    if not fits(description, effect):
        return "not the residues the edit makes"
    expected = describe(effect)
    if expected is None or fold(description) == fold(expected) or (expected.endswith("=") and fold(description) == "="):
        return ""
    return f"the nomenclature asks for p.({expected})"


def tally(outcomes: Iterable[Outcome], *, only_right_rows: bool = True) -> dict[tuple[str, str], tuple[int, int]]:
    """Count right answers and all answers, by check and by trait; the trait "" is all rows together."""
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        if only_right_rows and outcome.check != REFUSAL and not outcome.verdict.is_right:
            continue
        for trait in ("", *outcome.verdict.traits):
            asked[outcome.check, trait] += 1
            right[outcome.check, trait] += outcome.is_right
    return {key: (right[key], asked[key]) for key in asked}


def explain(verdict: Verdict, answer: Answer, outcomes: Iterable[Outcome]) -> Iterator[tuple[str, str]]:
    """Yield the class of every disagreement between the table and the program, and who is right in it."""
    for outcome in outcomes:
        if not outcome.is_right:
            yield f"{outcome.check}: {outcome.why}", "ClinVar"
    if OUTSIDE in verdict.traits:
        yield verdict.bases, "the program, which refuses the name; the place has a g. name"
    elif verdict.bases.startswith(REFUSED):
        yield verdict.bases, "not judged"
    elif verdict.bases != SAME:
        yield verdict.bases, _trust(verdict)
    elif verdict.spelling != CANONICAL:
        yield f"the c. name is {verdict.spelling}", "the program"
    if verdict.is_right and not any(name.endswith(verdict.canonical.partition(":")[2]) for name in answer.coding):
        yield OPEN, "both: how far the resulting bases extend into the difference is not settled"
    if verdict.residues == MISFIT:
        yield MISFIT, "the program"
    elif verdict.residues == FROM_RNA:
        yield FROM_RNA, "both: ClinVar reports what was seen on RNA, the program what the sequence says"


def _trust(verdict: Verdict) -> str:
    """Say which of two contradicting columns is to be believed; the program answers each as it stands."""
    if verdict.residues == FITS:
        return "the c. name, which the p. name bears out"
    return "the c. name, as in the rest of the class" if verdict.bases == EARLY else "cannot be told"
