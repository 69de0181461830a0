"""A solved plan as a list: programs with their reasons, limits, and what to know."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from optimizer.estimate import ListRange, list_range
from optimizer.plan.listing.chances import NO_CHANCES, around, list_chances, none_of, specialty_chances
from optimizer.plan.listing.checks import freida_link, program_checks, program_unknowns, ties_there
from optimizer.plan.listing.explain import figure_of, program_reasons
from optimizer.plan.listing.inputs import input_completeness
from optimizer.plan.listing.notices import (
    notices_on_comlex,
    notices_on_facts,
    notices_on_figures,
    notices_on_graduation,
    notices_on_money,
    notices_on_no_application,
    notices_on_partner,
    notices_on_programs,
    notices_on_rules,
    notices_on_second_specialties,
    notices_on_signals,
    notices_on_the_applicant,
    notices_on_unknown_chances,
    notices_on_wishes,
)
from optimizer.plan.listing.outcome import ConditionUse, LimitUse, ListedProgram, ProgramList, TierBasis
from optimizer.plan.listing.said_tiers import said_tier
from optimizer.plan.listing.seasons import about_season
from optimizer.plan.problem import (
    BUDGET,
    Prepared,
    Wish,
    closed_by_reason,
    cost_shares,
    dollars_saved,
    most_specialties_together,
    next_dollars,
)
from optimizer.portfolio import Limit, Solved, evaluate, marginal_values

_BINDING_TOLERANCE = 1e-6

OUT_OF_TIME = "The time ran out before the list was proven to the gap asked for."


def program_list(
    prepared: Prepared, solved: Solved, notices: Sequence[str] = (), unproven: str = OUT_OF_TIME
) -> ProgramList:
    """The list of a solved plan; decisions, which stand after the programs, are no part of it.

    Parameters
    ----------
    prepared : Prepared
    solved : Solved
        Of the plan's problem, or of one with further limits that says what no list within those exceeds.
    notices : sequence of str
        What the user should know besides, said first.
    unproven : str
        Why the list isn't proven to the gap asked for, where it isn't.
    """
    plan, estimate = prepared.plan, prepared.estimate
    chosen = prepared.of_programs(solved.mode)
    ranges = list_range(estimate, chosen)
    applied = np.flatnonzero(chosen >= 0)
    known = bool(estimate.known[applied].all())
    chances = list_chances(solved, ranges) if known else NO_CHANCES
    shares = specialty_chances(prepared, chosen)
    highest = max(float(prepared.problem.utility.max()), 1e-300)
    listed = tuple(_listed(prepared, solved, ranges))
    regions = {program.region for program in listed}
    about = about_season(plan, prepared.season)
    unknown_chances = tuple(notices_on_unknown_chances(prepared, shares))
    return ProgramList(
        title=plan.title,
        season=plan.season,
        about_season=about,
        **chances,
        value=solved.value,
        bound=solved.bound,
        completeness=input_completeness(estimate, chosen) if known else None,
        value_is_match_probability=known and bool((prepared.problem.utility[: chosen.size] == 1.0).all()),
        gap=(solved.bound - solved.value) / highest,
        proven=solved.proven,
        spend=solved.spend - (0.0 if prepared.first_year is None else prepared.first_year.reserve),
        unpriced=_unpriced(prepared, listed),
        seconds=solved.seconds,
        programs=listed,
        limits=tuple(_limit_uses(prepared, solved)),
        by_specialty=shares,
        no_match_probability=none_of(prepared, chosen) if shares and known else None,
        chance_notices=unknown_chances,
        notices=(
            *about.notices,
            *unknown_chances,
            *notices,
            *_notices(prepared, solved, applied, unproven),
            *notices_on_signals(listed),
        ),
        conditions=tuple(_condition_uses(prepared, applied)),
        opened_regions=tuple(region.name for region in plan.regions if region.name in regions),
    )


def _unpriced(prepared: Prepared, listed: tuple[ListedProgram, ...]) -> tuple[str, ...]:
    """Specialties of the list whose fees aren't known."""
    specialties = dict.fromkeys(program.specialty for program in listed)
    return tuple(one for one in specialties if prepared.season.fees(one) is None)


