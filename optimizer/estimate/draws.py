"""What else the chances may be: one set of them for each draw of the coefficients."""

from collections.abc import Iterator

import numpy as np

from optimizer.estimate.chances import Chances, chances_of
from optimizer.estimate.estimator import RANGE_SEED, Estimate, answers_drawn
from optimizer.estimate.terms import terms_of


def chances_drawn(made: Estimate, draws: int) -> Iterator[Chances]:
    """Chances at every program and in every mode, draw by draw.

    Every coefficient is drawn from its range, and every answer that the applicant has not given from what is
    typical of the group, as for the range of a list. Scenarios of luck stay as they are.

    Parameters
    ----------
    made : Estimate
    draws : int
        How many, at least 1; the same seed is used every time.
    """
    rng = np.random.default_rng(RANGE_SEED)
    for evidence in made.evidence.draws(draws, RANGE_SEED):
        terms = terms_of(made.situation, answers_drawn(made.situation, evidence, rng), evidence, made.weights)
        yield chances_of(made.situation, terms, evidence, made.scenarios)
