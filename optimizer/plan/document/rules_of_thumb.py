"""Presets: published rules of thumb as shapes of a list, each with its grade and where it comes from."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.plan.document.conditions import Conditions
from optimizer.plan.document.part import Part, Priority
from optimizer.plan.document.plan_file import with_tuples
from optimizer.plan.document.request import Plan, Quota, Quotas, Region
from optimizer.vocabulary import Grade, SettingOrUnknown, Tier

Need = Literal["visa", "home", "ties", "two-specialties"]
NEED_WORDS = {
    "visa": "an applicant who needs a visa (applicant.visa = j1, h1b or either)",
    "home": "a home state (applicant.home_state), or a tie of family, partner, childhood or school that names a place",
    "ties": "at least one tie (applicant.ties)",
    "two-specialties": "two specialties or more (applicant.specialties)",
}


class Rule(Part):
    """Where a preset comes from.

    Parameters
    ----------
    grade : {"A", "B", "C"}
        As in the evidence table; C is a practitioners' figure that nobody has measured.
    source : str
        In words.
    published, reading : str
        What the source says, and what matchlist added to make a list of it.
    """

    grade: Grade = Field(description="A, B or C")
    source: str = Field(min_length=1, description="text")
    published: str = Field(min_length=1, description="text")
    reading: str = Field("", description="text")


class Shape(Part):
    """The numbers of a preset: quotas as in a plan, and those of the first and of each other specialty."""

    applications: Quota = Quota()
    tier: dict[Tier, Quota] = Field({})
    region: dict[str, Quota] = Field({})
    setting: dict[SettingOrUnknown, Quota] = Field({})
    first_specialty: Quota = Quota()
    other_specialty: Quota = Quota()
    opened_regions: Quota = Quota()
    per_opened_region: Quota = Quota()
    specialties_per_institution: int | None = None


class Preset(Part):
    """A rule of thumb that fills in what a plan leaves open.

    Parameters
    ----------
    slug : str
        Its name in a plan and on the command line.
    title, summary, suits : str
        What it is called, what it does, and whom it is for.
    rule : Rule
    needs : tuple of {"visa", "home", "ties", "two-specialties"}
        What a plan has to say for the preset to make sense.
    places : {"plan", "own", "home", "ties"}
        Whose regions: the plan's, the preset's own, the home state, or where the ties are.
    regions : tuple of Region
        With the places "own".
    shape : Shape
    conditions : Conditions
        Added to those of the plan.
    intent : {"parallel", "backup"} or None
        Of an application in several specialties.
    elsewhere_priority : float or None
    strong_signals_in_first : int or None
        To how many regions, the most wanted first, the strongest signals (gold, or single) are confined.
    """

    slug: str
    title: str = Field(min_length=1)
    summary: str = Field(min_length=1)
    suits: str = Field(min_length=1)
    rule: Rule
    needs: tuple[Need, ...] = ()
    places: Literal["plan", "own", "home", "ties"]
    regions: tuple[Region, ...] = ()
    shape: Shape
    conditions: Conditions = Conditions()
    intent: Literal["parallel", "backup"] | None = None
    elsewhere_priority: Priority | None = None
    strong_signals_in_first: int | None = Field(None, ge=1)

    @property
    def needed(self) -> tuple[str, ...]:
        """What a plan has to say for it, in words."""
        return tuple(NEED_WORDS[need] for need in self.needs)

    @property
    def label(self) -> str:
        """What it is, in words that nobody takes for a fact."""
        return f"published rule of thumb, grade {self.rule.grade}"


@dataclass(frozen=True, slots=True)
class Shaped:
    """A plan in the shape of a preset.

    Attributes
    ----------
    plan : Plan
        With the preset's regions, conditions and numbers; its own key `preset` is empty.
    free : Plan
        The same wishes without the preset's numbers: what the price is measured against.
    preset : Preset
    asked : Quotas
        The preset's numbers under the names of the plan, before anything is adjusted.
    notices : tuple of str
    """

    plan: Plan
    free: Plan
    preset: Preset
    asked: Quotas
    notices: tuple[str, ...]


def all_presets() -> tuple[Preset, ...]:
    """All presets that come with matchlist, in alphabetical order of their slugs."""
    return tuple(read_preset(path) for path in sorted(_folder().glob("*.toml")))


def preset(slug: str, where: str = "preset") -> Preset:
    """One preset; `where` names the slug in messages.

    Raises
    ------
    BadInput
        There is none of this name; the fault says which there are.
    """
    path = _folder() / f"{slug}.toml"
    names = [known.stem for known in sorted(_folder().glob("*.toml"))]
    if slug not in names:
        raise BadInput(Fault("no such preset", where, slug, ", ".join(names), "Choose one of them"))
    return read_preset(path)


@cache
def read_preset(path: Path) -> Preset:
    """Read a preset's file.

    Raises
    ------
    BadInput
        With every fault of the file, each with its key.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return Preset.model_validate(with_tuples({"slug": path.stem} | content))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(Fault("the preset can't be read", path.name, str(error), "TOML", "Restore the file")) from None
    except ValidationError as error:
        raise BadInput(validation_faults(error, Preset, path.name)) from None


def _folder() -> Path:
    return data_folder() / "presets"
