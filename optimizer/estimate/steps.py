"""The terms of the log-odds of an interview, each told once: what it adds, and which rows of figures stand behind it.

`chance_walk` and `rows_behind` go through them in this order, and so do the explanations and charts made from those.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from optimizer.estimate.estimator import Estimate
from optimizer.estimate.priors import LEVEL
from optimizer.estimate.scenarios import FloatArray

AVERAGE = "average"
OWN_RATE = "own rate"
VISA = "visa"

Added = Callable[[Estimate, int, int], np.floating]
"""What a term adds for a program and a mode of the application, both as positions in the estimate."""
Named = Callable[[Estimate, int, int], tuple[str, ...]]
"""Names of the rows behind it there; none where nothing is added."""


def _always(*names: str) -> Named:
    def rows(made: Estimate, index: int, mode: int) -> tuple[str, ...]:
        del made, index, mode
        return names

    return rows


def _in_every_mode(values: Callable[[Estimate], FloatArray]) -> Added:
    """A term that is the same whatever is signalled: an array over programs."""

    def adds(made: Estimate, index: int, mode: int) -> np.floating:
        del mode
        number: np.floating = values(made)[index]
        return number

    return adds


def _of_every_program(made: Estimate, index: int) -> bool:
    del made, index
    return True


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the sum.

    Attributes
    ----------
    name : str
        By which the sum, the walk and the explanations call it.
    adds : callable
        In log-odds, against a typical applicant at the average program; 0 for the start.
    rows : callable
    holds : callable
        Whether the term is part of the sum of a program; where its own rate is known, that stands
        in place of its setting.
    """

    name: str
    adds: Added
    rows: Named
    holds: Callable[[Estimate, int], bool] = _of_every_program


def _setting_rows(made: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del mode
    flags = {"university_effect": made.situation.university, "research_intensive_effect": made.situation.top_research}
    return "state_effect", *(name for name, flag in flags.items() if not np.isnan(flag[index])), LEVEL


def _visa_rows(made: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del mode
    filed, standing = float(made.situation.filed[index]), str(made.situation.visa[index])
    if standing == "not needed":
        return ("visa_not_needed_effect",)
    visa = "h1b" if made.situation.applicant.visa_need == "h1b" else "j1"
    if standing != "unknown" or np.isnan(filed):
        return (f"visa_{visa}_share", "visa_refused_share")
    beside = "filed_share" if filed else "unfiled_part"
    return (f"visa_{visa}_share", f"visa_{visa}_{beside}", "visa_refused_share")


def _geography_rows(made: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del mode
    in_state = made.situation.in_state[index] or made.situation.applicant.home_state is None
    stated = {"aligned": ("preference_aligned_effect",), "none": ("preference_none_effect",)}
    preference = stated.get(str(made.situation.preference[index]), ())
    return *(("in_state_effect", "in_state_share") if in_state else ()), *preference, "preference_aligned_share"


def _ties_rows(made: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del mode
    here = zip(made.situation.ties, made.terms.each_tie[:, index], strict=True)
    kinds = dict.fromkeys(f"tie.{tie.kind}" for tie, effect in here if effect > 0)
    return *kinds, *(("tie_further_share", "tie_cap") if len(kinds) > 1 else ())


def _signal_rows(made: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del index
    return *((f"signal_effect.{made.modes[mode]}",) if mode else ()), "applications_typical"


_BEYOND_AVERAGE = _in_every_mode(lambda made: made.chances.base - made.chances.average)

START = Term(
    AVERAGE,
    _in_every_mode(lambda made: np.zeros(len(made.situation.programs))),
    _always("interview_rate", "interview_rate_shift", "aim_effect", "program_spread_sd"),
)
TERMS = (
    Term("setting", _BEYOND_AVERAGE, _setting_rows, lambda made, index: not made.rests_on_own_rate[index]),
    Term(
        OWN_RATE,
        _BEYOND_AVERAGE,
        _always("own_rate_prior_share", "own_rate_spread_sd"),
        lambda made, index: bool(made.rests_on_own_rate[index]),
    ),
    Term(
        "score",
        _in_every_mode(lambda made: made.terms.score),
        _always("step2_slope", "step2_typical", "step2_below_typical", "step2_reach"),
    ),
    Term(
        "graduation",
        _in_every_mode(lambda made: made.terms.graduation),
        _always("years_since_graduation_slope", "years_since_graduation_typical"),
    ),
    Term(
        "experience",
        _in_every_mode(lambda made: made.terms.experience),
        _always("us_clinical_months_slope", "us_clinical_months_typical", "us_clinical_months_cap"),
    ),
    Term(
        "attempts",
        _in_every_mode(lambda made: made.terms.attempts),
        _always("attempt_effect", "failed_attempt_share"),
    ),
    Term(VISA, _in_every_mode(lambda made: made.chances.visa), _visa_rows),
    Term("geography", _in_every_mode(lambda made: made.chances.geography), _geography_rows),
    Term("ties", _in_every_mode(lambda made: made.terms.ties), _ties_rows),
    Term("signal", lambda made, index, mode: made.chances.signal[index, mode], _signal_rows),
)
"""After the start, in the order in which they are told."""
TERM_BY_NAME = MappingProxyType({term.name: term for term in (START, *TERMS)})
