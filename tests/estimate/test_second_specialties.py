"""What is published of ranking a second specialty is what holding few interviews makes of it, without any penalty."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit

from optimizer.estimate.population import population
from optimizer.evidence import load_evidence, load_season

ORTHOPAEDICS = "orthopaedic-surgery"
FALL_WITH_EACH_INTERVIEW = 0.17
SHARES_WITH_SEVERAL = {"us-md": 106 / 873, "us-do": 69 / 209}


@pytest.mark.parametrize("kind", SHARES_WITH_SEVERAL)
def test_who_holds_few_interviews_and_ranks_a_second_specialty_explains_the_published_rates(kind: str) -> None:
    evidence, season = load_evidence(), load_season(2026)
    people = population(evidence, season, ORTHOPAEDICS, kind)
    applications = evidence.central("applications_typical", ORTHOPAEDICS, kind)
    offer = evidence.central("offer_given_interview", ORTHOPAEDICS, kind)
    ranks = np.arange(1, people.most + 1)
    held = people.held_distribution(applications)[1:]
    held = held / held.sum()
    matched = people.match_rate_by_ranks(ranks.tolist(), offer, applications)

    def with_several(level: float) -> np.ndarray:
        return np.asarray(expit(level - FALL_WITH_EACH_INTERVIEW * ranks))

    share = SHARES_WITH_SEVERAL[kind]
    several = with_several(brentq(lambda level: held @ with_several(level) - share, -9.0, 9.0))
    for name, part in (("several-specialties", several), ("one-specialty", 1.0 - several)):
        row = evidence.row(f"match_rate_reported.{name}-2026", ORTHOPAEDICS, kind)
        assert row.low < (held * part) @ matched / (held @ part) < row.high
