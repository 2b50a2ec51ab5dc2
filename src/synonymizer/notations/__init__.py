"""One module per notation: `read(text) -> Expression | None` and `write(projection) -> names`; pure text throughout.

The notations, as `Expression.notation` names them: hgvs (every form of the nomenclature), protein (a protein change
without `p.`, as codes or in words), cdna (a DNA change without its letter), splice (a place in an intron without its
letter, or by the intron's number), exon, repeat (a repeat without its place), named (a name people gave a variant),
star (a pharmacogenetic allele), category (a class of variants), cytogenetic (ISCN and arrays), vcf, interval, spdi,
vrs, row (one row of MAF, ANNOVAR or VEP) and identifier.

None imports another. What they share lies in `spelling` (how the parts of names are spelled) and `grammar` (HGVS names
taken apart).
"""
