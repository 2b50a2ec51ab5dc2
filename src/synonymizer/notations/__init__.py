"""One module per notation: `read(text) -> Expression | None` and `write(projection) -> names`; pure text throughout.

The notations are hgvs, uncertain, protein, spdi, vcf, exon and identifiers, and none imports another. What they share
lies beside them: accessions (what a reference may be called), points (positions as printed), description (the part of
an HGVS name before its change), unsupported (valid forms not computed with), posedits (what hgvs.parser finds),
residues (amino acids as printed), bases (alleles as printed) and quoting (input inside messages).
"""
