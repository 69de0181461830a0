"""The season of a plan on a day: what it is called, how fresh its figures are, and what there is to do in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from optimizer.clock import today
from optimizer.evidence import DateKind, Season, load_season, season_choice, season_for
from optimizer.plan.document import Plan, season_changes
from optimizer.plan.listing.outcome import AboutSeason, SeasonFigures
from optimizer.vocabulary import specialty_name
from optimizer.wording import capitalised, day_in_words, days_in_words, days_left

Phase = Literal["before", "applying", "ranking", "matching", "over"]
"""Applications can't be sent yet; they can; rank order lists can be entered; they are closed; Match Day has passed."""

_OF_SOAP: tuple[DateKind, ...] = ("soap-applications", "soap-offers")


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a day lies in a season.

    Attributes
    ----------
    phase : str
    words : str
        Its next date with the days that are left, in a sentence.
    """

    phase: Phase
    words: str


def season_words(season: Season) -> str:
    """What a season is called: "Season 2027: Match Week 15-19 March 2027"."""
    return f"Season {season.season}: Match Week {days_in_words(*season.match_week)}"


def figures_words(season: Season) -> str:
    """How fresh a season's figures are, in a sentence."""
    fresh = season.freshness()
    counts = (
        (fresh.confirmed, "confirmed for this season"),
        (fresh.unconfirmed, "in one source only, or disputed"),
        (fresh.carried_over, "carried over from another season"),
        (fresh.unknown, "unknown"),
    )
    said = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"Of {fresh.total} figures (fees, signals, dates and rules): {said}."


def about_season(plan: Plan, season: Season, day: date | None = None) -> AboutSeason:
    """Say which season a plan is of, on a day; None is today.

    Parameters
    ----------
    plan : Plan
    season : Season
        Of the plan.
    day : datetime.date or None
    """
    on, fresh = day or today(), season.freshness()
    return AboutSeason(
        words=season_words(season),
        figures=SeasonFigures(
            confirmed=fresh.confirmed,
            unconfirmed=fresh.unconfirmed,
            carried_over=fresh.carried_over,
            unknown=fresh.unknown,
        ),
        figures_words=figures_words(season),
        moment=" ".join((moment_of(season, on).words, *_early_matches(plan, season))),
        notices=(
            *season_notices(season, on),
            *_changes_since(plan, season, on),
            *_graduation_notices(plan, season, on),
        ),
    )


def _early_matches(plan: Plan, season: Season) -> Iterator[str]:
    """That the days of the season aren't those of specialties that match before."""
    for specialty in plan.applicant.specialties:
        early = season.early_match(specialty)
        if early is not None:
            name = specialty_name(specialty)
            yield f"{capitalised(name)} is matched before that, in {early.name}, on days of its own."


def moment_of(season: Season, day: date) -> Moment:
    """Where a day lies in a season."""
    first, last = season.match_week
    due = season.rank_list_due
    send, ranking = season.date_of("submit-from"), season.date_of("ranking-opens")
    if day > last:
        return Moment("over", f"It is over since Match Day, {day_in_words(last)}.")
    if day > due:
        closed = f"Rank order lists were due on {day_in_words(due)}; Match Week is {days_in_words(first, last)}."
        return Moment("matching", closed)
    left = days_left(day, due)
    closing = f"rank order lists are due on {day_in_words(due)}, {left}"
    if ranking is not None and day >= ranking.on:
        return Moment("ranking", f"Rank order lists can be entered; they are due on {day_in_words(due)}, {left}.")
    if send is not None and day < send.on:
        sending = f"Applications can be sent from {day_in_words(send.on)}, {days_left(day, send.on)}"
        return Moment("before", f"{sending}; {closing}.")
    return Moment("applying", f"Applications can be sent; {closing}.")


def season_notices(season: Season, day: date) -> Iterator[str]:
    """What has to be known of a season on a day before anything else: that it is closed or over, and what is next."""
    choice, phase = season_choice(day), moment_of(season, day).phase
    first, last = season.match_week
    if phase == "over":
        yield f"Season {season.season} is over: its Match Week was {days_in_words(first, last)}."
    elif phase == "matching":
        yield (
            f"Rank order lists of season {season.season} were due on {day_in_words(season.rank_list_due)}: nothing can "
            "be added any more."
        )
    if choice.fits and phase in ("matching", "over"):
        yield f"The next is season {choice.year}; a plan can be carried over to it."
    elif not choice.fits and season.season == choice.year:
        yield (
            f"There is no file of season {choice.wanted}, to which {day_in_words(day)} belongs: fees, signals, dates "
            f"are those of season {season.season}. If it can't be that day, correct this computer's clock."
        )


def _changes_since(plan: Plan, season: Season, day: date) -> Iterator[str]:
    """What has changed for a plan between its season, which is closed, and the next one."""
    choice = season_choice(day)
    if choice.fits and choice.year > season.season:
        changes = season_changes(plan.applicant.specialties, season, load_season(choice.year))
        if changes:
            yield f"From season {season.season} to {choice.year}: {' '.join(changes)}"


def soap_words(season: Season) -> tuple[str, ...]:
    """What the Supplemental Offer and Acceptance Program is, and its dates: facts only, a sentence each."""
    first, last = season.match_week
    told = [f"The NRMP says on {day_in_words(first)} who is matched, and on {day_in_words(last)} where."]
    if season.soap is not None:
        told.append(f"{season.soap.about} At most {season.soap.most_applications} applications.")
        told += [season.soap.note] if season.soap.note else []
    for what in _OF_SOAP:
        found = season.date_of(what)
        if found is not None:
            hour = "" if found.at is None else f", from {found.at:%H:%M} Eastern time"
            told.append(f"{found.name}: {day_in_words(found.on)}{hour}.{f' {found.note}' if found.note else ''}")
    return tuple(told)


def _graduation_notices(plan: Plan, season: Season, day: date) -> Iterator[str]:
    year = plan.applicant.graduation_year
    if year is None:
        return
    if year == season.season and year > season_for(day):
        send = season.date_of("submit-from")
        when = "" if send is None else f": its applications can be sent from {day_in_words(send.on)}"
        yield f"You graduate in {year}, so the list is of season {year}{when}."
    elif year > season.season:
        yield (
            f"You graduate in {year}, and there is no season file for {year} yet: the figures are those of season "
            f"{season.season}, and the chances those of somebody who graduates in it."
        )
