"""The exception tree; imports nothing. What a code means is in the table of `codes`.

    SynonymizerError
    ├── VariantError            the text has no answer, or one of its meanings has none
    │   ├── ParseError          E1xxx  it is not a variant name, or a broken one
    │   ├── ResolveError        E2xxx  a name it refers to is unknown, or not in the installed data
    │   ├── MismatchError       E3xxx  the reference does not say what the name says
    │   └── UnsupportedError    E4xxx  valid, but not projected by this program
    └── DataError               E9xxx  reference data or its source is missing or damaged, or cannot be written

A stage that tries several meanings catches VariantError, so that damaged data is never taken for a meaning that does
not fit.

Families of warnings: W1xxx a spelling was repaired, W2xxx something was substituted or assumed, W3xxx several meanings,
W4xxx something could not be computed. A code never changes its meaning; `synonymizer explain CODE` prints its entry.
"""

from __future__ import annotations


class SynonymizerError(Exception):
    """A sentence that says what is wrong, what was expected and what to do.

    Args:
        message: the sentence.
        text: the input it is about, "" when it is about none.
        span: the code points of `text` at fault, half-open.
    """

    code = ""

    def __init__(self, message: str, *, text: str = "", span: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.span = span


class VariantError(SynonymizerError):
    """The text has no answer, or one of its meanings has none; the next text may have one."""


class ParseError(VariantError):
    """The text is not a variant name, or a broken one."""


class ResolveError(VariantError):
    """The text refers to something that is unknown, or not in the installed data."""


class MismatchError(VariantError):
    """The reference does not say what the name says."""


class UnsupportedError(VariantError):
    """Valid, but not projected by this program."""


class DataError(SynonymizerError):
    """Reference data, or a source of it, is missing or damaged, or cannot be written."""


class EmptyInput(ParseError):
    """Nothing to read."""

    code = "E1001"


class UnknownNotation(ParseError):
    """Not a variant name this program reads."""

    code = "E1002"


class MalformedName(ParseError):
    """A broken variant name."""

    code = "E1003"


class ReversedInterval(ParseError):
    """The interval ends before it starts."""

    code = "E1004"


class InsertionPlace(ParseError):
    """An insertion needs two neighbouring positions."""

    code = "E1005"


class AxisMismatch(ParseError):
    """The reference cannot carry this kind of position."""

    code = "E1006"


class InvalidResidues(ParseError):
    """Letters that are no bases or residues."""

    code = "E1007"


class UnsafeInput(ParseError):
    """Input that cannot be a name."""

    code = "E1008"


class OverlappingChanges(ParseError):
    """Two changes of the same bases of one molecule."""

    code = "E1009"


class UnknownGene(ResolveError):
    """No such gene."""

    code = "E2001"


class GeneNotInstalled(ResolveError):
    """A gene whose data is not installed."""

    code = "E2002"


class UnknownAccession(ResolveError):
    """A sequence that is not held."""

    code = "E2003"


class VersionNotHeld(ResolveError):
    """Another version is held."""

    code = "E2004"


class UnknownIdentifier(ResolveError):
    """An identifier that is not held."""

    code = "E2005"


class RegionNotHeld(ResolveError):
    """A place outside the installed sequence."""

    code = "E2006"


class AssemblyConflict(ResolveError):
    """Two assemblies at once."""

    code = "E2007"


class NoCodingTranscript(ResolveError):
    """A gene without a coding transcript."""

    code = "E2008"


class OldMitochondrion(ResolveError):
    """The older hg19 chrM."""

    code = "E2009"


class UnknownExon(ResolveError):
    """No exon of that number."""

    code = "E2010"


class UnknownAssembly(ResolveError):
    """An assembly this program does not hold."""

    code = "E2011"


class NoProtein(ResolveError):
    """No protein for this change."""

    code = "E2012"


class NoReference(ResolveError):
    """A position with nothing to count on."""

    code = "E2013"


class RecordNotHeld(ResolveError):
    """An identifier of a kind that is not held."""

    code = "E2014"


class BaseMismatch(MismatchError):
    """Another base in the reference."""

    code = "E3001"


class ResidueMismatch(MismatchError):
    """Another residue in the reference."""

    code = "E3002"


class OutOfRange(MismatchError):
    """A position outside the sequence."""

    code = "E3003"


class NotAnExonBoundary(MismatchError):
    """An intron position that hangs on no exon boundary."""

    code = "E3004"


class LengthMismatch(MismatchError):
    """A stated length that does not fit."""

    code = "E3005"


class DigestMismatch(MismatchError):
    """A digest that is not the sequence's."""

    code = "E3006"


class UnsupportedNotation(UnsupportedError):
    """Valid, but not projected."""

    code = "E4001"


class NoSuchName(UnsupportedError):
    """No name of the kind asked for."""

    code = "E4002"


class SequenceNotStated(UnsupportedError):
    """A change whose bases are not stated."""

    code = "E4003"


class NoSinglePlace(UnsupportedError):
    """A class of variants, a repeat or bounds that have no place, or no single one, in the reference data."""

    code = "E4004"


class MissingData(DataError):
    """Reference data is missing."""

    code = "E9001"


class DamagedData(DataError):
    """Reference data is damaged."""

    code = "E9002"


class NewerData(DataError):
    """Reference data from a newer version."""

    code = "E9003"


class BadSource(DataError):
    """A source file that cannot be used."""

    code = "E9004"


class OutputNotWritable(DataError):
    """Output cannot be written."""

    code = "E9005"


class OlderData(DataError):
    """Reference data from an older version."""

    code = "E9006"


class BadSetting(DataError):
    """A reference or setting that is not understood."""

    code = "E9007"


class NotFetched(DataError):
    """A file that cannot be downloaded."""

    code = "E9008"
