"""Seasons as they stand, for tests of the outlook: a dozen programs in many cities, most of them applied to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from optimizer.plan import Prepared, prepare
from optimizer.season.outlook import SeasonView
from optimizer.season.tracker import Tracked, tracked_of
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities
from tests.season.seasons import NOVEMBER, SENT


def prepared(count: int = 12, **parts: Any) -> Prepared:
    person = applicant(type="us-md", visa=None, us_clinical_months=None)
    given = {"applicant": person, "flexibility": 1.0} | parts
    return prepare(plan(**given), directory(*programs_in_many_cities(count)))


def sent(made: Prepared, count: int | None = None) -> list[Tracked]:
    programs = made.directory.programs[:count]
    return [replace(tracked_of(program), applied=SENT) for program in programs]


def view(
    made: Prepared,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    day: date = NOVEMBER,
    count: int | None = None,
) -> SeasonView:
    """The season of a prepared plan with some programs' answers by id."""
    told = answers or {}
    programs = [replace(program, **told.get(program.id, {})) for program in sent(made, count)]
    return SeasonView.of(made, programs, day)
