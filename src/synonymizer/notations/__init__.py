"""One module per notation: `read(text) -> Expression | None` and `write(projection) -> names`; pure text throughout.

The notations, as `Expression.notation` names them: hgvs (every form of the nomenclature), protein (a protein change
without `p.`, as codes or in words), cdna (a DNA change without its letter), splice (a place in an intron without its
letter, or by the intron's number), exon, repeat (a repeat without its place), named (a name people gave a variant),
star (a pharmacogenetic allele), category (a class of variants), cytogenetic (ISCN and arrays), vcf, interval, spdi,
vrs, row (one row of MAF, ANNOVAR or VEP) and identifier. None imports another. What they share lies beside them:
accessions (what a reference may be called), heads (the words before a change), description (a name taken apart into
head, axis and change), sets (the changes that one name joins), forms and protein_forms (changes hgvs.parser does not
know), exact and posedits (those it does), emit (statements in today's spelling), pieces (parts of an insertion),
stretches and points (positions as printed), counts (numbers in brackets), residues (amino acids as printed), bases
(alleles as printed), contigs (chromosomes and their positions as printed), structural (symbolic alleles, breakends and
copies), aliases (what the tables of names say) and spans (where a name stands in its text).
The module legacy only writes: what older numberings make of a change is read by cdna, splice, protein and exon.
"""
