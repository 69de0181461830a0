"""Two plans, or two lists, set against each other: what changed, what came and went and why, and what it costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, JsonValue

from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.plan.document import ABSENT, Absent, Difference, Plan, differences, with_difference
from optimizer.plan.kept import KeptList, KeptProgram, kept_list
from optimizer.plan.listing import NoList, NotDecided
from optimizer.plan.planner import DEFAULT_TIME_LIMIT_S, prepare, solve_prepared
from optimizer.plan.problem import plan_directory, solve_deciding, unknown_specialties
from optimizer.plan.questions.departures import Known, why_it_came, why_it_went
from optimizer.plan.questions.figures import FiguresOf, Modes
from optimizer.plan.questions.paired import PairedChange, paired_change
from optimizer.portfolio import Infeasible, Solved, match_probability, spend
from optimizer.vocabulary import NO_SIGNAL
from optimizer.wording import of_100, tenths_in_100

MOST_EFFECTS = 16
"""Keys whose effect is worked out one by one; each takes as long as a list."""
_SAME_CHANCE = 5e-4
"""Chances that differ by less than this are the same but for what files leave out."""
_NO_RANGE = "the change of the chance has no range"


class _Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class Side(_Value):
    """One of the two lists in figures; None is what isn't known of it, as where its file doesn't hold its plan."""

    name: str
    title: str
    match_probability: float | None
    match_probability_range: tuple[float, float] | None
    expected_interviews: float | None
    spend: float | None
    applications: int
    signals: int


class KeyEffect(_Value):
    """What one key's change does alone, everything else as in the first plan.

    Where no list is possible so, or the time ran out, or the key makes no sense without others, the figures are None.
    """

    status: Literal["solved", "infeasible", "undecided", "not alone"]
    match_probability_change: float | None = None
    spend_change: float | None = None
    applications_change: int | None = None


class KeyChange(_Value):
    """One key that differs, None where a plan doesn't have it; and what it does alone, None where not worked out."""

    key: str
    before: JsonValue
    after: JsonValue
    alone: KeyEffect | None = None


class ProgramChange(_Value):
    """A program that came or went, with its tier, region and signal on the list that has it, and why."""

    id: str
    name: str
    city: str
    state: str
    region: str
    tier: str
    signal: str
    why: str


class SignalChange(_Value):
    """A program on both lists with another signal."""

    id: str
    name: str
    city: str
    state: str
    before: str
    after: str


class Comparison(_Value):
    """Two lists, `before` and `after`.

    Attributes
    ----------
    keys : tuple of KeyChange
        Where both plans are known.
    went, came : tuple of ProgramChange
        Programs on the first list only, and on the second only.
    signals : tuple of SignalChange
    match_probability_change, spend_change : float or None
        Second less first; None where one isn't known.
    match_probability_change_range : (float, float) or None
        10th and 90th percentile of that change over draws of what isn't known, the same draws for both lists: narrower
        than both ranges, as much moves both alike. None where the draws have no pairs, which a notice then says.
    more_likely_share : float or None
        Share of those draws in which the second list has the higher chance.
    notices : tuple of str
        What could not be compared, and why.
    """

    status: Literal["solved"] = "solved"
    before: Side
    after: Side
    keys: tuple[KeyChange, ...]
    went: tuple[ProgramChange, ...]
    came: tuple[ProgramChange, ...]
    signals: tuple[SignalChange, ...]
    match_probability_change: float | None
    match_probability_change_range: tuple[float, float] | None
    more_likely_share: float | None
    spend_change: float | None
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """A side with all that is known of it."""

    kept: KeptList
    known: Known | None
    notices: tuple[str, ...]


