"""What a person changed in an exported list, and the plan that says so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.plan.document import Plan, changed_plan
from optimizer.plan.kept.history import versions_of
from optimizer.plan.kept.list_file import KeptList, KeptProgram, kept_list, read_list
from optimizer.plan.listing import ProgramList
from optimizer.plan.planner import build_list
from optimizer.plan.problem import plan_directory, unknown_program
from optimizer.vocabulary import MODES, NO_SIGNAL, TIERS

_YES, _NO = frozenset({"yes", "true", "1", "x", "y"}), frozenset({"", "no", "false", "0", "n"})


@dataclass(frozen=True, slots=True)
class ListEdits:
    """What differs between a list as it was written and as it came back; programs by id.

    Attributes
    ----------
    added : tuple of str
        Rows that the list didn't have: locked in.
    removed : tuple of str
        Rows that are gone: locked out. Another program takes the place.
    locked, unlocked : tuple of str
        Rows whose column `locked` was changed.
    signals, tiers : mapping of str to str
        New signals, NO_SIGNAL among them, and new tiers.
    carried : tuple of str
        Keys of decisions that the list was built with and that the plan at hand doesn't have: they stay in force.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    unlocked: tuple[str, ...] = ()
    signals: Mapping[str, str] = field(default_factory=dict)
    tiers: Mapping[str, str] = field(default_factory=dict)
    carried: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything was changed."""
        return any((self.added, self.removed, self.locked, self.unlocked, self.signals, self.tiers))


@dataclass(frozen=True, slots=True)
class EditedPlan:
    """A plan with the decisions of an edited list, and what those are."""

    plan: Plan
    edits: ListEdits


def plan_from_list(
    plan: Plan, file: Path, directory: Directory | None = None, *, history_of: Path | None = None
) -> Plan:
    """The plan with what a person changed in a list that was exported from it.

    A removed row is a program locked out, a row with `locked` set to yes a program locked in, a changed signal or tier
    the user's choice, a new row a program locked in. Arguments and errors as for `edited_plan`.
    """
    return edited_plan(plan, file, directory, history_of=history_of).plan


def edited_plan(
    plan: Plan, file: Path, directory: Directory | None = None, *, history_of: Path | None = None
) -> EditedPlan:
    """As `plan_from_list`, with what was changed.

    Parameters
    ----------
    plan : Plan
        May have been changed since the list was written; decisions that the list was built with stay in force.
    file : Path
        CSV, XLSX or JSON as matchlist wrote it, edited in the columns signal, tier and locked, or in its rows.
    directory : Directory or None
        As for `build_list`.
    history_of : Path or None
        The plan's file, in whose history the list is looked for. Where it isn't there, the plan is built again: if it
        gives that list, it is the one.

    Raises
    ------
    BadInput
        The file can't be used, or holds a list that was not made from this plan, so that rows taken out of it can't be
        told from rows that never were in it; and as for `build_list`.
    """
    edited = read_list(file)
    whole = directory or plan_directory(plan)
    original = _original(edited, plan, whole, history_of)
    faults = [*_cell_faults(edited), *_unknown_programs(edited, original, whole, plan)]
    if faults:
        raise BadInput(faults)
    before = original.plan or plan
    based, carried = _with_decisions_of(plan, before)
    edits = _edits(original.programs, edited.programs, carried)
    return EditedPlan(_applied(based, edits), edits)


def _original(edited: KeptList, plan: Plan, directory: Directory, history_of: Path | None) -> KeptList:
    for version in reversed(versions_of(history_of) if history_of is not None else ()):
        if edited.list_id and version.kept.list_id == edited.list_id:
            return version.kept
    found = build_list(plan, directory)
    if isinstance(found, ProgramList) and found.list_id == edited.list_id:
        return kept_list(found, plan, "")
    raise BadInput(
        Fault(
            "was not made from the plan as it is now, so what was taken out of it can't be told",
            edited.file,
            edited.list_id or None,
            "a list that this plan gives, or one of its history",
            "Build the plan again with --out and edit that list, or undo what you changed in the plan since",
        )
    )


def _cell_faults(edited: KeptList) -> Iterator[Fault]:
    for one in edited.programs:
        place = f"{edited.file} {one.line}".rstrip()
        if one.signal not in MODES:
            yield Fault("no such signal", f"{place}: signal", one.signal, ", ".join(MODES), "Correct it")
        if one.tier and one.tier not in TIERS:
            yield Fault("no such tier", f"{place}: tier", one.tier, ", ".join(TIERS), "Correct it")
        if isinstance(one.locked, str) and one.locked not in _YES | _NO:
            yield Fault("is neither yes nor no", f"{place}: locked", one.locked, "yes or no", "Correct it")


def _unknown_programs(edited: KeptList, original: KeptList, directory: Directory, plan: Plan) -> Iterator[Fault]:
    had = {one.id for one in original.programs}
    part = directory.of_specialties(plan.applicant.specialties)
    for one in edited.programs:
        if one.id not in had and one.id not in part.index_by_id:
            yield unknown_program(one.id, part, f"{edited.file} {one.line}: id", "Correct it, or remove the row")


def _is_locked(one: KeptProgram) -> bool:
    return one.locked if isinstance(one.locked, bool) else one.locked in _YES


def _edits(before: Sequence[KeptProgram], after: Sequence[KeptProgram], carried: tuple[str, ...]) -> ListEdits:
    was, now = {one.id: one for one in before}, {one.id: one for one in after}
    both = [one for one in now if one in was]
    added = [one for one in now if one not in was]
    signals = {one: now[one].signal for one in both if now[one].signal != was[one].signal}
    signals |= {one: now[one].signal for one in added if now[one].signal != NO_SIGNAL}
    tiers = {one: now[one].tier for one in both if now[one].tier not in ("", was[one].tier)}
    tiers |= {one: now[one].tier for one in added if now[one].tier}
    return ListEdits(
        added=tuple(added),
        removed=tuple(one for one in was if one not in now),
        locked=tuple(one for one in both if _is_locked(now[one]) and not _is_locked(was[one])),
        unlocked=tuple(one for one in both if _is_locked(was[one]) and not _is_locked(now[one])),
        signals=signals,
        tiers=tiers,
        carried=carried,
    )


def _with_decisions_of(plan: Plan, before: Plan) -> tuple[Plan, tuple[str, ...]]:
    """The plan with the decisions of the plan that a list was built from, and the keys that this adds to."""
    united: dict[str, object] = {
        "locks.apply": _union(plan.locks.apply, before.locks.apply),
        "locks.never": _union(plan.locks.never, before.locks.never),
        "locks.signal": {**before.locks.signal, **plan.locks.signal},
        "signals.never": _union(plan.signals.never, before.signals.never),
        "tiers": {**before.tiers, **plan.tiers},
    }
    had = {
        "locks.apply": plan.locks.apply,
        "locks.never": plan.locks.never,
        "locks.signal": plan.locks.signal,
        "signals.never": plan.signals.never,
        "tiers": plan.tiers,
    }
    new = {key: value for key, value in united.items() if value != had[key]}
    return (changed_plan(plan, new), tuple(new)) if new else (plan, ())


def _union(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _applied(plan: Plan, edits: ListEdits) -> Plan:
    """The plan with the edits as locks, signals and tiers."""
    removed, unlocked = {*edits.removed}, {*edits.unlocked}
    here = {*edits.added, *edits.locked}
    signal = {one: kind for one, kind in plan.locks.signal.items() if one not in {*removed, *unlocked, *edits.signals}}
    signal |= {one: kind for one, kind in edits.signals.items() if kind != NO_SIGNAL}  # type: ignore[misc]
    unsignalled = [one for one, kind in edits.signals.items() if kind == NO_SIGNAL]
    left_unsignalled = [one for one in plan.signals.never if edits.signals.get(one, NO_SIGNAL) == NO_SIGNAL]
    changes: dict[str, object] = {
        "locks.apply": _union([one for one in plan.locks.apply if one not in removed | unlocked], sorted(here)),
        "locks.never": _union([one for one in plan.locks.never if one not in here], edits.removed),
        "locks.signal": signal,
        "signals.never": _union(left_unsignalled, unsignalled),
        "tiers": {**plan.tiers, **edits.tiers},
    }
    return changed_plan(plan, changes)
