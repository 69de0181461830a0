"""How well the estimate reproduces what is published about groups of applicants."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from optimizer.dashboard.charts import calibration_picture
from optimizer.dashboard.showing import show_picture
from optimizer.dashboard.work import show_work
from optimizer.estimate import Calibration, Comparison
from optimizer.evidence import load_evidence, load_season
from optimizer.plan import Plan


def show_calibration(plan: Plan) -> None:
    """Compare published figures of the applicant's specialties with what the estimate gives for the same groups."""
    st.markdown(
        "Does the estimate give, for a whole group, what is published about that group? That is no proof that it is "
        "right for one person, but an estimate that fails here would be wrong for most."
    )
    specialties = plan.applicant.specialties
    work = partial(_compared, specialties, plan.season)
    show_work("Comparing with what is published", f"{specialties} {plan.season}", work, _show)


def _compared(specialties: tuple[str, ...], season: int) -> tuple[Comparison, ...]:
    calibration = Calibration(load_evidence(), load_season(season))
    compared = calibration.comparisons(calibration.shipped)
    return tuple(one for one in compared if one.row.specialty in (None, *specialties))


def _show(compared: Sequence[Comparison]) -> None:
    show_picture(calibration_picture(compared), key="calibration")
    st.caption("Some of these figures were used to calibrate the estimate, the others only to compare it with.")
