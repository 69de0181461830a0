"""Why there is no list: the wishes that clash, what would mend it, and what became of the programs asked for."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.plan.listing.explain import conflict_words, limit_words, suggestion
from optimizer.plan.listing.outcome import NoList
from optimizer.plan.problem import (
    Prepared,
    closed_by_reason,
    everywhere,
    locked_in,
    most_signals_by_limit,
    not_wanted,
)
from optimizer.portfolio import Infeasible, Limit, Remedy


def no_list(prepared: Prepared, found: Infeasible) -> NoList:
    """Say why there is no list."""
    conflict = tuple(_told_once(prepared, found.conflict))
    shortages = tuple(_shortages(prepared, conflict))
    return NoList(
        title=prepared.plan.title,
        conflict=conflict,
        conflict_is_minimal=found.minimal,
        words=" ".join((conflict_words(conflict, minimal=found.minimal), *shortages)),
        remedies=tuple(
            suggestion(_as_asked(remedy, prepared), prepared.wished.behind(remedy.limit))
            for remedy in _up_to_user(found.remedies, prepared)
        ),
    )


def _told_once(prepared: Prepared, conflict: tuple[str, ...]) -> Iterator[str]:
    """The wishes in a conflict; what holds at many institutions is one wish."""
    wishes = {name: prepared.wished.by_name.get(name) for name in conflict}
    at = [name for name, wish in wishes.items() if wish is not None and wish.kind == "institution"]
    for name, wish in wishes.items():
        if (wish is None or not wish.is_rule) and name not in at[1:]:
            yield everywhere(wish).name if wish is not None and name in at and len(at) > 1 else name


def _up_to_user(remedies: tuple[Remedy, ...], prepared: Prepared) -> Iterator[Remedy]:
    """Changes that a user can make: a link is no wish, and nobody can give out more signals than the season has."""
    most = most_signals_by_limit(prepared.estimate.situation.specialties, prepared.season)
    for remedy in remedies:
        if not prepared.wished.behind(remedy.limit).is_rule and remedy.needed <= most.get(remedy.limit, np.inf):
            yield remedy


def _as_asked(remedy: Remedy, prepared: Prepared) -> Remedy:
    """A remedy in the numbers of the plan: what each opened region gets is bounded by its distance from the minimum."""
    minimum = prepared.plan.quotas.per_opened_region.minimum or 0
    if prepared.wished.behind(remedy.limit).kind == "opened region":
        return Remedy(remedy.limit, remedy.side, remedy.present + minimum, remedy.needed + minimum)
    return remedy


def _shortages(prepared: Prepared, conflict: tuple[str, ...]) -> Iterator[str]:
    """Of each minimum that asks for more than there is: how many exist, and what took the others away."""
    limits = {limit.name: limit for limit in prepared.problem.limits}
    for name in conflict:
        limit = limits.get(name)
        if limit is None or not np.isfinite(limit.minimum) or limit.minimum <= 0:
            continue
        member = _members(limit, len(prepared.directory.programs))
        left = int((member & prepared.view.is_open).sum())
        if left < limit.minimum:
            yield _shortage(prepared, limit, member, left)


def _members(limit: Limit, programs: int) -> npt.NDArray[np.bool_]:
    return np.asarray((limit.coefficient[:programs] > 0).any(axis=1))


def _shortage(prepared: Prepared, limit: Limit, member: npt.NDArray[np.bool_], left: int) -> str:
    exist = int(member.sum())
    asked = f"{limit_words(limit.name)} asks for {limit.minimum:g}; the directory has {exist}"
    taken = tuple(_taken(prepared, member))
    if not taken:
        return f"{asked[0].upper()}{asked[1:]}."
    several = " (one may fall under several)" if len(taken) > 1 else ""
    return f"{asked[0].upper()}{asked[1:]}, of which {left} are left: {', '.join(taken)}{several}."


def _taken(prepared: Prepared, member: npt.NDArray[np.bool_]) -> Iterator[str]:
    """What took programs away, with how many each."""
    directory, plan = prepared.directory, prepared.plan
    open_anyway = locked_in(plan, directory)
    for fit in prepared.view.fits:
        gone = member & fit.removes & ~open_anyway
        fails, unknown = int((gone & fit.fails).sum()), int((gone & fit.unknown).sum())
        if fails:
            yield f"{fails} fail {fit.name!r}"
        if unknown:
            yield f"of {unknown} the {fit.fact} isn't known"
    unwanted = not_wanted(plan, directory, prepared.region) & ~open_anyway
    for name in dict.fromkeys(prepared.region[member & unwanted].tolist()):
        number = int((member & unwanted & (prepared.region == name)).sum())
        yield f"{number} not wanted in {name} (priority 0 of the place or of the kind of program)"
    locked_out = int(member[[directory.index_by_id[one] for one in plan.locks.never]].sum())
    if locked_out:
        yield f"{locked_out} locked out"
    closed = closed_by_reason(plan, directory)
    military, without = (int(member[closed[reason]].sum()) for reason in ("military", "no USMLE score"))
    if military:
        yield f"{military} military"
    if without:
        yield f"{without} take no COMLEX-USA score alone"
