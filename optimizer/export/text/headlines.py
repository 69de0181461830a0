"""A list's headline in words: chance with range, interviews, applications, fees and proof."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.vocabulary import NO_SIGNAL, specialty_name
from optimizer.wording import (
    NOT_KNOWN,
    about_in_100,
    chance_and_range,
    chance_for_you,
    ends_of_interviews,
    interviews_for_you,
    of_100,
    points_rounded_up,
    span_of_100,
    whole_dollars,
)

if TYPE_CHECKING:
    from optimizer.plan import Plan, ProgramList

CHANCE = "Chance to match"
COMPLETE = "Complete training"
FIRST_YEAR = "First year"


def headline(program_list: "ProgramList", plan: "Plan") -> tuple[tuple[str, str], ...]:
    """What to say first of a list: names of facts and their words, the chance first."""
    signals = sum(program.signal != NO_SIGNAL for program in program_list.programs)
    used = f", {signals} with a signal" if signals else ""
    budget = "" if plan.budget.dollars is None else f" of a budget of {whole_dollars(plan.budget.dollars)}"
    completeness = program_list.completeness if program_list.programs else None
    return (
        (CHANCE, chance_words(program_list)),
        *first_year_lines(program_list),
        *(() if completeness is None else (("Inputs known", completeness.words),)),
        *_for_you(program_list),
        *specialty_lines(program_list),
        ("Interviews expected", interviews_words(program_list)),
        ("Applications", f"{len(program_list.programs)}{used}"),
        ("Fees", f"{fees_words(program_list)}{budget}"),
        ("Proof", _proof(program_list)),
    )


def first_year_lines(program_list: "ProgramList") -> Iterator[tuple[str, str]]:
    """The chance of a complete training, and the size of the second list, where positions are advanced."""
    found = program_list.first_year
    if found is None:
        return
    if found.complete_probability is not None and found.programs:
        words = chance_and_range(found.complete_probability, found.complete_probability_range)
        yield COMPLETE, f"{words}, first year included"
    else:
        yield (
            COMPLETE,
            f"{NOT_KNOWN}, as the chance above is that of a position alone: its first year may have to be found too",
        )
    if found.programs:
        yield FIRST_YEAR, f"{len(found.programs)} more applications, {whole_dollars(found.spend)} of the fees"


def fees_words(program_list: "ProgramList") -> str:
    """What the applications cost: "$600", "not known", "$600 without urology, where it is not known"."""
    unpriced = program_list.unpriced
    if not unpriced:
        return whole_dollars(program_list.spend)
    if not is_part_priced(program_list):
        return NOT_KNOWN
    names = " and ".join(map(specialty_name, unpriced))
    return f"{whole_dollars(program_list.spend)} without {names}, where it is not known"


def is_part_priced(program_list: "ProgramList") -> bool:
    """Whether the fees of any program of a list are known."""
    return any(program.specialty not in program_list.unpriced for program in program_list.programs)


def interviews_words(program_list: "ProgramList") -> str:
    """How many interviews to expect, with the range: "about 7 (range 4-10)"."""
    if program_list.expected_interviews is None or program_list.expected_interviews_range is None:
        return NOT_KNOWN
    interviews = _count(program_list.expected_interviews)
    about = f"about {interviews}" if interviews[0].isdigit() else "fewer than 1"
    return f"{about} (range {'-'.join(ends_of_interviews(*program_list.expected_interviews_range))})"


def specialty_lines(program_list: "ProgramList") -> Iterator[tuple[str, str]]:
    """The chance in each of several specialties, and in none of them."""
    for place, one in enumerate(program_list.by_specialty):
        counted = f"{one.applications} programs, {one.signals} with a signal"
        if one.applications == 0:
            words = "no program on the list"
        elif place and one.match_probability is not None:
            words = f"{about_in_100(one.match_probability)} once it fails in those before, from {counted}"
        else:
            words = f"{about_in_100(one.alone)}, from {counted}"
        yield f"{'or in' if place else 'In'} {specialty_name(one.specialty)}", words
    if program_list.no_match_probability is not None:
        yield "in none of them", about_in_100(program_list.no_match_probability)


def _for_you(program_list: "ProgramList") -> tuple[tuple[str, str], ...]:
    chance, interviews = program_list.match_probability_for_you_range, program_list.interviews_for_you_range
    if not program_list.programs or chance is None or interviews is None:
        return ()
    return (("Where you may be", f"{chance_for_you(*chance)}; {interviews_for_you(*interviews)}"),)


def chance_words(program_list: "ProgramList") -> str:
    """The chance to match with its range: "about 28 in 100 (range 17-39)"."""
    if not program_list.programs:
        return "none: the best list within your limits is empty"
    if program_list.match_probability is None or program_list.match_probability_range is None:
        return NOT_KNOWN
    span = span_of_100(*program_list.match_probability_range)
    return f"{about_in_100(program_list.match_probability)} (range {span})"


def _count(interviews: float) -> str:
    return "<1" if interviews < 0.5 else f"{math.floor(interviews + 0.5)}"


def _proof(program_list: "ProgramList") -> str:
    if program_list.match_probability is None:
        if program_list.proven:
            return "no list within your limits fits your preferences noticeably better; no chance is part of that"
        return "not proven to the gap asked for: there may be a list that fits your preferences better"
    better = points_rounded_up(program_list.bound - program_list.value)
    if program_list.value_is_match_probability:
        # The bound counts interviews that nobody could attend too, so no list's chance lies above it.
        better = points_rounded_up(program_list.bound - program_list.match_probability)
        scale = "in the chance to match"
    else:
        scale = (
            f"when a match counts by how much you want the program (this list: {of_100(program_list.value, 1)} of 100; "
            "100 is a sure match where your priority is highest)"
        )
    if program_list.proven:
        return f"no list within your limits can beat this by more than {better} points in 100 {scale}"
    may_be = f"there may be a list that beats this, by at most {better} points in 100 {scale}"
    return f"not proven to the gap asked for: {may_be}"
