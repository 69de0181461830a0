"""A class at a glance: a row a student, and the programs that several of them want."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.cohort.batch import Built
from optimizer.export import csv_bytes
from optimizer.plan import ProgramList
from optimizer.vocabulary import NO_SIGNAL

AT_RISK_BELOW = 0.75
"""A student whose chance to match is lower is pointed out. The adviser's to set: no figure draws this line."""

SUMMARY_COLUMNS = (
    "code",
    "status",
    "at_risk",
    "match_probability",
    "match_probability_low",
    "match_probability_high",
    "expected_interviews",
    "applications",
    "signals",
    "spend_dollars",
    "not_said",
    "words",
)
OVERLAP_COLUMNS = ("program", "name", "city", "state", "specialty", "applying", "signalling", "students")


@dataclass(frozen=True, slots=True)
class Overlap:
    """One program that more than one student of the class applies to.

    Attributes
    ----------
    program, name, city, state, specialty : str
    applying, signalling : tuple of str
        Codes of the students; who signals also applies.
    """

    program: str
    name: str
    city: str
    state: str
    specialty: str
    applying: tuple[str, ...]
    signalling: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What an adviser wants to know of a class.

    Attributes
    ----------
    students : tuple of Built
        Those at risk first, lowest chance first; who has no list at all, or one of unknown chance, before them.
    at_risk_below : float
        Chance to match in [0, 1].
    overlaps : tuple of Overlap
        Most signals first, then most applications.
    """

    students: tuple[Built, ...]
    at_risk_below: float
    overlaps: tuple[Overlap, ...]

    @property
    def solved(self) -> tuple[ProgramList, ...]:
        """The lists, in the order of the students."""
        return tuple(built.outcome for built in self.students if isinstance(built.outcome, ProgramList))

    @property
    def expected_matches(self) -> float:
        """How many of the students with a list match, in expectation; those of unknown chance aren't counted."""
        return sum(found.match_probability or 0.0 for found in self.solved)

    def at_risk(self, built: Built) -> bool:
        """Whether a student has no list, or one whose chance is below the line or not known."""
        found = built.outcome
        chance = found.match_probability if isinstance(found, ProgramList) else None
        return chance is None or chance < self.at_risk_below


def summarised(students: Sequence[Built], at_risk_below: float = AT_RISK_BELOW) -> Summary:
    """Sum up a class.

    Parameters
    ----------
    students : sequence of Built
    at_risk_below : float
        In [0, 1].
    """
    return Summary(tuple(sorted(students, key=_least_sure_first)), at_risk_below, _overlaps(students))


def _least_sure_first(built: Built) -> tuple[float, str]:
    if not isinstance(built.outcome, ProgramList):
        return -2.0, built.code
    chance = built.outcome.match_probability
    return (-1.0 if chance is None else chance), built.code


def _overlaps(students: Sequence[Built]) -> tuple[Overlap, ...]:
    applying: dict[str, list[str]] = defaultdict(list)
    signalling: dict[str, list[str]] = defaultdict(list)
    known = {}
    for built in students:
        if not isinstance(built.outcome, ProgramList):
            continue
        for program in built.outcome.programs:
            known[program.id] = program
            applying[program.id].append(built.code)
            if program.signal != NO_SIGNAL:
                signalling[program.id].append(built.code)
    found = [
        Overlap(one, p.name, p.city, p.state, p.specialty, tuple(applying[one]), tuple(signalling[one]))
        for one, p in known.items()
        if len(applying[one]) > 1
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.signalling), -len(one.applying), one.program)))


def summary_csv(summary: Summary) -> bytes:
    """A row a student, by code only: names stay in the adviser's own file."""
    return csv_bytes(SUMMARY_COLUMNS, (_summary_row(summary, built) for built in summary.students))


def _summary_row(summary: Summary, built: Built) -> tuple[str | int | float, ...]:
    at_risk = "yes" if summary.at_risk(built) else "no"
    found = built.outcome
    not_said = "; ".join(built.unknown)
    if not isinstance(found, ProgramList):
        status = "refused" if found is None else found.status
        return (built.code, status, at_risk, "", "", "", "", "", "", "", not_said, built.words)
    low, high = found.match_probability_range or (None, None)
    signals = sum(program.signal != NO_SIGNAL for program in found.programs)
    return (
        built.code,
        found.status,
        at_risk,
        *(figure_cell(chance) for chance in (found.match_probability, low, high)),
        figure_cell(found.expected_interviews, 1),
        len(found.programs),
        signals,
        "" if found.unpriced else f"{found.spend:.2f}",
        not_said,
        built.words,
    )


def figure_cell(figure: float | None, decimals: int = 4) -> str:
    """A figure in a file; empty where it isn't known."""
    return "" if figure is None else f"{figure:.{decimals}f}"


def overlaps_csv(summary: Summary) -> bytes:
    """A row a program that several students apply to."""
    rows = (
        (o.program, o.name, o.city, o.state, o.specialty, len(o.applying), len(o.signalling), "; ".join(o.applying))
        for o in summary.overlaps
    )
    return csv_bytes(OVERLAP_COLUMNS, rows)
