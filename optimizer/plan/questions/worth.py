"""What knowing, stating and signalling is worth, as values for people and files."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from optimizer.plan.questions.signals import SignalsIn
from optimizer.vocabulary import Grade


class _Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class Gain(_Value):
    """A mean over draws, as a share of 1, and its standard error."""

    gain: float
    standard_error: float


class FactWorth(_Value):
    """What a list would gain if facts of one kind were known of every program.

    Attributes
    ----------
    fact : str
        "interview rate", "visa policy", "rates by signal or state", or the first two with " and ".
    unknown : int
        Of how many programs of the applicant's specialties a fact of the kind is unknown.
    match_probability : Gain
        Of the best list then against the plan's own list, under the same draws.
    value : Gain
        The same of what the list is built for: a match counted by how much the program is wanted.
    """

    fact: str
    unknown: int
    match_probability: Gain
    value: Gain


class ProgramToAsk(_Value):
    """A program of which it is worth a good deal to know more.

    Attributes
    ----------
    on_list : bool
    value : float
        What knowing all its unknown facts is worth, in value; approximate, see `optimizer.plan.questions.missing`.
    value_by_fact : mapping of str to float
        What knowing one kind of fact alone is worth.
    moves : float
        How likely the answer moves the program onto the list or off it, in [0, 1].
    """

    id: str
    name: str
    institution: str
    specialty: str
    city: str
    state: str
    on_list: bool
    value: float
    value_by_fact: dict[str, float]
    moves: float


class MissingFacts(_Value):
    """What knowing more about the programs would be worth to a plan.

    Attributes
    ----------
    match_probability, value : float
        Of the plan's own list.
    draws : int
    facts : tuple of FactWorth
        Each kind of unknown fact alone, then those together that settle all; empty where nothing is unknown.
    programs : tuple of ProgramToAsk
        Where asking is worth most, most first; at most twenty.
    not_answered : tuple of str
        What the applicant hasn't said, as `Applicant.unknowns`.
    not_counted : tuple of str
        What the figures leave out.
    """

    status: Literal["solved"] = "solved"
    title: str
    match_probability: float
    value: float
    draws: int
    facts: tuple[FactWorth, ...]
    programs: tuple[ProgramToAsk, ...]
    not_answered: tuple[str, ...] = ()
    not_counted: tuple[str, ...]


class StatedPreference(_Value):
    """One statement of geographic preference and the best list under it.

    Attributes
    ----------
    divisions : tuple of str
        Empty: "no preference".
    value, match_probability : float
        Of the best list when this is stated.
    value_gain, match_probability_gain : float
        Against what the plan states; where that is open, against "no preference".
    """

    divisions: tuple[str, ...]
    value: float
    match_probability: float
    value_gain: float
    match_probability_gain: float


class PreferenceAdvice(_Value):
    """Which Census divisions to state a preference for.

    Attributes
    ----------
    most_divisions : int
        How many the application takes.
    not_asked : tuple of str
        Specialties of which it isn't known whether their service asks at all.
    is_open : bool
        Whether the plan leaves the preference open; then `stated` is "no preference".
    stated : StatedPreference
        What the plan states.
    best : tuple of StatedPreference
        The best statement of each number of divisions, most valuable first.
    gain_range : (float, float) or None
        10th to 90th percentile, over draws of the coefficients, of what the first of them gains in match probability,
        each statement keeping its list; None where it is the plan's own.
    gap : float
        No statement is worth more than the best of its size by more than this, in value.
    statements, solved : int
        How many statements there are, and how many were solved for; bounds rule out the others.
    """

    most_divisions: int
    not_asked: tuple[str, ...]
    is_open: bool
    stated: StatedPreference
    best: tuple[StatedPreference, ...]
    gain_range: tuple[float, float] | None
    gap: float
    statements: int
    solved: int


class SignalTo(_Value):
    """What a signal to one home or away-rotation program is worth by the estimate.

    Attributes
    ----------
    tie : str
        "home-program" or "away-rotation".
    signal : str or None
        On the plan's own list; "none" where it is listed without one, None where it isn't on the list.
    value_gain, match_probability_gain : float or None
        The best list that signals it against the best list that doesn't; None where one of them doesn't exist.
    """

    id: str
    name: str
    city: str
    state: str
    tie: str
    signal: str | None
    value_gain: float | None
    match_probability_gain: float | None


class SignalRule(_Value):
    """What is published on signals to home and away-rotation programs in one specialty that has signals.

    Attributes
    ----------
    advice : {"signal", "do not signal"} or None
        None: nothing was found.
    words, source, address : str
        Source and address are empty where nothing was found.
    grade : {"A", "B", "C"} or None
    programs : tuple of SignalTo
        The applicant's home and away-rotation programs in the specialty.
    """

    specialty: str
    advice: Literal["signal", "do not signal"] | None
    words: str
    source: str
    address: str
    grade: Grade | None
    programs: tuple[SignalTo, ...]


class ConnectionRule(_Value):
    """A specialty whose application asks for cities that one is connected with, and for no divisions.

    Attributes
    ----------
    most : int
        How many cities, each with its state and a short reason, may be named.
    note, source, address, grade
        As the season has them.
    places : tuple of str
        Places of the applicant's own ties in the order of the plan, which could be named; a state or a region is told
        as it stands.
    """

    specialty: str
    most: int
    note: str
    source: str
    address: str
    grade: Grade
    places: tuple[str, ...]


class Advice(_Value):
    """What to state and whom to signal.

    Attributes
    ----------
    preference : PreferenceAdvice or None
        None where it isn't known that any service of the plan asks for divisions, or time ran out.
    signals : tuple of SignalRule
        One for each of the plan's specialties that has signals.
    connections : tuple of ConnectionRule
        One for each of the plan's specialties that asks for cities in place of divisions.
    signalled : tuple of SignalsIn
        Where the list's signals decide and where they are wasted; one for each specialty in which it signals.
    """

    status: Literal["solved"] = "solved"
    title: str
    preference: PreferenceAdvice | None
    signals: tuple[SignalRule, ...]
    connections: tuple[ConnectionRule, ...] = ()
    signalled: tuple[SignalsIn, ...] = ()
