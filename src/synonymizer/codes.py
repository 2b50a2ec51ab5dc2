"""The table of codes: what each error and warning means and what to do about it. It is loaded only to explain one."""

from __future__ import annotations


class Code:
    """One entry of the table: what a code means, what to do about it, and an input that brings it up."""

    __slots__ = ("example", "meaning", "remedy", "title")

    def __init__(self, title: str, meaning: str, remedy: str, example: str) -> None:
        self.title = title
        self.meaning = meaning
        self.remedy = remedy
        self.example = example


CODES: dict[str, Code] = {
    "E1001": Code(
        "Nothing to read",
        "The input is empty or only white space.",
        "Give a variant name, such as STIM1 c.494C>A.",
        "(an empty line)",
    ),
    "E1002": Code(
        "Not a variant name this program reads",
        "No reader recognizes the text as a name of a variant.",
        "Check the spelling; `synonymizer names --help` lists the notations with an example of each.",
        "hello world",
    ),
    "E1003": Code(
        "A broken variant name",
        "The text begins as a known notation and then departs from it; the caret shows where.",
        "Correct the text at the caret.",
        "NM_003156.3:c.494C>",
    ),
    "E1004": Code(
        "The interval ends before it starts",
        "Positions of an interval are written in ascending order.",
        "Exchange the two positions, and check that they are the ones meant.",
        "NC_000011.10:g.5_3del",
    ),
    "E1005": Code(
        "An insertion needs two neighbouring positions",
        "An insertion lies between two bases, so both are named: c.5_6insA.",
        "Write the two flanking positions.",
        "NM_003156.3:c.5_7insA",
    ),
    "E1006": Code(
        "The reference cannot carry this kind of position",
        "c. needs a coding transcript, g. a genomic sequence, m. the mitochondrial genome, n. a transcript, p. a "
        "protein.",
        "Use the prefix that belongs to the reference, or the reference that belongs to the prefix.",
        "NP_003147.2:c.494C>A",
    ),
    "E1007": Code(
        "Letters that are no bases or residues",
        "DNA is written with A C G T, protein with the one- or three-letter amino-acid codes.",
        "Correct the letters at the caret.",
        "NM_003156.3:c.494C>Q",
    ),
    "E1008": Code(
        "Input that cannot be a name",
        "The text is too long for a variant name or holds control characters.",
        "Give one variant per line, as plain text.",
        "(a megabyte of A)",
    ),
    "E1009": Code(
        "Two changes of the same bases",
        "Changes inside one pair of brackets lie on one molecule, and there each base can be changed once.",
        "Check the positions; changes of the two copies are written [a];[b].",
        "NM_003156.3:c.[494_496del;495A>T]",
    ),
    "E2001": Code(
        "No such gene",
        "No approved, previous or alias symbol of HGNC has this spelling.",
        "Check the symbol; HGNC lists the approved ones.",
        "STIMM1 c.494C>A",
    ),
    "E2002": Code(
        "A gene whose data is not installed",
        "The gene exists, but the reference data in use holds no transcript of it.",
        "Install reference data that hold the gene (synonymizer data install refseq-grch38), or build them.",
        "TTN c.100C>T",
    ),
    "E2003": Code(
        "A sequence that is not held",
        "No sequence of this accession is in the reference data in use.",
        "Check the accession, or use reference data that holds it.",
        "NM_999999.1:c.1A>G",
    ),
    "E2004": Code(
        "Another version is held",
        "The accession is known, but not in the version stated; bases and numbering may differ between versions.",
        "Use a version that is held (the message lists them), or reference data that holds the stated one.",
        "NM_003156.9:c.494C>A",
    ),
    "E2005": Code(
        "An identifier that is not held",
        "The reference data in use does not know this identifier.",
        "Check the number, or use reference data built from a newer release of its source.",
        "rs999999999999",
    ),
    "E2006": Code(
        "A place outside the installed sequence",
        "The position exists, but its bases are not in the reference data in use, so nothing about it can be checked.",
        "Use reference data that covers the place.",
        "11-200000-A-C",
    ),
    "E2007": Code(
        "Two assemblies at once",
        "The text states one assembly and the accession or the option belongs to another.",
        "State one assembly.",
        "GRCh37 NC_000011.10:g.4055634C>A",
    ),
    "E2008": Code(
        "A gene without a coding transcript",
        "A c. or p. position needs a transcript with a coding sequence, and none is held for the gene.",
        "Use n. positions, or reference data that holds a coding transcript.",
        "MT-TL1 c.5A>G",
    ),
    "E2009": Code(
        "The older hg19 chrM",
        "The position or base belongs to the chrM of UCSC hg19 (NC_001807, 16,571 bases), not to the rCRS.",
        "Lift the coordinate to the rCRS, NC_012920.1, first.",
        "chrM:16571 G>A",
    ),
    "E2010": Code(
        "No exon of that number",
        "The transcript has fewer exons, or the exon labels are not those of the transcript.",
        "Check the number with `synonymizer gene SYMBOL`, or name a transcript with --transcript.",
        "STIM1 exon 40 deletion",
    ),
    "E2011": Code(
        "An assembly this program does not hold",
        "Coordinates are read on GRCh37 (hg19) and GRCh38 (hg38).",
        "Lift the coordinate to GRCh38.",
        "hg18 chr11:100 A>C",
    ),
    "E2012": Code(
        "No protein for this change",
        "The transcript or gene named has no protein, so a protein change cannot be placed on it.",
        "Name a coding transcript or its protein.",
        "NR_148928.1:p.Val600Glu",
    ),
    "E2013": Code(
        "A position with nothing to count on",
        "The name is a position without a sequence or gene, and no option supplies one.",
        "Write the gene or the sequence before it, or give --gene or --transcript.",
        "c.494C>A",
    ),
    "E2014": Code(
        "An identifier of a kind that is not held",
        "The identifier belongs to a database whose table is not part of the reference data in use.",
        "Give the change itself, its rs number or its VCV, or use data that holds the table the message names.",
        "COSV56056643",
    ),
    "E3001": Code(
        "Another base in the reference",
        "The stated reference base or bases are not those of the sequence at that place.",
        "Check the transcript version, the assembly and the strand; the message says what is there.",
        "NM_003156.3:c.494G>A",
    ),
    "E3002": Code(
        "Another residue in the reference",
        "The stated amino acid is not the one of the protein at that position.",
        "Check the position and the isoform; the message says what is there.",
        "STIM1 p.Ala165Gln",
    ),
    "E3003": Code(
        "A position outside the sequence",
        "The position lies before the first or after the last base or residue of the sequence.",
        "Check the position; outside a transcript use a genomic (g.) name.",
        "NM_003156.3:c.999999A>G",
    ),
    "E3004": Code(
        "An intron position that hangs on no exon boundary",
        "c.93+1 counts from the last base of an exon and c.94-1 from the first; other positions have no intron "
        "beside them.",
        "Use the exon's boundary base; `synonymizer gene SYMBOL` prints the exon table.",
        "NM_003156.3:c.494+1G>A",
    ),
    "E3005": Code(
        "A stated length that does not fit",
        "The number or bases stated as deleted or duplicated do not fill the stated positions.",
        "Correct the length or the positions.",
        "NM_003156.3:c.5_7delAA",
    ),
    "E3006": Code(
        "A digest that is not the sequence's",
        "A VRS object names its sequence by accession and by refget digest, and the sequence of that accession has "
        "another digest.",
        "Check the version of the accession, or leave it out: the digest alone names a chromosome.",
        '{"type":"Allele","location":{"sequenceReference":{"id":"NC_000011.9",'
        '"refgetAccession":"SQ.2NkFm8HK88MqeNkCgj78KidCAXgnsfV1"},"start":4055633,"end":4055634},'
        '"state":{"type":"LiteralSequenceExpression","sequence":"A"}}',
    ),
    "E4001": Code(
        "Valid, but not projected",
        "The name is valid, and of a kind this program does not compute with.",
        "Give the change of the DNA, or use a more specific tool.",
        "NM_003156.3:r.spl",
    ),
    "E4002": Code(
        "No name of the kind asked for",
        "The change is understood, but has no such name: a change in an intron has no protein name, an exon "
        "deletion no SPDI.",
        "Ask for another kind of name with --to, or for all of them with `synonymizer names`.",
        "(STIM1 exon 2 deletion, with --to spdi)",
    ),
    "E4003": Code(
        "A change whose bases are not stated",
        "The name says how many bases are inserted, or which record they come from, but not what they are.",
        "Find the inserted bases in the report, and write them out.",
        "NM_003156.3:c.494_495ins6",
    ),
    "E4004": Code(
        "No single place",
        "The text names a class of variants, a repeat or unknown bounds, and neither it nor the reference data says "
        "which place is meant.",
        "State the position, or name one variant, or a gene, exon or codon.",
        "t(2;11)(p25.1;p15.2)",
    ),
    "E9001": Code(
        "Reference data is missing",
        "A bundle, file, database or installed set, or a file needed to build one, is not where it was said to be.",
        "Check the path or address; `synonymizer data list` and `synonymizer doctor` show what is installed.",
        "(--reference nowhere.bundle)",
    ),
    "E9002": Code(
        "Reference data is damaged",
        "A bundle, or an installed file, is not as it was written, or cannot be read as what it should be.",
        "Build it again, or install it again (synonymizer data install SET --again).",
        "(--reference README.md)",
    ),
    "E9003": Code(
        "Reference data from a newer version",
        "The bundle was written in a newer format than this program reads.",
        "Upgrade synonymizer.",
        "(a bundle of a later release)",
    ),
    "E9004": Code(
        "A source file that cannot be used",
        "A file that is read where it lies, built from, installed or annotated is not in the format it should have, or "
        "is damaged.",
        "Fetch the file again from where it was made, and check that it was copied whole.",
        "(an LRG archive that is no zip file)",
    ),
    "E9005": Code(
        "Output cannot be written",
        "The file to write is a folder or a device, its folder is missing or protected, the disk is full, or another "
        "process is changing the installed sets.",
        "Name a file in a folder that exists, may be written and has space; or wait for the other process.",
        "(--output /)",
    ),
    "E9006": Code(
        "Reference data from an older version",
        "The bundle was written in an older format, which lacks what this program asks of it.",
        "Build or install the bundle again.",
        "(a bundle of an earlier release)",
    ),
    "E9007": Code(
        "A reference or setting that is not understood",
        "`--reference`, an environment variable or the configuration file says something that this program does not "
        "know, or parts that cannot make a reference together.",
        "Write it as the message says; the page on references lists the parts and how they are joined.",
        "(--reference gff4:genes.gff)",
    ),
    "E9008": Code(
        "A file that cannot be downloaded",
        "The host does not answer, does not have the file, or what came is not what its publisher or the table of sets "
        "says it is.",
        "Run the same command again, which goes on where it stopped, or name a mirror that has the file.",
        "(data install lrg --mirror http://127.0.0.1:1)",
    ),
    "W1001": Code(
        "Spelling repaired",
        "White space, letter case or a separator was repaired before reading.",
        "Write the name as the message shows.",
        "stim1 C.494c>a",
    ),
    "W1002": Code(
        "Redundant bases dropped",
        "Bases or a length after del, dup or inv are redundant; they were checked against the reference and dropped.",
        "Leave them out: c.5del, not c.5delA.",
        "NM_003156.3:c.494delC",
    ),
    "W1003": Code(
        "An older spelling",
        "The text uses a spelling the nomenclature has withdrawn; it was read as its present form.",
        "Use the recommended name of the answer.",
        "BRAF V600E",
    ),
    "W1004": Code(
        "Not the canonical description",
        "The change is named at another place, or as another kind of change, than the nomenclature asks (3' rule, "
        "dup over ins, inv over delins).",
        "Use the recommended name of the answer.",
        "NM_003156.3:c.3_4insG",
    ),
    "W1005": Code(
        "Part of the text set aside",
        "A second statement of the change cannot be read, or a part of the text, such as the version of a record, does "
        "not bear on the answer.",
        "Compare what was set aside with the answer.",
        "NM_003156.3(STIM1):c.494C>A (p.Pro165Gl)",
    ),
    "W1006": Code(
        "Typographic characters replaced",
        "Arrows, dashes, Greek letters, full-width or invisible characters were read as the plain ones they stand for.",
        "Write plain letters, digits and signs.",
        "STIM1 c.494C→A",
    ),
    "W1007": Code(
        "Words around the change reordered",
        "References stand in another order, twice, or with parts that a name does not carry; each was read as it is.",
        "Write one reference before the change.",
        "STIM1:NM_003156.3:exon4:c.494C>A:p.P165Q",
    ),
    "W1008": Code(
        "An arrow or join of old",
        "The change was written with another sign than >, or with several bases; it was read in today's form.",
        "Write C>A, or delins for several bases.",
        "STIM1 c.494C-->A",
    ),
    "W1009": Code(
        "One flanking position completed",
        "An insertion lies between two positions and one was written; the base was taken to be the one before it.",
        "Write both positions.",
        "STIM1 c.494insG",
    ),
    "W1010": Code(
        "A hyphen read as a range",
        "A hyphen joins two positions; the range is written with an underscore.",
        "Write the range with _.",
        "STIM1 c.494-496del",
    ),
    "W1011": Code(
        "An empty place filled by convention",
        "A part that the notation requires is missing, and was filled as the tools that leave it out mean it.",
        "Write the part.",
        "11:4055634:C:-",
    ),
    "W1012": Code(
        "Words around the name set aside",
        "Words or marks that are no part of the name stand around it.",
        "Give the name alone.",
        "STIM1 p.(Pro165Gln)™",
    ),
    "W2001": Code(
        "Version assumed",
        "The accession carries no version; the newest held was used.",
        "State the version.",
        "NM_003156:c.494C>A",
    ),
    "W2002": Code(
        "Symbol replaced",
        "The gene symbol is a previous or alias symbol; the approved one was used.",
        "Use the approved symbol.",
        "GOK c.494C>A",
    ),
    "W2003": Code(
        "Assembly assumed",
        "The coordinate names no assembly; the stated bases fit only GRCh37, which was used.",
        "State the assembly: --assembly GRCh37.",
        "11-4076864-C-A",
    ),
    "W2004": Code(
        "Intron position on a bare transcript",
        "A transcript has no introns of its own; the position was read on the genomic sequence the message names.",
        "Write the genomic reference too: NC_000011.10(NM_003156.3):c.…",
        "NM_003156.3:c.139+1G>A",
    ),
    "W2005": Code(
        "Tandem not proven",
        "A duplication found by dosage is not known to lie next to the original; `dup` says that it does.",
        "Confirm the breakpoints.",
        "STIM1 exon 2 duplication",
    ),
    "W2006": Code(
        "Flanking exons assumed present",
        "The older form c.a-?_b+? does not say whether the flanking exons are present; they were taken to be.",
        "Write the bounds that were tested.",
        "NM_003156.3:c.140-?_270+?del",
    ),
    "W2007": Code(
        "The letter of the position assumed",
        "The position carries no c., g., n. or p.; it was read as the kind that the message names.",
        "Write the letter.",
        "STIM1 494C>A",
    ),
    "W2008": Code(
        "An older numbering applied",
        "The position was counted by an older rule of the gene, which the message names with its source.",
        "Use the recommended name of the answer.",
        "CFTR 621+1G>T",
    ),
    "W2009": Code(
        "An older exon numbering applied",
        "The exon or intron was counted by an older scheme of the gene, which the message names with its source.",
        "Use the recommended name of the answer.",
        "CFTR exon 14b deletion",
    ),
    "W2010": Code(
        "A named variant",
        "The text is a name people gave this variant; the message says which it is and where that is published.",
        "Use the recommended name of the answer.",
        "Factor V Leiden",
    ),
    "W2011": Code(
        "What is said of the carrier set aside",
        "Zygosity, phase or mosaicism describe the carrier, not the variant; they are the state of the reading.",
        "None.",
        "homozygous STIM1 c.494C>A",
    ),
    "W2012": Code(
        "An identifier merged into another",
        "The identifier was retired; the one that replaced it was used.",
        "Use the current identifier.",
        "rs77121243",
    ),
    "W2013": Code(
        "Counting from 0 or from 1 was a choice",
        "The notation may count from 0 or from 1. Where a base is stated, the count on which it fits was used; else "
        "the count that the notation's own definition asks for.",
        "Use SPDI or the VCF form, which say how they count.",
        "chr11:4055633:1:A",
    ),
    "W2014": Code(
        "Bases of the other strand",
        "The stated bases fit the other strand alone, on which the gene is read; they were turned over.",
        "Write the bases of the forward strand.",
        "rs334 A>T",
    ),
    "W2015": Code(
        "Read on another version of the transcript",
        "The version stated is not laid on a genome in the reference data in use, but its bases are known. Around the "
        "change they are those of another version, on which the names are.",
        "Use the recommended name of the answer, or reference data that holds the stated version.",
        "(NM_003156.3:c.494C>A, where NM_003156.4 is held and the bases of NM_003156.3 are)",
    ),
    "W3001": Code(
        "Several readings",
        "More than one meaning fits the reference; all are given, best first.",
        "Name the transcript, assembly or allele meant.",
        "rs121913529",
    ),
    "W3002": Code(
        "Other transcripts fit elsewhere",
        "Transcripts of lower rank fit the stated base at other genomic places; they were not used.",
        "Name the transcript meant, if it is another one.",
        "APC c.2202T>G",
    ),
    "W3003": Code(
        "Two statements of the change disagree",
        "The text states the change twice, on the DNA or on the DNA and the protein, and the two are not one change.",
        "Check which of the two was meant; the message says what each makes.",
        "NM_003156.3(STIM1):c.494C>A (p.Pro165Arg)",
    ),
    "W3004": Code(
        "References disagree about a transcript",
        "Two references in use hold a transcript of this version with other bases, exons, coding sequence or protein. "
        "Names are those of the reference that comes first; nothing of the other is mixed in.",
        "Find out which of the two is wrong, and leave it out or build it again.",
        "(two bundles in use, one of which was made of an altered file)",
    ),
    "W4001": Code(
        "Key may be incomplete",
        "The change touches the edge of the stored sequence, so its justified extent, and with it the key, may be "
        "longer than shown.",
        "Use reference data with more flanking sequence.",
        "NM_000518.5:c.93del",
    ),
    "W4002": Code(
        "Protein not predicted",
        "The effect on the protein cannot be predicted from the sequence alone.",
        "Study the RNA.",
        "NM_003156.3:c.139+1G>A",
    ),
    "W4003": Code(
        "No place on the other assembly",
        "The change could not be carried to the other assembly.",
        "None; the sequence there differs or is not held.",
        "(a base that GRCh37 lacks)",
    ),
    "W4004": Code(
        "Exon numbering or bounds differ",
        "On other transcripts the same exons have other neighbours, so the event has other bounds there; those "
        "are effects on those transcripts, not names.",
        "Name the transcript the report used.",
        "STIM1 exon 2 deletion",
    ),
    "W4005": Code(
        "No DNA change listed",
        "The protein change cannot be traced back to single-codon DNA changes.",
        "Give the DNA change.",
        "STIM1 p.Glu47fs",
    ),
    "W4006": Code(
        "Names too long to write",
        "The change inserts or inverts so many bases that some of its names would be longer than any name may be.",
        "Use a name that gives positions alone, such as g.…dup or g.…inv.",
        "NC_000011.10:g.3856500_3966000inv",
    ),
    "W4007": Code(
        "A class of variants",
        "The text names a class of variants, not one; those that can be listed are.",
        "Name one of them.",
        "KRAS G12",
    ),
    "W4008": Code(
        "Breakpoints of the DNA not known",
        "The name says how two messages are joined. Where the DNA of their genes is, in introns as a rule, it does not "
        "say.",
        "Give the junction of the chromosomes, to have names on DNA.",
        "NM_003156.3:r.?_100::NM_004333.6:r.200_?",
    ),
    "W4009": Code(
        "No name of the kind asked for",
        "The text was read, and none of its names is of the class, level, scope, assembly or transcript that was "
        "chosen, or none leads back to it.",
        "Choose less: leave out one of --class, --level, --scope, --assembly, --transcript and --recommended; or name "
        "the change otherwise.",
        "(rs6025, with --class exon)",
    ),
}
"""Every code of the program, in order; `explain` and the documentation page are made from it."""
