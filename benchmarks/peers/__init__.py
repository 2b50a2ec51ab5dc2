"""This program beside others that name variants: the same variants, the same reference data, the same outputs."""
