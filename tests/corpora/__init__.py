"""Corpora of names as people write them: how many come out as what they are, judged without the program's readers."""
