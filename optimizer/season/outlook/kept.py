"""From what the store keeps to what the outlook needs: the plan with the ties that came about, the season's days."""

from collections.abc import Sequence

from pydantic import ValidationError

from optimizer.applicant import Tie
from optimizer.directory import Directory, Program
from optimizer.errors import BadInput, Fault
from optimizer.evidence import Season
from optimizer.plan import Plan, changed_plan, parse_plan
from optimizer.season.tracker import KeptPlan, KeptTie, SeasonDays, Tracked


def season_plan(kept: KeptPlan, ties: Sequence[KeptTie] = ()) -> Plan:
    """The plan of the season, its applicant with the ties that came about after it was made.

    Raises
    ------
    BadInput
        The kept text is no plan any more, or a tie is none.
    """
    plan = parse_plan(kept.content, f"the kept plan {kept.title!r}")
    found = tuple(tie_of(tie, f"tie {tie.id}") for tie in ties)
    return changed_plan(plan, {"applicant.ties": (*plan.applicant.ties, *found)}) if found else plan


def tie_of(tie: KeptTie, where: str) -> Tie:
    """A kept tie as the applicant's.

    Raises
    ------
    BadInput
        There is no such kind of tie, or no such kind of place.
    """
    try:
        return Tie.model_validate({"kind": tie.kind, "note": tie.note, tie.scope: tie.place})
    except ValidationError:
        allowed = Tie.model_fields["kind"].description or ""
        raise BadInput(Fault("no such tie", where, f"{tie.kind} ({tie.place})", allowed, "Correct it")) from None


def season_days(season: Season) -> SeasonDays:
    """The days in which things can happen: from the day that the first service opens to Match Day."""
    opens = [one.on for one in season.dates if one.what == "service-opens"]
    match = season.date_of("match-day")
    return SeasonDays(min(opens, default=None), None if match is None else match.on)


def tracked_of(program: Program, region: str | None = None, signal: str = "none") -> Tracked:
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


def unknown_to(directory: Directory, program: str, where: str) -> Fault:
    """Say that the directory has no program of an id, and which may be meant."""
    similar = "; ".join(f"{found.id} ({found.name})" for found in directory.similar_to(program))
    allowed = similar or "an id of a program of the plan's directory"
    return Fault("no program has this id", where, program, allowed, "Correct it, or bring a file with the program")
