"""The rank order list: by true preference, every program that the applicant would accept, with what each one adds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.arrays import FloatArray
from optimizer.plan import said_tier
from optimizer.season.outlook.luck import Luck
from optimizer.season.outlook.view import SeasonView
from optimizer.season.tracker import HIGHEST_SCORE, Tracked
from optimizer.vocabulary import specialty_name
from optimizer.wording import about_in_100, chance_and_range, within_sentence

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
    tier_words : str
        What the program's tier is called, as on the list that was sent.
    preference : float
        0 to 1: the impression's score out of 10 where there is one, else the plan's preference.
    preference_from : str
        "your order", "your impression" or "the plan".
    offer : float or None
        Chance that the program ranks the applicant high enough; None where the chances of its specialty aren't known.
    match_here : float or None
        Chance to match here: an offer here and none from a program ranked higher; None where one of these isn't known.
    matched_by_here : float or None
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
    tier_words: str
    preference: float
    preference_from: str
    offer: float | None
    match_here: float | None
    matched_by_here: float | None


class RankOrderList(BaseModel):
    """The list, its chance, its price, and what to think about before it is certified.

    Attributes
    ----------
    match_probability, match_probability_range
        Of the programs on the list; None where the chance of one isn't known.
    fee_usd : float
        NRMP's registration with the codes beyond those it covers.
    further_codes : int
        How many those are.
    left_out : tuple of str
        Ids of programs interviewed at that are not on the list, as the applicant would not accept them.
    warnings : tuple of str
    supplemental : tuple of Ranked
        The first years, for a list behind each advanced program; empty where the plan has no second list.
    supplemental_probability : float or None
        Chance that one of them takes the applicant; None where it isn't known.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    programs: tuple[Ranked, ...]
    match_probability: float | None
    match_probability_range: tuple[float, float] | None
    fee_usd: float
    further_codes: int
    left_out: tuple[str, ...]
    honesty: str
    warnings: tuple[str, ...]
    supplemental: tuple[Ranked, ...] = ()
    supplemental_probability: float | None = None

    @property
    def words(self) -> str:
        """What it comes to, in a sentence."""
        chance = chance_and_range(self.match_probability, self.match_probability_range)
        return f"Chance to match from this order: {within_sentence(chance)}."

    @property
    def names(self) -> tuple[str, ...]:
        """The programs with their places, the first choice first."""
        return tuple(f"{one.name} ({one.city}, {one.state})" for one in self.programs)


def rank_order_list(view: SeasonView, *, with_invited: bool = False) -> RankOrderList:
    """The rank order list of the programs that interviewed the applicant.

    The applicant's own order goes first; programs without a place in it follow by preference.

    Parameters
    ----------
    view : SeasonView
    with_invited : bool
        Whether invitations that are not held yet are on the list, as if they had been.
    """
    met, listed = _met_and_listed(view, with_invited=with_invited)
    second = None if view.second is None else rank_order_list(view.second, with_invited=with_invited)
    order = [one.known for one in listed if one.known is not None]
    # Without the chance of one program that of the whole list isn't known.
    told = len(order) == len(listed)
    matched = None if not told else float(_reached(view, order)[-1]) if order else 0.0
    span = None
    if matched is not None:
        low, high = view.drawn.ends([_any_offer(luck, order) for luck in view.drawn.lucks]) if order else (0.0, 0.0)
        span = (min(low, matched), max(high, matched))
    nrmp = view.prepared.season.nrmp
    in_nrmp = [one for one in listed if view.prepared.season.early_match(one.program.specialty) is None]
    # So many codes are covered on the primary list, and as many on all supplemental lists together.
    codes = len(in_nrmp), 0 if second is None else len(second.programs)
    further = sum(max(count - nrmp.codes_covered, 0) for count in codes)
    return RankOrderList(
        programs=tuple(_ranked(view, listed)),
        match_probability=matched,
        match_probability_range=span,
        fee_usd=nrmp.registration_usd + further * nrmp.further_code_usd,
        further_codes=further,
        left_out=(
            *(one.program.id for one in met if one not in listed),
            *(() if second is None else second.left_out),
        ),
        honesty=HONESTY,
        warnings=tuple(_warnings(view, listed, met, matched)),
        supplemental=() if second is None else second.programs,
        supplemental_probability=None if second is None else second.match_probability,
    )


def _met_and_listed(view: SeasonView, *, with_invited: bool) -> tuple[list["_Entry"], list["_Entry"]]:
    """The programs that interviewed the applicant, and those of them that are on the list, in its order."""
    wanted = ("held", "accepted", "invited") if with_invited else ("held",)
    met = [one for one in _entries(view) if one.program.last_word in wanted]
    return met, sorted((one for one in met if one.program.acceptable), key=lambda one: _place(view, one))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A program that may be ranked: its position in the directory, and among the answers where its chance is known."""

    program: Tracked
    position: int
    known: int | None


def _entries(view: SeasonView) -> list[_Entry]:
    """Every program that was applied to and that the plan's directory has."""
    where = view.prepared.directory.index_by_id
    known = [_Entry(one, int(view.answers.index[k]), k) for k, one in enumerate(view.answers.programs)]
    return [*known, *(_Entry(one, where[one.id], None) for one in view.answers.unknown)]


def preference_of(view: SeasonView, k: int) -> tuple[float, str]:
    """How much an application's program is wanted, 0 to 1, and what says so."""
    return _preference(view, _Entry(view.answers.programs[k], int(view.answers.index[k]), k))


