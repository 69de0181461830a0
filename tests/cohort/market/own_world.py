"""A world in which programs really decide as the estimate believes: what it states has to be true there."""

from dataclasses import replace

import numpy as np

from optimizer.cohort.market import Applications, Luck, Market, MarketFigures, Played, load_market, prospects
from optimizer.cohort.market.applying import by_luck, follow, seen_by
from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.knowing import Adviser, Facts
from optimizer.cohort.market.pairs import Truth, pairs_of
from optimizer.cohort.market.people import People, draw_people
from optimizer.cohort.market.programs import Programs, draw_programs
from optimizer.estimate import draw_scenarios
from optimizer.estimate.mean_chances import base_log_odds
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES

EVIDENCE, SEASON, SPECIALTY = load_evidence(), load_season(2026), "psychiatry"
PEOPLE = 32


def stated_and_true(kind: str, seed: int, off: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Stated and true chances of lists of many lengths; `off` is added to the true log-odds of an interview."""
    programs = draw_programs(load_market(), EVIDENCE, SPECIALTY, scale=1.0, seed=seed)
    people = draw_people(load_market(), EVIDENCE, programs, {kind: PEOPLE}, generator(seed, "own world", kind))
    rng = np.random.default_rng([seed, PEOPLE])
    people = replace(people, strength=rng.normal(size=people.count))
    adviser = Adviser(programs, EVIDENCE, SEASON, replace(Facts.none(programs), visa_known=True), draw_scenarios(32))
    stated, lists = [], []
    for person in range(people.count):
        told = adviser.tell(people, person)
        length = (5, 15, 40, 80)[person % 4]
        seen = seen_by(people, programs, np.array([person]), length, 0.7, generator(seed, "lists", person))
        mode = follow(by_luck, seen, SEASON.signal_caps(SPECIALTY))[0]
        applied = np.flatnonzero(mode >= 0)
        offers = told.chances.offer[applied, mode[applied], :]
        stated.append(1.0 - float(np.prod(1.0 - offers, axis=0) @ told.scenarios.weight))
        lists.append(mode)
    luck = Luck.draw(people.count, programs.count, seed, "own world")
    market = _market(adviser, programs, people, kind, off)
    return np.array(stated), prospects(market, _open_to_all(programs), people, np.array(lists), luck).matched


def _market(adviser: Adviser, programs: Programs, people: People, kind: str, off: float) -> Market:
    offer = EVIDENCE.central("offer_given_interview", SPECIALTY, kind)
    hardly = EVIDENCE.central("hardly_wanted_share", SPECIALTY, kind)
    effects = np.array([0.0, EVIDENCE.central("hardly_wanted_effect")])
    spread = EVIDENCE.central("strength_sd_offer", None, kind)
    base = base_log_odds(offer, spread, effects, np.array([1.0 - hardly, hardly]))
    ranking = np.full(len(APPLICANT_TYPES), float(base))
    level = np.full(len(APPLICANT_TYPES), _centring(adviser, programs, people, ranking) + off)
    # The estimate measures settings against the average program's.
    effect = programs.effect.copy()
    effect[:, APPLICANT_TYPES.index(kind)] -= EVIDENCE.central("university_effect", None, kind) * EVIDENCE.central(
        "university_share"
    ) + EVIDENCE.central("research_intensive_effect", None, kind) * EVIDENCE.central("top_research_share")
    many = np.full(programs.count, 1_000)
    return Market(replace(programs, effect=effect), people, Truth(EVIDENCE, level, ranking), many, many, _patient())


def _centring(adviser: Adviser, programs: Programs, people: People, ranking: np.ndarray) -> float:
    """What the estimate centres and the world doesn't: one constant for the type, found at one pair."""
    plain = replace(people, strength=people.strength * 0, region_luck=people.region_luck * 0)
    flat = replace(programs, effect=np.zeros_like(programs.effect))
    nobody = np.zeros(programs.count, dtype=np.int64)
    where = int(np.flatnonzero(pairs_of(plain, programs, nobody, np.arange(programs.count)).sponsored)[0])
    pair = pairs_of(plain, flat, nobody[:1], np.array([where]))
    world = Truth(EVIDENCE, np.zeros(len(APPLICANT_TYPES)), ranking).interview(plain, flat, pair, nobody[:1])
    told = adviser.tell(people, 0)
    terms = told.chances.log_odds[where, 0] @ told.scenarios.weight - told.chances.base[where]
    return float(told.chances.average[where] + terms - world[0])


def _open_to_all(programs: Programs) -> Played:
    """A season in which every bar and cutoff is at 0: programs decide by the chance alone."""
    none, no = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
    zero = np.zeros(programs.count)
    return Played(Applications(none, none, none), no, no, none, np.zeros(0), zero, zero)


def _patient() -> MarketFigures:
    """Figures in which nobody declines an interview."""
    assumed = load_market().assumptions
    accepted = assumed.interviews_accepted.model_copy(update={"value": 80.0})
    patient = assumed.model_copy(update={"interviews_accepted": accepted})
    return load_market().model_copy(update={"assumptions": patient})
