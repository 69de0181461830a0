"""What else the chances may be: at other scenarios, or one set of them for each draw of the coefficients."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.estimate.chances import Chances, chances_at_parts, chances_of, parts_of
from optimizer.estimate.estimator import Estimate, alike, answers_drawn, part_of
from optimizer.estimate.range_ends import RANGE_DRAWS, drawn_for
from optimizer.estimate.scenarios import Scenarios
from optimizer.estimate.terms import answers_of, terms_of
from optimizer.evidence import DrawnEvidence, Evidence


def chances_drawn(estimate: Estimate, draws: int) -> Iterator[Chances]:
    """Chances at every program and in every mode, draw by draw.

    Every coefficient is drawn from its range, and every answer that the applicant has not given from what is
    typical of the group, as for the range of a list. Scenarios of luck stay as they are.

    Parameters
    ----------
    estimate : Estimate
    draws : int
        How many, at least 1; the same seed is used every time.
    """
    evidence = _drawn(estimate, draws)
    answers = answers_drawn(estimate.situation, evidence)
    first, kind = alike(estimate.situation)
    some_alike = first.size < kind.size
    situation = part_of(estimate.situation, first) if some_alike else estimate.situation
    parts = parts_of(situation, terms_of(situation, answers, evidence, estimate.weights), evidence)
    for number in range(draws):
        chances = chances_at_parts(parts.draw(number), situation, estimate.scenarios)
        yield chances.of(kind) if some_alike else chances


def chances_at(estimate: Estimate, mode: npt.NDArray[np.int64], scenarios: Scenarios) -> Chances:
    """Chances of a list's applications at other scenarios than the estimate's.

    Parameters
    ----------
    estimate : Estimate
    mode : int array, shape (programs,)
        Mode of each application, -1 = not applied to.
    scenarios : Scenarios

    Returns
    -------
    Chances
        Of the applications in the order of their positions, with one mode.
    """
    applied = np.flatnonzero(mode >= 0)
    situation = part_of(estimate.situation, applied)
    terms = terms_of(situation, answers_of(situation), estimate.evidence, estimate.weights)
    return chances_of(situation, terms, estimate.evidence, scenarios, mode[applied])


def list_chances_drawn(
    estimate: Estimate, mode: npt.NDArray[np.int64], scenarios: Scenarios, draws: int = RANGE_DRAWS
) -> Iterator[tuple[Evidence, Chances]]:
    """Chances of a list's applications at other scenarios, draw by draw; the draws are those of `chances_drawn`.

    Parameters
    ----------
    estimate, mode, scenarios
        As for `chances_at`.
    draws : int
        How many, at least 1.

    Yields
    ------
    Evidence, Chances
        The coefficients, and the chances as of `chances_at`.
    """
    applied = np.flatnonzero(mode >= 0)
    situation, evidence = part_of(estimate.situation, applied), _drawn(estimate, draws)
    answers = answers_drawn(situation, evidence)
    terms = terms_of(situation, answers, evidence, estimate.weights)
    parts = parts_of(situation, terms, evidence, mode[applied])
    for number, view in enumerate(evidence.views):
        yield view, chances_at_parts(parts.draw(number), situation, scenarios)


def _drawn(estimate: Estimate, draws: int) -> DrawnEvidence:
    situation = estimate.situation
    return drawn_for(estimate.evidence, situation.applicant.type, situation.specialties, draws)
