"""A plan's problem without each thing that the applicant asked for: a limit, the budget, a condition, a decision."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimizer.plan.document import changed_plan
from optimizer.plan.problem import (
    APPLICATIONS,
    BUDGET,
    Fit,
    Prepared,
    Wish,
    most_signals_by_limit,
    open_programs,
    prepared_on,
    unknown_fact,
)
from optimizer.portfolio import Limit, Model, Problem

Sides = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Eased:
    """The problem without something.

    Attributes
    ----------
    name : str
        What was taken away, in the applicant's words.
    about : Wish or None
        What it is; None where it is several limits together, or a set of programs.
    model : Model
    limit : Limit or None
        None where it is several limits together, or a set of programs.
    sides : mapping
        Of `minimum` and `maximum` those that it has, where `limit` is None.
    """

    name: str
    model: Model
    about: Wish | None = None
    limit: Limit | None = None
    sides: Sides | None = None


def eased(prepared: Prepared, model: Model) -> Iterator[Eased]:
    """The problem without each of the applicant's wishes, without those that bind side by side, and without sets.

    What a service or the season rules out is no wish, and stays.

    Parameters
    ----------
    prepared : Prepared
    model : Model
        Of its problem.
    """
    yield from _without_limits(prepared, model)
    yield from _without_conditions(prepared, model)
    yield from _without_decisions(prepared, model)


# ---- limits


def _without_limits(prepared: Prepared, model: Model) -> Iterator[Eased]:
    problem, wished, most = prepared.problem, prepared.wished, prepared.plan.quotas.specialties_per_institution
    caps = most_signals_by_limit(prepared.estimate.situation.specialties, prepared.season)
    season_s = [replace(limit, maximum=caps[limit.name]) for limit in problem.limits if limit.name in caps]
    fixed = [limit for limit in problem.limits if wished.behind(limit).is_rule]
    locks = [limit for limit in problem.limits if wished.behind(limit).kind in ("lock", "signal lock")]
    at_institutions = [limit for limit in problem.limits if wished.behind(limit).kind == "institution"]
    # Their rows bound how far an opened region is above the minimum that the applicant asks for.
    asked = {"minimum": float(prepared.plan.quotas.per_opened_region.minimum or 0)}
    wishes = [limit for limit in problem.limits if limit not in fixed and limit.maximum != caps.get(limit.name)]
    for limit in wishes:
        if limit not in at_institutions:
            loose = tuple(cap for cap in season_s if cap.name == limit.name)
            free = model.changed(limits=(*_others(problem, [limit]), *loose))
            wish = wished.behind(limit)
            yield Eased(wish.name, free, wish, None if wish.kind == "opened region" else limit, asked)
    if most is not None and at_institutions:
        at_each = Wish("institution", number=most)
        free = model.changed(limits=_others(problem, at_institutions))
        yield Eased(at_each.name, free, at_each, sides={"maximum": float(most)})
    quotas = [limit.name for limit in wishes if limit.name not in caps and limit not in (*locks, *at_institutions)]
    if problem.budget is not None:
        yield Eased(BUDGET.name, model.changed(budget=None), BUDGET, sides={"maximum": problem.budget})
    if len(quotas) + bool(at_institutions) > 1:
        only = (*season_s, *fixed, *locks)
        yield Eased("all limits but the budget and locks, together", model.changed(limits=only))
    if problem.budget is not None and APPLICATIONS.name in quotas:
        uncounted = tuple(limit for limit in problem.limits if limit.name != APPLICATIONS.name)
        yield Eased(f"{APPLICATIONS.name} and {BUDGET.name}, together", model.changed(limits=uncounted, budget=None))


def _others(problem: Problem, left_out: Sequence[Limit]) -> tuple[Limit, ...]:
    return tuple(limit for limit in problem.limits if limit not in left_out)


# ---- what a program has to be like


def _without_conditions(prepared: Prepared, model: Model) -> Iterator[Eased]:
    """Without each condition that leaves programs out, and without all of them."""
    found = prepared.view.fits
    strict = [k for k, one in enumerate(found) if one.condition.is_hard or one.condition.unknown != "keep"]
    for k in strict:
        out = int(found[k].removes.sum())
        yield Eased(f"condition: {found[k].name} (leaves out {out})", _without(prepared, model, {k}))
    if len(strict) > 1:
        yield Eased("all conditions, together", _without(prepared, model, set(strict)))


def _without(prepared: Prepared, model: Model, dropped: set[int]) -> Model:
    """The model with the programs back that only these conditions leave out, whatever isn't known of them."""
    found = prepared.view.fits
    kept = tuple(one for k, one in enumerate(found) if k not in dropped)
    caps = {unknown_fact(found, k).name for k in dropped}
    limits = tuple(limit for limit in model.problem.limits if limit.name not in caps)
    return model.changed(limits=limits, forbidden=_closed(prepared, kept))


# ---- programs and signals that the applicant ruled out


def _without_decisions(prepared: Prepared, model: Model) -> Iterator[Eased]:
    plan = prepared.plan
    if plan.locks.never:
        free = changed_plan(plan, {"locks.never": ()})
        closed = _closed(replace(prepared, plan=free), prepared.view.fits)
        yield Eased(f"programs locked out ({len(plan.locks.never)})", model.changed(forbidden=closed))
    if plan.signals.never:
        free = changed_plan(plan, {"signals.never": ()})
        limits = prepared_on(free, prepared.ground).problem.limits
        yield Eased(f"programs never signalled ({len(plan.signals.never)})", model.changed(limits=limits))


def _closed(prepared: Prepared, fits: tuple[Fit, ...]) -> npt.NDArray[np.int64]:
    return np.flatnonzero(~open_programs(prepared.plan, prepared.directory, fits))