def compare(
    before: Plan | KeptList,
    after: Plan | KeptList,
    directory: Directory | None = None,
    *,
    names: tuple[str, str] = ("before", "after"),
    effects: bool = True,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
) -> Comparison | NoList | NotDecided:
    """Set two plans or lists against each other.

    Parameters
    ----------
    before, after : Plan or KeptList
        A plan's list is built; a list is taken as it is.
    directory : Directory or None
        For both; None reads what each plan names.
    names : (str, str)
        What the two are called.
    effects : bool
        Whether to work out what each changed key does alone, for at most `MOST_EFFECTS` keys.
    time_limit_s : float
        Wall-clock seconds for each solve.

    Returns
    -------
    Comparison, or NoList or NotDecided for the first of two plans that has no list

    Raises
    ------
    BadInput
        As for `build_list`, for a plan that is to be built.
    """
    sides = []
    for given, name in zip((before, after), names, strict=True):
        side = _given(given, name, directory, time_limit_s)
        if not isinstance(side, _Given):
            return side
        sides.append(side)
    first, second = sides
    notices = [*first.notices, *second.notices]
    figures = [
        _side(own, other, name, notices) for own, other, name in ((first, second, names[0]), (second, first, names[1]))
    ]
    change = _less(figures[1].match_probability, figures[0].match_probability)
    paired = None if change is None else _paired(first, second, figures, notices)
    was, now = ({one.id: one for one in side.kept.programs} for side in sides)
    both = [(was[one], now[one]) for one in was if one in now]
    return Comparison(
        before=figures[0],
        after=figures[1],
        keys=tuple(_keys(first, second, directory, effects=effects, time_limit_s=time_limit_s)),
        went=tuple(
            _change(one, why_it_went(one, first.known, second.known)) for one in was.values() if one.id not in now
        ),
        came=tuple(
            _change(one, why_it_came(one, first.known, second.known)) for one in now.values() if one.id not in was
        ),
        signals=tuple(_signal(one, other) for one, other in both if one.signal != other.signal),
        match_probability_change=change,
        # A range never leaves out the value it belongs to.
        match_probability_change_range=None
        if paired is None or change is None
        else (min(paired.low, change), max(paired.high, change)),
        more_likely_share=None if paired is None else paired.higher_share,
        spend_change=_less(figures[1].spend, figures[0].spend),
        notices=tuple(notices),
    )


def _given(
    given: Plan | KeptList, name: str, directory: Directory | None, time_limit_s: float
) -> _Given | NoList | NotDecided:
    if isinstance(given, Plan):
        prepared = prepare(given, directory)
        found = solve_prepared(prepared, time_limit_s=time_limit_s)
        if isinstance(found, NoList | NotDecided):
            return found
        return _Given(kept_list(found, given, name), Known(given, prepared, len(found.programs)), ())
    if given.plan is None:
        return _Given(given, None, ())
    try:
        prepared = prepare(given.plan, directory or plan_directory(given.plan))
    except BadInput as error:
        # An old list stays comparable when the programs or the season that it was made with are gone.
        return _Given(given, None, (f"{name}: its plan can't be used any more ({error.faults[0]})",))
    return _Given(given, Known(given.plan, prepared, len(given.programs)), ())


def _side(own: _Given, other: _Given, name: str, notices: list[str]) -> Side:
    """Figures of a list as its file has them; where it doesn't, by the other side's plan."""
    kept = own.kept
    figures: dict[str, object] = {
        key: getattr(kept, key)
        for key in ("match_probability", "match_probability_range", "expected_interviews", "spend")
    }
    known = own.known or other.known
    if kept.match_probability is None and known is not None:
        missing = [one.id for one in kept.programs if one.id not in known.prepared.directory.index_by_id]
        if missing:
            notices.append(f"{name}: no chance, as {len(missing)} of its programs aren't in the other's: {missing[0]}")
        else:
            figures = _by_plan(kept, known)
            notices.append(f"{name}: the file holds no plan, so its chance and fees are by the plan of the other")
    signals = sum(one.signal != NO_SIGNAL for one in kept.programs)
    named = {"name": name, "title": kept.title, "applications": len(kept.programs), "signals": signals}
    return Side.model_validate(named | figures)


def _by_plan(kept: KeptList, known: Known) -> dict[str, object]:
    prepared, mode = known.prepared, _modes(kept, known)
    return dict(FiguresOf(prepared).of(mode, 0.0, 0.0, spend(prepared.problem, mode)))


