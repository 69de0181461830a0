"""A plan that comes through a browser: alone. What it names is the other person's, or this machine's: never opened."""

from dataclasses import dataclass

from optimizer.errors import BadInput, Fault
from optimizer.plan.document.plan_file import plan_from_bytes
from optimizer.plan.document.request import Plan


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A plan that names no file.

    Parameters
    ----------
    plan : Plan
    named_programs : bool
        Whether it was made with files of programs.
    """

    plan: Plan
    named_programs: bool


def plan_of_upload(content: bytes, name: str, *, needs_programs: bool = False) -> Uploaded:
    """The plan in a file that was sent, without any file that it names.

    Every plan that is sent to the dashboard is read here: one's own, one of a class, one to compare with.

    Parameters
    ----------
    content : bytes
    name : str
        Of the file, for messages.
    needs_programs : bool
        Refuse one that was made with files of programs, since those aren't there.

    Raises
    ------
    BadInput
        It is no plan; or it rests on a file of own figures, without which it would be another plan.
    """
    plan = plan_from_bytes(content, name)
    named = {} if plan.evidence_file is None else {"evidence_file": plan.evidence_file}
    if plan.couple is not None and isinstance(plan.couple.partner, str):
        named["couple.partner"] = plan.couple.partner
    if needs_programs and plan.programs:
        named["programs"] = ", ".join(plan.programs)
    if named:
        allowed = "a plan in one file"
        remedies = {
            "evidence_file": "Write the figures into its table [evidence], or leave them out",
            "couple.partner": "Take [couple] out and give both plans on the page Couple",
            "programs": "Bring programs in on the page Data and method",
        }
        raise BadInput(
            Fault("names another file, which a browser doesn't send along", f"{name}: {key}", files, allowed, remedy)
            for key, files in named.items()
            for remedy in (remedies[key],)
        )
    return Uploaded(plan.model_copy(update={"programs": ()}), bool(plan.programs))
