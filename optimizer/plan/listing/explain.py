"""Reasons and messages in plain words: why a program is on the list, what is unknown, which limits clash."""

import math
from collections.abc import Iterator

import numpy as np

from optimizer.applicant import Applicant
from optimizer.directory import Program
from optimizer.estimate import Estimate
from optimizer.plan.document import Plan
from optimizer.plan.listing.outcome import Suggestion
from optimizer.plan.problem import BUDGET, Wish
from optimizer.portfolio import Remedy
from optimizer.vocabulary import TYPE_NAMES, VISA_NAMES, FigureOf
from optimizer.wording import dollars, in_100, signal_effect

_NOTICEABLE_LOG_ODDS = 0.05


def program_reasons(estimate: Estimate, index: int, mode: int, region: str, plan: Plan) -> tuple[str, ...]:
    """Why one program is on the list, and what about it is unknown; `index` and `mode` into the estimate."""
    return tuple(_reasons(estimate, index, mode, region, plan))


def _reasons(estimate: Estimate, index: int, mode: int, region: str, plan: Plan) -> Iterator[str]:
    program, situation = estimate.situation.programs[index], estimate.situation
    priority = next((item.priority for item in plan.regions if item.name == region), plan.elsewhere_priority)
    yield f"{region}: your priority {priority:g} of 10"
    if not estimate.known[index]:
        yield f"chance of an interview not known: no rates of {program.specialty.replace('-', ' ')} are published"
    if mode > 0 and estimate.known[index]:
        without, with_signal = estimate.interview_probability[index, [0, mode]]
        yield signal_effect(estimate.modes[mode], without, with_signal)
    reaching = ties_that_count(estimate, index)
    if reaching:
        yield f"your ties count here: {', '.join(reaching)}"
    if situation.in_state[index]:
        yield f"you are in state ({program.state})"
    if situation.preference[index] == "aligned":
        yield f"in a division you state as preferred ({program.division})"
    own = situation.own_rate[index]
    group = TYPE_NAMES[situation.applicant.type]
    if np.isfinite(own):
        yield f"its own rate is known: it interviews {in_100(float(own))} of {group} applicants"
    elif estimate.known[index]:
        by = "state, setting and facts of its hospital" if estimate.rests_on_hospital[index] else "state and setting"
        yield f"its interview rate for {group} applicants is not known: estimated from {by}, wide range"
    yield from _score_beside(situation.applicant.step2, program)
    yield from _visa_reasons(situation.applicant, program, str(situation.visa[index]))


def figure_of(estimate: Estimate, index: int) -> FigureOf | None:
    """Whose figure the chance of one program stands on; None where it isn't known."""
    if not estimate.known[index]:
        return None
    if estimate.rests_on_own_rate[index]:
        return "program"
    return "hospital" if estimate.rests_on_hospital[index] else "specialty"


def ties_that_count(estimate: Estimate, index: int) -> tuple[str, ...]:
    """Ties that make a difference at one program, in words."""
    each = zip(estimate.situation.ties, estimate.terms.each_tie[:, index], strict=True)
    return tuple(tie.label for tie, effect in each if effect > _NOTICEABLE_LOG_ODDS)


def _score_beside(step2: int | None, program: Program) -> Iterator[str]:
    """A score beside those of who matched there, which moves no chance."""
    low, high = program.step2_middle_low, program.step2_middle_high
    if step2 is None or low is None or high is None:
        return
    where = "below" if step2 < low else "above" if step2 > high else "within"
    yield (
        f"your Step 2 CK of {step2} lies {where} the middle 80 in 100 of those who matched there ({low} to {high}), "
        "which moves no chance"
    )


def _visa_reasons(applicant: Applicant, program: Program, policy: str) -> Iterator[str]:
    visa = VISA_NAMES.get(applicant.visa_need or "", "")
    if policy == "unknown":
        yield f"{visa} visa policy unknown: check its site before you apply"
    elif policy == "sponsored":
        yield f"sponsors {visa}"
    elif policy == "refused":
        yield f"listed as not sponsoring {visa}"
    if program.setting is None:
        yield "setting unknown"


def limit_words(name: str) -> str:
    """A limit's name as a phrase for a sentence."""
    return "the budget" if name == "budget" else f"{name!r}"


def conflict_words(conflict: tuple[str, ...], *, minimal: bool = True) -> str:
    """A sentence or two that say which limits clash, and whether each of them is needed for that."""
    if not minimal:
        return f"{conflict_words(conflict)} The time ran out before it was known whether fewer of them clash already."
    names = [limit_words(name) for name in conflict]
    if len(names) == 1:
        return f"No list can keep {names[0]}: the directory doesn't have the programs for it."
    return f"No list can keep {', '.join(names[:-1])} and {names[-1]} together."


def suggestion(remedy: Remedy, about: Wish) -> Suggestion:
    """A remedy of the limit of a wish, in words."""
    if about == BUDGET:
        # Rounded up to a whole cent: rounded down it would be too small again.
        needed = math.ceil(remedy.needed * 100 - 1e-6) / 100
        words = f"Raise the budget from {dollars(remedy.present)} to {dollars(needed)}."
    elif about.kind in ("lock", "signal lock"):
        words = f"Take back the {about.name}."
    else:
        verb = "Lower the minimum" if remedy.side == "minimum" else "Raise the maximum"
        words = f"{verb} of {limit_words(remedy.limit)} from {remedy.present:g} to {remedy.needed:g}."
    return Suggestion(
        limit=about.name, about=about, side=remedy.side, present=remedy.present, needed=remedy.needed, words=words
    )
