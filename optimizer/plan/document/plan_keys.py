"""A plan's values by key, which keys differ between two plans, and one plan with single keys of another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from optimizer.errors import BadInput, Fault
from optimizer.plan.document.plan_file import plan_from_content
from optimizer.plan.document.request import Plan

Path = tuple[str, ...]
_REGIONS, _NAME = "regions", "name"
_NO_CHANGE_OF_LISTS = frozenset({"title", "gap"})
"""Keys that change what a list is called or how long it is looked for, not which list is best."""


class Absent:
    """Stands for a key that a plan doesn't have."""


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Difference:
    """One key at which two plans differ; a plan that doesn't have the key has `ABSENT` there."""

    path: Path
    before: object
    after: object

    @property
    def key(self) -> str:
        """The key as a person would write it: ``quotas.tier.reach.minimum``, ``regions.West.priority``."""
        return ".".join(self.path)

    @property
    def changes_lists(self) -> bool:
        """Whether another list may be best for it."""
        return self.path[0] not in _NO_CHANGE_OF_LISTS


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """Keys at which two plans differ, in the order of the plan; regions by name, lists as wholes."""
    return tuple(_differences((), _by_key(before), _by_key(after)))


def with_difference(plan: Plan, difference: Difference) -> Plan:
    """The plan `before` with one key as in the plan `after`.

    Raises
    ------
    BadInput
        The other keys don't go with it: a quota of a region that the plan doesn't have, say, or a season before the
        applicant graduates, in whose place a plan has that of the graduation.
    """
    values = plan.left_open(_by_key(plan))
    *tables, last = difference.path
    inner = values
    for table in tables:
        # Both plans have the tables on the way, else the difference would be the table.
        inner = inner[table]
    if isinstance(difference.after, Absent):
        inner.pop(last, None)
    else:
        inner[last] = difference.after
    values[_REGIONS] = [{_NAME: name, **region} for name, region in values[_REGIONS].items()]
    made = plan_from_content(values, "plan")
    if difference.path == ("season",) and made.season != difference.after:
        what, allowed = "the applicant graduates later", f"{made.season} or later"
        raise BadInput(Fault(what, "season", difference.after, allowed, "Change the graduation year with it"))
    return made


def _by_key(plan: Plan) -> dict[str, Any]:
    values = plan.model_dump(mode="json", by_alias=True, exclude_none=True)
    values[_REGIONS] = {region.pop(_NAME): region for region in values[_REGIONS]}
    return values


def _differences(path: Path, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ABSENT), after.get(name, ABSENT)
        if isinstance(was, dict) and isinstance(now, dict):
            yield from _differences((*path, name), was, now)
            if path == () and name == _REGIONS and _order(was, now) != _order(now, was):
                # A program belongs to the first region that has it.
                yield Difference((_REGIONS,), was, {each: was[each] for each in (*_order(now, was), *was)})
        elif was != now:
            yield Difference((*path, name), was, now)


def _order(regions: Mapping[str, object], others: Mapping[str, object]) -> list[str]:
    return [name for name in regions if name in others]
