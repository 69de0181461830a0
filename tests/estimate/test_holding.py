"""Interviews that can be held, and what is lost where there are more invitations."""

import numpy as np
import pytest

from optimizer.estimate.holding import lost_beyond
from optimizer.portfolio.attendance import no_offer


@pytest.mark.parametrize("chance", [0.05, 0.4, 1.0])
def test_nothing_is_lost_where_everything_can_be_held(chance: float) -> None:
    invited = np.array([18 * chance])
    assert lost_beyond(invited, 0.3 * invited, 18, 18) == pytest.approx(0.0)


@pytest.mark.parametrize("applications", [19, 60, 150])
def test_of_programs_that_are_alike_it_is_exactly_what_cannot_be_held(applications: int) -> None:
    interview, offer = np.array([0.1, 0.4, 0.9]), np.array([0.02, 0.1, 0.3])
    each = np.broadcast_to(interview * offer, (applications, 3))
    exactly = no_offer(each, np.broadcast_to(offer, (applications, 3)), 18)
    everything = (1.0 - interview * offer) ** applications
    found = lost_beyond(applications * interview, applications * interview * offer, applications, 18)
    np.testing.assert_allclose(found, exactly - everything, atol=1e-12)
