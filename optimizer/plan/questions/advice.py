"""What to state and whom to signal: divisions in the application, home and away-rotation programs."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from optimizer.applicant import Tie
from optimizer.directory import Directory
from optimizer.estimate import SCOPES, chances_drawn, with_preference
from optimizer.evidence import HomeAndAway, Season
from optimizer.plan.document import Plan
from optimizer.plan.listing import NoList, NotDecided, ProgramList
from optimizer.plan.planner import DEFAULT_TIME_LIMIT_S, prepare, solve_prepared
from optimizer.plan.problem import Prepared, prepared_on, require_chances, solve_deciding
from optimizer.plan.questions.preference_search import Statement, StatementSearch, statement_of
from optimizer.plan.questions.signals import signals_on
from optimizer.plan.questions.worth import (
    Advice,
    ConnectionRule,
    PreferenceAdvice,
    SignalRule,
    SignalTo,
    StatedPreference,
)
from optimizer.portfolio import Limit, Solved
from optimizer.vocabulary import STAYED_KINDS

ADVICE_DRAWS = 32
_AT_THE_PLACE = SCOPES.index("institution")


def preference_advice(
    plan: Plan, directory: Directory | None = None, *, time_limit_s: float = DEFAULT_TIME_LIMIT_S
) -> Advice | NoList | NotDecided:
    """Say which divisions to state and what that is worth, and what is known of signals to home and away programs.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        None reads the plan's program files, or the shipped directory where it names none.
    time_limit_s : float
        Wall-clock seconds for each solve.

    Returns
    -------
    Advice, or NoList or NotDecided where the plan has no list

    Raises
    ------
    BadInput
        As `build_list`.
    """
    prepared = prepare(plan, directory)
    require_chances(prepared, "what a statement or a signal is worth")
    found = solve_prepared(prepared, time_limit_s=time_limit_s)
    if not isinstance(found, ProgramList):
        return found
    return Advice(
        title=plan.title,
        preference=_preference(prepared, time_limit_s),
        signals=tuple(_signal_rules(prepared, found, time_limit_s)),
        connections=tuple(_connection_rules(prepared)),
        signalled=signals_on(prepared, found),
    )


# ---- divisions to state ---------------------------------------------------------------------------------------------


def _preference(prepared: Prepared, time_limit_s: float) -> PreferenceAdvice | None:
    """None where no service of the plan's specialties is known to ask, or the stated preference wasn't solved."""
    plan = prepared.plan
    asked = [prepared.season.most_divisions(specialty) for specialty in plan.applicant.specialties]
    most = max((count for count in asked if count is not None), default=None)
    if most is None:
        return None
    search = StatementSearch(prepared, most, time_limit_s)
    own = statement_of(plan.applicant.preferred_divisions or ())
    if search.solve_for(own) is None:
        return None
    best = [statement for size in range(most + 1) if (statement := search.best_of_size(size)) is not None]
    best.sort(key=lambda statement: -search.found[statement].value)
    return PreferenceAdvice(
        most_divisions=most,
        not_asked=tuple(
            specialty
            for specialty, count in zip(plan.applicant.specialties, asked, strict=True)
            if count is None and prepared.season.connections(specialty) is None
        ),
        is_open=plan.applicant.preferred_divisions is None,
        stated=_told(own, own, search),
        best=tuple(_told(statement, own, search) for statement in best),
        gain_range=_gain_range(prepared, search, best[0], own),
        gap=max(search.gap_of_size(size) for size in range(most + 1)),
        statements=len(search.bound),
        solved=len(search.found),
    )


def _told(statement: Statement, own: Statement, search: StatementSearch) -> StatedPreference:
    solved, present = search.found[statement], search.found[own]
    return StatedPreference(
        divisions=statement,
        value=solved.value,
        match_probability=solved.match_probability,
        value_gain=solved.value - present.value,
        match_probability_gain=solved.match_probability - present.match_probability,
    )


def _gain_range(
    prepared: Prepared, search: StatementSearch, best: Statement, own: Statement
) -> tuple[float, float] | None:
    """How far the gain in match probability moves with the coefficients, each statement keeping its list."""
    if best == own:
        return None
    matched = []
    for statement in (best, own):
        estimate = with_preference(prepared.estimate, statement)
        mode = prepared.of_programs(search.found[statement].mode)
        applied = np.flatnonzero(mode >= 0)
        failed = [
            np.prod(1.0 - chances.offer[applied, mode[applied]], axis=0)
            for chances in chances_drawn(estimate, ADVICE_DRAWS)
        ]
        matched.append(1.0 - np.array(failed) @ estimate.scenarios.weight)
    gain = search.found[best].match_probability - search.found[own].match_probability
    low, high = np.percentile(matched[0] - matched[1], (10, 90))
    return min(float(low), gain), max(float(high), gain)


# ---- cities to name in place of divisions ---------------------------------------------------------------------------


def _connection_rules(prepared: Prepared) -> Iterator[ConnectionRule]:
    for specialty in prepared.plan.applicant.specialties:
        rule = prepared.season.connections(specialty)
        if rule is not None and rule.most_connections is not None:
            yield ConnectionRule(
                specialty=specialty,
                most=rule.most_connections,
                note=rule.note,
                source=rule.source,
                address=rule.address,
                grade=rule.grade,
                places=tuple(dict.fromkeys(_place_of(tie, prepared) for tie in prepared.plan.applicant.ties)),
            )


def _place_of(tie: Tie, prepared: Prepared) -> str:
    """The city of a tie; what it names where that is no city or a program that the directory doesn't have."""
    field = {"program": "id", "institution": "institution"}.get(tie.scope)
    programs = prepared.directory.programs if field else ()
    found = (f"{one.city}, {one.state}" for one in programs if field and getattr(one, field) == tie.place)
    return next(found, tie.place)


