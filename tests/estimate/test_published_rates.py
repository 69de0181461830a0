"""What published match rates have in common, and what is said of those that are left out."""

import importlib.util
from types import ModuleType

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from optimizer.arrays import FloatArray
from optimizer.data_folder import data_folder
from optimizer.estimate.published_rates import Published, RateModel, RateOf, published_rates
from optimizer.evidence import Evidence, load_evidence
from optimizer.vocabulary import APPLICANT_TYPES

EVIDENCE = load_evidence()
TOLD = published_rates(EVIDENCE)
MODEL = RateModel(EVIDENCE)
FURTHER = 0.3
"""A step up or down from what is most likely, in logarithms: many times what rounding to two figures does."""


@pytest.fixture(scope="module")
def fit_rates() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fit_rates", data_folder() / "fit_rates.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_figure(name: str, specialty: str, factor: float) -> Evidence:
    """The table with one figure of a specialty multiplied."""
    return Evidence.of(
        row.model_copy(update={end: factor * getattr(row, end) for end in ("low", "central", "high")})
        if (row.name, row.specialty) == (name, specialty)
        else row
        for row in EVIDENCE.rows
    )


def without(specialty: str, kind: str) -> list[Published]:
    return [one for one in TOLD if (one.whose.specialty, one.whose.applicant_type) != (specialty, kind)]


def test_how_likely_rates_are_is_what_a_normal_distribution_says() -> None:
    whose = [one.whose for one in TOLD]
    before = MODEL.rates(whose, [])
    seen = np.log([one.row.central / (1 - one.row.central) for one in TOLD])
    errors = np.diag([MODEL._error(one) for one in TOLD])
    expected = multivariate_normal(before.mean, before.covariance + errors, allow_singular=True).logpdf(seen)
    assert MODEL.log_likelihood(TOLD) == pytest.approx(expected + len(TOLD) / 2 * np.log(2 * np.pi))


@pytest.mark.parametrize("kind", ["us-md", "us-do"])
@pytest.mark.parametrize("specialty", ["otolaryngology", "family-medicine", "physical-medicine-rehabilitation"])
def test_where_more_us_md_seniors_apply_us_seniors_match_less_often(specialty: str, kind: str) -> None:
    asked, rest = [RateOf(specialty, kind, 2026)], without(specialty, kind)
    more = RateModel(with_figure("seniors_per_position", specialty, 1.3))
    assert more.rates(asked, rest).mean[0] < MODEL.rates(asked, rest).mean[0] - 0.05


def test_what_a_season_does_is_foretold_by_its_own_year_alone() -> None:
    radiology = [one for one in TOLD if one.whose.specialty == "diagnostic-radiology"]
    of_md = [one for one in radiology if one.whose.applicant_type == "us-md"]
    far = [MODEL.unforeseen_sd(RateOf("diagnostic-radiology", "us-do", year), of_md) for year in (2022, 2023, 2024)]
    assert far[0] == 0.0
    assert far[0] < far[1] < far[2] < MODEL.unforeseen_sd(RateOf("diagnostic-radiology", "us-do", 2024), [])


def test_seasons_move_us_do_seniors_most() -> None:
    by_type = [MODEL.unforeseen_sd(RateOf("psychiatry", kind, 2026), []) for kind in APPLICANT_TYPES]
    assert max(by_type) == by_type[APPLICANT_TYPES.index("us-do")]


def test_us_imgs_together_match_as_often_as_is_published_of_them_and_that_counts_in_the_fit() -> None:
    specialties = dict.fromkeys(one.whose.specialty for one in TOLD)
    rates = MODEL.rates([RateOf(specialty, "us-img", 2026) for specialty in specialties], TOLD)
    brought = MODEL.pooled(rates)
    assert np.abs(brought.mean - rates.mean).max() < 0.2, "what is published of each leaves little to bring in"
    assert MODEL.log_likelihood_pooled(brought) > MODEL.log_likelihood_pooled(rates)
    others = MODEL.rates([RateOf("psychiatry", "us-md", 2026)], TOLD)
    assert MODEL.pooled(others) is others
    assert MODEL.log_likelihood_pooled(others) == 0.0


def test_the_table_has_what_is_most_likely(fit_rates: ModuleType) -> None:
    us_imgs = [RateOf(specialty, "us-img", 2026) for specialty in dict.fromkeys(one.whose.specialty for one in TOLD)]
    start = np.log(list(fit_rates.BEFORE.values()))

    def likely(logarithms: FloatArray) -> float:
        model = RateModel(fit_rates.with_values(EVIDENCE, logarithms))
        together = model.log_likelihood(TOLD) + model.log_likelihood_pooled(model.rates(us_imgs, TOLD))
        return together - float(0.5 * np.sum((logarithms - start) ** 2))

    table = np.log([float(value) for value in fit_rates.rounded(EVIDENCE).values()])
    here = likely(table)
    for place, label in enumerate(fit_rates.BEFORE):
        for step in (-FURTHER, FURTHER):
            moved = table.copy()
            moved[place] += step
            assert likely(moved) < here, label
