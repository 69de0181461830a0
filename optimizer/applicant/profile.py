"""The applicant: what programs see of a person, as far as the estimate uses it. None always means "not said"."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from optimizer.vocabulary import (
    APPLICANT_TYPES,
    CITIZENSHIP_NAMES,
    CITIZENSHIPS,
    HOME_KINDS,
    INTERNATIONAL_TYPES,
    NEEDING_NO_VISA,
    NO_VISA,
    TIE_KINDS,
    US_SCHOOL_TYPES,
    VISAS,
    ApplicantType,
    Citizenship,
    TieKind,
    Visa,
    person_meant,
    specialty_meant,
)

NO_STATE = "none"
"""Home state of those who live outside the United States."""

PLACE_FIELDS = ("program", "institution", "city", "metro", "state", "division")
MOST_PREFERRED_DIVISIONS = 3
"""ERAS takes up to three (AAMC, MyERAS user guide, biographical information)."""


_HIGHEST_STEP2, _HIGHEST_COMLEX2 = 300, 999


def _no_comlex(value: object) -> object:
    """A Step 2 CK score; one of the size of COMLEX scores is asked about, and never taken for either."""
    if isinstance(value, int) and _HIGHEST_STEP2 < value <= _HIGHEST_COMLEX2:
        raise ValueError(
            "no Step 2 CK score is so high; by its size it is a COMLEX-USA Level 2 CE score: if it is one, give it as "
            "comlex2"
        )
    return value


class Tie(BaseModel):
    """Something that binds the applicant to one place; exactly one of the place fields is given."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", strict=True)

    kind: TieKind = Field(description=", ".join(TIE_KINDS))
    program: str | None = Field(None, min_length=1, description="id of a program of the directory")
    institution: str | None = Field(None, min_length=1, description="an institution as the directory names it")
    city: str | None = Field(None, min_length=1, description='a city with its state, such as "Los Angeles, CA"')
    metro: str | None = Field(None, min_length=1, description='a metropolitan area, such as "Los Angeles"')
    state: str | None = Field(None, min_length=2, description='a state, such as "CA"')
    division: str | None = Field(None, min_length=1, description="a Census division, such as Pacific")
    note: str = Field("", description="free text, for the applicant's own eyes")

    @model_validator(mode="after")
    def _names_one_place(self) -> Self:
        given = [field for field in PLACE_FIELDS if getattr(self, field) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise ValueError(f"a tie names exactly one of {', '.join(PLACE_FIELDS)}; it names {found}")
        return self

    @property
    def scope(self) -> str:
        """Which place field is given."""
        return next(field for field in PLACE_FIELDS if getattr(self, field) is not None)

    @property
    def place(self) -> str:
        """The place that the tie names, as the user wrote it."""
        return str(getattr(self, self.scope))


class Applicant(BaseModel):
    """A person who applies to residency.

    Parameters
    ----------
    type : {"us-md", "us-do", "us-img", "non-us-img"}
    specialties : tuple of str
        One or more specialties to apply in.
    step2 : int or None
        USMLE Step 2 CK, three-digit score.
    step2_taken : bool or None
        False where Step 2 CK was not and will not be taken, which is an answer, unlike None.
    comlex2 : int or None
        COMLEX-USA Level 2 CE, of osteopathic students.
    graduation_year : int or None
        Year of graduation from medical school, past or expected.
    us_clinical_months : float or None
        Months of hands-on clinical experience in the United States; counts for international graduates only.
    failed_attempts : int or None
        Failed attempts at USMLE or COMLEX examinations, all steps together.
    citizenship : {"us-citizen", "permanent-resident", "other"} or None
        Of the United States: apart from where one studied, and from the type, by which published rates count.
    visa : {"none", "j1", "h1b", "either"} or None
        The visa that a program has to sponsor; "none" where no visa is needed. Citizens and permanent residents need
        none, whether they say so or not: `visa_need`.
    step3_passed : bool or None
        USMLE Step 3, which an H-1B needs.
    applied_before : bool or None
        Whether one has been in a match before.
    canadian_school : bool
        Whether the medical school lies in Canada, whose graduates the NRMP counts apart.
    military_service : bool
        Whether the applicant serves in, or is bound to, the US armed forces; their programs take nobody else.
    home_state : str or None
        State of the permanent address, two letters; "none" outside the United States.
    preferred_divisions : tuple of str or None
        Geographic preference as stated in the application, at most three Census divisions; empty for "no
        preference"; None where it is still open.
    ties : tuple of Tie
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", strict=True)

    type: Annotated[ApplicantType, BeforeValidator(partial(person_meant, "type"))] = Field(
        description=", ".join(APPLICANT_TYPES)
    )
    specialties: tuple[Annotated[str, Field(min_length=1), AfterValidator(specialty_meant)], ...] = Field(
        min_length=1, description="one or more specialties, such as internal-medicine"
    )
    step2: Annotated[int | None, BeforeValidator(_no_comlex)] = Field(
        None, ge=100, le=300, description="a whole number from 100 to 300"
    )
    step2_taken: bool | None = Field(None, description="true or false; false where no Step 2 CK will be taken")
    comlex2: int | None = Field(None, ge=9, le=999, description="a whole number from 9 to 999")
    graduation_year: int | None = Field(None, ge=1950, le=2100, description="a year in four digits")
    us_clinical_months: float | None = Field(None, ge=0, le=240, description="months from 0 to 240")
    failed_attempts: int | None = Field(None, ge=0, le=20, description="a whole number from 0 to 20")
    citizenship: Annotated[Citizenship | None, BeforeValidator(partial(person_meant, "citizenship"))] = Field(
        None, description=", ".join(CITIZENSHIPS)
    )
    visa: Annotated[Visa | None, BeforeValidator(partial(person_meant, "visa"))] = Field(
        None, description=", ".join(VISAS)
    )
    step3_passed: bool | None = Field(None, description="true or false")
    applied_before: bool | None = Field(None, description="true or false")
    canadian_school: bool = Field(False, description="true or false")
    military_service: bool = Field(False, description="true or false")
    home_state: str | None = Field(None, description='a state, such as "CA"; "none" outside the United States')
    preferred_divisions: tuple[str, ...] | None = Field(
        None,
        max_length=MOST_PREFERRED_DIVISIONS,
        description="up to three Census divisions, [] for no preference",
    )
    ties: tuple[Tie, ...] = Field((), description="a list of ties, each with a kind and one place")

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> Self:
        named = {"specialty": self.specialties, "preferred division": self.preferred_divisions or ()}
        twice = [f"a {kind} stands twice" for kind, names in named.items() if len(set(names)) != len(names)]
        if twice:
            raise ValueError("; ".join(twice))
        return self

    @model_validator(mode="after")
    def _examinations_agree(self) -> Self:
        if self.step2_taken is False and self.step2 is not None:
            raise ValueError(f"step2 is {self.step2}, though step2_taken says that none was taken; remove one of both")
        if self.comlex2 is not None and self.type != "us-do":
            raise ValueError("comlex2 is a score of osteopathic students, us-do; remove it, or correct the type")
        return self

    @model_validator(mode="after")
    def _citizenship_agrees(self) -> Self:
        if self.citizenship in NEEDING_NO_VISA and self.visa not in (None, NO_VISA):
            raise ValueError(
                f"a {CITIZENSHIP_NAMES[str(self.citizenship)]} needs no visa, and visa is {self.visa}; correct one of "
                "both"
            )
        if self.type == "us-img" and self.citizenship in ("permanent-resident", "other"):
            raise ValueError(
                "us-img counts citizens of the United States, and citizenship is "
                f"{CITIZENSHIP_NAMES[str(self.citizenship)]}; the type of others from schools abroad is non-us-img, "
                'with visa = "none" for permanent residents'
            )
        if self.type == "non-us-img" and self.citizenship == "us-citizen":
            raise ValueError(
                "non-us-img counts those who aren't citizens of the United States, and citizenship is US citizen; the "
                "type of citizens from schools abroad is us-img"
            )
        return self

    @property
    def visa_need(self) -> Visa | None:
        """The visa that a program has to sponsor, as said or as the citizenship says it; None where neither does."""
        if self.visa is None and self.citizenship in NEEDING_NO_VISA:
            return NO_VISA
        return self.visa

    @property
    def has_step2(self) -> bool | None:
        """Whether there is a Step 2 CK score; None where that isn't said."""
        return True if self.step2 is not None else self.step2_taken

    @property
    def unknowns(self) -> tuple[str, ...]:
        """Names of the answers that the applicant has not given; "school" is a tie to it, or to its own program.

        Rates by state of school are known for schools in the United States only.
        """
        asked = ["step2", "graduation_year", "failed_attempts"]
        if self.type in INTERNATIONAL_TYPES:
            asked.append("us_clinical_months")
        if self.type == "non-us-img":
            asked.append("visa")
        asked.append("home_state")
        told = {name for name in asked if getattr(self, name) is not None}
        if self.visa_need is not None:
            told.add("visa")
        if self.step2_taken is False or self.comlex2 is not None:
            told.add("step2")
        if self.type in US_SCHOOL_TYPES:
            asked.append("school")
        if any(tie.kind in HOME_KINDS for tie in self.ties):
            told.add("school")
        return tuple(name for name in asked if name not in told)


_ANSWERS = {
    "school": "medical school (as a tie to its place)",
    "step2": "Step 2 CK",
    "us_clinical_months": "US clinical months",
}


def answers_words(names: Iterable[str]) -> str:
    """Answers of an applicant, or what could be one, as people call them: "Step 2 CK, failed attempts"."""
    return ", ".join(_ANSWERS.get(name, name.replace("_", " ")) for name in names)
