"""What the user should know beside a list: what is unknown, what was left out, what costs extra."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from optimizer.applicant import answers_words
from optimizer.arrays import IntArray
from optimizer.directory import RATES, Directory
from optimizer.directory.importing import parse_sources
from optimizer.estimate import Estimate, chance_is_known
from optimizer.evidence import EarlyMatch, Evidence, Season, of_words, seasons_before
from optimizer.plan.document import Plan
from optimizer.plan.listing.outcome import ListedProgram, SpecialtyChance
from optimizer.plan.problem import Prepared, application_dollars, home_and_away, unknown_specialties, wanted_reaches
from optimizer.vocabulary import NO_VISA, TYPE_NAMES, US_SCHOOL_TYPES, specialty_name, visas_meant
from optimizer.wording import (
    about_in_100,
    day_in_words,
    in_100,
    percentage,
    range_in_100,
    whole_dollars,
    with_and_without,
)

_RATES = frozenset(name for name in RATES if name.startswith("interview_rate_"))
_VISAS = frozenset({"sponsors_j1", "sponsors_h1b"})
GRADUATES = "match_rate_reported.earlier-graduates"
REPORTED = "match_rate_reported"
"""Begins the names of match rates of specialties whose chances can't be estimated: shown, and used for nothing."""
_ONE_RANKED, _SEVERAL_RANKED = (f"{REPORTED}.{part}-specialt" for part in ("one", "several"))
"""Begin the names of match rates in a specialty ranked first, of those who ranked it alone and of those who didn't."""
_LIKELY_INTERVIEW = 0.25
"""Chance of an interview below which nobody would call a program safe."""
_TELLS_APART = 2.0
"""How many times as much one signal has to bring as another before the two are told apart."""


def _with_hospitals(made: Estimate, listed: IntArray) -> str:
    """How many of some programs' chances facts of their hospitals move."""
    moved = int(made.rests_on_hospital[listed].sum())
    return f", and {moved} of them from facts of their hospital too" if moved else ""


