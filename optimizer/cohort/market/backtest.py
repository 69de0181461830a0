"""Lists against lists at the same budget: the same people, the same seasons, one rule after the other."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from optimizer.cohort.engine import Engine, Failed
from optimizer.cohort.market.adoption import everybody
from optimizer.cohort.market.advising import Task
from optimizer.cohort.market.applying import FOLKLORE, NOT_APPLIED, follow, seen_by
from optimizer.cohort.market.chance import Luck, generator
from optimizer.cohort.market.figures import load_market
from optimizer.cohort.market.knowing import Adviser, Told
from optimizer.cohort.market.opening import Opened, facts_of, open_season
from optimizer.cohort.market.people import People, draw_people
from optimizer.cohort.market.prospects import prospects
from optimizer.cohort.market.season import Played, interview_rates, play
from optimizer.cohort.market.study import (
    INDEPENDENT,
    KNOWLEDGE,
    MATCHLIST,
    Adopted,
    Group,
    Seasons,
    Study,
    Trial,
)
from optimizer.errors import BadInput, Fault
from optimizer.estimate import draw_scenarios
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES


def run(study: Study, engine: Engine, told: Callable[[str], None] = lambda _: None) -> Seasons:
    """Play every season of a study and try every rule in it.

    Parameters
    ----------
    study : Study
    engine : Engine
    told : function
        Called with the name of each piece of work as it is done; `pieces` says how many there are.

    Raises
    ------
    BadInput
        A piece of work failed, or the engine can't be reached.
    """
    tasks = pieces(study)
    done: dict[str, Piece] = {}
    for name, result in engine.results(one_piece, study, tasks):
        if isinstance(result, Failed):
            raise BadInput(Fault(f"the season could not be played: {result.words}", f"simulated season {name}"))
        done[name] = result
        told(name)
    ordered = [done[name] for name in tasks]
    return Seasons(
        study,
        tuple(trial for trials, _, _ in ordered for trial in trials),
        tuple(group for _, groups, _ in ordered for group in groups),
        tuple(adopted for _, _, all_adopted in ordered for adopted in all_adopted),
    )


Piece = tuple[tuple[Trial, ...], tuple[Group, ...], tuple[Adopted, ...]]
_EVERYBODY = "everybody"


def pieces(study: Study) -> dict[str, tuple[str, int, str]]:
    """The pieces of work of a study by name: specialty, replication, and what is done.

    The longest come first, so that no worker is left with one at the end.
    """
    figures = load_market()
    largest = sorted(study.specialties, key=lambda name: -figures.specialties[name].positions.value)
    adopting = [
        (specialty, 0, f"{_EVERYBODY} {known}")
        for specialty in largest
        for known in KNOWLEDGE
        if study.adoption_scale is not None
    ]
    trying = [(specialty, replication, "tried") for specialty in largest for replication in range(study.replications)]
    return {
        f"{specialty} {replication} {what}": (specialty, replication, what)
        for specialty, replication, what in [*adopting, *trying]
    }


def one_piece(study: Study, piece: tuple[str, int, str]) -> Piece:
    """Do one piece of work."""
    specialty, replication, what = piece
    if what.startswith(_EVERYBODY):
        return (), (), (everybody(study, specialty, what.removeprefix(f"{_EVERYBODY} ")),)
    return (*one_season(study, specialty, replication), ())


def one_season(study: Study, specialty: str, replication: int) -> tuple[tuple[Trial, ...], tuple[Group, ...]]:
    """Play one specialty's season and try every rule in it."""
    figures, truth, seed = load_market(), study.truth(replication), study.seed + replication
    season = load_season(figures.season)
    opened = open_season(figures, truth, season, specialty, scale=study.scale, seed=seed)
    played = play(opened.market, opened.folklore, opened.luck)
    programs = opened.market.programs
    trials: list[Trial] = []
    for known in KNOWLEDGE:
        adviser = Adviser(
            programs, load_evidence(), season, facts_of(opened, known, seed), draw_scenarios(study.scenarios)
        )
        for kind in study.types:
            rng = generator(seed, specialty, "tried", kind)
            people = draw_people(figures, truth, programs, {kind: study.people}, rng)
            luck = Luck.draw(people.count, programs.count, seed, specialty, "tried luck", kind)
            for rule, (lists, tasks, told) in lists_of(study, opened, people, kind, adviser, rng).items():
                found = prospects(opened.market, played, people, lists, luck)
                applications = (lists != NOT_APPLIED).sum(axis=1)
                purse = opened.purses[kind]
                trials.append(
                    Trial(
                        specialty=specialty,
                        kind=kind,
                        rule=rule,
                        known=known,
                        replication=replication,
                        stated=np.array([one.stated(mode) for one, mode in zip(tasks, lists, strict=True)]),
                        stated_interviews=np.array([t.interviews(mode) for t, mode in zip(told, lists, strict=True)]),
                        matched=found.matched,
                        utility=found.utility,
                        interviews=found.interviews,
                        applications=applications,
                        dollars=np.array([np.nan if purse.dollars is None else purse.cost(n) for n in applications]),
                    )
                )
    return tuple(trials), groups_of(opened, played, replication)


Lists = tuple[np.ndarray, list[Task], list[Told]]


def lists_of(
    study: Study, opened: Opened, people: People, kind: str, adviser: Adviser, rng: np.random.Generator
) -> Mapping[str, Lists]:
    """Lists of people of one type by every rule, with what the estimate says of them.

    Returns
    -------
    mapping of rule to (modes of shape (applicants, programs), problems, what the estimate told)
    """
    programs, purse = opened.market.programs, opened.purses[kind]
    caps = adviser.season.signal_caps(programs.specialty)
    elsewhere = opened.market.figures.assumptions.of("elsewhere_utility")
    seen = seen_by(people, programs, np.arange(people.count), purse.applications, elsewhere, rng)
    told = [adviser.tell(people, person) for person in range(people.count)]
    tiers, chances = np.array([one.tier for one in told]), np.array([one.plain_chance for one in told])
    seen = replace(seen, tier=tiers, chance=chances)
    tasks = [Task.of(one, utility, purse, caps) for one, utility in zip(told, seen.utility, strict=True)]
    made: dict[str, np.ndarray] = {
        MATCHLIST: np.array([task.best(study.gap) for task in tasks]),
        INDEPENDENT: np.array([task.best_if_independent(study.gap) for task in tasks]),
    }
    made |= {name: follow(rule, seen, caps) for name, rule in FOLKLORE.items()}
    return {name: (lists, tasks, told) for name, lists in made.items()}


def groups_of(opened: Opened, played: Played, replication: int) -> tuple[Group, ...]:
    """How a season went for everybody, type by type."""
    rates, interviews = interview_rates(opened.market, played), played.interviews_of()
    found = []
    for kind in APPLICANT_TYPES:
        them = opened.market.people.of_type(kind)
        found.append(
            Group(
                specialty=opened.market.programs.specialty,
                kind=kind,
                replication=replication,
                applicants=them.size,
                listed=int((interviews[them] > 0).sum()),
                matched=int(played.matched[them].sum()),
                interview_rate=rates[kind],
                interviews=float(interviews[them].sum()),
                utility=float(played.utility[them].sum()),
            )
        )
    return tuple(found)