def _listed(prepared: Prepared, solved: Solved, ranges: ListRange) -> Iterator[ListedProgram]:
    plan, estimate, directory = prepared.plan, prepared.estimate, prepared.directory
    marginal = marginal_values(prepared.problem, solved.mode)
    latitude, longitude = directory.coordinates
    applied = np.flatnonzero(prepared.of_programs(solved.mode) >= 0)
    interview_probability, offer_probability = estimate.interview_probability, estimate.offer_probability
    on_list = solved.mode >= 0
    shares, saved = (count(prepared.problem.fees, on_list) for count in (cost_shares, dollars_saved))
    known = np.flatnonzero(estimate.known_among(prepared.of_programs(solved.mode)) >= 0)
    span = dict(zip(known.tolist(), ranges.interview_probability, strict=True))
    regions = [item.name for item in plan.regions]
    place = {name: k for k, name in enumerate(regions)}
    wanted = {name: k for k, name in enumerate(plan.applicant.specialties)}

    def rank(index: int) -> tuple[int, int, float, int]:
        region, specialty = str(prepared.region[index]), directory.programs[index].specialty
        worth = float(marginal[index]) if estimate.known[index] else float(prepared.problem.utility[index])
        return place.get(region, len(regions)), wanted[specialty], -worth, index

    order = sorted(applied.tolist(), key=rank)
    for index in order:
        program, mode = directory.programs[index], int(solved.mode[index])
        chance = float(interview_probability[index, mode])
        is_known = bool(estimate.known[index])
        basis: TierBasis = "own rates" if estimate.rests_on_own_rate[index] else "setting"
        yield ListedProgram(
            **program.model_dump(include={"id", "name", "institution", "specialty", "city", "state", "setting"}),
            division=program.division,
            region=str(prepared.region[index]),
            tier=str(prepared.tier[index]),
            tier_rests_on="your choice" if program.id in plan.tiers else basis,
            figure_of=figure_of(estimate, index),
            tier_words=said_tier(prepared, index, chance, span[index].low if is_known else 0.0),
            signal=estimate.modes[mode],
            interview_probability=chance if is_known else None,
            interview_probability_range=around(chance, span[index].low, span[index].high) if is_known else None,
            offer_probability=float(offer_probability[index, mode]) if is_known else None,
            marginal_value=float(marginal[index]) if is_known else None,
            signal_value=_signal_value(prepared, solved, index) if mode and is_known else None,
            interview_probability_without_signal=float(interview_probability[index, 0]) if mode and is_known else None,
            cost_share=float(shares[index]),
            dollars_saved=float(saved[index]),
            locked=program.id in plan.locks.applied,
            reasons=program_reasons(estimate, index, mode, str(prepared.region[index]), plan),
            unknowns=program_unknowns(prepared, index),
            checks=program_checks(prepared, index),
            ties=ties_there(estimate, index),
            link=freida_link(program),
            latitude=None if np.isnan(latitude[index]) else float(latitude[index]),
            longitude=None if np.isnan(longitude[index]) else float(longitude[index]),
        )


def _signal_value(prepared: Prepared, solved: Solved, index: int) -> float:
    """What the list loses without one program's signal, everything else as it is."""
    without = solved.mode.copy()
    without[index] = 0
    return max(solved.value - evaluate(prepared.problem, without), 0.0)


def _condition_uses(prepared: Prepared, applied: npt.NDArray[np.int64]) -> Iterator[ConditionUse]:
    for one in prepared.view.fits:
        yield ConditionUse(
            name=one.name,
            fact=one.fact,
            weight=one.condition.weight,
            meet=int((one.meets == 1.0).sum()),
            fail=int(one.fails.sum()),
            unknown=int(one.unknown.sum()),
            removed=int((one.removes & ~prepared.view.is_open).sum()),
            listed_unknown=int(one.unknown[applied].sum()),
        )