def _modes(kept: KeptList, known: Known) -> Modes:
    """Mode of each row of a plan's problem in a list, all of whose programs the plan's directory has."""
    prepared = known.prepared
    mode = np.full(prepared.problem.shape[0], -1, dtype=np.int64)
    for one in kept.programs:
        signal = one.signal if one.signal in prepared.estimate.modes else NO_SIGNAL
        mode[prepared.directory.index_by_id[one.id]] = prepared.estimate.modes.index(signal)
    return mode


def _paired(first: _Given, second: _Given, figures: Sequence[Side], notices: list[str]) -> PairedChange | None:
    """The range of the change, as far as both lists' chances come out again by what is known today."""
    sides = []
    for own, other, told in ((first, second, figures[0]), (second, first, figures[1])):
        known = own.known or other.known
        if known is None or any(one.id not in known.prepared.directory.index_by_id for one in own.kept.programs):
            notices.append(f"{told.name}: {_NO_RANGE}, as some of its programs aren't known today")
            return None
        if unknown_specialties(known.prepared):
            return None
        mode = _modes(own.kept, known)
        stated, today = told.match_probability or 0.0, match_probability(known.prepared.problem, mode)
        if abs(today - stated) > _SAME_CHANCE:
            notices.append(
                f"{told.name}: {_NO_RANGE}, as its chance was estimated at {tenths_in_100(stated)} when it was "
                f"built, and today's figures put it at {of_100(today, 1)}"
            )
            return None
        sides.append((known.prepared.estimate, known.prepared.of_programs(mode)))
    found = paired_change(*sides)
    if found is None:
        notices.append(f"{_NO_RANGE}: own figures without a range in one of the plans leave the draws without pairs")
    return found


def _keys(
    first: _Given, second: _Given, directory: Directory | None, *, effects: bool, time_limit_s: float
) -> Iterator[KeyChange]:
    before, after = first.kept.plan, second.kept.plan
    if before is None or after is None:
        return
    found = differences(before, after)
    tried = [one for one in found if one.changes_lists][:MOST_EFFECTS] if effects else []
    for one in found:
        alone = _effect(before, one, first.kept, directory, time_limit_s) if one in tried else None
        yield KeyChange.model_validate(
            {"key": one.key, "before": _shown(one.before), "after": _shown(one.after), "alone": alone}
        )


def _shown(value: object) -> object:
    return None if isinstance(value, Absent) or value is ABSENT else value


def _effect(
    before: Plan, difference: Difference, kept: KeptList, directory: Directory | None, time_limit_s: float
) -> KeyEffect:
    """What a key of the other plan does to a plan and its list."""
    try:
        plan = with_difference(before, difference)
        prepared = prepare(plan, directory)
    except BadInput:
        return KeyEffect(status="not alone")
    outcome = solve_deciding(prepared.problem, prepared.settled_first, gap=plan.gap, time_limit_s=time_limit_s)
    if isinstance(outcome, Infeasible):
        return KeyEffect(status="infeasible")
    if not isinstance(outcome, Solved):
        return KeyEffect(status="undecided")
    return KeyEffect(
        status="solved",
        match_probability_change=_less(
            None if unknown_specialties(prepared) else outcome.match_probability, kept.match_probability
        ),
        spend_change=_less(outcome.spend, kept.spend),
        applications_change=int((prepared.of_programs(outcome.mode) >= 0).sum()) - len(kept.programs),
    )


def _change(one: KeptProgram, why: str) -> ProgramChange:
    return ProgramChange(**one.model_dump(include={*ProgramChange.model_fields} - {"why"}), why=why)


def _signal(one: KeptProgram, other: KeptProgram) -> SignalChange:
    shown = other.model_dump(include={"id", "name", "city", "state"})
    return SignalChange(**shown, before=one.signal, after=other.signal)


def _less(later: float | None, earlier: float | None) -> float | None:
    return None if later is None or earlier is None else later - earlier
