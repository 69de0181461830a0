"""One residency program: its facts, each of them possibly unknown, with all that there is to say of each."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from optimizer.directory.fact import Fact, facts_in
from optimizer.directory.geography import division_of, state_named
from optimizer.vocabulary import (
    PRELIMINARY,
    RESEARCH_INTENSITIES,
    SETTINGS,
    ResearchIntensity,
    Setting,
    load_vocabulary,
    track_letters,
    visas_meant,
)


def _blank_is_unknown(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _known_state(value: object) -> object:
    found = state_named(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("no such state")
    return found.code


def _share(value: object) -> object:
    """A share; spreadsheets write 0.12 as 12% where somebody has chosen so."""
    found = _PERCENTAGE.fullmatch(value.strip()) if isinstance(value, str) else None
    return float(Decimal(found[1]) / 100) if found else _blank_is_unknown(value)


_PERCENTAGE = re.compile(r"(100(?:\.0{1,15})?|[0-9]{1,2}(?:\.[0-9]{1,15})?) ?%")
Rate = Annotated[
    Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None,
    BeforeValidator(_share),
    Field(description="a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
]
Policy = Annotated[
    bool | None, BeforeValidator(_blank_is_unknown), Field(description="yes or no, or nothing where unknown")
]
Text = Annotated[str, Field(min_length=1, description="text")]

_ACGME_ID = re.compile(r"([0-9]{9,10})(?:\.0)?")
_NRMP_CODE = re.compile(r"[0-9]{7}[CPAMRFD][0-9]{1,3}")


def known_acgme_id(text: str) -> str:
    """Return a program's ten-digit ACGME id; a spreadsheet that takes it for a number drops a leading zero.

    Raises
    ------
    ValueError
        The text is no such id.
    """
    found = _ACGME_ID.fullmatch(text.replace("-", "").replace(" ", ""))
    if found is None:
        raise ValueError("not an ACGME id")
    return found[1].zfill(10)


def known_nrmp_codes(text: str) -> str:
    """Return NRMP codes in capitals, sorted and separated by blanks: one code for each track of a program.

    Raises
    ------
    ValueError
        A part of the text is no such code.
    """
    codes = text.upper().replace(",", " ").replace(";", " ").split()
    if not codes or not all(_NRMP_CODE.fullmatch(code) for code in codes):
        raise ValueError("not an NRMP code")
    return " ".join(sorted(set(codes)))


def _acgme_id(value: object) -> object:
    return known_acgme_id(str(value)) if _blank_is_unknown(value) is not None else None


def _nrmp_codes(value: object) -> object:
    return known_nrmp_codes(str(value)) if _blank_is_unknown(value) is not None else None


def says_first_year_only(name: str, nrmp_code: str | None) -> bool:
    """Whether a program's name ends in "Preliminary", and its NRMP codes, if known, are of one-year positions alone."""
    named = "prelim" in name.casefold() and "preliminary" in load_vocabulary().tracks_at_end(name)[1]
    return named and track_letters(nrmp_code) <= {PRELIMINARY}