def notices_on_programs(
    plan: Plan, directory: Directory, estimate: Estimate, applied: IntArray, safeties: IntArray, closed: int
) -> Iterator[str]:
    """What is not known of applicant and programs, and which programs are left out.

    Parameters
    ----------
    plan, directory, estimate
        What the list was made from.
    applied : int array
        Positions of the programs listed.
    safeties : int array
        Positions of those listed as safety.
    closed : int
        How many programs don't take this applicant at all.
    """
    estimated = applied[estimate.known[applied]]
    safeties = safeties[estimate.known[safeties]]
    known = int(estimate.rests_on_own_rate[estimated].sum())
    if known < estimated.size:
        yield (
            f"Own interview rates for {TYPE_NAMES[plan.applicant.type]} applicants are known for {known} of the "
            f"{estimated.size} programs listed; the others are estimated from specialty, state and setting"
            f"{_with_hospitals(estimate, estimated)}. Facts about programs that you bring in improve the list more "
            "than anything else."
        )
    unknown = int((estimate.situation.visa[applied] == "unknown").sum())
    if unknown:
        yield f"Visa policy is not known for {unknown} of the programs listed: check each before you pay."
    if plan.applicant.unknowns:
        wider = " The range is wider for it." if estimated.size else ""
        yield f"You have not given: {answers_words(plan.applicant.unknowns)}.{wider}"
    if safeties.size and (best := float(estimate.interview_probability[safeties, 0].max())) < _LIKELY_INTERVIEW:
        yield (
            "Tiers compare programs with each other: the most realistic ones are called safeties only where an "
            'interview is likely, and else "likelier", more likely than most for you. Here even the best one\'s chance '
            f"of an interview without a signal is {in_100(best)}."
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


def notices_on_unknown_chances(prepared: Prepared, shares: tuple[SpecialtyChance, ...]) -> Iterator[str]:
    """In which specialties the chance is not known and why, how the list was chosen then, and what is published."""
    estimate, plan = prepared.estimate, prepared.plan
    unknown = unknown_specialties(prepared)
    if not unknown:
        return
    names = " and ".join(specialty_name(one) for one in unknown)
    yield (
        f"The chance in {names} is not known: no interview rates of {TYPE_NAMES[plan.applicant.type]} applicants are "
        "published there that it could be estimated from. That is neither 0 nor any other number. The programs there "
        "are chosen by your preferences, quotas and budget, each counted as likely as any other, and signals go where "
        "you want a match most. Which of those that you want alike are listed is arbitrary: lock in the ones you know."
    )
    yield from published_there(estimate.evidence, unknown, plan.applicant.type)
    for one in shares:
        if one.alone is not None and one.alone_range is not None and one.applications:
            yield (
                f"From the {one.applications} programs in {specialty_name(one.specialty)} alone the chance to match "
                f"is {about_in_100(one.alone)} (range {range_in_100(*one.alone_range)}), so the chance to match at "
                "all is no less."
            )
    if len(unknown) < len(plan.applicant.specialties):
        yield (
            f"How the list divides between {names} and the rest can't rest on chances: programs of unknown chance "
            "count like a middle one of the others. A quota on a specialty divides it as you want."
        )


def published_there(evidence: Evidence, specialties: Sequence[str], applicant_type: str) -> Iterator[str]:
    """Match rates that are published of specialties whose chances can't be estimated, with what they count."""
    for specialty in specialties:
        for row in evidence.rows:
            concerned = row.specialty == specialty and row.applicant_type in (None, applicant_type)
            if concerned and row.name.startswith(f"{REPORTED}."):
                yield (
                    f"Published of {specialty_name(specialty)}: {in_100(row.central)} matched. {row.note} "
                    f"({row.source}, {row.season}.) It is the rate of a whole group, not your chance."
                )


def notices_on_second_specialties(evidence: Evidence, plan: Plan) -> Iterator[str]:
    """What is published of people who rank a second specialty, which no chance is made of."""
    if len(plan.applicant.specialties) == 1:
        return
    kind = plan.applicant.type
    for specialty in plan.applicant.specialties:
        rows = [row for row in evidence.rows if (row.specialty, row.applicant_type) == (specialty, kind)]
        alone, beside = (
            next((row for row in rows if row.name.startswith(name)), None) for name in (_ONE_RANKED, _SEVERAL_RANKED)
        )
        if alone is not None and beside is not None:
            yield (
                f"Published of {TYPE_NAMES[kind]} applicants who ranked {specialty_name(specialty)} first: "
                f"{in_100(alone.central)} matched there where they ranked nothing else, {in_100(beside.central)} where "
                f"they ranked another specialty too ({alone.source}). Who holds few interviews ranks "
                "a second specialty because of that, so nothing is taken off for it here. If programs do mind it, your "
                "chance there is lower than said, by no more than these two lie apart."
            )


def _beside_fees(plan: Plan, season: Season) -> Iterator[str]:
    """What transcripts cost, and the registration for the match where a specialty is in the NRMP's."""
    early = {name: season.early_match(name) for name in plan.applicant.specialties}
    elsewhere = [part.name for part in early.values() if part is not None]
    if len(elsewhere) == len(early):
        yield (
            f"The spend is application fees only. On top come {_transcripts(plan, season)} and what registering for "
            f"{' and '.join(dict.fromkeys(elsewhere))} costs, which is not known here."
        )
        return
    yield (
        f"The spend is application fees only. On top come {_transcripts(plan, season)} and "
        f"{whole_dollars(season.nrmp.registration_usd)} for NRMP registration "
        f"({whole_dollars(season.nrmp.further_code_usd)} for each program ranked beyond {season.nrmp.codes_covered})."
    )
    doubtful = season.nrmp.registration
    if doubtful.also_read:
        others = " and ".join(whole_dollars(other.usd) for other in doubtful.also_read)
        yield (
            f"The NRMP registration of {whole_dollars(doubtful.usd)} is unconfirmed: another source has {others}, and "
            "the higher figure counts here."
        )


def notices_on_money(plan: Plan, season: Season) -> Iterator[str]:
    """What the spend leaves out, and how fee assistance is counted."""
    for specialty in plan.applicant.specialties:
        if season.fees(specialty) is None:
            yield f"What applications in {specialty_name(specialty)} cost is not known, and the spend leaves them out."
    yield from _beside_fees(plan, season)
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


def notices_on_comlex(plan: Plan, directory: Directory, applied: IntArray, closed: int) -> Iterator[str]:
    """Which programs take COMLEX-USA alone, for osteopathic students without a USMLE score."""
    if plan.applicant.type != "us-do" or plan.applicant.has_step2:
        return
    if closed:
        programs = "1 program is left out: it takes" if closed == 1 else f"{closed} programs are left out: they take"
        yield f"{programs} no COMLEX-USA score alone."
    unknown = sum(directory.programs[k].accepts_comlex_alone is None for k in applied)
    if unknown:
        yield (
            f"Whether COMLEX-USA alone is accepted isn't known of {unknown} of the programs listed; some ask "
            "osteopathic students for USMLE scores too: look it up before you pay."
        )


def _transcripts(plan: Plan, season: Season) -> str:
    """What the examination transcripts cost: of COMLEX-USA for osteopathic students, of USMLE for whoever took it."""
    who, usd = plan.applicant, season.transcript_usd
    if who.type != "us-do":
        return f"about {whole_dollars(usd['usmle'])} for the examination transcript"
    comlex = f"about {whole_dollars(usd['comlex'])} for the COMLEX-USA transcript"
    if who.has_step2 is False:
        return comlex
    beside = f"{whole_dollars(usd['usmle'])} for the USMLE transcript"
    return f"{comlex}, {beside}" if who.has_step2 else f"{comlex}, {beside} if you take Step 2 CK too,"


def notices_on_the_applicant(plan: Plan) -> Iterator[str]:
    """What follows from who one is: Step 3 for an H-1B, a school in Canada, an earlier match."""
    who = plan.applicant
    if "h1b" in visas_meant(who.visa_need or "") and who.step3_passed is not True:
        said = "You haven't said that you passed it." if who.step3_passed is None else "You haven't passed it yet."
        only = "" if who.visa_need == "h1b" else "An H-1B is open to you only with it: "
        yield (
            f"{only}An H-1B for a residency needs a passed USMLE Step 3 before the start, and many programs ask for it "
            f"when they rank. {said} Ask each program by when it has to be passed."
        )
    if who.canadian_school:
        yield (
            f"The chances are those of {TYPE_NAMES[who.type]} applicants. The NRMP counts applicants from Canadian "
            "schools apart, and no rates of theirs that matchlist could use were found, so the ranges don't cover the "
            "difference."
        )
    if who.type == "non-us-img" and who.citizenship == "permanent-resident":
        yield (
            "You count as a non-US IMG and need no visa: published rates count international graduates by citizenship, "
            "and permanent residents are with those who aren't citizens. Programs' limits on visas don't concern you."
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


def notices_on_no_application(prepared: Prepared) -> Iterator[str]:
    """Why a list is empty where the budget pays for not even one application."""
    plan, budget = prepared.plan, prepared.plan.budget.dollars
    prices = [application_dollars(prepared.season, name, 1) for name in plan.applicant.specialties]
    kept = 0.0 if prepared.first_year is None else prepared.first_year.reserve
    first = min((price for price in prices if price is not None), default=0.0)
    if budget is not None and budget - kept < first:
        beside = f", of which {whole_dollars(kept)} is kept for first years," if kept else ""
        yield (
            f"The budget of {whole_dollars(budget)}{beside} pays for no application: the first one costs "
            f"{whole_dollars(first)}. Raise the budget{' or keep less of it' if kept else ''}."
        )


def notices_on_partner(plan: Plan) -> Iterator[str]:
    """That the list of a plan with a partner is the list of one alone."""
    if plan.couple is not None:
        yield (
            "The plan names a partner. This list is of one of you alone: matchlist couple, or the page Couple, builds "
            "both lists for the highest chance to match near each other."
        )


def notices_on_rules(plan: Plan, season: Season) -> Iterator[str]:
    """What the season asks beside fees: statements that signals take, and notes for who needs a visa."""
    for specialty in plan.applicant.specialties:
        if season.signal_statement(specialty) is not None:
            yield f"Each signal in {specialty_name(specialty)} takes a written statement: count the time for it."
    yield from _letters(plan, season)
    for specialty in plan.applicant.specialties:
        early = season.early_match(specialty)
        if early is not None:
            yield _early_words(early)
    if plan.applicant.military_service and season.military_match is not None:
        yield _early_words(season.military_match)
    for note in season.visa_notes:
        if needs_visa(plan, note.about):
            yield f"{note.text} (As of {day_in_words(note.as_of)}; {note.source}. A note, no part of the estimate.)"


def _letters(plan: Plan, season: Season) -> Iterator[str]:
    """How many letters a program takes, where several specialties ask for theirs, and forms of a specialty's own."""
    asked = {name: season.letters_for(name) for name in plan.applicant.specialties}
    known = {name: letters for name, letters in asked.items() if letters is not None}
    if len(plan.applicant.specialties) > 1 and known:
        most = max(letters.most_per_program for letters in known.values())
        yield (
            f"A program takes at most {most} letters: each of your specialties needs letters that speak for it, so ask "
            "their writers early and assign them by specialty."
        )
    for name, letters in known.items():
        if name in letters.own_forms:
            yield (
                f"Letters for {specialty_name(name)} go on a form of the specialty's own: choose the specialty when "
                "you ask for them."
            )


def _early_words(early: EarlyMatch) -> str:
    """A match that is decided before the main one: its days, and what follows from it."""
    days = {"rank order lists are due": early.rank_list_due, "results come out": early.results}
    known = [f"{what} on {day_in_words(day)}" for what, day in days.items() if day is not None]
    told = f" This season: {' and '.join(known)}." if known else ""
    return f"{early.text}{told} ({early.source}.)"


def needs_visa(plan: Plan, about: str) -> bool:
    """Whether an applicant may need a kind of visa, or for "entry" any; who doesn't say it may, unless at home here."""
    visa = plan.applicant.visa_need
    if visa is None:
        return plan.applicant.type == "non-us-img"
    return visa != NO_VISA and (about == "entry" or visa in (about, "either"))


def notices_on_graduation(plan: Plan, season: Season, evidence: Evidence) -> Iterator[str]:
    """Say to graduates of earlier years from schools in the United States that the figures are of seniors."""
    applicant, year = plan.applicant, plan.applicant.graduation_year
    if applicant.type in US_SCHOOL_TYPES and year is not None and year < season.season:
        yield (
            f"You graduated in {year}, before season {season.season}: you apply as a graduate of an earlier year. "
            f"Published rates of {TYPE_NAMES[applicant.type]} applicants are of seniors; graduates of earlier years "
            f"match far less often{_of_graduates(plan, evidence)}: read the chance as an upper end."
        )
    elif applicant.applied_before:
        yield (
            "You have been in a match before. Published rates don't tell who applies again; where they do, those match "
            "less often: read the chance as an upper end."
        )


def _of_graduates(plan: Plan, evidence: Evidence) -> str:
    """What is published of graduates of earlier years, in brackets."""
    if not evidence.has(GRADUATES, None, plan.applicant.type):
        return ""
    row = evidence.row(GRADUATES, None, plan.applicant.type)
    return f" ({in_100(row.central)} of them in {row.season} in any specialty)"


def notices_on_figures(prepared: Prepared) -> Iterator[str]:
    """What the chances stand on, where it is older than the plan's season: a drift is in the range, and is said."""
    plan, evidence = prepared.plan, prepared.estimate.evidence
    words = {"interview rates": "interview_rate", "match rates": "match_rate"}
    old = []
    for said, name in words.items():
        rows = [
            evidence.row(name, specialty, plan.applicant.type)
            for specialty in plan.applicant.specialties
            if evidence.has(name, specialty, plan.applicant.type)
            and chance_is_known(evidence, specialty, plan.applicant.type)
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
    chosen = plan.locks.applied
    for one in view.fits:
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
    spared = np.flatnonzero(home_and_away(plan, prepared.season, prepared.estimate))
    if spared.size and plan.signals.home_and_away == "season":
        names = ", ".join(prepared.directory.programs[k].id for k in spared)
        yield f"Not signalled, as the specialty advises for home and away programs: {names}."


def notices_on_signals(listed: Sequence[ListedProgram]) -> Iterator[str]:
    """Where a signal decides and where it is wasted, by specialty, where programs differ enough for it to be said."""
    for specialty, signal in dict.fromkeys((one.specialty, one.signal) for one in listed if one.signal_value):
        signalled = [one for one in listed if (one.specialty, one.signal) == (specialty, signal)]
        most, least = (end(signalled, key=_signal_value) for end in (max, min))
        if _signal_value(most) >= _TELLS_APART * _signal_value(least):
            yield (
                f"A {_signal_words(signal)} decides most at {most.name} (interview {_with_and_without(most)}) "
                f"and least at {least.name} (interview {_with_and_without(least)})."
            )


def _signal_words(signal: str) -> str:
    return "signal" if signal == "single" else f"{signal} signal"


def _signal_value(program: ListedProgram) -> float:
    return program.signal_value or 0.0


def _with_and_without(program: ListedProgram) -> str:
    return with_and_without(program.interview_probability, program.interview_probability_without_signal)
