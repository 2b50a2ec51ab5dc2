"""One module per notation: `read(text) -> Expression | None` and `write(projection) -> names`; pure text throughout.

The notations are hgvs, uncertain, protein, spdi, vcf, exon and identifiers, and none imports another. What they share
lies beside them: accessions (what a reference may be called), heads (the words before a change), description (a name
taken apart into head, axis and change), points (positions as printed), unsupported (valid forms not computed with),
posedits (what hgvs.parser finds), residues (amino acids as printed), bases (alleles as printed) and spans (where a name
stands in its text).
"""