class Program(BaseModel):
    """A residency program as the directory knows it; None is unknown, never no and never zero.

    Parameters
    ----------
    id : str
        Stable key, unique in a directory.
    name, institution : str
        The program's usual name, and the institution behind it.
    specialty : str
        Slug, such as internal-medicine.
    city, state : str
        City, and two-letter postal code.
    setting : {"university", "university-affiliated", "community", "military"} or None
    research_intensity : {"top-25", "26-60", "other"} or None
        By research funding of its medical school.
    sponsors_j1, sponsors_h1b : bool or None
        Whether the program sponsors that visa.
    accepts_comlex_alone : bool or None
        Whether the program considers osteopathic students with COMLEX-USA scores and no USMLE score.
    interview_rate_us_md, interview_rate_us_do, interview_rate_us_img, interview_rate_non_us_img : float or None
        Share of that group's applications that the program interviews, in [0, 1].
    interview_rate_in_state, interview_rate_out_of_state : float or None
        The same of applicants whose medical school is in the program's state, and of the others.
    interview_rate_gold, interview_rate_silver, interview_rate_single, interview_rate_no_signal : float or None
        The same of applications with that signal ("single" where a specialty has one kind), and without any.
    interview_rate_all : float or None
        The same of all applications.
    img_share : float or None
        Share of the residents who are international graduates, in [0, 1].
    step2_minimum : int or None
        Lowest Step 2 CK score that the program considers.
    step2_middle_low, step2_middle_high : int or None
        Ends of the middle 80 in 100 of the Step 2 CK scores of those who matched there.
    years_since_graduation_maximum : int or None
        How many years ago, at the match, an applicant may have graduated.
    failed_attempts_maximum : int or None
        How many failed attempts at USMLE or COMLEX examinations the program accepts, all steps together.
    us_clinical_months_minimum : float or None
        Months of clinical experience in the United States that the program asks international graduates for.
    first_year_positions : int or None
        Positions a year that start in the first year.
    acgme_id : str or None
        Ten digits, of which the first three are the specialty.
    nrmp_code : str or None
        One code for each track of the program, separated by blanks.
    sources : str or None
        Where each fact comes from, as `optimizer.directory.importing.read_sources` reads it; None where it isn't kept.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Text
    name: Text
    institution: Text
    specialty: Annotated[str, Field(min_length=1, description="a specialty, such as internal-medicine")]
    city: Text
    state: Annotated[str, BeforeValidator(_known_state), Field(description="a two-letter state code")]
    setting: Annotated[
        Setting | None,
        BeforeValidator(_blank_is_unknown),
        Field(description=f"{', '.join(SETTINGS)}, or nothing where unknown"),
        Fact("setting", headers=("type", "program type", "hospital type", "setting"), counted_as="setting"),
    ] = None
    research_intensity: Annotated[
        ResearchIntensity | None,
        BeforeValidator(_blank_is_unknown),
        Field(description=f"{', '.join(RESEARCH_INTENSITIES)}, or nothing where unknown"),
        Fact("research intensity", counted_as="research intensity"),
    ] = None
    sponsors_j1: Annotated[
        Policy,
        Fact(
            "J-1 visa policy",
            headers=("j1", "sponsors j1", "j1 sponsored", "j1 visa"),
            counted_as="J-1 visa policy",
        ),
    ] = None
    sponsors_h1b: Annotated[
        Policy,
        Fact(
            "H-1B visa policy",
            headers=("h1b", "h1", "sponsors h1b", "h1b sponsored", "h1b visa"),
            counted_as="H-1B visa policy",
        ),
    ] = None
    accepts_comlex_alone: Annotated[
        Policy,
        Fact(
            "COMLEX without USMLE",
            headers=(
                "accepts comlex",
                "comlex accepted",
                "comlex alone",
                "comlex only",
                "comlex only accepted",
                "accepts comlex only",
                "accepts comlex alone",
                "comlex without usmle",
            ),
        ),
    ] = None
    interview_rate_us_md: Annotated[
        Rate,
        Fact(
            "interview rate US MD",
            headers=("md interview rate", "us md interview rate"),
            counted_as="an interview rate",
        ),
    ] = None
    interview_rate_us_do: Annotated[
        Rate,
        Fact(
            "interview rate US DO",
            headers=("do interview rate", "us do interview rate"),
            counted_as="an interview rate",
        ),
    ] = None
    interview_rate_us_img: Annotated[
        Rate,
        Fact("interview rate US IMG", headers=("us img interview rate", "us img rate"), counted_as="an interview rate"),
    ] = None
    interview_rate_non_us_img: Annotated[
        Rate,
        Fact(
            "interview rate non-US IMG",
            headers=("non-us img interview rate", "non us img rate", "fmg interview rate"),
            counted_as="an interview rate",
        ),
    ] = None
    interview_rate_in_state: Annotated[Rate, Fact("interview rate in state", counted_as="an interview rate")] = None
    interview_rate_out_of_state: Annotated[
        Rate, Fact("interview rate out of state", counted_as="an interview rate")
    ] = None
    interview_rate_gold: Annotated[Rate, Fact("interview rate with a gold signal", counted_as="an interview rate")] = (
        None
    )
    interview_rate_silver: Annotated[
        Rate, Fact("interview rate with a silver signal", counted_as="an interview rate")
    ] = None
    interview_rate_single: Annotated[Rate, Fact("interview rate with a signal", counted_as="an interview rate")] = None
    interview_rate_no_signal: Annotated[
        Rate, Fact("interview rate without a signal", counted_as="an interview rate")
    ] = None
    interview_rate_all: Annotated[
        Rate,
        Fact(
            "interview rate of all applications",
            headers=("interview rate", "invite rate", "% interviewed"),
            counted_as="an interview rate",
        ),
    ] = None
    img_share: Annotated[
        Rate,
        Fact(
            "share of IMGs among residents",
            headers=("img %", "% img", "img percent", "percent img", "imgs"),
            counted_as="share of IMGs among residents",
        ),
    ] = None
    step2_minimum: Annotated[
        Annotated[int, Field(ge=100, le=300)] | None,
        BeforeValidator(_blank_is_unknown),
        Field(description="a whole number from 100 to 300, or nothing where unknown"),
        Fact(
            "lowest Step 2 CK",
            headers=("step 2 minimum", "min step 2", "step 2 cutoff", "minimum step 2 ck", "step 2 ck cutoff"),
            lookup="its lowest Step 2 CK",
            counted_as="lowest Step 2 CK",
            no_bound=("no_minimum",),
        ),
    ] = None
    step2_middle_low: Annotated[
        Annotated[int, Field(ge=100, le=300)] | None,
        BeforeValidator(_blank_is_unknown),
        Field(description="a whole number from 100 to 300, or nothing where unknown"),
        Fact("lower end of the middle 80 in 100 of Step 2 CK"),
    ] = None
    step2_middle_high: Annotated[
        Annotated[int, Field(ge=100, le=300)] | None,
        BeforeValidator(_blank_is_unknown),
        Field(description="a whole number from 100 to 300, or nothing where unknown"),
        Fact("upper end of the middle 80 in 100 of Step 2 CK"),
    ] = None
    years_since_graduation_maximum: Annotated[
        Annotated[int, Field(ge=0, le=60)] | None,
        BeforeValidator(_blank_is_unknown),
        Field(description="a whole number of years from 0 to 60, or nothing where unknown"),
        Fact(
            "limit on years since graduation (YOG)",
            headers=("max years since graduation", "yog cutoff", "years since graduation", "yog limit"),
            lookup="how long ago one may have graduated",
            no_bound=("no_minimum", "no_maximum"),
            unit="years",
        ),
    ] = None
    failed_attempts_maximum: Annotated[
        Annotated[int, Field(ge=0, le=20)] | None,
        BeforeValidator(_blank_is_unknown),
        Field(description="a whole number from 0 to 20, or nothing where unknown"),
        Fact(
            "policy on failed attempts",
            headers=("max attempts", "attempts allowed", "failed attempts accepted", "attempt limit"),
            lookup="whether it accepts failed attempts",
            no_bound=("no_maximum",),
        ),
    ] = None
    us_clinical_months_minimum: Annotated[
        Annotated[float, Field(ge=0, le=240, allow_inf_nan=False)] | None,
        BeforeValidator(_blank_is_unknown),
        Field(description="months from 0 to 240, or nothing where unknown"),
        Fact(
            "US clinical experience asked for",
            headers=("usce months", "us clinical experience", "usce required", "min usce months"),
            lookup="which US clinical experience it asks for",
            zero="not_required",
            unit="months",
        ),
    ] = None
    first_year_positions: Annotated[
        Annotated[int, Field(ge=0, le=500)] | None,
        BeforeValidator(_blank_is_unknown),
        Field(description="a whole number from 0 to 500, or nothing where unknown"),
        Fact("first-year positions", headers=("positions", "spots", "seats", "quota", "class size", "pgy1 positions")),
    ] = None
    acgme_id: Annotated[
        str | None,
        BeforeValidator(_acgme_id),
        Field(description="ten digits, or nothing where unknown"),
        Fact("ACGME id", headers=("acgme", "acgme code", "acgme number", "acgme id")),
    ] = None
    nrmp_code: Annotated[
        str | None,
        BeforeValidator(_nrmp_codes),
        Field(description="such as 1234140C0, or nothing where unknown"),
        Fact("NRMP code", headers=("nrmp", "nrmp id", "nrmp number", "nrmp program code")),
    ] = None
    sources: Annotated[
        str | None, BeforeValidator(_blank_is_unknown), Field(description="as matchlist import writes it, or nothing")
    ] = None

    @property
    def is_first_year_only(self) -> bool:
        """Whether its name says that its positions are for one year, and no code says otherwise.

        Such positions are no training in the specialty: they serve as the first year of an advanced position.
        """
        return says_first_year_only(self.name, self.nrmp_code)

    @property
    def division(self) -> str:
        """Census division, or "Puerto Rico"."""
        return division_of(self.state)

    def interview_rate(self, applicant_type: str) -> float | None:
        """The program's own interview rate for a group of applicants; None where unknown."""
        rate: float | None = getattr(self, f"interview_rate_{applicant_type.replace('-', '_')}")
        return rate

    def visa_policies(self, asked: str) -> tuple[bool | None, ...]:
        """Whether the program sponsors the visa asked for, or each of those of which either will do; None: unknown."""
        return tuple(getattr(self, f"sponsors_{kind}") for kind in visas_meant(asked))


TOLD: Mapping[str, Fact] = facts_in(Program)
"""What there is to say of each fact, by field."""
FACTS = tuple(TOLD)
"""Fields that may be unknown."""
RATES = tuple(name for name in FACTS if name.startswith("interview_rate_") or name == "img_share")
"""Fields that hold a share from 0 to 1."""
REQUIRED_COLUMNS = ("id", "name", "institution", "specialty", "city", "state")
COLUMNS = tuple(Program.model_fields)
