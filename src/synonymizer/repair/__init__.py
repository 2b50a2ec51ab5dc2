"""What is seen to before a text is read, each repair with an issue that says what was changed; pure text throughout.

drafts (a text on its way to the readers, with a map of its places), typography (signs that are no plain characters),
restatements (a name stated twice), wrappers (words and genotypes around a name), old_signs (signs of old inside a
change) and slips (separators and letters).
"""
