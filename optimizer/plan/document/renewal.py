"""A plan carried over from one season to another: what has to go, and what has changed between the two."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from optimizer.errors import BadInput
from optimizer.evidence import DateKind, Season, ServiceFees, load_season
from optimizer.plan.document.changes import changed_plan
from optimizer.plan.document.commented import commented_plan_text
from optimizer.plan.document.plan_file import plan_from_content, with_whole_paths
from optimizer.plan.document.request import Plan
from optimizer.vocabulary import specialty_name
from optimizer.wording import day_in_words, whole_dollars

_DATES: tuple[DateKind, ...] = ("submit-from", "review-from", "rank-list-due", "match-week")
_SEASON_LINE = re.compile(r"^season\s*=\s*\d+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Renewal:
    """A plan of another season.

    Attributes
    ----------
    plan : Plan
        The same wishes in the new season.
    changes : tuple of str
        What differs between the seasons as far as it concerns the plan: fees, signals, dates; a sentence each.
    adjustments : tuple of str
        What of the plan couldn't stay as it was.
    """

    plan: Plan
    changes: tuple[str, ...]
    adjustments: tuple[str, ...]


def renewed(plan: Plan, year: int) -> Renewal:
    """Carry a plan over to the season of a year.

    Signals that the new season doesn't have are lowered or taken off; everything else stays.

    Raises
    ------
    BadInput
        There is no such season.
    """
    old, new = load_season(plan.season), load_season(year)
    adjusted = dict(_adjusted(plan, new))
    changes = {"season": year} | {key: value for key, (value, _) in adjusted.items()}
    if plan.couple is not None and isinstance(plan.couple.partner, Plan):
        changes["couple.partner"] = renewed(plan.couple.partner, year).plan
    there = changed_plan(plan, changes)
    words = tuple(said for _, said in adjusted.values() if said)
    return Renewal(there, season_changes(plan.applicant.specialties, old, new), (*words, *_graduation(plan, new)))


def season_changes(specialties: tuple[str, ...], old: Season, new: Season) -> tuple[str, ...]:
    """What differs between two seasons for applicants in some specialties, a sentence each; the dates come last."""
    return (*_differing(specialties, old, new), *_dates(specialties, old, new))


def renewed_text(text: str, plan: Plan, folder: Path) -> str:
    """A plan file's text with another season in it, as it was written; or the plan written anew where more changed.

    Parameters
    ----------
    text : str
        TOML of the plan that was carried over, with its comments.
    plan : Plan
        What it is to say.
    folder : pathlib.Path
        Of the plan that was carried over, which the files that it names are relative to.
    """
    season = f"season = {plan.season}"
    changed = _SEASON_LINE.sub(season, text, count=1) if _SEASON_LINE.search(text) else f"{season}\n{text}"
    try:
        same = with_whole_paths(plan_from_content(tomllib.loads(changed), "the plan"), folder) == plan
    except (ValueError, BadInput):
        same = False
    return changed if same else commented_plan_text(plan)


def _adjusted(plan: Plan, new: Season) -> Iterator[tuple[str, tuple[object, str]]]:
    """Keys of a plan that can't stay in a season, with their new values and the words for it."""
    known = [name for name in plan.applicant.specialties if name in new.specialties]
    most: dict[str, int] = {}
    for name in known:
        for kind, cap in new.signal_caps(name).items():
            most[kind] = max(cap, most.get(kind, 0))
    for kind, asked in plan.signals.wanted.items():
        if asked is not None and asked > most.get(kind, 0):
            there = most.get(kind)
            said = f"of {asked} {kind} signals {there or 'none'} are left in {new.season}"
            yield f"signals.{kind}", (there, f"Your number of signals was lowered: {said}.")
    confined = {kind: places for kind, places in plan.signals.only_in.items() if kind in most}
    if confined != plan.signals.only_in:
        yield "signals.only_in", (confined, f"Regions for signals that {new.season} doesn't have were taken off.")
    kept = {program: kind for program, kind in plan.locks.signal.items() if kind in most}
    gone = [program for program in plan.locks.signal if program not in kept]
    if gone:
        said = f"Signals that {new.season} doesn't have were taken off: {', '.join(gone)}"
        yield "locks.signal", (kept, f"{said}; the programs stay on the list.")
        yield "locks.apply", (tuple(dict.fromkeys((*plan.locks.apply, *gone))), "")


def _graduation(plan: Plan, new: Season) -> Iterator[str]:
    year = plan.applicant.graduation_year
    if year is not None and year < new.season:
        yield (
            f"You graduated in {year}: in season {new.season} you apply as a graduate of an earlier year. If you "
            "graduate later than that, correct graduation_year."
        )


def _differing(specialties: tuple[str, ...], old: Season, new: Season) -> Iterator[str]:
    for name in specialties:
        if name not in old.specialties or name not in new.specialties:
            continue
        words = specialty_name(name)
        if old.service_of(name) != new.service_of(name):
            yield f"Applications in {words} go through {_service(new, name)}, no longer {_service(old, name)}."
        before, after = _fees(old.fees(name)), _fees(new.fees(name))
        if before != after:
            yield f"Fees in {words}: {after}; in {old.season} {before}."
        signals = _signals(old, name), _signals(new, name)
        if signals[0] != signals[1]:
            yield f"Signals in {words}: {signals[1]}; in {old.season} {signals[0]}."
    for exam, dollars in new.transcript_usd.items():
        if old.transcript_usd[exam] != dollars:
            before = whole_dollars(old.transcript_usd[exam])
            yield f"The {exam.upper()} transcript costs {whole_dollars(dollars)}; in {old.season} {before}."
    if old.nrmp.registration_usd != new.nrmp.registration_usd:
        costs = (whole_dollars(season.nrmp.registration_usd) for season in (new, old))
        yield f"NRMP registration costs {next(costs)}; in {old.season} {next(costs)}."


def _dates(specialties: tuple[str, ...], old: Season, new: Season) -> Iterator[str]:
    first = next((name for name in specialties if name in new.specialties and name in old.specialties), None)
    for what in _DATES:
        before, after = old.date_of(what, first), new.date_of(what, first)
        if after is not None and (before is None or before.on != after.on):
            was = "" if before is None else f"; in {old.season} {day_in_words(before.on)}"
            yield f"{after.name}: {day_in_words(after.on)}{was}."


def _service(season: Season, specialty: str) -> str:
    slug = season.service_of(specialty)
    return next(service.name for service in season.services if service.service == slug)


def _fees(fees: ServiceFees | None) -> str:
    if fees is None:
        return "not known"
    return ", ".join(f"{what}: {whole_dollars(dollars)}" for what, dollars, _ in fees.charges())


def _signals(season: Season, specialty: str) -> str:
    if season.signals(specialty) is None:
        return "not known"
    caps = season.signal_caps(specialty)
    return ", ".join(f"{count} {kind}" if kind != "single" else f"{count}" for kind, count in caps.items()) or "none"
