"""Searches for texts that break or slow the readers; run by hand, for as long as one likes."""
