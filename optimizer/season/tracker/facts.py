"""What the store takes from elsewhere: programs as the directory knows them, and the days of a season."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from optimizer.directory import Directory, Program
from optimizer.errors import Fault
from optimizer.evidence import Season
from optimizer.season.tracker.story import SeasonDays
from optimizer.season.tracker.values import Tracked
from optimizer.vocabulary import NO_SIGNAL

if TYPE_CHECKING:
    from optimizer.plan import ProgramList


def season_days(season: Season) -> SeasonDays:
    """The days in which things can happen: from the day that the first service opens to Match Day."""
    opens = [one.on for one in season.dates if one.what == "service-opens"]
    match = season.date_of("match-day")
    return SeasonDays(min(opens, default=None), None if match is None else match.on)


def tracked_of(program: Program, region: str | None = None, signal: str = NO_SIGNAL) -> Tracked:
    """A program of the directory as the store follows it."""
    return Tracked(
        id=program.id,
        name=program.name,
        institution=program.institution,
        specialty=program.specialty,
        city=program.city,
        state=program.state,
        setting=program.setting,
        region=region,
        signal=signal,
    )


def tracked_list(found: "ProgramList", programs: Mapping[str, tuple[Program, str]]) -> tuple[Tracked, ...]:
    """The programs of a plan's list and of its second one, with their signals, as the store follows them.

    Parameters
    ----------
    found : ProgramList
    programs : mapping of str to pair of Program and str
        As `Prepared.to_choose_from` of the plan.
    """
    return tuple(tracked_of(programs[one.id][0], one.region, one.signal) for one in found.applications)


def unknown_to(directory: Directory, program: str, where: str) -> Fault:
    """Say that the directory has no program of an id, and which may be meant."""
    similar = "; ".join(f"{found.id} ({found.name})" for found in directory.similar_to(program))
    allowed = similar or "an id of a program of the plan's directory"
    return Fault("no program has this id", where, program, allowed, "Correct it, or bring a file with the program")
