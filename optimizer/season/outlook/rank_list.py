"""The rank order list: by true preference, every program that the applicant would accept, with what each one adds."""

from collections.abc import Iterator, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.estimate.scenarios import FloatArray
from optimizer.season.outlook.luck import Luck
from optimizer.season.outlook.view import SeasonView
from optimizer.season.tracker import HIGHEST_SCORE, Tracked
from optimizer.vocabulary import specialty_name
from optimizer.wording import about_in_100

HONESTY = (
    "The match goes through your list from the top and keeps the best place that wants you: a program further down "
    "never costs you one further up. So rank by what you want, not by what you think you will get."
)
_ENOUGH = 0.99


class Ranked(BaseModel):
    """One program of the list.

    Attributes
    ----------
    rank : int
        From 1.
    preference : float
        0 to 1: the impression's score out of 10 where there is one, else the plan's preference.
    preference_from : str
        "your order", "your impression" or "the plan".
    offer : float
        Chance that the program ranks the applicant high enough.
    match_here : float
        Chance to match here: an offer here and none from a program ranked higher.
    matched_by_here : float
        Chance to match here or higher.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    rank: int
    id: str
    name: str
    city: str
    state: str
    region: str
    tier: str
    preference: float
    preference_from: str
    offer: float
    match_here: float
    matched_by_here: float


class RankOrderList(BaseModel):
    """The list, its chance, its price, and what to think about before it is certified.

    Attributes
    ----------
    match_probability, match_probability_range
        Of the programs on the list.
    fee_usd : float
        NRMP's registration with the codes beyond those it covers.
    further_codes : int
        How many those are.
    left_out : tuple of str
        Ids of programs interviewed at that are not on the list, as the applicant would not accept them.
    warnings : tuple of str
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    programs: tuple[Ranked, ...]
    match_probability: float
    match_probability_range: tuple[float, float]
    fee_usd: float
    further_codes: int
    left_out: tuple[str, ...]
    honesty: str
    warnings: tuple[str, ...]


def rank_order_list(view: SeasonView, *, with_invited: bool = False) -> RankOrderList:
    """The rank order list of the programs that interviewed the applicant.

    The applicant's own order goes first; programs without a place in it follow by preference.

    Parameters
    ----------
    view : SeasonView
    with_invited : bool
        Whether invitations that are not held yet are on the list, as if they had been.
    """
    answers = view.answers
    wanted = ("held", "invited") if with_invited else ("held",)
    met = [k for k, program in enumerate(answers.programs) if program.standing in wanted]
    listed = [k for k in met if answers.programs[k].acceptable]
    order = sorted(listed, key=lambda k: _place(view, k))
    offers = _offers_of(view.luck, order)
    reached = _reached(view, order)
    ranked = tuple(_ranked(view, order, offers, reached))
    matched = float(reached[-1]) if order else 0.0
    span = view.spread([_any_offer(luck, order) for luck in view.drawn[0]])
    nrmp = view.prepared.season.nrmp
    further = max(len(order) - nrmp.codes_covered, 0)
    return RankOrderList(
        programs=ranked,
        match_probability=matched,
        match_probability_range=(min(span[0], matched), max(span[1], matched)),
        fee_usd=nrmp.registration_usd + further * nrmp.further_code_usd,
        further_codes=further,
        left_out=tuple(answers.programs[k].id for k in met if k not in listed),
        honesty=HONESTY,
        warnings=tuple(_warnings(view, order, met, matched)),
    )


def preference_of(view: SeasonView, k: int) -> tuple[float, str]:
    """How much an application's program is wanted, 0 to 1, and what says so."""
    program = view.answers.programs[k]
    if program.score is not None:
        return program.score / HIGHEST_SCORE, "your impression"
    return float(view.prepared.problem.utility[view.answers.index[k]]), "the plan"


def _place(view: SeasonView, k: int) -> tuple[float, float, str]:
    program = view.answers.programs[k]
    return (np.inf if program.rank is None else program.rank, -preference_of(view, k)[0], program.id)


