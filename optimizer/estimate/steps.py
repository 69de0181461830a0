"""The terms of the log-odds of an interview, each told once: what it adds, in which words, from which rows of figures.

`chance_walk` and `rows_behind` go through them in this order, and so do the explanations and charts made from those.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.estimate.estimator import Estimate
from optimizer.estimate.priors import LEVEL
from optimizer.vocabulary import TYPE_NAMES, VISA_NAMES
from optimizer.wording import in_100

VISA = "visa"

Added = Callable[[Estimate, int, int], np.floating]
"""What a term adds for a program and a mode of the application, both as positions in the estimate."""
Named = Callable[[Estimate, int, int], tuple[str, ...]]
"""Names of the rows behind it there; none where nothing is added."""
Said = Callable[[Estimate, int, int], str]
"""What it is about there, in a few words that people read."""


def _always(*names: str) -> Named:
    def rows(estimate: Estimate, index: int, mode: int) -> tuple[str, ...]:
        del estimate, index, mode
        return names

    return rows


def _in_every_mode(values: Callable[[Estimate], FloatArray]) -> Added:
    """A term that is the same whatever is signalled: an array over programs."""

    def adds(estimate: Estimate, index: int, mode: int) -> np.floating:
        del mode
        number: np.floating = values(estimate)[index]
        return number

    return adds


def _of_every_program(estimate: Estimate, index: int) -> bool:
    del estimate, index
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
    says, rows : callable
    holds : callable
        Whether the term is part of the sum of a program; where its own rate is known, that stands
        in place of its setting.
    """

    name: str
    adds: Added
    says: Said
    rows: Named
    holds: Callable[[Estimate, int], bool] = _of_every_program


def _own_figure(name: str, figure: Callable[[Estimate], str | None]) -> Said:
    """A figure of the applicant's, which may not be given."""

    def says(estimate: Estimate, index: int, mode: int) -> str:
        del index, mode
        return f"{name}: {figure(estimate) or 'not given, counted as typical'}"

    return says


def _whole(number: int | None) -> str | None:
    return None if number is None else str(number)


def _years_since_graduation(estimate: Estimate) -> str | None:
    year = estimate.situation.applicant.graduation_year
    return None if year is None else str(max(estimate.situation.season - year, 0))


def _months(estimate: Estimate) -> str | None:
    months = estimate.situation.applicant.us_clinical_months
    return None if months is None else f"{months:g}"


def _group(estimate: Estimate) -> str:
    return TYPE_NAMES[estimate.situation.applicant.type]


def _average_words(estimate: Estimate, index: int, mode: int) -> str:
    del index, mode
    return f"a typical {_group(estimate)} applicant at the average program"


def _own_rate_words(estimate: Estimate, index: int, mode: int) -> str:
    del mode
    return f"interviews {in_100(float(estimate.situation.own_rate[index]))} of {_group(estimate)} applicants"


def _setting_words(estimate: Estimate, index: int, mode: int) -> str:
    del mode
    program = estimate.situation.programs[index]
    research = "" if program.research_intensity in (None, "other") else f", research {program.research_intensity}"
    return f"{program.state}, {program.setting or 'setting unknown'}{research}"


def _visa_words(estimate: Estimate, index: int, mode: int) -> str:
    del mode
    need, policy = estimate.situation.applicant.visa_need, str(estimate.situation.visa[index])
    if need is None:
        return "need not said"
    if policy == "not needed":
        return "no visa needed"
    if policy == "unknown" and estimate.situation.filed[index] == 1:
        # What raises the chance then is known, and is no policy.
        return f"{VISA_NAMES[need]}: policy unknown, but visas were asked for at its hospital"
    told = {"sponsored": "sponsored", "unknown": "policy unknown", "refused": "not sponsored"}[policy]
    return f"{VISA_NAMES[need]}: {told}"


def _geography_words(estimate: Estimate, index: int, mode: int) -> str:
    del mode
    situation = estimate.situation
    division = situation.programs[index].division
    preference = {
        "aligned": f"in a division you state as preferred ({division})",
        "elsewhere": f"not in a division you state as preferred ({division})",
        "none": "you state no preference",
        "open": "your stated preference is open",
        "not asked": "its application asks for no divisions",
    }[str(situation.preference[index])]
    if situation.in_state[index]:
        return f"in state, {preference}"
    return f"home state not given, {preference}" if situation.applicant.home_state is None else preference


def _ties_words(estimate: Estimate, index: int, mode: int) -> str:
    del mode
    each = zip(estimate.situation.ties, estimate.terms.each_tie[:, index], strict=True)
    here = [tie.label for tie, effect in each if effect > 0]
    return ", ".join(here) or "no ties here"


