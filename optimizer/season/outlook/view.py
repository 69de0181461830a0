"""One season as it stands on a day: plan, answers and what they leave of the luck; worked out once, asked often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate import Chances, Scenarios, chances_at
from optimizer.plan import Prepared, require_chances
from optimizer.season.outlook.answers import ProgramAnswers, answers_of
from optimizer.season.outlook.arrivals import Arrivals
from optimizer.season.outlook.luck import GridChances, Luck, answered, luck_after, luck_grid
from optimizer.season.outlook.weighing import WeighedDraws
from optimizer.season.tracker import Tracked


@dataclass(frozen=True, eq=False)
class SeasonView:
    """A season on a day.

    Attributes
    ----------
    prepared : Prepared
        The plan, with the ties that came about since.
    answers : ProgramAnswers
    as_of : datetime.date
    arrivals : Arrivals
    second : SeasonView or None
        The same of the plan's second list, for the first year; None where it has none.
    """

    prepared: Prepared
    answers: ProgramAnswers
    as_of: date
    arrivals: Arrivals
    second: "SeasonView | None" = None

    @classmethod
    def of(cls, prepared: Prepared, tracked: Sequence[Tracked], as_of: date) -> Self:
        """The season of a plan and a tracker's programs.

        Raises
        ------
        BadInput
            The day is after the rank order lists are due.
        """
        of_second = (cls.of(part, tracked, as_of) for part in prepared.with_second[1:])
        answers, arrivals = answers_of(prepared, tracked, as_of), Arrivals.of(prepared.estimate.evidence)
        return cls(prepared, answers, as_of, arrivals, next(of_second, None))

    def require_any_chance(self, question: str) -> None:
        """Refuse a question about chances where none of the plan's specialties has known ones.

        Raises
        ------
        BadInput
            The chance is known in no specialty of the plan.
        """
        if not self.prepared.estimate.known.any():
            require_chances(self.prepared, question)

    @cached_property
    def region(self) -> npt.NDArray[np.int64]:
        """Index into `REGIONS` of each application's program."""
        return self.prepared.estimate.situation.region[self.answers.index]

    @cached_property
    def chances(self) -> GridChances:
        """Chances of the applications over the grid of luck."""
        return GridChances.of(chances_at(self.prepared.estimate, self.answers.mode, luck_grid()), self.region)

    @cached_property
    def luck(self) -> Luck:
        """What the answers leave of the luck."""
        return luck_after(self.answers, self.chances, self.arrivals)

    @cached_property
    def luck_before(self) -> Luck:
        """What was known of the luck when the applications went out."""
        return luck_after(self.answers.unanswered(), self.chances, self.arrivals)

    @cached_property
    def drawn(self) -> WeighedDraws:
        """The luck at each draw of the coefficients and curves, with the draws' weights."""
        interview = self.luck.mean(self.chances.interview)
        return WeighedDraws.of(self.prepared.estimate, self.answers, self.region, interview)

    @cached_property
    def scenarios(self) -> Scenarios:
        """Equally weighted scenarios of the luck that is left."""
        return self.luck.scenarios()

    @cached_property
    def scenario_chances(self) -> tuple[FloatArray, FloatArray]:
        """Chance that an invitation is there or still comes, and of an offer once interviewed, over `scenarios`.

        Each has the shape (applications, scenarios).
        """
        chances: Chances = chances_at(self.prepared.estimate, self.answers.mode, self.scenarios)
        interview = np.clip(chances.interview[:, 0], 1e-12, 1 - 1e-12)
        offer_if = np.clip(chances.offer[:, 0] / interview, 0.0, 1.0)
        answers = self.answers
        seen = answered(answers, interview, self.arrivals)
        coming = np.where(answers.open[:, None], seen.coming, answers.interviewed[:, None].astype(float))
        return coming * answers.can_match[:, None], offer_if
