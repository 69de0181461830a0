"""What an answer says, in sentences and labels; plain text, not Markdown."""

from collections import Counter
from collections.abc import Iterable

from optimizer.directory import TOLD
from optimizer.export import first_year_lines, is_part_priced, specialty_lines
from optimizer.plan import ListedProgram, NotDecided, Plan, ProgramList, RegionShare
from optimizer.vocabulary import STRONGEST_FIRST, specialty_name
from optimizer.wording import (
    NOT_KNOWN,
    capitalised,
    chance_and_range,
    chance_for_you,
    chance_range,
    chance_range_in_100,
    dollars,
    ends_of_interviews,
    in_100,
    interviews_for_you,
    of_100,
    points_at_most,
)


def headline(found: ProgramList) -> str:
    """The chance to match and its range: "About 27 in 100, range 18-37"."""
    return chance_and_range(found.match_probability, found.match_probability_range)


def interviews_to_expect(found: ProgramList) -> tuple[str, str]:
    """How many interviews a list is expected to bring, and the range: ("7", "range 4 to 10")."""
    if found.expected_interviews is None or found.expected_interviews_range is None:
        return NOT_KNOWN, ""
    low, high = ends_of_interviews(*found.expected_interviews_range)
    return f"{found.expected_interviews:.0f}", f"range {low.replace('<', 'under ')} to {high}"


def by_specialty(found: ProgramList) -> tuple[str, ...]:
    """The chance in each of several specialties, ranked in the plan's order, and in none of them."""
    return tuple(f"{capitalised(name)}: {told}." for name, told in specialty_lines(found))


def first_year(found: ProgramList) -> tuple[str, ...]:
    """The chance of a complete training and the second list, where a position's first year has to be found as well."""
    return tuple(f"{name}: {told}." for name, told in first_year_lines(found))


def both_ranges(found: ProgramList) -> str:
    """The two ranges of the headline: of the average of people alike, and where one may be oneself."""
    if found.match_probability is None:
        return " ".join(found.chance_notices[:1])
    if found.match_probability_for_you_range is None:
        return f"People like you: {chance_range_in_100(found.match_probability_range)}."
    return (
        f"People like you: {chance_range(found.match_probability_range)}; "
        f"you yourself: {chance_range_in_100(found.match_probability_for_you_range)}."
    )


def meaning(found: ProgramList, *, is_example: bool) -> str:
    """What the headline means."""
    if found.match_probability is None:
        return " ".join(found.chance_notices)
    people = "the made-up person of this example" if is_example else "you"
    said = in_100(found.match_probability).removesuffix(" in 100")
    return (
        f"Out of 100 people like {people} who send this list, about {said} would match at one of its programs. "
        "Published figures are uncertain: tried with other plausible ones, 8 of 10 answers lie in the range."
        f"{_for_you(found)}"
    )


def _for_you(found: ProgramList) -> str:
    """Where one may be oneself, beside the average of people alike."""
    chance, interviews = found.match_probability_for_you_range, found.interviews_for_you_range
    if chance is None or interviews is None:
        return ""
    words = chance_for_you(*chance)
    return f" That is the average; {words}. {interviews_for_you(*interviews)}."


def blind_spots() -> str:
    """What no estimate can know."""
    return "No estimate can know letters, interviews, or whom a program looks for this year."


def proof(found: ProgramList, flexibility: float) -> str:
    """How far from the best possible the list can be, and what "best" means."""
    points = points_at_most(found.gap)
    if flexibility == 1.0:
        measure = "the chance to match"
    else:
        measure = "the chance to match, with places that you want more counting more"
    if not found.proven:
        return (
            f"Not proven to the end. Measured by {measure}, another list within these limits may be better by {points}."
        )
    return f"Proven: measured by {measure}, no list within these limits can beat this one by more than {points}."


def fees(plan: Plan, found: ProgramList) -> tuple[str, str]:
    """What the applications cost, and what that is compared with, or leaves out."""
    if not found.unpriced:
        return dollars(found.spend), spend_of_budget(plan)
    if not is_part_priced(found):
        return NOT_KNOWN, "no fees published"
    return dollars(found.spend), f"not known: {', '.join(map(specialty_name, found.unpriced))}"


def spend_of_budget(plan: Plan) -> str:
    """What the spend is compared with."""
    return "no budget set" if plan.budget.dollars is None else f"of {dollars(plan.budget.dollars)}"


def signals_used(programs: Iterable[ListedProgram]) -> str:
    """How many signals of each kind a list uses: "3 gold, 12 silver"."""
    count = Counter(program.signal for program in programs)
    kinds = [f"{count[kind]} {kind}" for kind in STRONGEST_FIRST if count[kind]]
    if count["single"]:
        return f"{count['single']} signal{'' if count['single'] == 1 else 's'}"
    return ", ".join(kinds) if kinds else "no signals"


def what_changed(before: ProgramList, after: ProgramList) -> str:
    """What a change did to a list: "12 in, 9 out, chance 27 to 25 in 100"."""
    old, new = ({program.id: program.signal for program in found.programs} for found in (before, after))
    came, went = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    signals = sum(new[one] != old[one] for one in new.keys() & old.keys())
    parts = [f"{came} in, {went} out"] if came or went else ["the same programs"]
    if signals:
        parts.append(f"{signals} with another signal")
    chances = [in_100(found.match_probability) for found in (before, after)]
    if chances[0] == chances[1]:
        parts.append(f"chance still {chances[1]}")
    else:
        parts.append(f"chance {chances[0].removesuffix(' in 100')} to {chances[1]}")
    return f"{', '.join(parts)}."


def share(of: RegionShare, priority: float, asked_for: int | None) -> str:
    """What a list has of a region: "0 of 17 programs; the first one costs 0.3 points in 100"."""
    counted = f"{of.listed} of {of.to_choose_from} program{'' if of.to_choose_from == 1 else 's'}"
    if priority == 0 and not of.listed:
        return "none, as you want"
    if asked_for:
        return f"{counted}, at least {asked_for} asked for"
    if not of.is_left_out:
        return counted
    if of.first_costs is None:
        return f"{counted}; your other limits leave no room for one"
    if of.first_costs < 0.0005:
        return f"{counted}; the first one costs less than 0.1 points in 100"
    return f"{counted}; the first one costs {of_100(of.first_costs, 1)} points in 100"


def undecided(found: NotDecided) -> str:
    """What it means that the time ran out."""
    return (
        f"No list was found in {found.seconds:.0f} seconds, and none was shown to be impossible. "
        "Allow more time, or loosen a limit."
    )


def fact_words(name: str) -> str:
    """A fact of a program, or an answer, as a heading: "Interview rate US MD"."""
    return TOLD[name].heading if name in TOLD else capitalised(name)