# ---- signals to programs where the applicant was --------------------------------------------------------------------


def _signal_rules(prepared: Prepared, found: ProgramList, time_limit_s: float) -> Iterator[SignalRule]:
    season = prepared.season
    # The worth of a signal is asked for even where the specialty advises against it and the plan keeps to that.
    signals = prepared.plan.signals.model_copy(update={"home_and_away": "free"})
    prepared = prepared_on(prepared.plan.model_copy(update={"signals": signals}), prepared.ground)
    for specialty in prepared.plan.applicant.specialties:
        if season.signal_caps(specialty):
            yield SignalRule(
                **_rule(season, specialty),
                specialty=specialty,
                programs=tuple(_signals_to(prepared, found, specialty, time_limit_s)),
            )


def _rule(season: Season, specialty: str) -> dict[str, str | None]:
    rule = season.home_and_away_advice(specialty)
    if rule is None:
        words = "no published advice was found: ask the specialty's society or your adviser"
        return {"advice": None, "words": words, "source": "", "address": "", "grade": None}
    of_service = isinstance(rule, HomeAndAway)
    advised = rule.advised if isinstance(rule, HomeAndAway) else rule.home_and_away
    whose = f"{rule.source.split(',')[0]} advises" if of_service else "the specialty advises"
    further = "; nothing of the specialty's own was found" if of_service else ""
    return {
        "advice": "signal" if advised else "do not signal",
        "words": f"{whose} {'to signal them too' if advised else 'not to signal them'}{further}",
        "source": rule.source,
        "address": rule.address,
        "grade": rule.grade,
    }


def _signals_to(prepared: Prepared, found: ProgramList, specialty: str, time_limit_s: float) -> Iterator[SignalTo]:
    situation = prepared.estimate.situation
    signal = {program.id: program.signal for program in found.programs}
    told: set[int] = set()
    for tie in situation.ties:
        if tie.kind in STAYED_KINDS:
            here = np.flatnonzero((tie.nearest <= _AT_THE_PLACE) & (situation.specialty == specialty))
            for index in here.tolist():
                program = situation.programs[index]
                if index not in told:
                    told.add(index)
                    value, matched = _worth_of_signal(prepared, index, time_limit_s)
                    yield SignalTo(
                        **program.model_dump(include={"id", "name", "city", "state"}),
                        tie=tie.kind,
                        signal=signal.get(program.id),
                        value_gain=value,
                        match_probability_gain=matched,
                    )


def _worth_of_signal(prepared: Prepared, index: int, time_limit_s: float) -> tuple[float | None, float | None]:
    """The best list with a signal on a program against the best without one on it, in value and match probability."""
    signalled = np.zeros(prepared.problem.shape[:2])
    signalled[index, 1:] = 1.0
    name = f"signal to {prepared.directory.programs[index].id}"
    with_it, without = (
        solve_deciding(
            replace(prepared.problem, limits=(*prepared.problem.limits, limit)),
            prepared.settled_first,
            gap=prepared.plan.gap,
            time_limit_s=time_limit_s,
        )
        for limit in (Limit(name, signalled, minimum=1.0), Limit(name, signalled, maximum=0.0))
    )
    if isinstance(with_it, Solved) and isinstance(without, Solved):
        return with_it.value - without.value, with_it.match_probability - without.match_probability
    return None, None
