"""Where a plan comes from: the shipped examples, or a file that the user opens."""

import hashlib
from dataclasses import dataclass

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault
from optimizer.plan import Plan, plan_from_bytes, read_plan

EXAMPLES = ("los-angeles-img", "los-angeles-psychiatry")
"""Names of the example plans; the first is what a visitor sees."""


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan as it was opened.

    Parameters
    ----------
    key : str
        The same for the same content: widgets and wishes are kept under it.
    label : str
        What the user chooses it by.
    plan : Plan
    is_example : bool
        Whether the person in it is made up.
    """

    key: str
    label: str
    plan: Plan
    is_example: bool


def open_example(name: str) -> OpenPlan:
    """One of the shipped examples."""
    plan = read_plan(data_folder() / "examples" / f"{name}.toml")
    return OpenPlan(key=f"example-{name}", label=f"Example: {plan.title}", plan=plan, is_example=True)


def open_upload(name: str, content: bytes) -> OpenPlan:
    """A plan file that came through the browser.

    Raises
    ------
    BadInput
        The file is no plan, or names program files, which a browser doesn't send along.
    """
    plan = plan_from_bytes(content, name)
    if plan.programs:
        raise BadInput(
            Fault(
                "program files can't be read from here: a browser sends the plan alone",
                f"{name}: programs",
                ", ".join(plan.programs),
                "a plan without program files",
                "Remove the line, or run `matchlist build` with this plan in a terminal",
            )
        )
    digest = hashlib.sha256(content).hexdigest()[:16]
    return OpenPlan(key=f"file-{digest}", label=f"{name}: {plan.title}", plan=plan, is_example=False)
