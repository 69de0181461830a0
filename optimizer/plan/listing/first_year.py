"""The first year beside a list: its programs, the chance of a complete training, and what is said of it."""

from collections.abc import Iterator, Sequence

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.estimate import ends_of_chances, offer_draws
from optimizer.evidence import Evidence
from optimizer.plan.listing.answer import program_list
from optimizer.plan.listing.outcome import AdvancedShare, FirstYearList, ListedProgram
from optimizer.plan.problem import (
    FirstYearChosen,
    Prepared,
    advanced_share,
    advanced_specialties,
    application_dollars,
    listed_kinds,
    needs_first_year,
    usual_applications,
)
from optimizer.portfolio import CompletionProblem, Solved, completion_chances, evaluate, match_probability
from optimizer.vocabulary import FIRST_YEARS, specialty_name
from optimizer.wording import about_in_100, span_of_100, whole_dollars, whole_of_100


def first_year_list(prepared: Prepared, solved: Solved) -> FirstYearList | None:
    """What stands beside a list for the first year; None where its specialties have no advanced positions.

    Parameters
    ----------
    prepared : Prepared
    solved : Solved
        The list.
    """
    chosen = prepared.first_year
    if chosen is None:
        return None
    shares = tuple(_shares(prepared, chosen.evidence))
    found, completion, beside, modes = chosen.found, chosen.completion, chosen.beside, chosen.modes
    programs: tuple[ListedProgram, ...] = ()
    chance = complete = None
    span = None
    if completion is not None and beside is not None and modes is not None:
        programs = _programs(beside, modes[1], chosen.dollars)
        first = beside.of_programs(modes[1])
        known_first = bool(beside.estimate.known[first >= 0].all())
        known = known_first and bool(prepared.estimate.known[prepared.of_programs(solved.mode) >= 0].all())
        mode = np.concatenate([solved.mode[: modes[0].size], modes[1]])
        chances = completion_chances(completion, mode)
        chance = chances.complement if known_first and (first >= 0).any() else None
        # More interviews than can be held bring no more.
        held = solved.match_probability / max(chances.goal, 1e-12)
        complete = chances.complete * min(held, 1.0) if known else None
        span = None if complete is None else _range(prepared, beside, completion, mode, complete, chosen.evidence)
    return FirstYearList(
        advanced=shares,
        known_programs=0 if beside is None else len(beside.directory.programs),
        programs=programs,
        probability=chance,
        complete_probability=complete,
        complete_probability_range=span,
        spend=chosen.dollars,
        reserve=chosen.reserve,
        gap=None if found is None or completion is None else (found.bound - found.value) / completion.unit_of_value,
        notices=tuple(_notices(prepared, chosen, shares, programs, (chance, complete, span))),
    )


def _programs(beside: Prepared, mode: IntArray, dollars: float) -> tuple[ListedProgram, ...]:
    """The second list's programs as any list tells them."""
    value = evaluate(beside.problem, mode)
    matched = match_probability(beside.problem, mode)
    return program_list(beside, Solved(mode, value, value, matched, dollars, proven=True, seconds=0.0)).programs


def _range(
    prepared: Prepared,
    beside: Prepared,
    completion: CompletionProblem,
    mode: IntArray,
    value: float,
    evidence: Evidence,
) -> tuple[float, float]:
    """Ends of the chance of a complete training, over what isn't known of chances and of advanced positions."""
    modes = prepared.of_programs(mode), beside.of_programs(mode[completion.complement])
    ends: list[float] = []
    for part in (0.0, None, 1.0):
        drawn = complete_draws(prepared, beside, modes, needs_first_year(prepared.directory, evidence, part))
        ends += ends_of_chances(drawn)
    return min(*ends, value), max(*ends, value)


def complete_draws(
    prepared: Prepared, beside: Prepared, modes: tuple[IntArray, IntArray], needs: FloatArray
) -> FloatArray:
    """Chance of a complete training in every draw of all that isn't known, shape (draws,).

    Which part of the offers counts by itself is taken as at the middle of what is known, scenario by scenario.

    Parameters
    ----------
    prepared, beside : Prepared
        The plan, and what it is for first years, in the same scenarios.
    modes : pair of int arrays, shape (programs of each,)
        Mode of each application, -1 = none.
    needs : array, shape (programs,)
        Chance that an offer of each of the plan's programs is an advanced position.
    """
    own = modes[0]
    full = offer_draws(prepared.estimate, own)
    first = offer_draws(beside.estimate, modes[1])
    listed = np.flatnonzero(own >= 0)
    offers = prepared.estimate.chances.offer[listed, own[listed]]
    any_offer = 1.0 - np.prod(1.0 - offers, axis=0)
    alone = 1.0 - np.prod(1.0 - offers * (1.0 - needs[listed])[:, None], axis=0)
    share = alone / np.maximum(any_offer, 1e-12)
    drawn = ((1.0 - first) * full * share + first * full) @ prepared.estimate.scenarios.weight
    return np.asarray(drawn, dtype=np.float64)


