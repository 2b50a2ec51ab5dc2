"""HGVS names taken apart: what the modules of the notations that describe changes share; pure text throughout.

description (head, axis and change), changes (letters and signs of a change), exact (what hgvs.parser reads) with
posedits (its values in this program's), forms and protein_forms (what it lacks), sets (several changes), pieces
(inserted and joined sequences), stretches (places with bounds), and emit (the name in today's spelling, from what was
stated).
"""
