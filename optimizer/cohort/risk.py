"""Why a student is at risk, in sentences: what stands in the way of a better chance, as far as it is known."""

from collections.abc import Iterator

from optimizer.applicant import answers_words
from optimizer.cohort.batch import Built
from optimizer.plan import LimitUse, ProgramList, in_100
from optimizer.wording import chance_range, whole_dollars

FEW_INTERVIEWS = 4.0
"""Below so many expected interviews they are pointed out. Not a published line: a place to look first."""


def risk_words(built: Built, at_risk_below: float) -> tuple[str, ...]:
    """Sentences on what makes a student's chance low, the gravest first; empty where it isn't low.

    Parameters
    ----------
    built : Built
    at_risk_below : float
        Chance to match in [0, 1].
    """
    found = built.outcome
    if not isinstance(found, ProgramList):
        return (f"No list: {built.words}",)
    if found.match_probability is None or found.expected_interviews is None or found.match_probability_range is None:
        return found.chance_notices[:1]
    chance, span, interviews = found.match_probability, found.match_probability_range, found.expected_interviews
    return tuple(_reasons(built, found, chance, span, interviews)) if chance < at_risk_below else ()


def _reasons(
    built: Built, found: ProgramList, chance: float, span: tuple[float, float], interviews: float
) -> Iterator[str]:
    yield f"Chance to match {in_100(chance)}, range {chance_range(span)}."
    if interviews < FEW_INTERVIEWS:
        yield f"Only {interviews:.1f} interviews to expect from {len(found.programs)} applications."
    reached = [limit for limit in found.limits if limit.binding and limit.maximum is not None]
    money = next((limit for limit in reached if limit.about.kind == "budget"), None)
    if money is not None and money.maximum is not None:
        yield f"The budget of {whole_dollars(money.maximum)} is used up; more money would buy more applications."
    others = [limit for limit in reached if limit.about.kind not in ("budget", "signals")]
    if others:
        yield f"At their maximum: {', '.join(_named(limit) for limit in others)}."
    if built.unknown:
        yield f"Not said: {answers_words(built.unknown)}; an answer may move the chance either way."


def _named(limit: LimitUse) -> str:
    return f"{limit.name} ({limit.maximum:g})"