def _shares(prepared: Prepared, evidence: Evidence) -> Iterator[AdvancedShare]:
    for specialty in advanced_specialties(prepared.plan, evidence):
        row = advanced_share(evidence, specialty)
        if row is not None:
            yield AdvancedShare(
                specialty=specialty, low=row.low, share=row.central, high=row.high, grade=row.grade, source=row.source
            )


def _notices(
    prepared: Prepared,
    chosen: FirstYearChosen,
    shares: tuple[AdvancedShare, ...],
    programs: Sequence[ListedProgram],
    figures: tuple[float | None, float | None, tuple[float, float] | None],
) -> Iterator[str]:
    """What to know; figures are the chances of a first year and of a complete training, and the range of that."""
    chance, complete, span = figures
    for one in shares:
        yield (
            f"Of 100 positions in {specialty_name(one.specialty)} about {whole_of_100(one.share)} (range "
            f"{span_of_100(one.low, one.high)}) are advanced: they begin in the second year, and a first year has to "
            "be found as well, and is ranked on a supplemental list beside the position."
        )
    usual = usual_applications(chosen.evidence)
    advice = f"{usual.low:.0f} to {usual.high:.0f} applications to first years are usual advice, {usual.central:.0f} "
    kept = f"{whole_dollars(chosen.reserve)} of the budget is kept for them." if chosen.reserve else ""
    *others, last = (FIRST_YEARS[kind].name for kind in prepared.plan.first_year.kinds)
    kinds = f"{', '.join(others)} or {last}" if others else last
    if chosen.beside is None:
        price = application_dollars(prepared.season, "transitional-year", round(usual.central))
        costs = f", which cost {whole_dollars(price)} in one kind" if price is not None else ""
        yield (
            "This list covers positions in the specialty, and the chance is that of one of them alone: no program for "
            f"a {kinds} is known here. Bring any list of them (a sheet, a pasted table, MyERAS's search), as other "
            f"files are brought in. {advice}for an average applicant (grade {usual.grade}){costs}, on top of "
            f"the fees of this list. {kept or 'Nothing is budgeted for them: a plan can keep dollars for it.'}"
        )
        return
    if not programs:
        yield from _none_chosen(prepared, chosen)
        return
    listed = " and ".join(listed_kinds(program.specialty for program in programs))
    yield (
        f"The second list has {len(programs)} programs for the first year ({listed}), for "
        f"{whole_dollars(chosen.dollars)} of the same budget. {advice}for an average applicant (grade {usual.grade})."
    )
    if chance is None:
        yield (
            "The chance of a first year isn't known, as too little is published of these programs. The dollars are "
            f"divided as if the usual {usual.central:.0f} applications left 5 in 100 without one; that is a rule of "
            "division and no estimate. The chance that is said is that of a position in the specialty, not of a "
            "complete training."
        )
    elif complete is not None and span is not None:
        yield (
            f"The chance of a complete training is {about_in_100(complete)} (range {span_of_100(*span)}), that of a "
            f"first year {about_in_100(chance)}. Preliminary tracks are counted with the chances of "
            "their programs, since their own aren't published; they are rather higher."
        )
    if kept:
        yield f"Beside these, {whole_dollars(chosen.reserve)} of the budget is kept for further ones."


def _none_chosen(prepared: Prepared, chosen: FirstYearChosen) -> Iterator[str]:
    budget = prepared.plan.budget.dollars
    if budget is not None and budget < chosen.least:
        yield (
            f"The budget of {whole_dollars(budget)} pays for no first year beside this list: one application of each "
            f"list costs {whole_dollars(chosen.least)}. Raise the budget, or ask for no second list if you look for "
            "the first year yourself."
        )
    else:
        yield (
            "No program for the first year is on the second list: your conditions, your locks or the number that you "
            "allow leave none, or every position of this list holds its first year itself."
        )
