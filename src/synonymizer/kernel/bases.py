# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Letters of bases: which of them the kernel knows, and their complements."""

from __future__ import annotations

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def is_base(letter: cython.uchar) -> cython.bint:
    """Whether a letter is A, C, G or T, the only ones that the kernel knows."""
    return letter == 65 or letter == 67 or letter == 71 or letter == 84


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def complement(letter: cython.uchar) -> cython.uchar:
    """Return the base that pairs with A, C, G or T: in ASCII, C and G differ in bit 2, A and T in bits 0, 2 and 4."""
    return letter ^ (4 if letter & 2 else 21)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def upper(letter: cython.uchar) -> cython.uchar:
    """Return an ASCII letter in upper case, and any other sign as it is."""
    return letter - 32 if 97 <= letter <= 122 else letter
