"""What a plan ends in, as values for people and files: a list, the limits that clash, or no decision in time."""

from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict

from optimizer.plan.problem import Wish
from optimizer.vocabulary import FigureOf, Firmness

TierBasis = Literal["own rates", "setting", "your choice"]
"""On the best list in at least 80, at least 40, or fewer than 40 of 100 draws of the coefficients."""


class _Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class TieThere(_Value):
    """A tie that reaches a program: its kind, its words, and the nearest scope that both share."""

    kind: str
    label: str
    scope: str


class ListedProgram(_Value):
    """One program of a list.

    Probabilities are in [0, 1], and None, as what they make worth, where the chances of the specialty aren't known.
    `interview_probability` and `offer_probability` (an interview that ends in an offer) hold for the mode on the list,
    with its signal. `marginal_value` is what the list's value loses without this program, `signal_value` what it loses
    without this program's signal, the rest of the list as it is, and `interview_probability_without_signal` what the
    chance would be then (both None without a signal).
    Ranges are 10th to 90th percentiles. `cost_share` is its part of the spend in dollars, all parts alike within a
    service and specialty; `dollars_saved` is what the list costs less without it. `unknowns` are facts that aren't
    known, `checks` what to look up on the program's site before paying, `link` its page of FREIDA.
    `setting`, latitude, longitude and `link` are None where unknown.
    `figure_of` says whose figure the chance of an interview stands on: the program's own rate, or the specialty's,
    moved by facts of its hospital or by state and kind alone.
    `tier_words` says the tier: a safety is called one only where the chance of an interview, and its low end, are at
    least the evidence table's `tier_safety_chance` and `tier_safety_chance_low`.
    `standing_share` is the share of draws of the coefficients in which the best list has the program, `standing` the
    word for it; both are None where they weren't worked out.
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
    figure_of: FigureOf | None = None
    tier_words: str = ""
    signal: str
    interview_probability: float | None
    interview_probability_range: tuple[float, float] | None
    offer_probability: float | None
    marginal_value: float | None
    signal_value: float | None = None
    interview_probability_without_signal: float | None = None
    cost_share: float = 0.0
    dollars_saved: float = 0.0
    locked: bool
    reasons: tuple[str, ...]
    unknowns: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    ties: tuple[TieThere, ...] = ()
    link: str | None = None
    latitude: float | None
    longitude: float | None
    standing: Firmness | None = None
    standing_share: float | None = None


class AdvancedShare(_Value):
    """In what share the positions of a specialty begin in the second year, with its range, grade and source."""

    specialty: str
    low: float
    share: float
    high: float
    grade: str
    source: str


class FirstYearList(_Value):
    """The second list, for the year before an advanced position.

    Attributes
    ----------
    advanced : tuple of AdvancedShare
        Of each specialty that has such positions.
    known_programs : int
        Programs of first years that are known.
    programs : tuple of ListedProgram
    probability : float or None
        Chance of at least one offer of a first year; None where it isn't known.
    complete_probability : float or None
        Chance of a complete training: a categorical position, or an advanced one and a first year; with its range. None
        where it isn't known.
    spend, reserve : float
        Dollars of these applications, and kept for ones that are still to be found.
    gap : float or None
        How much more both lists together could at most be worth, in shares of the largest utility; None without a
        second list.
    notices : tuple of str
        What to know of it; they stand among the list's notices too.
    """

    advanced: tuple[AdvancedShare, ...]
    known_programs: int
    programs: tuple[ListedProgram, ...]
    probability: float | None
    complete_probability: float | None
    complete_probability_range: tuple[float, float] | None
    spend: float
    reserve: float
    gap: float | None
    notices: tuple[str, ...]


class SpecialtyChance(_Value):
    """What a list comes to in one of its specialties.

    Attributes
    ----------
    specialty : str
    applications, signals : int
    match_probability : float or None
        Chance to match in it where the specialties are ranked in the plan's order; None where it isn't known.
    alone : float or None
        Chance to match in it if it were ranked before all others, and its range; None where it isn't known.
    """

    specialty: str
    applications: int
    signals: int
    match_probability: float | None
    alone: float | None
    alone_range: tuple[float, float] | None


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
    """How far one limit is used; minimum and maximum are None where that side is free.

    `about` says what the limit is; `name` is how it is called.
    """

    name: str
    about: Wish
    minimum: float | None
    maximum: float | None
    used: float
    binding: bool


class ConditionUse(_Value):
    """What a condition of the plan does.

    Attributes
    ----------
    name, fact : str
        In words: "sponsors J-1", and what has to be known for it: "J-1 visa policy".
    weight : float or None
        None where programs that fail it are left out.
    meet, fail, unknown : int
        Programs of the directory that meet it, fail it, and of which the fact isn't known.
    removed : int
        How many it leaves out; a program may fall under several conditions.
    listed_unknown : int
        Programs of the list of which the fact isn't known.
    """

    name: str
    fact: str
    weight: float | None
    meet: int
    fail: int
    unknown: int
    removed: int
    listed_unknown: int


class ShapePart(_Value):
    """One number of a preset against the list; minimum and maximum are None where that side is free."""

    name: str
    minimum: int | None
    maximum: int | None
    used: int
    met: bool


class PresetUse(_Value):
    """A preset that the list is built by, what was adjusted, how far the list has its shape, and what it costs.

    Attributes
    ----------
    slug, title, label, grade, source, published, reading : str
        As in the preset: what it is called, that it is a rule of thumb, where it is from, what matchlist added.
    adjustments : tuple of str
    parts : tuple of ShapePart
        The preset's own numbers, unadjusted, against the list: information on its shape, no prediction.
    dollars : float
        Budget at which it is compared: the plan's, or the list's spend where the plan has none.
    free_match_probability, free_value, free_spend : float or None
        Of the best list for the same wishes and dollars without the preset's numbers; None where time ran out first.
    price_match_probability : float or None
        What the preset costs in the chance to match; below 0 where it brings more of it at less preferred places.
    price : float or None
        What it costs in the value that lists are built for; never below 0 by more than the gap.
    words : str
        The price in a sentence.
    """

    slug: str
    title: str
    label: str
    grade: str
    source: str
    published: str
    reading: str
    adjustments: tuple[str, ...]
    parts: tuple[ShapePart, ...]
    dollars: float
    free_match_probability: float | None
    free_value: float | None
    free_spend: float | None
    price_match_probability: float | None
    price: float | None
    words: str

    @property
    def parts_met(self) -> int:
        """How many of the preset's numbers the list meets."""
        return sum(part.met for part in self.parts)


