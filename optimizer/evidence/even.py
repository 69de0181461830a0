"""Standard normal scores that are drawn evenly, and uncorrelated where it matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Key = tuple[str, str | None, str | None, str | None]
"""Name of a figure, specialty, applicant type and state that it holds for; None = all."""
_STANDARD = NormalDist()
_ROUNDS = 2
_KEPT = 8
"""Sets of scores kept for whoever asks again."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Figures that meet in the chances of one list, and matter much there.

    Attributes
    ----------
    names : tuple of str
        Of the figures.
    applicant_type : str
    specialties : tuple of str
        Those of one specialty meet each other, and those that hold for all.
    others : int
        How much else is drawn with them that is no figure of the table.
    """

    names: tuple[str, ...]
    applicant_type: str
    specialties: tuple[str, ...]
    others: int


def normal_scores(shares: ArrayLike) -> NDArray[np.float64]:
    """Where in a standard normal distribution so large shares lie below."""
    # As SciPy's `ndtri`, to the last digits: `scipy.special` takes a tenth of the time in which a command answers.
    given = np.asarray(shares, dtype=np.float64)
    return np.array([_STANDARD.inv_cdf(share) for share in given.ravel().tolist()]).reshape(given.shape)


def normal_shares(scores: ArrayLike) -> NDArray[np.float64]:
    """How large a share of a standard normal distribution lies below such scores."""
    given = np.asarray(scores, dtype=np.float64)
    return np.array([_STANDARD.cdf(score) for score in given.ravel().tolist()]).reshape(given.shape)


def even_scores(draws: int, columns: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """A Latin hypercube: in every column the same evenly spread scores, in an order of its own.

    Parameters
    ----------
    draws, columns : int
    rng : numpy.random.Generator

    Returns
    -------
    array, shape (draws, columns)

    References
    ----------
    McKay, Beckman and Conover, Technometrics 1979;21(2):239.
    """
    scores = normal_scores((np.arange(draws) + 0.5) / draws)
    return np.ascontiguousarray(rng.permuted(np.tile(scores, (columns, 1)), axis=1).T)


def uncorrelated(scores: NDArray[np.float64], beside: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same columns in other orders, without correlation among each other and with those beside them.

    So few draws leave columns correlated that have nothing to do with each other (by 0.12 in the mean at 64), which
    makes a sum of them too wide or too narrow. With fewer than twice as many draws as columns they stay as they are:
    there the rest would be noise blown up.

    Parameters
    ----------
    scores : array, shape (draws, columns)
        Each column has the same numbers, in some order.
    beside : array, shape (draws, others)
        Stay as they are.

    Returns
    -------
    array, shape (draws, columns)
        Correlations are not quite 0, as each column keeps its numbers.

    References
    ----------
    Iman and Conover, Communications in Statistics 1982;11(3):311, doi 10.1080/03610918208812265.
    """
    draws, columns = scores.shape
    if not columns or draws < 2 * (columns + beside.shape[1]):
        return scores
    even = np.sort(scores[:, 0])
    for _ in range(_ROUNDS):
        rest = scores - beside @ np.linalg.lstsq(beside, scores)[0]
        rest = np.linalg.solve(np.linalg.cholesky(rest.T @ rest), rest.T).T
        scores = even[np.argsort(np.argsort(rest, axis=0), axis=0)]
    return scores


@lru_cache(maxsize=_KEPT)
def scores_drawn(
    keys: tuple[Key, ...], draws: int, seed: int, meeting: Meeting | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores of all figures, and of what else is drawn with them.

    Those that meet in one list are uncorrelated with each other. A figure has the same scores whatever other specialty
    is asked for beside its own; one that holds for all types and specialties, and what else is drawn, the same for all.

    Parameters
    ----------
    keys : tuple of Key
        Of the figures.
    draws, seed : int
    meeting : Meeting or None
        None draws all without regard to each other.

    Returns
    -------
    arrays, shape (draws, figures) and (draws, others)
        Read only.
    """
    scores = even_scores(draws, len(keys), np.random.default_rng(seed))
    others = even_scores(draws, meeting.others if meeting else 0, np.random.default_rng([seed, 1]))
    if meeting:
        kind = meeting.applicant_type
        leading = [place for place, key in enumerate(keys) if key[0] in meeting.names and key[3] is None]

        def holding_for(specialty: str | None, of_type: str | None) -> list[int]:
            return [place for place in leading if keys[place][1:3] == (specialty, of_type)]

        def part(places: Sequence[int], beside: NDArray[np.float64]) -> NDArray[np.float64]:
            scores[:, places] = uncorrelated(scores[:, places], beside)
            return np.concatenate([beside, scores[:, places]], axis=1)

        others = uncorrelated(others, others[:, :0])
        for_all = part(holding_for(None, None), others)
        for_type = part(holding_for(None, kind), for_all)
        for specialty in meeting.specialties:
            of_specialty = holding_for(specialty, None)
            part(of_specialty, for_all)
            part(holding_for(specialty, kind), np.concatenate([for_type, scores[:, of_specialty]], axis=1))
    for array in (scores, others):
        array.setflags(write=False)
    return scores, others
