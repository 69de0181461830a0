"""The fitted figures in the table are those that the script finds, and the estimate reproduces what was published."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from optimizer.data_folder import data_folder
from optimizer.estimate import MODES, Weights, draw_scenarios
from optimizer.estimate.chances import chances_of
from optimizer.estimate.situation import situation_of
from optimizer.estimate.terms import Answers, terms_of
from optimizer.evidence import APPLICANT_TYPES, load_evidence, load_season
from tests.people_and_programs import CITIES, applicant, directory, program

EVIDENCE = load_evidence()
SEASON = load_season(2026)
NAME = "offer_given_interview"
SPECIALTIES = tuple(name for name in SEASON.specialties if EVIDENCE.has(NAME, name, "us-md"))


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fit_offer", data_folder() / "fit_offer_given_interview.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return _script()


def test_the_table_holds_what_the_script_fits(script: ModuleType) -> None:
    fitted = {
        (row["specialty"], row["applicant_type"]): (row["low"], row["central"], row["high"], row["note"])
        for row in script.rows_of(script.Fitting(EVIDENCE, SEASON).fits())
    }
    in_table = {
        (row.specialty, row.applicant_type): (f"{row.low:.2g}", f"{row.central:.2g}", f"{row.high:.2g}", row.note)
        for row in EVIDENCE.rows
        if row.name == NAME
    }
    assert in_table == fitted


def test_published_match_rates_are_reproduced_and_the_others_stand_between(script: ModuleType) -> None:
    fits = script.Fitting(EVIDENCE, SEASON).fits()
    assert set(fits) == {(specialty, type_) for specialty in SPECIALTIES for type_ in APPLICANT_TYPES}
    for (specialty, type_), fit in fits.items():
        if fit.published is not None:
            assert fit.match_rate == pytest.approx(fit.published, abs=1e-6)
        elif type_ != "non-us-img":
            top, bottom = (fits[specialty, other].offer_given_interview for other in ("us-md", "non-us-img"))
            assert bottom < fit.offer_given_interview < top


def test_non_us_imgs_have_as_many_interviews_as_they_had_ranks(script: ModuleType) -> None:
    fit = script.Fitting(EVIDENCE, SEASON).fits()["internal-medicine", "non-us-img"]
    assert fit.interviews == pytest.approx((3392 * 6.1 + 3600 * 2.5) / 6992)


def test_writing_the_same_rows_again_changes_nothing(script: ModuleType, tmp_path: Path) -> None:
    shipped = data_folder() / "evidence.csv"
    copy = tmp_path / "evidence.csv"
    copy.write_bytes(shipped.read_bytes())
    script.write(list(script.rows_of(script.Fitting(EVIDENCE, SEASON).fits())), copy)
    assert copy.read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize("specialty", SPECIALTIES)
def test_the_estimate_reproduces_the_match_rate_of_us_md_seniors(specialty: str) -> None:
    """Of those with an interview, who apply to the typical number of average programs and use all their signals."""
    count = round(EVIDENCE.central("applications_typical", specialty, "us-md"))
    where = directory(
        *(
            program(f"p{k}", specialty=specialty, **dict(zip(("city", "state"), CITIES[k % 10], strict=True)))
            for k in range(count)
        )
    )
    person = applicant(type="us-md", specialties=(specialty,), visa="none", failed_attempts=None)
    situation, scenarios = situation_of(person, where, SEASON), draw_scenarios(32)
    caps = SEASON.signal_caps(specialty)
    signalled = [MODES.index(kind) for kind, cap in caps.items() for _ in range(cap)]
    mode = np.array([*signalled, *[0] * (count - len(signalled))])
    matched = listed = 0.0
    nodes, node_weights = np.polynomial.hermite_e.hermegauss(9)
    for node, weight in zip(nodes, node_weights / node_weights.sum(), strict=True):
        score = EVIDENCE.central("step2_typical", specialty, "us-md") + node * EVIDENCE.central("step2_sd")
        terms = terms_of(situation, Answers(score, None, None, None), EVIDENCE, Weights(setting=0, geography=0))
        chances = chances_of(situation, terms, EVIDENCE, scenarios, mode)
        matched += weight * float(scenarios.weight @ (1 - np.prod(1 - chances.offer[:, 0], axis=0)))
        listed += weight * float(scenarios.weight @ (1 - np.prod(1 - chances.interview[:, 0], axis=0)))
    assert matched / listed == pytest.approx(EVIDENCE.central("match_rate", specialty, "us-md"), abs=0.01)