class SeasonFigures(_Value):
    """How many figures of a season are confirmed for it, unconfirmed, carried over from another one, and unknown."""

    confirmed: int
    unconfirmed: int
    carried_over: int
    unknown: int


class AboutSeason(_Value):
    """Which season a list is of, on the day that it was made.

    Attributes
    ----------
    words : str
        "Season 2027: Match Week 15-19 March 2027".
    figures : SeasonFigures
    figures_words : str
        The same in a sentence.
    moment : str
        The next date of the season, with the days that are left.
    notices : tuple of str
        What has to be known first: that the season is over, or that another one was taken than asked. They stand
        among the list's notices too.
    """

    words: str
    figures: SeasonFigures
    figures_words: str
    moment: str
    notices: tuple[str, ...] = ()


class ProgramList(_Value):
    """A solved list.

    Attributes
    ----------
    match_probability : float or None
        Estimated chance to match at one of the programs, in [0, 1]. Its range is that of the average of people like
        the applicant: what coefficients, unknown facts and the year may be. None, as everything of chances, where the
        chance in one of the list's specialties isn't known.
    match_probability_for_you_range : (float, float) or None
        Where the applicant may be: over unseen strength, which is alike for all programs, and luck, too.
    value, bound : float
        Expected utility of the match, and what no list exceeds; where chances aren't known, of even ones, which says
        how well the list fits the wishes and nothing about a match.
    value_is_match_probability : bool
        Whether a match counts alike everywhere, so that the value is the match probability.
    gap : float
        (bound - value) / largest utility.
    proven : bool
        Whether the gap is within the plan's; False where the time ran out, or where classmates' lists come before.
    expected_interviews : float or None
    spend : float
        Dollars of application fees.
    programs, limits, notices
        Programs in order of region and marginal value; quotas, caps and budget; what the user should know.
    conditions : tuple of ConditionUse
    opened_regions : tuple of str
        Regions of the plan that have programs on the list.
    preset : PresetUse or None
        None where the plan uses no preset.
    completeness : InputCompleteness or None
        None only where a list is made by hand.
    next_in_line : tuple of NextInLine or None
        Programs off the list that come next, likeliest first; None where it wasn't worked out.
    about_season : AboutSeason or None
        None only where a list is made by hand.
    by_specialty : tuple of SpecialtyChance
        One a specialty, in the plan's order, where there are several.
    no_match_probability : float or None
        Chance to match in none of several specialties; None with one, or where it isn't known.
    chance_notices : tuple of str
        Why a chance isn't known, and how the list was chosen then; to be said first. They stand among the notices too.
    unpriced : tuple of str
        Specialties with programs on the list whose fees aren't known: `spend` leaves them out.
    first_year : FirstYearList or None
        The second list; None where no specialty of the list has advanced positions, or none is wanted. Its dollars are
        part of `spend`.
    """

    status: Literal["solved"] = "solved"
    title: str
    season: int
    match_probability: float | None
    match_probability_range: tuple[float, float] | None
    match_probability_for_you_range: tuple[float, float] | None = None
    expected_interviews: float | None
    expected_interviews_range: tuple[float, float] | None
    interviews_for_you_range: tuple[float, float] | None = None
    value: float
    bound: float
    gap: float
    proven: bool
    spend: float
    seconds: float
    programs: tuple[ListedProgram, ...]
    limits: tuple[LimitUse, ...]
    notices: tuple[str, ...]
    value_is_match_probability: bool = False
    conditions: tuple[ConditionUse, ...] = ()
    opened_regions: tuple[str, ...] = ()
    preset: PresetUse | None = None
    completeness: InputCompleteness | None = None
    next_in_line: tuple[NextInLine, ...] | None = None
    about_season: AboutSeason | None = None
    by_specialty: tuple[SpecialtyChance, ...] = ()
    no_match_probability: float | None = None
    chance_notices: tuple[str, ...] = ()
    first_year: FirstYearList | None = None
    unpriced: tuple[str, ...] = ()

    @property
    def list_id(self) -> str:
        """What tells this list from others in a file: twelve digits of its programs, signals, tiers and locks."""
        rows = (f"{one.id}\t{one.signal}\t{one.tier}\t{one.locked}" for one in self.programs)
        return sha256("\n".join(rows).encode()).hexdigest()[:12]

    @property
    def applications(self) -> tuple[ListedProgram, ...]:
        """All that is to be sent: the list's programs, then those of the second list for the first year."""
        return self.programs + (() if self.first_year is None else self.first_year.programs)


class Suggestion(_Value):
    """One change that alone makes the plan possible, in words and as limit, side, present and needed number.

    `about` says what the limit is; `limit` is how it is called.
    """

    limit: str
    about: Wish
    side: Literal["minimum", "maximum"]
    present: float
    needed: float
    words: str


class NoList(_Value):
    """No list keeps all the plan's limits: those that clash, and what would mend it.

    `conflict_is_minimal` is False where the time ran out before each limit was shown to be needed for the clash: then
    fewer of them may clash already, and changes that help may not have been found.
    """

    status: Literal["infeasible"] = "infeasible"
    title: str
    conflict: tuple[str, ...]
    conflict_is_minimal: bool = True
    words: str
    remedies: tuple[Suggestion, ...]


class NotDecided(_Value):
    """The time ran out before a list was found; no list has a higher value than the bound."""

    status: Literal["undecided"] = "undecided"
    title: str
    bound: float
    seconds: float


PlanOutcome = ProgramList | NoList | NotDecided