def _signal_words(estimate: Estimate, index: int, mode: int) -> str:
    del index
    return f"{estimate.modes[mode]} signal" if mode else "no signal"


def _setting_rows(estimate: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del mode
    flags = {
        "university_effect": estimate.situation.university,
        "research_intensive_effect": estimate.situation.top_research,
    }
    return "state_effect", *(name for name, flag in flags.items() if not np.isnan(flag[index])), LEVEL


def _visa_rows(estimate: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del mode
    filed, policy = float(estimate.situation.filed[index]), str(estimate.situation.visa[index])
    if policy == "not needed":
        return ("visa_not_needed_effect",)
    visa = "h1b" if estimate.situation.applicant.visa_need == "h1b" else "j1"
    if policy != "unknown" or np.isnan(filed):
        return (f"visa_{visa}_share", "visa_refused_share")
    beside = "filed_share" if filed else "unfiled_part"
    return (f"visa_{visa}_share", f"visa_{visa}_{beside}", "visa_refused_share")


def _geography_rows(estimate: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del mode
    in_state = estimate.situation.in_state[index] or estimate.situation.applicant.home_state is None
    stated = {"aligned": ("preference_aligned_effect",), "none": ("preference_none_effect",)}
    preference = stated.get(str(estimate.situation.preference[index]), ())
    return *(("in_state_effect", "in_state_share") if in_state else ()), *preference, "preference_aligned_share"


def _ties_rows(estimate: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del mode
    here = zip(estimate.situation.ties, estimate.terms.each_tie[:, index], strict=True)
    kinds = dict.fromkeys(f"tie.{tie.kind}" for tie, effect in here if effect > 0)
    return *kinds, *(("tie_further_share", "tie_cap") if len(kinds) > 1 else ())


def _signal_rows(estimate: Estimate, index: int, mode: int) -> tuple[str, ...]:
    del index
    return *((f"signal_effect.{estimate.modes[mode]}",) if mode else ()), "applications_typical"


_BEYOND_AVERAGE = _in_every_mode(lambda estimate: estimate.chances.base - estimate.chances.average)

START = Term(
    "average",
    _in_every_mode(lambda estimate: np.zeros(len(estimate.situation.programs))),
    _average_words,
    _always("interview_rate", "interview_rate_shift", "aim_effect", "program_spread_sd"),
)
TERMS = (
    Term(
        "setting",
        _BEYOND_AVERAGE,
        _setting_words,
        _setting_rows,
        lambda estimate, index: not estimate.rests_on_own_rate[index],
    ),
    Term(
        "own rate",
        _BEYOND_AVERAGE,
        _own_rate_words,
        _always("own_rate_prior_share", "own_rate_spread_sd"),
        lambda estimate, index: bool(estimate.rests_on_own_rate[index]),
    ),
    Term(
        "score",
        _in_every_mode(lambda estimate: estimate.terms.score),
        _own_figure("Step 2 CK", lambda estimate: _whole(estimate.situation.applicant.step2)),
        _always("step2_slope", "step2_typical", "step2_below_typical", "step2_reach"),
    ),
    Term(
        "graduation",
        _in_every_mode(lambda estimate: estimate.terms.graduation),
        _own_figure("years since graduation", _years_since_graduation),
        _always("years_since_graduation_slope", "years_since_graduation_typical"),
    ),
    Term(
        "experience",
        _in_every_mode(lambda estimate: estimate.terms.experience),
        _own_figure("months of US clinical experience", _months),
        _always("us_clinical_months_slope", "us_clinical_months_typical", "us_clinical_months_cap"),
    ),
    Term(
        "attempts",
        _in_every_mode(lambda estimate: estimate.terms.attempts),
        _own_figure("failed attempts", lambda estimate: _whole(estimate.situation.applicant.failed_attempts)),
        _always("attempt_effect", "failed_attempt_share"),
    ),
    Term(VISA, _in_every_mode(lambda estimate: estimate.chances.visa), _visa_words, _visa_rows),
    Term("geography", _in_every_mode(lambda estimate: estimate.chances.geography), _geography_words, _geography_rows),
    Term("ties", _in_every_mode(lambda estimate: estimate.terms.ties), _ties_words, _ties_rows),
    Term("signal", lambda estimate, index, mode: estimate.chances.signal[index, mode], _signal_words, _signal_rows),
)
"""After the start, in the order in which they are told."""
TERM_BY_NAME = MappingProxyType({term.name: term for term in (START, *TERMS)})
