"""Where a plan comes from: the shipped examples, a file that the user opens, or a blank sheet."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from optimizer.applicant import Applicant
from optimizer.data_folder import data_folder
from optimizer.plan import Plan, changed_plan, plan_of_upload, read_plan

_FIRST_FLEXIBILITY = 0.3
"""Of a plan of one's own: low enough for a wanted region to be on the list where it can."""
PROGRAMS_FILE = "programs.csv"
"""What the user's programs are called beside a saved plan."""
EXAMPLES = {
    "general-surgery-senior": "US senior",
    "los-angeles-img": "International graduate",
    "los-angeles-psychiatry": "Graduate with ties",
    "couple": "Couple",
}
"""The example plans by name, each with the two or three words it is chosen by; the first is what a visitor sees."""


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan as it was opened.

    Parameters
    ----------
    key : str
        The same for the same content.
    label : str
        What the user chooses it by.
    plan : Plan
    is_example : bool
        Whether the person in it is made up.
    short : str
        The few words that an example is chosen by; empty for the user's own.
    """

    key: str
    label: str
    plan: Plan
    is_example: bool
    short: str = ""


def open_example(name: str, season: int) -> OpenPlan:
    """One of the shipped examples, in a season."""
    folder = data_folder() / "examples"
    plan = changed_plan(read_plan(folder / f"{name}.toml"), {"season": season})
    if plan.couple is not None and not isinstance(plan.couple.partner, Plan):
        partner = changed_plan(read_plan(Path(plan.couple.partner)), {"season": season})
        plan = changed_plan(plan, {"couple.partner": partner})
    return OpenPlan(
        key=f"example-{name}", label=f"Example: {plan.title}", plan=plan, is_example=True, short=EXAMPLES[name]
    )


def open_upload(name: str, content: bytes) -> OpenPlan:
    """A plan file that came through the browser.

    Raises
    ------
    BadInput
        The file is no plan, or rests on a file of own figures.
    """
    uploaded = plan_of_upload(content, name)
    # That it was made with files is kept, and is said; which they were would mean this machine's.
    files = {"programs": (PROGRAMS_FILE,)} if uploaded.named_programs else {}
    plan = uploaded.plan.model_copy(update=files)
    digest = hashlib.sha256(content).hexdigest()[:16]
    return OpenPlan(key=f"file-{digest}", label=f"{name}: {plan.title}", plan=plan, is_example=False)


def blank_plan(like: Plan, others: Collection[str]) -> OpenPlan:
    """A plan of the user's own about which nothing is said yet, but for the type and the specialties of another.

    Parameters
    ----------
    like : Plan
        The other one.
    others : collection of str
        Keys that are taken.
    """
    applicant = Applicant(type=like.applicant.type, specialties=like.applicant.specialties)
    number = next(number for number in count(1) if f"own-{number}" not in others)
    title = "My list" if number == 1 else f"My list {number}"
    plan = Plan(title=title, applicant=applicant, flexibility=_FIRST_FLEXIBILITY)
    return OpenPlan(f"own-{number}", title, plan, is_example=False)
