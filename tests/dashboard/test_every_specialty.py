"""Every specialty of a season in the dashboard: a list, or what isn't known of it and the way to bring it in."""

import pytest

from optimizer.clock import today
from optimizer.directory import load_directory
from optimizer.evidence import load_season, season_for
from optimizer.export import programs_csv
from optimizer.vocabulary import specialty_name
from tests.dashboard.driving import draft, opened, programs, said, upload
from tests.people_and_programs import programs_in_many_cities

SPECIALTIES = load_season(season_for(today())).specialties
SHIPPED = load_directory().specialties


def plan_of(specialty: str) -> tuple[str, str]:
    name = f"{specialty}.toml"
    return name, (
        f'title = "{specialty_name(specialty)}"\nflexibility = 1.0\n[applicant]\ntype = "us-md"\n'
        f'specialties = ["{specialty}"]\n[quotas]\napplications = {{ maximum = 6 }}\n'
    )


@pytest.mark.parametrize("specialty", SPECIALTIES)
def test_a_list_is_built_or_what_is_not_known_of_it_is_said(specialty: str) -> None:
    page = upload(opened(), plan_of(specialty))
    links = [link.proto.label for link in page.get("page_link")]
    if specialty in SHIPPED:
        assert page.title[0].value.startswith(("About ", "More than ", "Fewer than "))
        assert len(programs(page)) == 6
        assert "Bring in a file of its programs" not in links
        return
    assert f"no program of {specialty_name(specialty)} is known here" in said(page)
    assert "Bring in a file of its programs" in links
    file = ("mine.csv", programs_csv(programs_in_many_cities(8, specialty=specialty)))
    page = upload(opened(), plan_of(specialty), file)
    assert len(programs(page)) == 6
    assert "not known" in page.title[0].value


def test_every_specialty_can_be_chosen() -> None:
    page = opened("profile")
    choice = page.multiselect(key="applicant/specialties")
    assert set(choice.options) == {specialty_name(specialty) for specialty in SPECIALTIES}
    for specialty in SPECIALTIES[::6]:
        page.multiselect(key="applicant/specialties").set_value([specialty]).run()
        assert not page.exception
        assert draft(page).plan.applicant.specialties == (specialty,)
