"""Exported reference data, read back by other programs and by rules of their formats."""
