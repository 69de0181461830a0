"""Seasons of made-up applicants in a world that is as the model says: what they see by a day, and how it ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray
from optimizer.directory import Directory
from optimizer.estimate import REGIONS, Scenarios, chances_at
from optimizer.plan import Plan, Prepared, prepare
from optimizer.portfolio import Solved, solve
from optimizer.season.outlook import Arrivals, ProgramAnswers, SeasonView, answers_of
from optimizer.season.outlook.luck import Luck, luck_after
from optimizer.season.tracker import tracked_of

_NEVER = 10_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Seasons:
    """Many seasons of one applicant; arrays have the shape (applications, seasons).

    Attributes
    ----------
    view : SeasonView
        The applicant on the day that the applications went out.
    invited_day, rejected_day : arrays
        Days since review began; never is far beyond the season.
    offered : bool array
        Whether the interview, were it held, would end in an offer.
    """

    view: SeasonView
    invited_day: FloatArray
    rejected_day: FloatArray
    offered: BoolArray

    @property
    def invited(self) -> BoolArray:
        """Whether an invitation comes at all."""
        return self.invited_day < _NEVER

    @property
    def matched(self) -> BoolArray:
        """Whether there is an offer, shape (seasons,)."""
        return np.asarray((self.invited & self.offered).any(axis=0))

    def answers(self, season: int, day: float) -> ProgramAnswers:
        """What one season has answered by a day."""
        start = self.view.answers
        interviewed = self.invited_day[:, season] <= day
        refused = ~interviewed & (self.rejected_day[:, season] <= day)
        return replace(
            start,
            interviewed=interviewed,
            refused=refused,
            can_match=~refused,
            day=np.full(len(start.programs), day),
        )

    def luck(self, season: int, day: float) -> Luck:
        """What those answers leave of the luck."""
        return luck_after(self.answers(season, day), self.view.chances, self.view.arrivals)


def seasons(plan: Plan, directory: Directory | None, count: int, seed: int) -> Seasons:
    """So many seasons of the applicant of a plan, who sends the plan's list."""
    prepared = prepare(plan, directory)
    view = _sent(prepared)
    generator = np.random.default_rng(seed)
    luck = Scenarios(
        np.full(count, 1.0 / count), generator.normal(size=count), generator.normal(size=(count, len(REGIONS)))
    )
    chances = chances_at(prepared.estimate, view.answers.mode, luck)
    interview, offer = chances.interview[:, 0], chances.offer[:, 0]
    shape = interview.shape
    invited = generator.random(shape) < interview
    arrivals = view.arrivals
    coming = _days(generator.random(shape), arrivals.invited, arrivals, end=_NEVER - 1)
    saying = _days(generator.random(shape), arrivals.rejected, arrivals, end=_NEVER)
    return Seasons(
        view=view,
        invited_day=np.where(invited, coming, _NEVER),
        rejected_day=np.where(invited, _NEVER, saying),
        offered=generator.random(shape) < offer / interview,
    )


def _sent(prepared: Prepared) -> SeasonView:
    solved = solve(prepared.problem, gap=1e-3)
    if not isinstance(solved, Solved):
        raise SystemExit(f"no list: {solved}")
    review = prepared.season.date_of("review-from")
    sent = date(prepared.plan.season - 1, 9, 24) if review is None else review.on
    tracked = [
        replace(tracked_of(program, signal=prepared.estimate.modes[mode]), applied=sent)
        for program, mode in zip(prepared.directory.programs, solved.mode.tolist(), strict=True)
        if mode >= 0
    ]
    return SeasonView(prepared, answers_of(prepared, tracked, sent), sent, Arrivals.of(prepared.estimate.evidence))


def _days(level: FloatArray, shares: FloatArray, arrivals: Arrivals, *, end: float) -> FloatArray:
    """Days at which a curve reaches some levels; `end` beyond its last knot."""
    return np.where(level < shares[-1], np.interp(level, shares, arrivals.days), end)


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """Forecasts and what became of them; one entry each.

    Attributes
    ----------
    before, after : arrays
        Probability when the applications went out, and with the answers of the day.
    came : bool array
    applicant : int array
        Whose: outcomes of one applicant go together.
    """

    before: FloatArray
    after: FloatArray
    came: BoolArray
    applicant: npt.NDArray[np.int64]

    def log_score(self, forecast: FloatArray) -> float:
        """Mean logarithm of the probability that was given to what came; higher is better."""
        probability = np.clip(np.where(self.came, forecast, 1 - forecast), 1e-15, 1.0)
        return float(np.log(probability).mean())

    def reliability(self, bins: int = 10) -> tuple[tuple[float, float, float, int], ...]:
        """By tenths of the forecasts: mean forecast, share that came, its distance in standard errors, applicants.

        The standard error counts an applicant as one observation, as outcomes of one go together.
        """
        edges = np.quantile(self.after, np.linspace(0, 1, bins + 1)[1:-1])
        return tuple(self._bin(np.digitize(self.after, edges) == k) for k in range(bins))

    def _bin(self, part: BoolArray) -> tuple[float, float, float, int]:
        if not part.any():
            return 0.0, 0.0, 0.0, 0
        excess = np.bincount(self.applicant[part], weights=(self.came - self.after)[part])
        applicants = np.unique(self.applicant[part]).size
        expected = np.sqrt((self.after * (1 - self.after))[part].sum())
        error = max(float(np.sqrt((excess**2).sum())), float(expected))
        return float(self.after[part].mean()), float(self.came[part].mean()), float(excess.sum()) / error, applicants


def forecasts(worlds: Sequence[Seasons], day: float) -> tuple[Forecasts, Forecasts]:
    """Forecasts on a day: of the match, one a season; and of an invitation of each program that is still open."""
    match = list(_match(worlds, day))
    programs = list(_programs(worlds, day))
    return _joined(match), _joined(programs)


def _match(worlds: Sequence[Seasons], day: float) -> Iterator[Forecasts]:
    number = 0
    for world in worlds:
        count = world.matched.size
        before = world.view.luck_before.match_probability
        after = np.array([world.luck(season, day).match_probability for season in range(count)])
        yield Forecasts(np.full(count, before), after, world.matched, np.arange(number, number + count))
        number += count


def _programs(worlds: Sequence[Seasons], day: float) -> Iterator[Forecasts]:
    number = 0
    for world in worlds:
        before = world.view.luck_before.mean(world.view.luck_before.later)
        for season in range(world.matched.size):
            luck, waiting = world.luck(season, day), world.answers(season, day).open
            after = luck.mean(luck.later)[waiting]
            yield Forecasts(before[waiting], after, world.invited[waiting, season], np.full(after.size, number))
            number += 1


def _joined(parts: Sequence[Forecasts]) -> Forecasts:
    return Forecasts(
        np.concatenate([part.before for part in parts]),
        np.concatenate([part.after for part in parts]),
        np.concatenate([part.came for part in parts]),
        np.concatenate([part.applicant for part in parts]),
    )
