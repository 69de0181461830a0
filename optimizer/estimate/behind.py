"""Which rows of the evidence table stand behind a step of one program's chance."""

import numpy as np

from optimizer.estimate.estimator import Estimate
from optimizer.estimate.priors import LEVEL
from optimizer.estimate.walk import AVERAGE, OWN_RATE
from optimizer.evidence import EvidenceRow

_BY_STEP = {
    AVERAGE: ("interview_rate", "interview_rate_shift", "aim_effect", "program_spread_sd"),
    OWN_RATE: ("own_rate_prior_share", "own_rate_spread_sd"),
    "score": ("step2_slope", "step2_typical", "step2_below_typical", "step2_reach"),
    "graduation": ("years_since_graduation_slope", "years_since_graduation_typical"),
    "experience": ("us_clinical_months_slope", "us_clinical_months_typical", "us_clinical_months_cap"),
    "attempts": ("attempt_effect", "failed_attempt_share"),
}


def rows_behind(made: Estimate, index: int, mode: int, step: str) -> tuple[EvidenceRow, ...]:
    """Rows that a step of `chance_walk` is made from, as published or overridden; none where nothing is added.

    Parameters
    ----------
    made : Estimate
    index, mode : int
        Program and mode of the application, as positions in the estimate.
    step : str
        `Step.term`.
    """
    program, kind = made.situation.programs[index], made.situation.applicant.type
    found = (
        made.evidence.row(name, program.specialty, kind, program.state)
        for name in _names(made, index, mode, step)
        if made.evidence.has(name, program.specialty, kind, program.state)
    )
    return tuple(dict.fromkeys(found))


def _names(made: Estimate, index: int, mode: int, step: str) -> tuple[str, ...]:
    situation, terms = made.situation, made.terms
    if step == "setting":
        flags = {"university_effect": situation.university, "research_intensive_effect": situation.top_research}
        return "state_effect", *(name for name, flag in flags.items() if not np.isnan(flag[index])), LEVEL
    if step == "visa":
        return _visa_names(
            str(situation.applicant.visa_need), str(situation.visa[index]), filed=float(situation.filed[index])
        )
    if step == "geography":
        in_state = situation.in_state[index] or situation.applicant.home_state is None
        stated = {"aligned": ("preference_aligned_effect",), "none": ("preference_none_effect",)}
        preference = stated.get(str(situation.preference[index]), ())
        return *(("in_state_effect", "in_state_share") if in_state else ()), *preference, "preference_aligned_share"
    if step == "ties":
        here = zip(situation.ties, terms.each_tie[:, index], strict=True)
        kinds = dict.fromkeys(f"tie.{tie.kind}" for tie, effect in here if effect > 0)
        return *kinds, *(("tie_further_share", "tie_cap") if len(kinds) > 1 else ())
    if step == "signal":
        return *((f"signal_effect.{made.modes[mode]}",) if mode else ()), "applications_typical"
    return _BY_STEP[step]


def _visa_names(needed: str, standing: str, *, filed: float) -> tuple[str, ...]:
    if standing == "not needed":
        return ("visa_not_needed_effect",)
    visa = "h1b" if needed == "h1b" else "j1"
    if standing != "unknown" or np.isnan(filed):
        return (f"visa_{visa}_share", "visa_refused_share")
    beside = "filed_share" if filed else "unfiled_part"
    return (f"visa_{visa}_share", f"visa_{visa}_{beside}", "visa_refused_share")
