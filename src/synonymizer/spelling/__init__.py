"""How the parts of names are spelled: what notations share, and none of them owns; pure text throughout.

accessions (what a reference may be called), heads (the words before a change), contigs (chromosomes in coordinates),
aliases (names that stand for others), points (positions), counts (numbers that may be bounded), residues and bases
(letters), base_changes (a change of bases without its place), structural (symbolic alleles), words and sentences (how
papers put it), bare (a name and the words around it) and spans (where a name stands in its text).
"""