def _limit_uses(prepared: Prepared, solved: Solved) -> Iterator[LimitUse]:
    most = prepared.plan.quotas.specialties_per_institution
    if most is not None and prepared.wished.of_kind("institution"):
        applied = np.flatnonzero(prepared.of_programs(solved.mode) >= 0)
        used = float(most_specialties_together(prepared.directory, applied))
        about = Wish("institution", number=most)
        yield LimitUse(name=about.name, about=about, minimum=None, maximum=most, used=used, binding=used >= most)
    for limit in prepared.problem.limits:
        wish = prepared.wished.behind(limit)
        if wish.kind == "opened region":
            yield from _per_region_use(prepared, solved, wish)
        elif not wish.is_rule and wish.kind != "institution":
            yield _limit_use(limit, wish, _used(limit, solved))
    if prepared.problem.budget is not None:
        budget = prepared.problem.budget
        allowed = solved.mode < 0
        allowed[prepared.problem.forbidden] = False
        # Decisions are no programs.
        allowed[len(prepared.directory.programs) :] = False
        cheapest = next_dollars(prepared.problem.fees, solved.mode >= 0, allowed)
        yield LimitUse(
            name=BUDGET.name,
            about=BUDGET,
            minimum=None,
            maximum=budget,
            used=solved.spend,
            binding=solved.spend + cheapest > budget,
        )


def _used(limit: Limit, solved: Solved) -> float:
    applied = np.flatnonzero(solved.mode >= 0)
    return float(limit.coefficient[applied, solved.mode[applied]].sum())


def _per_region_use(prepared: Prepared, solved: Solved, wish: Wish) -> Iterator[LimitUse]:
    """The row bounds how far an opened region is above its minimum; the user asked for the minimum itself.

    Nothing is asked of a region that isn't opened, so nothing is said of it.
    """
    listed = float(((prepared.of_programs(solved.mode) >= 0) & np.isin(prepared.region, wish.of)).sum())
    asked = float(prepared.plan.quotas.per_opened_region.minimum or 0)
    if listed:
        yield LimitUse(name=wish.name, about=wish, minimum=asked, maximum=None, used=listed, binding=listed == asked)


def _limit_use(limit: Limit, wish: Wish, used: float) -> LimitUse:
    at_limit = used <= limit.minimum + _BINDING_TOLERANCE or used >= limit.maximum - _BINDING_TOLERANCE
    return LimitUse(
        name=limit.name,
        about=wish,
        minimum=None if np.isinf(limit.minimum) else limit.minimum,
        maximum=None if np.isinf(limit.maximum) else limit.maximum,
        used=used,
        binding=bool(at_limit),
    )


def _notices(prepared: Prepared, solved: Solved, applied: npt.NDArray[np.int64], unproven: str) -> Iterator[str]:
    plan, directory = prepared.plan, prepared.directory
    safeties = applied[prepared.tier[applied] == "safety"]
    closed = closed_by_reason(plan, directory)
    if not applied.size:
        yield from notices_on_no_application(prepared)
    yield from notices_on_partner(plan)
    yield from notices_on_programs(plan, directory, prepared.estimate, applied, safeties, len(closed["military"]))
    yield from notices_on_comlex(plan, directory, applied, len(closed["no USMLE score"]))
    yield from notices_on_facts(prepared, applied)
    yield from notices_on_figures(prepared)
    yield from notices_on_wishes(prepared, applied)
    yield from notices_on_second_specialties(prepared.estimate.evidence, plan)
    yield from notices_on_graduation(plan, prepared.season, prepared.estimate.evidence)
    yield from notices_on_the_applicant(plan)
    yield from notices_on_rules(plan, prepared.season)
    yield from notices_on_money(plan, prepared.season)
    if not solved.proven:
        yield unproven
