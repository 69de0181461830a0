"""What the user should know beside a list: what is unknown, what was left out, what costs extra."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from optimizer.directory import Directory
from optimizer.directory.importing import parse_sources
from optimizer.directory.program import RATES
from optimizer.estimate import Estimate
from optimizer.evidence import Season, of_words, seasons_before
from optimizer.plan.document import Plan
from optimizer.plan.listing.outcome import ListedProgram
from optimizer.plan.problem import Prepared, home_and_away, wanted_reaches
from optimizer.vocabulary import NO_VISA, TYPE_NAMES, US_SCHOOL_TYPES, specialty_name
from optimizer.wording import day_in_words, in_100, percentage, whole_dollars

IntArray = npt.NDArray[np.int64]
_RATES = frozenset(name for name in RATES if name.startswith("interview_rate_"))
_VISAS = frozenset({"sponsors_j1", "sponsors_h1b"})
_LIKELY_INTERVIEW = 0.25
"""Chance of an interview below which nobody would call a program safe."""
_TELLS_APART = 2.0
"""How many times as much one signal has to bring as another before the two are told apart."""


def notices_on_programs(
    plan: Plan, directory: Directory, made: Estimate, applied: IntArray, safeties: IntArray, closed: int
) -> Iterator[str]:
    """What is not known of applicant and programs, and which programs are left out.

    Parameters
    ----------
    plan, directory, made
        What the list was made from.
    applied : int array
        Positions of the programs listed.
    safeties : int array
        Positions of those listed as safety.
    closed : int
        How many programs don't take this applicant at all.
    """
    known = int(made.rests_on_own_rate[applied].sum())
    if known < applied.size:
        yield (
            f"Own interview rates for {TYPE_NAMES[plan.applicant.type]} applicants are known for {known} of the "
            f"{applied.size} programs listed; the others are estimated from specialty, state and setting. Facts about "
            "programs that you bring in improve the list more than anything else: matchlist missing says by how much, "
            "and which programs to ask first."
        )
    unknown = int((made.situation.visa[applied] == "unknown").sum())
    if unknown:
        yield f"Visa policy is not known for {unknown} of the programs listed: check each before you pay."
    if plan.applicant.unknowns:
        names = ", ".join(name.replace("_", " ") for name in plan.applicant.unknowns)
        yield f"You have not given: {names}. The range is wider for it."
    if safeties.size and (best := float(made.interview_probability[safeties, 0].max())) < _LIKELY_INTERVIEW:
        yield (
            "Tiers compare programs with each other: what counts as a safety is more realistic than the rest, not "
            "likely. Where it isn't likely it is called more likely than most for you, in the list likelier. Here even "
            f"the best one's chance of an interview without a signal is {in_100(best)}."
        )
    unplaced = sum(place is None for place in directory.places)
    if unplaced:
        yield (
            f"The city of {unplaced} of the directory's programs isn't known, so they count to regions by their state "
            "and division only: check how their cities are spelled."
        )
    if closed:
        programs = "1 military program is" if closed == 1 else f"{closed} military programs are"
        yield f"{programs} left out: they take members of the armed forces only."


def notices_on_money(plan: Plan, season: Season) -> Iterator[str]:
    """What the spend leaves out, and how fee assistance is counted."""
    for specialty in plan.applicant.specialties:
        if season.fees(specialty) is None:
            yield f"What applications in {specialty} cost is not known, and the spend leaves them out."
    transcript = season.transcript_usd["comlex" if plan.applicant.type == "us-do" else "usmle"]
    yield (
        f"The spend is application fees only. On top come about {whole_dollars(transcript)} for the examination "
        f"transcript and {whole_dollars(season.nrmp.registration_usd)} for NRMP registration "
        f"({whole_dollars(season.nrmp.further_code_usd)} for each program ranked beyond {season.nrmp.codes_covered})."
    )
    doubtful = season.nrmp.registration
    if doubtful.also_read:
        others = " and ".join(whole_dollars(other.usd) for other in doubtful.also_read)
        yield (
            f"The NRMP registration of {whole_dollars(doubtful.usd)} is unconfirmed: another source has {others}, and "
            "the higher figure counts here."
        )
    for cost in season.costs_of(plan.applicant.type):
        if cost.each_season:
            yield f"{cost.name}: {whole_dollars(cost.usd)}, beside the spend."
    if plan.budget.fee_assistance:
        share = season.fee_assistance
        several = sum(season.service_of(name) == share.service for name in plan.applicant.specialties) > 1
        shared = (
            ", all specialties together; which ones count beyond that isn't published, and the dearest are taken not to"
            if several
            else ""
        )
        yield (
            f"Fee assistance is counted as {percentage(share.discount)} off the first {share.covers_applications} "
            f"applications{shared}; sources differ ({percentage(share.discount_low)} to "
            f"{percentage(share.discount_high)})."
        )


def notices_on_facts(prepared: Prepared, applied: IntArray) -> Iterator[str]:
    """Whose figures the list stands on, where they are the programs' own: of how many, from which file, of when."""
    counted: Counter[tuple[str, int]] = Counter()
    visas: Counter[tuple[str, int]] = Counter()
    for k in applied:
        program = prepared.directory.programs[k]
        told = parse_sources(program.sources or "")
        for fields, counter in ((_RATES, counted), (_VISAS, visas)):
            origins = {
                (origin.file.partition("/")[0], origin.year)
                for field, origin in told.items()
                if field in fields and getattr(program, field, None) is not None
            }
            counter.update(origins)
    for what, counter in (("Interview rates", counted), ("Visa policies", visas)):
        for (file, year), count in sorted(counter.items(), key=lambda entry: (-entry[1], entry[0])):
            season = f", season {year - 1}-{year % 100:02d}" if year else ""
            yield f"{what} of {count} of {applied.size} programs are the programs' own: file {file}{season}."


