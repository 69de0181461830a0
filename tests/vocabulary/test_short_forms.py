"""The short forms that applicants and advisers write, each of which means one specialty everywhere."""

import pytest

from optimizer.directory import Directory, ProgramQuery, search_programs
from optimizer.evidence import load_season, season_years
from optimizer.vocabulary import load_vocabulary, specialties_meant
from tests.people_and_programs import applicant, directory, program

SHORT_FORMS = {
    "internal-medicine": ["IM", "Int Med", "IM (Categorical)", "prelim med", "Prelim Medicine", "IM prelim"],
    "family-medicine": ["FM", "Fam Med", "FP"],
    "emergency-medicine": ["EM", "ER", "Emerg Med"],
    "pediatrics": ["Peds", "Ped"],
    "psychiatry": ["Psych"],
    "general-surgery": ["GS", "Gen Surg", "prelim surg", "Surgery prelim"],
    "orthopaedic-surgery": ["Ortho"],
    "diagnostic-radiology": ["DR", "Rads", "Diag Rads"],
    "interventional-radiology": ["IR", "VIR", "IR/DR"],
    "transitional-year": ["TY", "Transitional", "Trans Year"],
    "pathology": ["Path", "AP/CP"],
    "neurology": ["Neuro", "Adult Neuro"],
    "child-neurology": ["Child Neuro", "Peds Neuro"],
    "neurological-surgery": ["NSGY", "Neurosurg", "NS"],
    "otolaryngology": ["ENT", "OHNS", "Oto"],
    "obstetrics-gynecology": ["OB/GYN", "OBGYN", "ob gyn"],
    "physical-medicine-rehabilitation": ["PM&R", "PMR", "Physiatry"],
    "anesthesiology": ["Anes", "Gas", "Anesthesia"],
    "dermatology": ["Derm"],
    "ophthalmology": ["Ophtho", "Optho"],
    "urology": ["Uro"],
    "radiation-oncology": ["Rad Onc", "XRT"],
    "thoracic-surgery": ["CT Surgery", "CTS", "I-6"],
    "vascular-surgery": ["Vasc Surg", "Vascular"],
    "plastic-surgery": ["Plastics", "PRS"],
    "internal-medicine-pediatrics": ["Med-Peds", "IM/Peds", "medpeds", "Combined Med-Peds"],
    "internal-medicine-psychiatry": ["Med-Psych", "IM/Psych"],
    "pediatrics-psychiatry-child-psychiatry": ["Triple Board"],
    "nuclear-medicine": ["Nuc Med", "Nucs"],
    "public-health-preventive-medicine": ["Prev Med", "PHPM"],
    "occupational-environmental-medicine": ["Occ Med"],
    "osteopathic-neuromusculoskeletal-medicine": ["ONMM"],
    "neurodevelopmental-disabilities": ["NDD"],
    "internal-medicine-medical-genetics": ["IM/Genetics"],
    "pediatrics-medical-genetics": ["Peds/Genetics"],
    "aerospace-medicine": ["Aerospace"],
}
PAIRS = [(form, slug) for slug, forms in SHORT_FORMS.items() for form in forms]


def one_of_each() -> Directory:
    return directory(*(program(f"{slug}-one", specialty=slug) for slug in load_season(season_years()[-1]).specialties))


EVERY = one_of_each()


def test_sixty_short_forms_are_tried_and_every_specialty_of_the_season_has_one() -> None:
    assert len(PAIRS) >= 60
    assert set(SHORT_FORMS) == set(load_season(season_years()[-1]).specialties)


@pytest.mark.parametrize(("form", "slug"), PAIRS)
def test_a_short_form_means_its_specialty_in_plans_and_class_files(form: str, slug: str) -> None:
    assert load_vocabulary().specialty(form) == slug
    assert applicant(specialties=(form.lower(),)).specialties == (slug,)
    assert specialties_meant(form) == (slug,)


@pytest.mark.parametrize(("form", "slug"), PAIRS)
def test_a_search_for_a_short_form_finds_the_programs_of_its_specialty(form: str, slug: str) -> None:
    found = search_programs(EVERY, ProgramQuery(text=form)).programs
    assert f"{slug}-one" in [one.program.id for one in found]
    by_option = search_programs(EVERY, ProgramQuery(specialties=(form,))).programs
    assert [one.program.id for one in by_option] == [f"{slug}-one"]


def test_a_short_form_goes_together_with_a_place() -> None:
    where = directory(
        program("a", specialty="neurological-surgery", city="Boston", state="MA"),
        program("b", specialty="neurological-surgery", city="Chicago", state="IL"),
        program("c", specialty="neurology", city="Boston", state="MA"),
    )
    found = search_programs(where, ProgramQuery(text="NSGY Boston")).programs
    assert [one.program.id for one in found] == ["a"]


def test_a_short_form_by_itself_does_not_find_the_names_that_happen_to_hold_its_letters() -> None:
    where = directory(program("a", name="Emory University"), program("b", specialty="emergency-medicine"))
    assert [one.program.id for one in search_programs(where, ProgramQuery(text="EM")).programs] == ["b"]