def _offers_of(luck: Luck, order: Sequence[int]) -> FloatArray:
    """Chance of an offer of each program of the list, an interview taken as held."""
    return luck.mean(luck.offer)[list(order)]


def _any_offer(luck: Luck, order: Sequence[int]) -> float:
    kept = np.zeros(luck.offer.shape[0], dtype=bool)
    kept[list(order)] = True
    return luck.chance_of_any(kept)


def _reached(view: SeasonView, order: Sequence[int]) -> FloatArray:
    """Chance to match at each place or higher."""
    return np.array([_any_offer(view.luck, order[: place + 1]) for place in range(len(order))])


def _ranked(view: SeasonView, order: Sequence[int], offers: FloatArray, reached: FloatArray) -> Iterator[Ranked]:
    here = np.diff(reached, prepend=0.0)
    for place, k in enumerate(order):
        program, position = view.answers.programs[k], int(view.answers.index[k])
        preference, said = preference_of(view, k)
        yield Ranked(
            rank=place + 1,
            id=program.id,
            name=program.name,
            city=program.city,
            state=program.state,
            region=str(view.prepared.region[position]),
            tier=str(view.prepared.tier[position]),
            preference=preference,
            preference_from="your order" if program.rank is not None else said,
            offer=float(offers[place]),
            match_here=float(here[place]),
            matched_by_here=float(reached[place]),
        )


def _warnings(view: SeasonView, order: Sequence[int], met: Sequence[int], matched: float) -> Iterator[str]:
    programs = [view.answers.programs[k] for k in order]
    if not programs:
        yield "No interview has been held yet: there is nothing to rank."
        return
    unscored = [one.id for one in programs if one.rank is None and one.score is None]
    if len(programs) > 1 and unscored and len(unscored) < len(programs):
        yield (
            f"{len(unscored)} programs have neither an impression nor a place in your order: they stand where the "
            "plan's priorities put them, beside those that you placed yourself."
        )
    yield from _short(view, programs, matched)
    divisions = {view.prepared.directory.programs[view.answers.index[k]].division for k in order}
    tiers = {str(view.prepared.tier[view.answers.index[k]]) for k in order}
    if len(programs) > 1 and len(divisions) == 1:
        yield f"All programs lie in one division ({divisions.pop()}): its year is everything."
    if len(programs) > 1 and tiers == {"reach"}:
        yield "All programs are reaches for you."
    left_out = len(met) - len(order)
    if left_out:
        yield (
            f"{left_out} programs that interviewed you are left out as not acceptable: each of them would raise the "
            "chance to match; leave them out only if you would rather not match at all."
        )
    several = [one.id for one, codes in zip(programs, _codes(view, order), strict=True) if codes > 1]
    if several:
        yield f"These have several NRMP codes, one a track, each ranked and paid for apart: {', '.join(several)}."
    most = view.prepared.season.nrmp.maximum_codes
    if len(programs) > most:
        yield f"The list has {len(programs)} codes; the NRMP takes {most}."


def _short(view: SeasonView, programs: Sequence[Tracked], matched: float) -> Iterator[str]:
    evidence, kind = view.prepared.made.evidence, view.prepared.plan.applicant.type
    for specialty in dict.fromkeys(program.specialty for program in programs):
        count = sum(program.specialty == specialty for program in programs)
        if evidence.has("ranks_matched", specialty, kind):
            median = evidence.central("ranks_matched", specialty, kind)
            if count < median:
                name = specialty_name(specialty)
                yield (
                    f"The list is short: {count} in {name}, where half of the applicants of your kind "
                    f"who matched ranked {median:g} or more."
                )
    if matched < _ENOUGH:
        yield (
            f"In {about_in_100(1.0 - matched)} such seasons nobody on this list takes you: register for the SOAP, "
            "and keep a second plan."
        )


def _codes(view: SeasonView, order: Sequence[int]) -> list[int]:
    found = [view.prepared.directory.programs[view.answers.index[k]].nrmp_code for k in order]
    return [1 if code is None else len(code.split()) for code in found]
