"""What an answer says, in sentences and labels; plain text, not Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator

from optimizer.applicant import Applicant
from optimizer.directory import TOLD
from optimizer.export import specialty_lines
from optimizer.plan import LimitUse, ListedProgram, NotDecided, Plan, ProgramList, RegionShare, Wish
from optimizer.vocabulary import NO_VISA, STRONGEST_FIRST, TYPE_NAMES, VISA_NAMES, specialty_name, tie_name
from optimizer.wording import (
    NOT_KNOWN,
    chance_and_range,
    chance_for_you,
    chance_range,
    chance_range_in_100,
    dollars,
    in_100,
    interviews_for_you,
    of_100,
    points_at_most,
)

_MONEY_TOLERANCE_USD = 0.005


def headline(found: ProgramList) -> str:
    """The chance to match and its range: "About 27 in 100, range 18-37"."""
    return chance_and_range(found.match_probability, found.match_probability_range)


def interviews_to_expect(found: ProgramList) -> tuple[str, str]:
    """How many interviews a list is expected to bring, and the range: ("7", "range 4 to 10")."""
    if found.expected_interviews is None or found.expected_interviews_range is None:
        return NOT_KNOWN, ""
    low, high = found.expected_interviews_range
    return f"{found.expected_interviews:.0f}", f"range {low:.0f} to {high:.0f}"


def by_specialty(found: ProgramList) -> tuple[str, ...]:
    """The chance in each of several specialties, ranked in the plan's order, and in none of them."""
    return tuple(f"{name[:1].upper()}{name[1:]}: {told}." for name, told in specialty_lines(found))


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


def spend_of_budget(plan: Plan) -> str:
    """What the spend is compared with."""
    return "no budget set" if plan.budget.dollars is None else f"of {dollars(plan.budget.dollars)}"


def signals_used(programs: Iterable[ListedProgram]) -> str:
    """How many signals of each kind a list uses: "3 gold, 12 silver"."""
    count = Counter(program.signal for program in programs)
    kinds = [f"{count[kind]} {kind}" for kind in STRONGEST_FIRST if count[kind]]
    if count["single"]:
        return f"{count['single']} signals"
    return ", ".join(kinds) if kinds else "no signals"


def applicant_words(applicant: Applicant) -> str:
    """Who applies, in one line: type, specialties, score, graduation, experience, visa."""
    return ", ".join(_applicant_parts(applicant))


def _applicant_parts(applicant: Applicant) -> Iterator[str]:
    yield TYPE_NAMES[applicant.type]
    yield " and ".join(specialty_name(specialty) for specialty in applicant.specialties)
    yield "Step 2 CK not given" if applicant.step2 is None else f"Step 2 CK {applicant.step2}"
    if applicant.graduation_year is not None:
        yield f"graduation {applicant.graduation_year}"
    if applicant.us_clinical_months is not None:
        months = applicant.us_clinical_months
        yield f"{months:g} month{'' if months == 1 else 's'} of US clinical experience"
    if applicant.visa_need is not None:
        yield "no visa needed" if applicant.visa_need == NO_VISA else f"{VISA_NAMES[applicant.visa_need]} visa"
    if applicant.ties:
        places = [(tie_name(tie.kind), "a program" if tie.scope == "program" else tie.place) for tie in applicant.ties]
        yield f"ties: {', '.join(f'{kind} ({place})' for kind, place in places)}"


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


def limit_label(about: Wish) -> str:
    """A limit as a heading: "Reach programs", "Budget for fees"."""
    whom = about.of[0] if about.of else ""
    match about.kind:
        case "tier":
            label = f"{whom.capitalize()} programs"
        case "region" | "setting":
            label = whom
        case "specialty":
            label = specialty_name(whom)
        case "signals":
            label = f"{str(about.signal).capitalize()} signals, {' and '.join(map(specialty_name, about.of))}"
        case "applications":
            label = "All applications"
        case "budget":
            label = "Budget for fees"
        case _:
            label = f"{about.name[:1].upper()}{about.name[1:]}"
    return label


def amount_words(limit: LimitUse, amount: float | None) -> str:
    """An amount of a limit in its unit; nothing where that side is free."""
    if amount is None:
        return ""
    return dollars(amount) if limit.about.kind == "budget" else f"{amount:g}"


def standing(limit: LimitUse) -> str:
    """Whether a limit is reached, in words."""
    if not limit.binding:
        return "room left"
    if limit.about.kind == "budget":
        spent = limit.maximum is not None and limit.used >= limit.maximum - _MONEY_TOLERANCE_USD
        return "spent in full" if spent else "no money for one more"
    if limit.minimum == limit.maximum:
        return "exactly this many"
    at_maximum = limit.maximum is not None and limit.used >= limit.maximum
    return "at its maximum" if at_maximum else "at its minimum"


def undecided(found: NotDecided) -> str:
    """What it means that the time ran out."""
    return (
        f"No list was found in {found.seconds:.0f} seconds, and none was shown to be impossible. "
        "Allow more time, or loosen a limit."
    )


def fact_words(name: str) -> str:
    """A fact of a program, or an answer, as a heading: "Interview rate US MD"."""
    if name in TOLD:
        return TOLD[name].heading
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"