def _preference(view: SeasonView, one: _Entry) -> tuple[float, str]:
    if one.program.score is not None:
        return one.program.score / HIGHEST_SCORE, "your impression"
    return float(view.prepared.problem.utility[one.position]), "the plan"


def _place(view: SeasonView, one: _Entry) -> tuple[float, float, str]:
    rank = np.inf if one.program.rank is None else one.program.rank
    return rank, -_preference(view, one)[0], one.program.id


def _any_offer(luck: Luck, order: Sequence[int]) -> float:
    kept = np.zeros(luck.offer.shape[0], dtype=bool)
    kept[list(order)] = True
    return luck.chance_of_any(kept)


def _reached(view: SeasonView, order: Sequence[int]) -> FloatArray:
    """Chance to match at each place or higher."""
    return np.array([_any_offer(view.luck, order[: place + 1]) for place in range(len(order))])


def _ranked(view: SeasonView, listed: Sequence[_Entry]) -> Iterator[Ranked]:
    # Up to the first program of unknown chance it is known where one would match.
    order = [one.known for one in takewhile(lambda one: one.known is not None, listed) if one.known is not None]
    reached = _reached(view, order)
    here = np.diff(reached, prepend=0.0)
    offers = view.luck.mean(view.luck.offer)
    at_first = view.luck_before.mean(view.luck_before.later)
    for place, one in enumerate(listed):
        program = one.program
        preference, said = _preference(view, one)
        chance = 0.0 if one.known is None else float(at_first[one.known])
        yield Ranked(
            rank=place + 1,
            id=program.id,
            name=program.name,
            city=program.city,
            state=program.state,
            region=str(view.prepared.region[one.position]),
            tier=str(view.prepared.tier[one.position]),
            tier_words=said_tier(view.prepared, one.position, chance, chance),
            preference=preference,
            preference_from="your order" if program.rank is not None else said,
            offer=None if one.known is None else float(offers[one.known]),
            match_here=float(here[place]) if place < len(order) else None,
            matched_by_here=float(reached[place]) if place < len(order) else None,
        )


def _warnings(
    view: SeasonView, listed: Sequence[_Entry], met: Sequence[_Entry], matched: float | None
) -> Iterator[str]:
    programs = [one.program for one in listed]
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
    divisions = {view.prepared.directory.programs[one.position].division for one in listed}
    tiers = {str(view.prepared.tier[one.position]) for one in listed}
    if len(programs) > 1 and len(divisions) == 1:
        yield f"All programs lie in one division ({divisions.pop()}): its year is everything."
    if len(programs) > 1 and tiers == {"reach"}:
        yield "All programs are reaches for you."
    left_out = len(met) - len(listed)
    if left_out:
        yield (
            f"{left_out} programs that interviewed you are left out as not acceptable: each of them would raise the "
            "chance to match; leave them out only if you would rather not match at all."
        )
    several = [one.id for one, codes in zip(programs, _codes(view, listed), strict=True) if codes > 1]
    if several:
        yield f"These have several NRMP codes, one a track, each ranked and paid for apart: {', '.join(several)}."
    yield from _early(view, programs)
    if view.prepared.first_year is not None:
        yield (
            "Behind each advanced program the NRMP takes a supplemental rank order list of first years, in the order "
            "you want them: an advanced match without one comes without a first year, and binds all the same."
        )
        yield from _on_supplemental(view)
    most = view.prepared.season.nrmp.maximum_codes
    if len(programs) > most:
        yield f"The list has {len(programs)} codes; the NRMP takes {most}."


def _on_supplemental(view: SeasonView) -> Iterator[str]:
    """What there is to know of the supplemental list."""
    second = view.second
    if second is None:
        yield "No program of a first year is known here, so that this list is the primary one alone."
        return
    interviewed = [one for one in (*second.answers.programs, *second.answers.unknown) if one.last_word == "held"]
    if not interviewed:
        yield "No interview at a first year has been held yet: there is nothing to put on a supplemental list."
    both = [one for one, codes in zip(_entries(second), _codes(second, _entries(second)), strict=True) if codes > 1]
    if both:
        yield (
            "On the supplemental list stand codes of preliminary positions and transitional years, not those of the "
            "same hospitals' categorical positions."
        )


def _early(view: SeasonView, programs: Sequence[Tracked]) -> Iterator[str]:
    """Programs that are ranked in a match of their own, before the NRMP's."""
    for specialty in dict.fromkeys(program.specialty for program in programs):
        early = view.prepared.season.early_match(specialty)
        if early is not None:
            yield (
                f"Programs in {specialty_name(specialty)} are ranked on the list of {early.name}, apart from the "
                f"NRMP's and before it; the codes and fees here are the NRMP's. {early.text}"
            )
    unknown = [one for one in view.answers.unknown if one in programs]
    for name in dict.fromkeys(specialty_name(one.specialty) for one in unknown):
        yield f"The chance in {name} is not known, so that to match on this list isn't either; the order stands."


def _short(view: SeasonView, programs: Sequence[Tracked], matched: float | None) -> Iterator[str]:
    evidence, kind = view.prepared.estimate.evidence, view.prepared.plan.applicant.type
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
    if matched is not None and matched < _ENOUGH:
        yield (
            f"In {about_in_100(1.0 - matched)} such seasons nobody on this list takes you: register for the SOAP, "
            "and keep a second plan."
        )


def _codes(view: SeasonView, listed: Sequence[_Entry]) -> list[int]:
    found = [view.prepared.directory.programs[one.position].nrmp_code for one in listed]
    return [1 if code is None else len(code.split()) for code in found]
