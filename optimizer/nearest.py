"""Which known names are spelled like a text: what may have been meant, in every message and every imported file."""

from collections.abc import Iterable


def nearest(text: str, known: Iterable[str], count: int = 1, *, alike: float = 0.6) -> tuple[str, ...]:
    """Known names that are spelled like a text, the likeliest first; those equally like it in the order given.

    Parameters
    ----------
    text : str
    known : iterable of str
    count : int
        How many at most.
    alike : float
        How like the text a name has to be: the share of the letters of both that stand in both in the same order, in
        [0, 1] (twice the longest common subsequence over the sum of their lengths).

    References
    ----------
    Bergroth, Hakonen and Raita, SPIRE 2000, "A survey of longest common subsequence algorithms".
    """
    # Most commands find all names that they are given: they needn't wait for this.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.extract(text, list(known), scorer=fuzz.ratio, limit=count, score_cutoff=100 * alike)
    return tuple(name for name, *_ in found)
