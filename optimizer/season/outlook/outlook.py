"""Updated chances: what the answers so far say about the match, each open program, and each region's year."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict
from scipy.special import ndtri, pdtr

from optimizer.arrays import FloatArray
from optimizer.estimate import REGIONS
from optimizer.plan import said_tier
from optimizer.season.outlook.luck import above_zero, luck_grid, shock_quantiles, strength_quantiles
from optimizer.season.outlook.view import SeasonView
from optimizer.season.tracker import LastWord
from optimizer.vocabulary import TIERS, specialty_name
from optimizer.wording import about_in_100

_LEVELS = (0.1, 0.5, 0.9)


class _Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class ProgramOutlook(_Value):
    """One application as it stands.

    Attributes
    ----------
    id, name, division, region, tier, signal : str
    last_word : str
        silent, waitlisted, paused, invited, accepted, held, declined, rejected, cancelled, withdrawn or closed.
    at_first : float
        Chance of an interview when the application went out.
    still : float
        Chance that an interview is there or still comes; 0 after a rejection or a decline.
    still_range : (float, float)
        10th and 90th percentile over what isn't known exactly.
    offer : float
        Chance of an offer.
    """

    id: str
    name: str
    division: str
    region: str
    tier: str
    tier_words: str = ""
    signal: str
    last_word: LastWord
    at_first: float
    still: float
    still_range: tuple[float, float]
    offer: float


class Seen(_Value):
    """Invitations expected and seen in one part of the applications.

    Attributes
    ----------
    kind, name : str
        "all", "division", "region" or "tier", and which.
    applications, seen : int
        Applications, and invitations so far.
    expected : float
        Invitations that were to be expected by now when the applications went out.
    expected_range : (int, int)
        10th and 90th percentile of what was to be expected.
    """

    kind: Literal["all", "division", "region", "tier"]
    name: str
    applications: int
    seen: int
    expected: float
    expected_range: tuple[int, int]


class Shift(_Value):
    """By how much luck moves the odds of an interview, for all programs or those of a division.

    Attributes
    ----------
    name : str
        "all programs", or a division.
    odds : float
        Median multiplier of the odds: 1 is as expected.
    odds_range, before_range : (float, float)
        10th and 90th percentile after the answers, and before there were any.
    above : float
        Probability that it is above 1.
    """

    name: str
    odds: float
    odds_range: tuple[float, float]
    before_range: tuple[float, float]
    above: float


class Outlook(_Value):
    """The season as of a day.

    Attributes
    ----------
    as_of : datetime.date
    match_probability : float
        With the answers so far.
    match_probability_range : (float, float)
        10th and 90th percentile over what isn't known exactly.
    match_probability_before : float
        The same when the applications went out.
    interviews_to_come, interviews_to_come_range
        Invitations that are still to be expected.
    invitations_out : float
        Share of a season's invitations that are out by now.
    programs, seen, shifts, notices
    """

    as_of: date
    match_probability: float
    match_probability_range: tuple[float, float]
    match_probability_before: float
    interviews_to_come: float
    interviews_to_come_range: tuple[float, float]
    invitations_out: float
    programs: tuple[ProgramOutlook, ...]
    seen: tuple[Seen, ...]
    shifts: tuple[Shift, ...]
    notices: tuple[str, ...]


def outlook(view: SeasonView) -> Outlook:
    """The updated chances of a season.

    Parameters
    ----------
    view : SeasonView

    Raises
    ------
    BadInput
        The chance is known in no specialty of the plan.
    """
    view.require_any_chance("what the answers say of it")
    luck, drawn = view.luck, view.drawn
    to_come = float(luck.mean(luck.later).sum())
    matched = luck.match_probability
    day = float(view.answers.day.max(initial=0.0))
    most = max(float(view.answers.open.sum()), 1.0)
    coming = drawn.ends([one.mean(one.later).sum() for one in drawn.lucks], most)
    return Outlook(
        as_of=view.as_of,
        match_probability=matched,
        match_probability_range=_around(matched, drawn.ends([one.match_probability for one in drawn.lucks])),
        match_probability_before=view.luck_before.match_probability,
        interviews_to_come=to_come,
        interviews_to_come_range=_around(to_come, coming),
        invitations_out=float(view.arrivals.invitations_out(day)),
        programs=tuple(_programs(view)),
        seen=tuple(_seen(view)),
        shifts=tuple(_shifts(view)),
        notices=tuple(_notices(view)),
    )


def _around(value: float, span: tuple[float, float]) -> tuple[float, float]:
    """A range that never leaves out the value it belongs to."""
    return min(span[0], value), max(span[1], value)


def _programs(view: SeasonView) -> Iterator[ProgramOutlook]:
    luck, answers, prepared = view.luck, view.answers, view.prepared
    still = np.where(answers.open, luck.mean(luck.later), (answers.interviewed & answers.can_match).astype(float))
    at_first = view.luck_before.mean(view.luck_before.later)
    drawn = np.array([one.mean(one.later) for one in view.drawn.lucks])
    offers = luck.mean(luck.offer)
    for k, program in enumerate(answers.programs):
        chance = float(still[k])
        span = view.drawn.ends(drawn[:, k]) if answers.open[k] else (chance, chance)
        position = int(answers.index[k])
        yield ProgramOutlook(
            id=program.id,
            name=program.name,
            division=prepared.directory.programs[position].division,
            region=str(prepared.region[position]),
            tier=str(prepared.tier[position]),
            tier_words=said_tier(prepared, position, float(at_first[k]), float(at_first[k])),
            signal=program.signal,
            last_word=program.last_word,
            at_first=float(at_first[k]),
            still=chance,
            still_range=_around(chance, span),
            offer=float(offers[k]),
        )


def _seen(view: SeasonView) -> Iterator[Seen]:
    index = view.answers.index
    divisions = np.array(REGIONS)[view.region] if index.size else np.array([], dtype=str)
    regions, tiers = view.prepared.region[index], view.prepared.tier[index]
    yield _seen_of(view, "all", "all programs", np.ones(index.size, dtype=bool))
    for name in REGIONS:
        if (divisions == name).any():
            yield _seen_of(view, "division", name, divisions == name)
    for name in dict.fromkeys([region.name for region in view.prepared.plan.regions] + sorted(set(regions.tolist()))):
        if (regions == name).any():
            yield _seen_of(view, "region", name, regions == name)
    for name in TIERS:
        if (tiers == name).any():
            yield _seen_of(view, "tier", name, tiers == name)


def _seen_of(
    view: SeasonView, kind: Literal["all", "division", "region", "tier"], name: str, part: npt.NDArray[np.bool_]
) -> Seen:
    answers, arrivals = view.answers, view.arrivals
    out = arrivals.invitations_out(answers.day) - arrivals.invitations_out(answers.sent_day)
    weight = luck_grid().weight.reshape(view.chances.interview.shape[1:])
    # All regions of a part share the grid's shock here: their own shocks average out a little more than this says.
    counts = (view.chances.interview[part] * out[part, None, None]).sum(axis=0)
    return Seen(
        kind=kind,
        name=name,
        applications=int(part.sum()),
        seen=int((answers.interviewed & part).sum()),
        expected=float((counts * weight).sum()),
        expected_range=_count_range(counts.ravel(), weight.ravel(), int(part.sum())),
    )


def _count_range(means: FloatArray, weight: FloatArray, most: int) -> tuple[int, int]:
    """10th and 90th percentile of a count that is Poisson about one of several means."""
    upto = np.array([float(pdtr(count, means) @ weight) for count in range(most + 1)])
    low, high = (int(np.searchsorted(upto, level)) for level in (_LEVELS[0], _LEVELS[-1]))
    return min(low, most), min(high, most)


def _shifts(view: SeasonView) -> Iterator[Shift]:
    evidence = view.prepared.estimate.evidence
    kind = view.prepared.estimate.situation.applicant.type
    strength_sd, region_sd = evidence.central("strength_sd_interview", None, kind), evidence.central("region_sd")
    before = ndtri(np.array(_LEVELS))
    yield _shift("all programs", strength_sd, strength_quantiles(view.luck, _LEVELS), before, view.luck.strength)
    for region in np.unique(view.region).tolist():
        found = shock_quantiles(view.luck, region, _LEVELS)
        yield _shift(REGIONS[region], region_sd, found, before, view.luck.shock[region])


def _shift(name: str, spread: float, after: FloatArray, before: FloatArray, probability: FloatArray) -> Shift:
    low, middle, high = np.exp(spread * after).tolist()
    return Shift(
        name=name,
        odds=middle,
        odds_range=(low, high),
        before_range=(float(np.exp(spread * before[0])), float(np.exp(spread * before[-1]))),
        above=above_zero(probability),
    )


def _notices(view: SeasonView) -> Iterator[str]:
    answers = view.answers
    if answers.unknown:
        names = " and ".join(dict.fromkeys(specialty_name(program.specialty) for program in answers.unknown))
        yield (
            f"The chance in {names} is not known: the {len(answers.unknown)} applications there count in none of these "
            "figures, so the chance to match at all is no less than the one shown."
        )
    yield from _first_years(view.second)
    if answers.elsewhere:
        yield _left_out([program.id for program in answers.elsewhere])
    if view.prepared.season.date_of("review-from") is None:
        yield "The season's dates aren't known: silence counts as if review had just begun."
    waiting = [one.id for one in answers.programs if one.last_word in ("waitlisted", "paused")]
    if waiting:
        yield (
            f"What comes of a waitlist or a hold isn't published: {len(waiting)} such programs count as not answered "
            "yet."
        )
    answered = int((~answers.open).sum())
    if 0 < answered < _FEW_ANSWERS:
        few = "1 answer says" if answered == 1 else f"{answered} answers say"
        yield f"{few} little: the chances have hardly moved from those at the start, and shouldn't."


def _first_years(second: SeasonView | None) -> Iterator[str]:
    """What the answers say of the second list, for the first year."""
    if second is None or not (second.answers.programs or second.answers.unknown):
        return
    sent = len(second.answers.programs) + len(second.answers.unknown)
    invited = sum(one.invited is not None for one in (*second.answers.programs, *second.answers.unknown))
    words = f"First years: {sent} applications, {invited} with an interview so far."
    if second.answers.unknown:
        yield f"{words} Their chance is not known; the figures here are those of a position in your specialty."
        return
    yield (
        f"{words} The chance of one is {about_in_100(second.luck.match_probability)} by now; the other figures here "
        "are those of a position in your specialty."
    )


def _left_out(ids: Sequence[str]) -> str:
    named = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
    return (
        f"No chance can be given for programs that the plan's directory doesn't have, and they are left out: {named}."
    )


_FEW_ANSWERS = 3
