"""Points of a scrambled Sobol sequence, the same as SciPy's, whose `scipy.stats` takes half a second to import."""

import numpy as np
import numpy.typing as npt

from optimizer.arrays import IntArray

MOST_DIMENSIONS = 14
_DIGITS = 30
"""Binary digits of a coordinate."""

_POLYNOMIALS = (
    (1, 0, (1,)),
    (2, 1, (1, 3)),
    (3, 1, (1, 3, 1)),
    (3, 2, (1, 1, 1)),
    (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)),
    (5, 2, (1, 1, 5, 5, 17)),
    (5, 4, (1, 1, 5, 5, 5)),
    (5, 7, (1, 1, 7, 11, 19)),
    (5, 11, (1, 1, 5, 1, 1)),
    (5, 13, (1, 1, 1, 3, 11)),
    (5, 14, (1, 3, 5, 5, 31)),
    (6, 1, (1, 3, 3, 9, 7, 49)),
)
"""By dimension from the second on: degree, inner coefficients and first numbers of its primitive polynomial."""


def sobol_points(count: int, dimensions: int, seed: int) -> npt.NDArray[np.float64]:
    """The first points of a Sobol sequence, scrambled by a random lower triangular matrix and a random shift.

    Parameters
    ----------
    count : int
        How many, best a power of two: the sequence is balanced over those.
    dimensions : int
        From 1 to `MOST_DIMENSIONS`.
    seed : int

    Returns
    -------
    array, shape (count, dimensions)
        From 0 to below 1.

    References
    ----------
    Joe and Kuo (2008), SIAM Journal on Scientific Computing 30(5), doi 10.1137/070709359 (the polynomials);
    Matousek (1998), Journal of Complexity 14(4), doi 10.1006/jcom.1998.0489 (the scrambling).
    """
    rng = np.random.default_rng(seed).spawn(1)[0]
    # Digit by digit: SciPy draws 32-bit numbers, the shift from its lowest digit on, the matrix from the highest.
    shift = rng.integers(2, size=(dimensions, _DIGITS), dtype=np.uint32)[:, ::-1]
    matrix = np.tril(rng.integers(2, size=(dimensions, _DIGITS, _DIGITS), dtype=np.uint32), -1)
    matrix += np.eye(_DIGITS, dtype=np.uint32)
    scrambled = matrix @ _digits(_directions()[:dimensions]) % 2
    number = np.arange(count)
    gray = (number ^ (number >> 1))[:, None] >> np.arange(_DIGITS) & 1
    digits = (np.einsum("dpk,nk->ndp", scrambled, gray) + shift) % 2
    return np.asarray(digits @ 0.5 ** np.arange(1, _DIGITS + 1))


def _digits(numbers: IntArray) -> IntArray:
    """Binary digits, the highest first, of numbers of shape (dimensions, columns); (dimensions, digits, columns)."""
    return numbers[:, None, :] >> np.arange(_DIGITS - 1, -1, -1)[:, None] & 1


def _directions() -> IntArray:
    """Direction numbers, shape (dimensions, digits)."""
    found = np.ones((MOST_DIMENSIONS, _DIGITS), dtype=np.int64)
    for numbers, (degree, inner, first) in zip(found[1:], _POLYNOMIALS, strict=True):
        numbers[:degree] = first
        for k in range(degree, _DIGITS):
            numbers[k] = numbers[k - degree] ^ (numbers[k - degree] << degree)
            for back in range(1, degree):
                if inner >> (degree - 1 - back) & 1:
                    numbers[k] ^= numbers[k - back] << back
    return found << np.arange(_DIGITS - 1, -1, -1)