def notices_on_rules(plan: Plan, season: Season) -> Iterator[str]:
    """What the season asks beside fees: statements that signals take, and notes for who needs a visa."""
    for specialty in plan.applicant.specialties:
        if season.signal_statement(specialty) is not None:
            yield f"Each signal in {specialty_name(specialty)} takes a written statement: count the time for it."
    for note in season.visa_notes:
        if needs_visa(plan, note.about):
            yield f"{note.text} (As of {day_in_words(note.as_of)}; {note.source}. A note, no part of the estimate.)"


def needs_visa(plan: Plan, about: str) -> bool:
    """Whether an applicant may need a kind of visa, or for "entry" any; who doesn't say it may, unless at home here."""
    visa = plan.applicant.visa
    if visa is None:
        return plan.applicant.type == "non-us-img"
    return visa != NO_VISA and (about == "entry" or visa in (about, "either"))


def notices_on_graduation(plan: Plan, season: Season) -> Iterator[str]:
    """Say to graduates of earlier years from schools in the United States that the figures are of seniors."""
    applicant, year = plan.applicant, plan.applicant.graduation_year
    if applicant.type in US_SCHOOL_TYPES and year is not None and year < season.season:
        yield (
            f"You graduated in {year}, before season {season.season}: you apply as a graduate of an earlier year. "
            f"Published rates of {TYPE_NAMES[applicant.type]} applicants are of seniors; graduates of earlier years "
            "match far less often: read the chance as an upper end."
        )


def notices_on_figures(prepared: Prepared) -> Iterator[str]:
    """What the chances stand on, where it is older than the plan's season: a drift is in the range, and is said."""
    plan, evidence = prepared.plan, prepared.made.evidence
    words = {"interview rates": "interview_rate", "match rates": "match_rate"}
    old = []
    for said, name in words.items():
        rows = [
            evidence.row(name, specialty, plan.applicant.type)
            for specialty in plan.applicant.specialties
            if evidence.has(name, specialty, plan.applicant.type)
        ]
        ages = dict.fromkeys(of_words(row) for row in rows if seasons_before(row, plan.season))
        old += [f"{said} {' and '.join(ages)}"] if ages else []
    if old:
        yield (
            f"The chances stand on {' and on '.join(old)}, older than season {plan.season}: how much these may have "
            "drifted since is in the range."
        )


def notices_on_wishes(prepared: Prepared, applied: IntArray) -> Iterator[str]:
    """What the plan's conditions leave out, and what was taken otherwise than asked."""
    plan, view = prepared.plan, prepared.view
    chosen = {*plan.locks.apply, *plan.locks.signal}
    for one in view.standing:
        gone = one.removes & ~view.is_open
        failing, unknown = int((gone & one.fails).sum()), int((gone & one.unknown).sum())
        left_out = [f"{failing} that fail it"] if failing else []
        left_out += [f"{unknown} of which the {one.fact} isn't known"] if unknown else []
        if left_out:
            yield f"Your condition {one.name!r} leaves out {' and '.join(left_out)}."
        listed = int(one.unknown[applied].sum())
        if listed:
            yield f"Condition {one.name!r}: of {listed} of the programs listed the {one.fact} isn't known."
        kept = [prepared.directory.programs[k].id for k in np.flatnonzero(one.removes & view.is_open)]
        kept = [program for program in kept if program in chosen]
        if kept:
            yield f"Locked in although not known to meet {one.name!r}: {', '.join(kept)}."
    floor, wanted = plan.quotas.reach_floor, int(wanted_reaches(view).sum())
    if wanted < floor:
        yield f"Of reaches that you want no less than the middle program there are {wanted}; you asked for {floor}."
    spared = np.flatnonzero(home_and_away(plan, prepared.season, prepared.made))
    if spared.size and plan.signals.home_and_away == "season":
        names = ", ".join(prepared.directory.programs[k].id for k in spared)
        yield f"Not signalled, as the specialty advises for home and away programs: {names}."


def notices_on_signals(listed: Sequence[ListedProgram]) -> Iterator[str]:
    """Where a signal decides and where it is wasted, by specialty, where programs differ enough for it to be said."""
    for specialty, signal in dict.fromkeys((one.specialty, one.signal) for one in listed if one.signal_value):
        signalled = [one for one in listed if (one.specialty, one.signal) == (specialty, signal)]
        most, least = (end(signalled, key=_signal_value, default=None) for end in (max, min))
        if most is None or least is None or _signal_value(most) < _TELLS_APART * _signal_value(least):
            continue
        yield (
            f"A {_signal_words(signal)} decides most at {most.name} ({_with_and_without(most)}) "
            f"and least at {least.name} ({_with_and_without(least)})."
        )


def _signal_words(signal: str) -> str:
    return "signal" if signal == "single" else f"{signal} signal"


def _signal_value(program: ListedProgram) -> float:
    return program.signal_value or 0.0


def _with_and_without(program: ListedProgram) -> str:
    without = program.interview_probability_without_signal or 0.0
    return f"interview {in_100(program.interview_probability)} with it, {in_100(without)} without"
