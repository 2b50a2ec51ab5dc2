"""Words around a name: what they say of the carrier is kept, the rest is set aside.

Sources: HGVS nomenclature 21.0, DNA/alleles (zygosity and phase belong to the carrier, not to the variant); the wording
of abstracts in the corpora of SETH (doi:10.1093/bioinformatics/btw234) and MutationFinder
(doi:10.1093/bioinformatics/btm235).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.repair.drafts import complete
from synonymizer.spelling.accessions import get_assembly, read_label
from synonymizer.spelling.residues import is_bare_change
from synonymizer.spelling.spans import find_span, quote
from synonymizer.statements import Hints, Issue

if TYPE_CHECKING:
    from synonymizer.repair.drafts import Draft

_STATES = {
    r"compound[ -]het(?:erozygo(?:us|te|sity))?": "compound heterozygous",
    r"double[ -]het(?:erozygo(?:us|te|sity))?": "double heterozygous",
    r"hom(?:ozygo(?:us|te|tes|sity))?": "homozygous",
    r"het(?:erozygo(?:us|te|tes|sity))?": "heterozygous",
    r"hemi(?:zygo(?:us|te|tes|sity))?": "hemizygous",
    r"homoplasm(?:ic|y)": "homoplasmic",
    r"heteroplasm(?:ic|y)": "heteroplasmic",
    r"mosaic(?:ism)?": "mosaic",
    r"bi-?allelic": "biallelic",
    r"mono-?allelic": "monoallelic",
    r"de novo": "de novo",
    r"germ-?line": "germline",
    r"somatic": "somatic",
    r"carriers?": "carrier",
}
_STATE = "|".join(_STATES)
_STATE_BEFORE = re.compile(rf"\s*(?P<state>{_STATE})(?:\s+(?:for|of|at)(?:\s+the)?)?[\s:,;]+(?=\S)", re.IGNORECASE)
_STATE_BEHIND = re.compile(
    rf"[\s,;:]+(?:in\s+(?=[hm]))?[(\[]?(?P<state>{_STATE})(?:\s+(?:state|form))?[)\]]?\s*\Z", re.IGNORECASE
)
_NEGATION = re.compile(
    r"\s*(?P<state>non(?=[-\s])|(?:not|no|without|lacking|absence of)(?=\s))[-\s](?:the\s)?\s*(?=\S)", re.IGNORECASE
)
_LONGEST_WORDS = 60
_MOST_STATES = 3

_GENOTYPE = re.compile(
    r"(?:^|[\s:)])[cgmn]\. ?[-*]?[0-9]{1,30}(?:[-+][0-9]{1,30})? ?"
    r"(?P<genotype>(?P<first>[ACGT])/?(?P<second>[ACGT]))\s*\Z",
    re.IGNORECASE,
)

_ASIDE = re.compile(
    r"\s*\((?!p\.|;)[^()]{1,200}(?:\([^()]{0,60}\)[^()]{0,60})?\)[\s.]*\Z"
    r"|\s=\s.{1,300}\Z|\s->\s(?:\S{1,40}\s){2}.{1,250}\Z"
)
_LONGEST_ASIDE = 330
_ENCLOSED_CHANGE = re.compile(
    r"\s*[\w.-]{2,40}\s?:?\s?(?P<enclosed>\((?P<change>[cgmnopr]\.[^()]{0,200}(?:\([^()]{1,100}\)[^()]{0,60})?)\))"
)

_KIND = (
    r"mutations?|mutants?|mutated|variants?|variations?|polymorphisms?|snps?|snvs?|alleles?|genotypes?|changes?"
    r"|substitutions?|alterations?|carriers?|missense|nonsense|frame-?shift|splice(?:[ -]site)?|splicing|synonymous"
    r"|silent|pathogenic|benign|novel|known|recurrent|common|rare|founder|causative|point|sequence|nucleotide|single"
)
_WORDS_BEFORE = re.compile(
    rf"\s*(?:(?:the|an?|this|{_KIND}|hgvs|cdna|of|in|with|for|at)(?:\s*:\s*|\s+|,\s*))+", re.IGNORECASE
)
_WORDS_BETWEEN = re.compile(rf"(?<=\s)(?:(?:{_KIND})\s{{1,4}}){{1,5}}(?=[cgmnopr]\.)", re.IGNORECASE)
_WORDS_BEHIND = re.compile(rf"(?:[\s,;]+(?:{_KIND}))+[\s.,;]*\Z", re.IGNORECASE)
_MARKS_BEHIND = re.compile(r"[\s.,;:#]*[.,;:#]\Z")

_REFERENCE_BEHIND = re.compile(
    r"(?:[\s,;]+(?P<joint>(?:in|of|on|from)\s+(?:the\s+)?)?|\s*(?P<opening>\())(?P<name>[\w.-]{2,40})(?(opening)\))"
    r"(?P<gene>\s+(?:gene|transcript))?[\s.]*\Z",
    re.IGNORECASE,
)
_NO_GENE = re.compile(
    r"[ACGTUN]+|(?:del|dup|ins|inv|con|fs|ter|stop|ext).*|\d.*|[cgmnr][-*]?\d.*(?:del|dup|ins|inv).*|rs\d+|[a-z]+",
    re.ASCII,
)
_NO_GENE_OF_ANY_CASE = re.compile(r"(?:DEL|DUP|INS|INV)[A-Z0-9]*")


def strip_state(draft: Draft) -> Draft:
    """Set aside what a text says of the carrier: `homozygous c.35delG`, `E6V heterozygous`; it is the draft's state.

    A denial is such a word too: `non-35delG` speaks of what the carrier lacks.

    >>> from synonymizer.repair.drafts import Draft
    >>> found = strip_state(Draft("homozygous c.35delG"))
    >>> found.text.strip(), found.state
    ('c.35delG', 'homozygous')
    """
    states: list[str] = []
    for _ in range(_MOST_STATES):
        found = _STATE_BEFORE.match(draft.text, 0, _LONGEST_WORDS + find_span(draft.text)[0])
        found = found or _search_behind(_STATE_BEHIND, draft.text) or _NEGATION.match(draft.text)
        if found is None or not draft.text[: found.start()].strip() + draft.text[found.end() :].strip():
            break
        state = _name_state(found["state"])
        span = found.span("state")
        message = f"{quote(found['state'])} is said of the carrier, not of the variant; it is the state of the reading."
        draft = draft.note("W2011", message, span).blank(found.span())
        states.append(state)
    return replace(draft, state=" ".join(dict.fromkeys(states))) if states else draft


def _name_state(word: str) -> str:
    for pattern, state in _STATES.items():
        if re.fullmatch(pattern, word, re.IGNORECASE):
            return state
    return "not the variant"


def strip_genotype(draft: Draft) -> Draft:
    """Read the two bases of a genotype as a state: `c.118AA` is homozygous for A, `c.118AG` has A and G.

    >>> from synonymizer.repair.drafts import Draft
    >>> [(found.text, found.state) for found in map(strip_genotype, (Draft("c.118AA"), Draft("c.118AG")))]
    [('c.118A=', 'homozygous'), ('c.118A>G', 'heterozygous')]
    """
    found = _search_behind(_GENOTYPE, draft.text)
    if found is None:
        return draft
    first, second = found["first"].upper(), found["second"].upper()
    state, change = ("homozygous", f"{first}=") if first == second else ("heterozygous", f"{first}>{second}")
    span = found.span("genotype")
    message = f"{quote(found['genotype'])} gives both bases of the carrier, who is {state}; it was read as {change}."
    return replace(draft.note("W2011", message, span).rewrite([(*span, change)]), state=state)


def strip_parentheses(draft: Draft) -> Draft:
    """Open the parentheses in which a change stands behind its gene or transcript: `STIM1 (c.494C>A)`.

    >>> from synonymizer.repair.drafts import Draft
    >>> strip_parentheses(Draft("STIM1 (c.494C>A)")).text.split()
    ['STIM1', 'c.494C>A']
    """
    found = _ENCLOSED_CHANGE.fullmatch(draft.text.rstrip())
    if found is None:
        return draft
    span = found.span("enclosed")
    noted = draft.note("W1001", f"The parentheses around {quote(found['change'])} were left out.", span)
    return noted.blank((span[0], span[0] + 1), (span[1] - 1, span[1]))


def strip_aside(draft: Draft) -> Draft:
    """Set aside an explanation behind a name: `BRAF V599E (old numbering of V600E)`."""
    return _set_aside(draft, _search_behind(_ASIDE, draft.text, _LONGEST_ASIDE))


def strip_words(draft: Draft) -> Draft:
    """Set aside the words for a variant around its name: `the c.35delG mutation`, `novel variant p.Pro165Gln.`."""
    for found in (
        _WORDS_BEFORE.match(draft.text),
        _WORDS_BETWEEN.search(draft.text),
        _search_behind(_WORDS_BEHIND, draft.text),
    ):
        draft = _set_aside(draft, found)
    return _set_aside(draft, _search_behind(_MARKS_BEHIND, draft.text))


def _search_behind(pattern: re.Pattern[str], text: str, longest: int = _LONGEST_WORDS) -> re.Match[str] | None:
    """Search the last characters of a text, white space aside: looked for in all of it, an end costs its square."""
    end = len(text.rstrip())
    return pattern.search(text, max(0, end - longest), end)


def _set_aside(draft: Draft, found: re.Match[str] | None) -> Draft:
    """Blank what was found, unless nothing would be left."""
    if found is None or not (draft.text[: found.start()] + draft.text[found.end() :]).strip():
        return draft
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    span = start, max(start + 1, found.start() + len(found[0].rstrip()))
    message = f"{quote(found[0].strip())} is no part of the name, and was set aside."
    return draft.note("W1012", message, span).blank(found.span())


def strip_reference_behind(draft: Draft) -> Draft:
    """Take the gene, sequence or assembly that stands behind a name for its reference: `c.494C>A in STIM1`.

    >>> from synonymizer.repair.drafts import Draft
    >>> strip_reference_behind(Draft("c.494C>A (NM_003156.3)")).hints.transcript
    'NM_003156.3'

    Raises:
        UnknownAssembly: when an assembly is named that is not held.
    """
    found = _search_behind(_REFERENCE_BEHIND, draft.text)
    label = read_label(found["name"]) if found else None
    if found is None or label is None or not draft.text[: found.start()].strip() or is_bare_change(found["name"]):
        return draft
    match label.kind:
        case "coding" | "noncoding":
            hints = Hints(transcript=label.name)
        case "genomic" | "other":
            hints = Hints(reference=label.name)
        case "protein":
            hints = Hints(protein=label.name)
        case "assembly":
            hints = Hints(assembly=get_assembly(draft.text, *found.span("name")))
        case "gene" if not _NO_GENE.fullmatch(found["name"]) and not _NO_GENE_OF_ANY_CASE.fullmatch(found["name"]):
            hints = Hints(gene=label.name)
        case _:
            return draft
    message = f"{quote(found['name'])} behind the change was read as its reference, which is written before it."
    noted = draft.note("W1007", message, found.span("name"))
    return replace(noted.blank(found.span()), hints=complete(draft.hints, hints))


_LONGEST_PAIR = 400
_PAIR = re.compile(r"\s*\]\s*[+;/]\s*\[\s*|\s+(?:and|with|\+)\s+|\s*[/;]\s*|(?<=\w),\s+")


def split_alleles(draft: Draft) -> tuple[Draft, Draft, Issue] | None:
    """Split a text that joins two names, the two alleles of a carrier: `F508del/G551D`, `[M1V]+[R50W]`.

    The issue says how the sign between them was read.

    >>> from synonymizer.repair.drafts import Draft
    >>> first, second, issue = split_alleles(Draft("[M1V]+[R50W]"))
    >>> first.text.strip(), second.text.strip(), issue.message
    ('M1V', 'R50W', "']+[' was read as the sign between two alleles, which is written [a];[b].")
    """
    start, end = find_span(draft.text)
    joins = list(_PAIR.finditer(draft.text, start, end)) if end - start <= _LONGEST_PAIR else []
    if len(joins) != 1:
        return None
    join = joins[0]
    if draft.text[start] == "[" and "]" in join[0]:
        start += 1
        end -= draft.text[end - 1] == "]"
    first, second = draft.cut(start, join.start()), draft.cut(join.end(), end)
    message = f"{quote(join[0].strip())} was read as the sign between two alleles, which is written [a];[b]."
    issue = Issue("W1008", "warning", message, draft.locate(join.span()))
    return (first, second, issue) if first.text.strip() and second.text.strip() else None
