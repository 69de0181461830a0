"""Signals: how many of each kind, shared by which specialties, and which programs are not to get one."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate import Estimate
from optimizer.evidence import Season
from optimizer.plan.document import Plan
from optimizer.plan.problem.decisions import Decision, Row
from optimizer.plan.problem.wishes import Wish, link
from optimizer.vocabulary import HOME_AND_AWAY_KINDS, MODES

_NEAR_SCOPES = 2
"""Program and institution, the first of the scopes: a tie to a city doesn't say which program it was."""


def signal_cap(kind: str, *specialties: str) -> Wish:
    """The bound on one kind of signals in a specialty, or in several that share them."""
    return Wish("signals", specialties, signal=kind)


def signal_pools(specialties: tuple[str, ...], season: Season) -> tuple[tuple[str, ...], ...]:
    """Specialties that share their signals, each set once, in the order given."""
    pools: dict[tuple[str, ...], None] = {}
    for specialty in specialties:
        signals = season.signals(specialty)
        partners = {specialty, *(signals.shared_with if signals else ())}
        pools[tuple(name for name in specialties if name in partners)] = None
    return tuple(pools)


def most_signals_by_limit(specialties: tuple[str, ...], season: Season) -> dict[str, float]:
    """How many signals of each kind and pool the season has, by the name of the limit that counts them."""
    return {
        signal_cap(kind, *pool).name: float(cap)
        for pool in signal_pools(specialties, season)
        for kind, cap in season.signal_caps(pool[0]).items()
    }


def signal_caps(specialties: tuple[str, ...], season: Season, plan: Plan) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Each bound on signals: kind, specialties that it holds for together, and how many at most."""
    for pool in signal_pools(specialties, season):
        caps = season.signal_caps(pool[0])
        for kind, cap in caps.items():
            if len(pool) > 1:
                yield kind, pool, cap
            for specialty in pool:
                asked = plan.signals.at_most(kind, specialty)
                if len(pool) == 1 or asked is not None:
                    yield kind, (specialty,), cap if asked is None else min(asked, cap)


def most_signals(specialties: tuple[str, ...], season: Season) -> tuple[float, ...]:
    """How many signals of each kind there are in all, in the order of the modes after "none"."""
    pools = [season.signal_caps(pool[0]) for pool in signal_pools(specialties, season)]
    return tuple(float(sum(caps.get(kind, 0) for caps in pools)) for kind in MODES[1:])


def track_groups(estimate: Estimate) -> tuple[npt.NDArray[np.int64], ...]:
    """Positions of programs that are tracks of one program: the same ACGME id and specialty under several ids."""
    groups: dict[tuple[str, str], list[int]] = {}
    for index, program in enumerate(estimate.situation.programs):
        if program.acgme_id is not None:
            groups.setdefault((program.specialty, program.acgme_id), []).append(index)
    return tuple(np.array(group) for group in groups.values() if len(group) > 1)


def _track_name(estimate: Estimate, group: npt.NDArray[np.int64]) -> str:
    return f"signal to the tracks of {estimate.situation.programs[group[0]].id}"


def signal_decisions(estimate: Estimate) -> tuple[Decision, ...]:
    """One decision for each program of several tracks: which signal it gets, once for all of them."""
    kinds = tuple(range(1, len(MODES)))
    return tuple(Decision(_track_name(estimate, group), kinds) for group in track_groups(estimate))


def signal_links(plan: Plan, season: Season, estimate: Estimate) -> Iterator[Row]:
    """Bounds on signals; tracks of one program count once together."""
    situation, groups = estimate.situation, track_groups(estimate)
    in_group = np.zeros(len(situation.programs), dtype=np.bool_)
    for group in groups:
        in_group[group] = True
    for kind, specialties, most in signal_caps(situation.specialties, season, plan):
        mode, member = MODES.index(kind), np.isin(situation.specialty, specialties)
        counted = np.zeros((member.size, len(MODES)))
        counted[member & ~in_group, mode] = 1.0
        tracks = {_track_name(estimate, group): _in_mode(mode) for group in groups if member[group[0]]}
        yield Row(signal_cap(kind, *specialties), counted, maximum=float(most), over_decisions=tracks)
    for group in groups:
        for index in group:
            for mode in range(1, len(MODES)):
                counted = np.zeros((in_group.size, len(MODES)))
                counted[index, mode] = 1.0
                rule = link(f"{MODES[mode]} signal of {situation.programs[index].id}")
                yield Row(rule, counted, maximum=0.0, over_decisions={_track_name(estimate, group): -_in_mode(mode)})


def _in_mode(mode: int) -> FloatArray:
    coefficient = np.zeros(len(MODES))
    coefficient[mode] = 1.0
    return coefficient


def closed_signals(
    plan: Plan, season: Season, estimate: Estimate, region: npt.NDArray[np.str_]
) -> npt.NDArray[np.bool_]:
    """Signals that may not be used, shape (programs, modes): not the specialty's, or ruled out by the plan.

    A signal that the plan locks stays open: the user knows better.
    """
    situation = estimate.situation
    closed = ~situation.open_mode
    ids = [program.id for program in situation.programs]
    closed[np.isin(ids, plan.signals.never), 1:] = True
    closed[home_and_away(plan, season, estimate), 1:] = True
    for kind, places in plan.signals.only_in.items():
        closed[~np.isin(region, places), MODES.index(kind)] = True
    for program, kind in plan.locks.signal.items():
        index, mode = ids.index(program), MODES.index(kind)
        closed[index, mode] = not situation.open_mode[index, mode]
    return closed


def home_and_away(plan: Plan, season: Season, estimate: Estimate) -> npt.NDArray[np.bool_]:
    """Programs of the own school and of away rotations that are not to be signalled, shape (programs,)."""
    situation = estimate.situation
    near = np.zeros(len(situation.programs), dtype=np.bool_)
    if plan.signals.home_and_away == "free":
        return near
    for tie in situation.ties:
        if tie.kind in HOME_AND_AWAY_KINDS:
            near |= tie.nearest < _NEAR_SCOPES
    if plan.signals.home_and_away == "season":
        known = {name: season.signals(name) for name in situation.specialties}
        against = [name for name, signals in known.items() if signals is not None and signals.home_and_away is False]
        near &= np.isin(situation.specialty, against)
    return near
