"""What a plan ends in, as values for people and files: a list, the limits that clash, or no decision in time."""

from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict

TierBasis = Literal["own rates", "setting", "your choice"]
Standing = Literal["core", "swing", "fringe"]
"""On the best list in at least 80, at least 40, or fewer than 40 of 100 draws of the coefficients."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class ListedProgram(_Value):
    """One program of a list.

    Probabilities are in [0, 1]. `interview_probability` and `offer_probability` (an interview that ends in an
    offer) hold for the mode on the list, with its signal. `marginal_value` is what the list's value loses
    without this program. Ranges are 10th to 90th percentiles. `ties` are those that count here, in words. `setting`,
    latitude and longitude are None where unknown. `standing_share` is the share of draws of the coefficients in which
    the best list has the program, `standing` the word for it; both are None where they weren't worked out.
    """

    id: str
    name: str
    institution: str
    specialty: str
    city: str
    state: str
    division: str
    region: str
    setting: str | None
    tier: str
    tier_rests_on: TierBasis
    signal: str
    interview_probability: float
    interview_probability_range: tuple[float, float]
    offer_probability: float
    marginal_value: float
    locked: bool
    reasons: tuple[str, ...]
    ties: tuple[str, ...] = ()
    latitude: float | None
    longitude: float | None
    standing: Standing | None = None
    standing_share: float | None = None


class NextInLine(_Value):
    """A program that isn't on the list, but on the best list in at least 20 of 100 draws of the coefficients."""

    id: str
    name: str
    institution: str
    specialty: str
    city: str
    state: str
    standing_share: float


class InputFact(_Value):
    """One kind of fact that the estimate uses: known of how many, and its part of what all could settle."""

    fact: str
    known: int
    of: int
    weight: float


class InputCompleteness(_Value):
    """How complete the inputs of a list are.

    Attributes
    ----------
    share : float
        Share, in [0, 1], of what facts about programs and applicant could settle that the known ones settle: of the
        variance of the chances of interviews.
    words : str
    facts : tuple of InputFact
    """

    share: float
    words: str
    facts: tuple[InputFact, ...]


class LimitUse(_Value):
    """How far one limit is used; minimum and maximum are None where that side is free."""

    name: str
    minimum: float | None
    maximum: float | None
    used: float
    binding: bool


class ProgramList(_Value):
    """A solved list.

    Attributes
    ----------
    match_probability : float
        Estimated chance to match at one of the programs, in [0, 1], with its range.
    value, bound : float
        Expected preference of the match (match probability where flexibility is 1), and what no list exceeds.
    gap : float
        (bound - value) / largest utility.
    proven : bool
        Whether the gap is within the plan's; False only where the time ran out.
    expected_interviews : float
    spend : float
        Dollars of application fees.
    programs, limits, notices
        Programs in order of region and marginal value; quotas, caps and budget; what the user should know.
    completeness : InputCompleteness or None
        None only where a list is made by hand.
    next_in_line : tuple of NextInLine or None
        Programs off the list that come next, likeliest first; None where standings weren't worked out.
    """

    status: Literal["solved"] = "solved"
    title: str
    season: int
    match_probability: float
    match_probability_range: tuple[float, float]
    expected_interviews: float
    expected_interviews_range: tuple[float, float]
    value: float
    bound: float
    gap: float
    proven: bool
    spend: float
    seconds: float
    programs: tuple[ListedProgram, ...]
    limits: tuple[LimitUse, ...]
    notices: tuple[str, ...]
    completeness: InputCompleteness | None = None
    next_in_line: tuple[NextInLine, ...] | None = None

    @property
    def list_id(self) -> str:
        """What tells this list from others in a file: twelve digits of its programs, signals, tiers and locks."""
        rows = (f"{one.id}\t{one.signal}\t{one.tier}\t{one.locked}" for one in self.programs)
        return sha256("\n".join(rows).encode()).hexdigest()[:12]


class Suggestion(_Value):
    """One change that alone makes the plan possible, in words and as limit, side, present and needed number."""

    limit: str
    side: Literal["minimum", "maximum"]
    present: float
    needed: float
    words: str


class NoList(_Value):
    """No list keeps all the plan's limits: those that clash, and what would mend it."""

    status: Literal["infeasible"] = "infeasible"
    title: str
    conflict: tuple[str, ...]
    words: str
    remedies: tuple[Suggestion, ...]


class NotDecided(_Value):
    """The time ran out before a list was found; no list has a higher value than the bound."""

    status: Literal["undecided"] = "undecided"
    title: str
    bound: float
    seconds: float


PlanOutcome = ProgramList | NoList | NotDecided
