"""The season's plan and chances, worked out once for what they depend on and kept for this browser session."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from optimizer.dashboard.once import found_once
from optimizer.dashboard.own_programs import OwnPrograms, directory_in_use, own_programs
from optimizer.dashboard.season.places import Place
from optimizer.dashboard.season.store import Kept
from optimizer.directory import Directory, load_directory
from optimizer.errors import BadInput, Fault
from optimizer.export import programs_csv
from optimizer.plan import (
    Plan,
    Prepared,
    ProgramList,
    build_list,
    changed_plan,
    parse_plan,
    plan_mark,
    plan_text,
    prepare,
)
from optimizer.season.outlook import SeasonView, season_plan
from optimizer.season.tracker import KeptPlan, Tracked, tracked_list

Found = TypeVar("Found")


def plan_of(kept: Kept) -> Plan:
    """The season's plan, with the ties that came about since.

    Raises
    ------
    BadInput
        None is kept, or the kept one can't be used any more.
    """
    if kept.plan is None:
        what = "no plan is kept yet, from which chances could be worked out"
        raise BadInput(Fault(what, "the season", None, "a plan", "Keep the plan in hand"))
    return season_plan(kept.plan, kept.ties)


def prepared_of(kept: Kept) -> Prepared:
    """The season's plan with its programs and their chances. Raises as `plan_of` and `optimizer.plan.prepare`."""
    plan = plan_of(kept)
    return found_once("plan", _question_of(kept), lambda: prepared_there(plan, kept.place))


def prepared_there(plan: Plan, place: Place) -> Prepared:
    """A plan as a place keeps it, prepared. Raises as `optimizer.plan.prepare`."""
    return prepare(plan, _programs_of(plan, place))


def _programs_of(plan: Plan, place: Place) -> Directory | None:
    """The programs that are kept with the season; None where the plan names its own, or the shipped ones."""
    return found_once("programs", (place.key, plan.programs), lambda: place.programs(plan.programs))


def _question_of(kept: Kept) -> tuple[object, ...]:
    """What the plan's answers depend on: all that it rests on, and where its files are, which answers name."""
    plan = plan_of(kept)
    # Names of programs in an account are made of their content, and are no files.
    named = None if _programs_of(plan, kept.place) is None else " ".join(plan.programs)
    return plan_mark(plan, named), plan.programs


def day_in_view(kept: Kept, day: date) -> date:
    """A day, or the one that rank order lists are due on where that is earlier: nothing can change after it."""
    due = None if kept.season is None else kept.season.date_of("rank-list-due")
    return day if due is None else min(day, due.on)


def view_of(kept: Kept, day: date) -> SeasonView:
    """The season as it stands on a day. Raises as `prepared_of`."""
    prepared = prepared_of(kept)
    return found_once(
        "view", _question_in_view(kept, day), lambda: SeasonView.of(prepared, kept.programs, day_in_view(kept, day))
    )


def in_view(name: str, kept: Kept, day: date, work: Callable[[SeasonView], Found], *more: object) -> Found:
    """What some work on the season gives; the same season is asked once.

    Parameters
    ----------
    name : str
        Of the work.
    kept : Kept
    day : datetime.date
    work : callable
    more : object
        What the outcome depends on beside the season.
    """
    return found_once(name, (*_question_in_view(kept, day), *more), lambda: work(view_of(kept, day)))


def _question_in_view(kept: Kept, day: date) -> tuple[object, ...]:
    return (*_question_of(kept), kept.programs, day_in_view(kept, day))


def listed(kept: Kept) -> tuple[Tracked, ...]:
    """The programs of the list of the season's plan, and of its second one, with their signals.

    Raises
    ------
    BadInput
        There is no list, or as `prepared_of`.
    """
    return tracked_list(list_of(kept), prepared_of(kept).to_choose_from)


def list_of(kept: Kept) -> ProgramList:
    """The list of the season's plan. Raises as `listed`."""
    plan = plan_of(kept)
    found = found_once("list", _question_of(kept), lambda: build_list(plan, _programs_of(plan, kept.place)))
    if not isinstance(found, ProgramList):
        what, remedy = "the season's plan has no list", "Change the plan until the List page shows one, and keep it"
        raise BadInput(Fault(what, plan.title, None, "a plan with a list", remedy))
    return found


def as_kept(plan: Plan, place: Place) -> Plan:
    """The plan as the store keeps it: programs stand in it by the name under which they are kept with the season.

    Raises
    ------
    BadInput
        The plan was made with files of programs that this session doesn't have.
    """
    directory_in_use(plan)
    own = own_programs()
    return plan if own is None else changed_plan(plan, {"programs": (place.name_for_programs(own.key),)})


def keep_programs_in(place: Place) -> None:
    """Keep the programs that the user brought in with the season, where its plan looks for them. Raises BadInput."""
    own = own_programs()
    if own is not None:
        place.keep_programs(place.name_for_programs(own.key), programs_csv(own.directory.programs))


def plan_with_programs(kept: Kept) -> tuple[Plan, OwnPrograms | None]:
    """The season's plan as it was kept, and the programs that it names.

    Raises
    ------
    BadInput
        No plan is kept, or programs can't be read.
    """
    if kept.plan is None:
        return plan_of(kept), None
    plan = parse_plan(kept.plan.content, f"the kept plan {kept.plan.title!r}")
    files = [Path(file) for file in plan.programs]
    if not files:
        return plan, None
    # What was kept with the season says in its name which programs they are.
    key = files[0].stem.rpartition(".programs-")[2]
    directory = _programs_of(plan, kept.place) or load_directory(files)
    return plan, OwnPrograms(directory, key, tuple(file.name for file in files), None)


def differs(plan: Plan, kept: KeptPlan | None, place: Place) -> bool:
    """Whether the plan in hand is another one than the season's."""
    try:
        return kept is None or plan_text(as_kept(plan, place)) != kept.content
    except BadInput:
        return True


def places_of(programs: Sequence[Tracked]) -> dict[str, str]:
    """Each program's name and place, by id."""
    return {one.id: f"{one.name} ({one.city}, {one.state})" for one in programs}
