"""Chances that expect others to follow the same advice: what crowding adds to each program's, until it stands still.

A program holds as many interviews as before, whoever applies. So where advice sends more people than used to apply
there, everybody's chance of an interview falls, and elsewhere it rises. What has to be added to the log-odds of every
application there, so that as many interviews come out as before, is found from the estimate's own chances: no season
has to be seen for it. Advice that takes this in sends people elsewhere, which changes it again; ever smaller steps lead
to where it no longer changes (a mean-field fixed point).

References
----------
J.-M. Lasry, P.-L. Lions (2007), Mean field games, Japanese Journal of Mathematics 2, doi:10.1007/s11537-007-0657-8.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from optimizer.arrays import FloatArray, IntArray
from optimizer.cohort.market.knowing import Told

_STEPS = 60
_MOST_CROWDED = 12.0
"""Log-odds beyond which a program is shut, or open, to everybody."""


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """Applications with the estimate's chance of an interview without crowding; arrays have one entry an application.

    Attributes
    ----------
    program : int array
    chance : float array
        In the mode it was sent in.
    """

    program: IntArray
    chance: FloatArray

    def expected(self, programs: int) -> FloatArray:
        """Interviews that each program can be expected to hold, shape (programs,)."""
        return np.bincount(self.program, self.chance, programs).astype(np.float64)


def crowding(sent: Sent, interviews: FloatArray) -> FloatArray:
    """What has to be added to log-odds so that each program holds a number of interviews.

    Parameters
    ----------
    sent : Sent
    interviews : float array (programs,)
        That each program holds.

    Returns
    -------
    float array (programs,)
        Below 0 where it is crowded. Where even everybody who applies is too few, the program is as open as can be told
        (12 in log-odds), and where nobody applies too.
    """
    base = logit(np.clip(sent.chance, 1e-12, 1 - 1e-12))
    low, high = np.full(interviews.size, -_MOST_CROWDED), np.full(interviews.size, _MOST_CROWDED)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        held = np.bincount(sent.program, expit(base + middle[sent.program]), interviews.size)
        too_many = held > interviews
        high, low = np.where(too_many, middle, high), np.where(too_many, low, middle)
    return np.asarray((low + high) / 2)


def with_crowding(told: Told, shift: FloatArray) -> Told:
    """What the estimate says where others follow the same advice; after an interview nothing is changed.

    Parameters
    ----------
    told : Told
    shift : float array (programs,)
        What crowding adds to the log-odds of an interview.
    """
    before = told.chances.interview
    after = expit(logit(np.clip(before, 1e-12, 1 - 1e-12)) + shift[:, None, None])
    after = np.where(before > 0, after, 0.0)
    offer = told.chances.offer * np.divide(after, before, out=np.zeros_like(before), where=before > 0)
    return replace(told, chances=replace(told.chances, interview=after, offer=np.minimum(offer, after)))
