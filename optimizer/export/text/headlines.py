"""A list's headline in words: chance with range, interviews, applications, fees and proof."""

import math
from typing import TYPE_CHECKING

from optimizer.vocabulary import NO_SIGNAL
from optimizer.wording import chance_for_you, ends_in_100, in_100, interviews_for_you

if TYPE_CHECKING:
    from optimizer.plan import Plan, ProgramList

CHANCE = "Chance to match"


def headline(program_list: "ProgramList", plan: "Plan") -> tuple[tuple[str, str], ...]:
    """What to say first of a list: names of facts and their words, the chance first."""
    interviews = _count(program_list.expected_interviews)
    about = f"about {interviews}" if interviews[0].isdigit() else "fewer than 1"
    span = _range(*(_count(end) for end in program_list.expected_interviews_range))
    signals = sum(program.signal != NO_SIGNAL for program in program_list.programs)
    used = f", {signals} with a signal" if signals else ""
    budget = "" if plan.budget.dollars is None else f" of a budget of ${plan.budget.dollars:,.0f}"
    completeness = program_list.completeness if program_list.programs else None
    return (
        (CHANCE, chance_words(program_list)),
        *(() if completeness is None else (("Inputs known", completeness.words),)),
        *_for_you(program_list),
        ("Interviews expected", f"{about} (range {span})"),
        ("Applications", f"{len(program_list.programs)}{used}"),
        ("Fees", f"${program_list.spend:,.0f}{budget}"),
        ("Proof", _proof(program_list)),
    )


def _for_you(program_list: "ProgramList") -> tuple[tuple[str, str], ...]:
    chance, interviews = program_list.match_probability_for_you_range, program_list.interviews_for_you_range
    if not program_list.programs or chance is None or interviews is None:
        return ()
    return (("Where you may be", f"{chance_for_you(*chance)}; {interviews_for_you(*interviews)}"),)


def chance_words(program_list: "ProgramList") -> str:
    """The chance to match with its range: "about 28 in 100 (range 17-39)"."""
    if not program_list.programs:
        return "none: the best list within your limits is empty"
    chance = in_100(program_list.match_probability)
    about = "about " if chance[0].isdigit() else ""
    return f"{about}{chance} (range {range_in_100(program_list.match_probability_range)})"


def whole_in_100(share: float) -> str:
    """A chance in a table cell: "7", "<1", ">99", out of 100."""
    return in_100(share).removesuffix(" in 100").replace("fewer than ", "<").replace("more than ", ">")


def tenths_in_100(share: float) -> str:
    """A chance among others that lie close: "48.2", "<0.1", ">99.9", out of 100; nobody is told that it is certain."""
    if share >= 0.9995:
        return ">99.9"
    return "<0.1" if 0 < share < 0.0005 else f"{share * 100:.1f}"


def range_in_100(span: tuple[float, float]) -> str:
    """A range of chances: "18-37", "<1-3", "90 to >99", out of 100; never one number alone."""
    return _range(*ends_in_100(*span))


def points(share: float) -> str:
    """A small difference of shares in points out of 100, never rounded down to nothing: "0.12", "0.01"."""
    return f"{max(math.ceil(share * 1e4 - 1e-9), 1) / 100:.2f}"


def _range(low: str, high: str) -> str:
    if low == high:
        return low
    return f"{low} to {high}" if ">" in high else f"{low}-{high}"


def _count(interviews: float) -> str:
    return "<1" if interviews < 0.5 else f"{math.floor(interviews + 0.5)}"


def _proof(program_list: "ProgramList") -> str:
    better = points(program_list.bound - program_list.value)
    if program_list.value_is_match_probability:
        # The bound counts interviews that nobody could attend too, so no list's chance lies above it.
        better = points(program_list.bound - program_list.match_probability)
        scale = "in the chance to match"
    else:
        scale = (
            f"when a match counts by how much you want the program (this list: {program_list.value * 100:.1f} of 100; "
            "100 is a sure match where your priority is highest)"
        )
    if program_list.proven:
        return f"no list within your limits can beat this by more than {better} points in 100 {scale}"
    may_be = f"there may be a list that beats this, by at most {better} points in 100 {scale}"
    return f"not proven to the gap asked for: {may_be}"
