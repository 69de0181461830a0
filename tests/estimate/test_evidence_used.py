"""Every figure that the estimate asks for is in the table, and every figure in the table is asked for."""

from itertools import product

import pytest

from optimizer.applicant import APPLICANT_TYPES, TIE_KINDS, VISAS, Tie
from optimizer.errors import BadInput
from optimizer.estimate import estimate, list_range
from optimizer.evidence import Evidence, Unit, load_evidence, load_season
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

NAMES_ASKED_FOR: set[str] = set()
OF_THE_SEASON = (
    "invitations_out.",
    "letter_of_interest_effect",
    "ranks_matched",
    "rejections_out.",
    "second_look_effect",
    "time_share.",
)
"""Beginnings of the figures that are asked for once applications are out, or before there are any."""


class Recording(Evidence):
    """An evidence table that remembers what it was asked for."""

    __slots__ = ()

    def central(
        self,
        name: str,
        specialty: str | None = None,
        applicant_type: str | None = None,
        state: str | None = None,
    ) -> float:
        NAMES_ASKED_FOR.add(name)
        return Evidence.central(self, name, specialty, applicant_type, state)


def test_every_figure_but_targets_is_used_and_every_one_used_is_there() -> None:
    recording = Recording.of(load_evidence().rows)
    season = load_season(2026)
    specialties = ("internal-medicine", "psychiatry")
    where = directory(
        *programs_in_many_cities(4, sponsors_j1=True),
        *programs_in_many_cities(4, prefix="p", specialty="psychiatry", interview_rate_non_us_img=0.1),
        program("refuses", sponsors_j1=False, sponsors_h1b=False, interview_rate_us_md=0.2),
    )
    ties = tuple(Tie.model_validate({"kind": kind, "city": "Los Angeles, CA"}) for kind in TIE_KINDS)
    NAMES_ASKED_FOR.clear()
    for type_, visa in product(APPLICANT_TYPES, VISAS):
        silent = {"step2": None, "graduation_year": None, "us_clinical_months": None, "failed_attempts": None}
        person = applicant(type=type_, visa=visa, specialties=specialties, ties=ties, **silent)
        made = estimate(person, where, season, recording)
        list_range(made, made.situation.specialty_index * 0, draws=2)
    targets = {row.name for row in recording.rows if row.unit is Unit.TARGET_SHARE}
    of_the_season = {name for name in recording.names() if name.startswith(OF_THE_SEASON)}
    assert set(recording.names()) - targets - of_the_season == NAMES_ASKED_FOR


def test_a_figure_that_is_missing_is_named() -> None:
    table = Evidence.of(row for row in load_evidence().rows if row.name != "region_sd")
    with pytest.raises(BadInput, match="region_sd"):
        estimate(applicant(), directory(program()), load_season(2026), table)
