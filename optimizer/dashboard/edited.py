"""A plan that is being edited, with its steps back and its versions; and as text, to be kept."""

import json
from dataclasses import dataclass, replace

from optimizer.dashboard.opening import OpenPlan
from optimizer.errors import BadInput, Fault
from optimizer.plan import Plan, parse_plan, plan_text

_STEPS_BACK = 60
_MOST_VERSIONS = 40
_WHERE = "a kept plan"


@dataclass(frozen=True, slots=True)
class NamedVersion:
    """A plan as it was at some moment, under a name of the user's.

    Parameters
    ----------
    name : str
    text : str
        The plan as its file has it.
    """

    name: str
    text: str

    @property
    def plan(self) -> Plan:
        """The plan. Raises BadInput where it can't be used any more."""
        return parse_plan(self.text, _WHERE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that is being edited.

    Parameters
    ----------
    opened : OpenPlan
        As it was opened.
    plan : Plan
        As it is now.
    past : tuple of str
        What it was before each change, as a plan's file has it, the latest last.
    versions : tuple of NamedVersion
        Those that the user has kept, the latest last.
    revision : int
        How often it had been kept when it was read or kept last; 0 where it never was.
    to_ask : tuple of str
        Of a plan of one's own that has just been begun: answers without which there is no list to show, and which
        aren't given yet. What the plan has in their place says nothing of anybody.
    step : int
        Which of the first steps is being asked, from 1; 0 where none is.
    """

    opened: OpenPlan
    plan: Plan
    past: tuple[str, ...] = ()
    versions: tuple[NamedVersion, ...] = ()
    revision: int = 0
    to_ask: tuple[str, ...] = ()
    step: int = 0

    @property
    def is_example(self) -> bool:
        """Whether the person in it is made up: true until the user says something of themselves."""
        return self.opened.is_example and self.plan.applicant == self.opened.plan.applicant

    @property
    def label(self) -> str:
        """What the user chooses it by."""
        return self.opened.label if self.is_example else self.plan.title

    @property
    def before(self) -> Plan | None:
        """The plan before its last change; None where there was none."""
        return parse_plan(self.past[-1], _WHERE) if self.past else None

    def changed(self, plan: Plan) -> "Draft":
        """The draft with another plan, and a step back to the present one."""
        if plan == self.plan:
            return self
        return replace(self, plan=plan, past=(*self.past, plan_text(self.plan))[-_STEPS_BACK:])

    def answered(self, field: str) -> "Draft":
        """The draft with an answer given, whichever it is."""
        return replace(self, to_ask=tuple(other for other in self.to_ask if other != field))

    def undone(self) -> "Draft":
        """The draft before its last change."""
        before = self.before
        return self if before is None else replace(self, plan=before, past=self.past[:-1])

    def with_version(self, name: str, plan: Plan | None = None) -> "Draft":
        """The draft with its plan, or another one, kept under a name; what was kept under it before goes."""
        others = tuple(version for version in self.versions if version.name != name)
        kept = NamedVersion(name, plan_text(plan or self.plan))
        return replace(self, versions=(*others, kept)[-_MOST_VERSIONS:])

    def without_version(self, name: str) -> "Draft":
        """The draft without a version."""
        return replace(self, versions=tuple(version for version in self.versions if version.name != name))


def content_of(draft: Draft) -> str:
    """All of a draft but its key and its revision, as text."""
    return json.dumps(
        {
            "label": draft.opened.label,
            "short": draft.opened.short,
            "example": draft.opened.is_example,
            "opened": plan_text(draft.opened.plan),
            "plan": plan_text(draft.plan),
            "past": draft.past,
            "versions": [(version.name, version.text) for version in draft.versions],
            "to_ask": draft.to_ask,
            "step": draft.step,
        }
    )


def draft_of(key: str, content: str, revision: int) -> Draft:
    """A draft as it was kept.

    Raises
    ------
    BadInput
        It can't be read, or its plan can't be used any more.
    """
    try:
        kept = json.loads(content)
        label, opened, plan = str(kept["label"]), str(kept["opened"]), str(kept["plan"])
        past = tuple(map(str, kept["past"]))
        versions = tuple(NamedVersion(str(name), str(text)) for name, text in kept["versions"])
        short, is_example = str(kept["short"]), bool(kept["example"])
        to_ask, step = tuple(map(str, kept["to_ask"])), int(kept["step"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(Fault("this plan was kept by another version, or is damaged", _WHERE)) from error
    present = parse_plan(plan, _WHERE)
    try:
        first = parse_plan(opened, _WHERE)
    except BadInput:
        first = present
    return Draft(OpenPlan(key, label, first, is_example, short), present, past, versions, revision, to_ask, step)
