"""A season in which everybody uses matchlist, beside the same season of folklore."""

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.cohort.market.advising import Task
from optimizer.cohort.market.applying import NOT_APPLIED, seen_by
from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.figures import load_market
from optimizer.cohort.market.knowing import Adviser
from optimizer.cohort.market.opening import Opened, facts_of, open_season
from optimizer.cohort.market.season import Applications, play
from optimizer.cohort.market.study import Adopted, Study
from optimizer.estimate import draw_scenarios
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES

SCENARIOS_OF_EVERYBODY = 16
GAP_OF_EVERYBODY = 1e-3
"""Tens of thousands of lists: half the scenarios of a person's own list, and proven to a thousandth."""


def everybody(study: Study, specialty: str, known: str) -> Adopted:
    """Play one specialty's season twice, first with folklore and then with everybody's list by matchlist.

    Parameters
    ----------
    study : Study
    specialty : str
    known : str
        What applicants know of programs, one of `KNOWLEDGE`.
    """
    seed, scale = study.seed, study.adoption_scale or study.scale
    season = load_season(load_market().season)
    opened = open_season(load_market(), study.truth(0), season, specialty, scale=scale, seed=seed)
    adviser = Adviser(
        opened.market.programs,
        load_evidence(),
        season,
        facts_of(opened, known, seed),
        draw_scenarios(SCENARIOS_OF_EVERYBODY),
    )
    lists, stated = _lists(opened, adviser, seed)
    before = play(opened.market, opened.folklore, opened.luck)
    after = play(opened.market, Applications.of(lists), opened.luck)
    return Adopted(
        specialty=specialty,
        known=known,
        kind=opened.market.people.type,
        stated=stated,
        matched=after.matched,
        matched_before=before.matched,
        utility=after.utility,
        utility_before=before.utility,
        interviews=after.interviews_of(),
        interviews_before=before.interviews_of(),
    )


def _lists(opened: Opened, adviser: Adviser, seed: int) -> tuple[np.ndarray, FloatArray]:
    """Everybody's list, shape (applicants, programs), and the chance that it states."""
    market = opened.market
    people, programs = market.people, market.programs
    caps = adviser.season.signal_caps(programs.specialty)
    elsewhere = market.figures.assumptions.of("elsewhere_utility")
    rng = generator(seed, programs.specialty, "everybody")
    lists = np.full((people.count, programs.count), NOT_APPLIED, dtype=np.int8)
    stated = np.zeros(people.count)
    for person in range(people.count):
        purse = opened.purses[APPLICANT_TYPES[people.type[person]]]
        seen = seen_by(people, programs, np.array([person]), purse.applications, elsewhere, rng)
        task = Task.of(adviser.tell(people, person), seen.utility[0], purse, caps)
        mode = task.best(GAP_OF_EVERYBODY)
        lists[person], stated[person] = mode, task.stated(mode)
    return lists, stated
