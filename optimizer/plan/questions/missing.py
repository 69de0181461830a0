"""What a list would gain if the facts about programs that nobody has brought in were known.

The unknown facts are drawn from what they may be, the same draws for every kind of fact; with each draw known the plan
is solved again, and compared with its own list under the same draw (expected value of information, Howard 1966, IEEE
Transactions on Systems Science and Cybernetics 2(1), doi 10.1109/TSSC.1966.300074).

For one program at a time a solve for each case would take minutes. There the rest of the list stays as it is, and a
place on it costs what the prices of the limits say. The value of a list is linear in one program's chance, so what
remains approximate is the price.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.directory import Directory
from optimizer.estimate import RATE, RELATED, VISA, UnknownFacts
from optimizer.plan.document import Plan
from optimizer.plan.listing import NoList, NotDecided, ProgramList, all_rows, modes_listed, problem_at
from optimizer.plan.planner import DEFAULT_TIME_LIMIT_S, prepare, solve_prepared
from optimizer.plan.problem import Prepared, require_chances, solve_deciding
from optimizer.plan.questions.worth import FactWorth, Gain, MissingFacts, ProgramToAsk
from optimizer.portfolio import Prices, Problem, Solved, evaluate, match_probability, offer_values

MISSING_DRAWS = 32
PROGRAMS_TO_ASK = 20
_SEED = 20261122
_GAP = 1e-3
_LEAST_WORTH = 1e-9
"""Less is rounding."""
NOT_COUNTED = (
    "The share of international graduates and score minimums: the estimate doesn't use them.",
    "What rates by signal or state say of whom a program prefers: counted is what they say of its rate for all.",
    "What the coefficients of the estimate may be otherwise: they stand at their central values.",
)


def missing_facts(
    plan: Plan,
    directory: Directory | None = None,
    *,
    draws: int = MISSING_DRAWS,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
) -> MissingFacts | NoList | NotDecided:
    """Say what knowing more about the programs would be worth to a plan, and which programs to ask first.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        None reads the plan's program files, or the shipped directory where it names none.
    draws : int
        How often the unknown facts are drawn, at least 2; the same seed is used every time.
    time_limit_s : float
        Wall-clock seconds for each solve.

    Returns
    -------
    MissingFacts, or NoList or NotDecided where the plan has no list

    Raises
    ------
    BadInput
        As `build_list`.
    """
    prepared = prepare(plan, directory)
    require_chances(prepared, "what a missing fact is worth")
    found = solve_prepared(prepared, time_limit_s=time_limit_s)
    if not isinstance(found, ProgramList):
        return found
    mode, facts = modes_listed(prepared, found), UnknownFacts.of(prepared.estimate)
    return MissingFacts(
        title=plan.title,
        match_probability=found.match_probability,
        value=found.value,
        draws=draws,
        facts=tuple(_worths(prepared, mode, facts, draws, time_limit_s)),
        programs=tuple(_programs_to_ask(prepared, mode, facts, time_limit_s)),
        not_answered=plan.applicant.unknowns,
        not_counted=NOT_COUNTED,
    )


def _worths(
    prepared: Prepared, mode: IntArray, facts: UnknownFacts, draws: int, time_limit_s: float
) -> Iterator[FactWorth]:
    """Each kind of unknown fact alone, then all together where there are several."""
    together = [facts.settling_all] if len(facts.settling_all) > 1 else []
    wanted = [*((kind,) for kind in facts.kinds), *together]
    gains: dict[tuple[str, ...], list[tuple[float, float]]] = {kinds: [] for kinds in wanted}
    rng = np.random.default_rng(_SEED)
    for _ in range(draws if wanted else 0):
        drawn = facts.drawn(rng)
        for kinds in wanted:
            known = problem_at(prepared, facts.offers_knowing(drawn, *kinds))
            gains[kinds].append(_gain(prepared, known, mode, time_limit_s))
    unknown = {RATE: facts.rate, VISA: facts.visa, RELATED: facts.related}
    for kinds, found in gains.items():
        matched, value = np.array(found).T
        yield FactWorth(
            fact=" and ".join(kinds),
            unknown=int(np.any([unknown[kind] for kind in kinds], axis=0).sum()),
            match_probability=_mean(matched),
            value=_mean(value),
        )


def _gain(prepared: Prepared, known: Problem, mode: IntArray, time_limit_s: float) -> tuple[float, float]:
    """What the best list with the facts known has over the plan's own, in match probability and in value."""
    gap = max(prepared.plan.gap, _GAP)
    best = solve_deciding(known, prepared.settled_first, gap=gap, time_limit_s=time_limit_s)
    value = evaluate(known, mode)
    # A list that nothing better was found for is kept.
    if not isinstance(best, Solved) or best.value <= value:
        return 0.0, 0.0
    return best.match_probability - match_probability(known, mode), best.value - value


def _mean(values: FloatArray) -> Gain:
    return Gain(gain=float(values.mean()), standard_error=float(values.std(ddof=1) / np.sqrt(values.size)))


def _programs_to_ask(
    prepared: Prepared, mode: IntArray, facts: UnknownFacts, time_limit_s: float
) -> Iterator[ProgramToAsk]:
    prices = Prices.of(prepared.problem, gap=prepared.plan.gap, time_limit_s=time_limit_s)
    if prices is None or not facts.kinds:
        return
    beside = offer_values(prepared.problem, mode)
    both = _OneAtATime.of(prepared, facts, facts.settling_all, prices, beside, mode)
    alone = {kind: _OneAtATime.of(prepared, facts, (kind,), prices, beside, mode).worth for kind in facts.kinds}
    worth = both.worth.copy()
    worth[np.isin(np.arange(worth.size), prepared.problem.forbidden)] = 0.0
    for index in np.argsort(-worth, kind="stable")[:PROGRAMS_TO_ASK].tolist():
        if worth[index] > _LEAST_WORTH:
            program = prepared.directory.programs[index]
            yield ProgramToAsk(
                **program.model_dump(include={"id", "name", "institution", "specialty", "city", "state"}),
                on_list=bool(mode[index] >= 0),
                value=float(worth[index]),
                value_by_fact={kind: float(each[index]) for kind, each in alone.items()},
                moves=float(both.moves[index]),
            )


@dataclass(frozen=True, slots=True, eq=False)
class _OneAtATime:
    """What knowing facts about one program alone is worth, and how likely it moves the program; (programs,) each."""

    worth: FloatArray
    moves: FloatArray

    @classmethod
    def of(
        cls,
        prepared: Prepared,
        facts: UnknownFacts,
        kinds: tuple[str, ...],
        prices: Prices,
        beside: FloatArray,
        mode: IntArray,
    ) -> Self:
        """Work it out for facts of some kinds."""
        programs = len(prepared.directory.programs)
        known, moves = np.zeros(programs), np.zeros(programs)
        mean_offer = np.zeros(())
        for share, offer in facts.cases(*kinds):
            profit = prices.profit_beside(beside, all_rows(prepared, offer))[:programs]
            known += share * profit
            moves += share * ((profit > 0) != (mode[:programs] >= 0))
            mean_offer = mean_offer + share[:, None, None] * offer
        # Against the mean over the cases: what is learnt is then never worth less than nothing.
        unknown = prices.profit_beside(beside, all_rows(prepared, mean_offer))[:programs]
        return cls(np.maximum(known - unknown, 0.0), moves)
