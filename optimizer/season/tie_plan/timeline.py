"""The year as a chart has it: actions, dates of the season, interviews and reminders; and where the weeks go."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

from optimizer.evidence import Evidence, Season
from optimizer.season.tie_plan.actions import SECOND_LOOK, TieAction
from optimizer.season.tracker import Contact, Tracked
from optimizer.vocabulary import ActionKind

RowKind = Literal["action", "season", "interview", "reminder"]
TIME_KINDS: Mapping[str, tuple[ActionKind, ...]] = MappingProxyType(
    {
        "away-rotations": ("away-rotation",),
        "research": ("research",),
        "networking": ("contact", "letter", SECOND_LOOK),
        "tailoring": (),
        "conferences": ("conference",),
    }
)
"""Kinds of time that the published rule of thumb shares out, and the actions that count as each."""


class TimelineRow(BaseModel):
    """One bar, or one point where it starts and ends on the same day.

    Attributes
    ----------
    starts, ends : datetime.date
    when_is_open : bool
        The applicant has not said when: the bar is the time in which it has to be.
    too_late : bool
        It ends after applications can be sent, so the application can't tell of it.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    kind: RowKind
    name: str
    starts: date
    ends: date
    when_is_open: bool = False
    too_late: bool = False


class TimeShare(BaseModel):
    """Weeks of one kind.

    Attributes
    ----------
    share : float
        Of all weeks of the actions; 0 where there are none.
    rule_of_thumb : float
        What a published guide suggests, for comparison.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    kind: str
    weeks: float
    share: float
    rule_of_thumb: float


def timeline(
    season: Season,
    actions: Sequence[TieAction] = (),
    *,
    from_day: date | None = None,
    programs: Iterable[Tracked] = (),
    contacts: Iterable[Contact] = (),
) -> tuple[TimelineRow, ...]:
    """Rows from the first day to the match, by their start.

    Parameters
    ----------
    season : Season
        With its dates; without them only what has dates of its own is shown.
    actions : sequence of TieAction
        Those chosen.
    from_day : datetime.date or None
        First day that counts for actions without a start; None is a year before the match.
    programs : iterable of Tracked
        For the days of interviews.
    contacts : iterable of Contact
        For reminders.
    """
    rows = [*_season_rows(season), *_action_rows(season, actions, from_day)]
    for program in programs:
        offered = program.slots if program.last_word in ("invited", "accepted") else ()
        days = offered if program.held is None else (program.held,)
        rows += [TimelineRow(kind="interview", name=program.name, starts=day, ends=day) for day in days]
    for contact in contacts:
        if contact.remind_on is not None:
            name = f"{contact.name}: {contact.next_step}" if contact.next_step else contact.name
            rows.append(TimelineRow(kind="reminder", name=name, starts=contact.remind_on, ends=contact.remind_on))
    return tuple(sorted(rows, key=lambda row: (row.starts, row.ends, row.kind, row.name)))


def _season_rows(season: Season) -> Iterator[TimelineRow]:
    for one in season.dates:
        yield TimelineRow(kind="season", name=one.name, starts=one.on, ends=one.on)
    review, ranking, due = (season.date_of(what) for what in ("review-from", "ranking-opens", "rank-list-due"))
    if review is not None and ranking is not None:
        yield TimelineRow(kind="season", name="Invitations and interviews", starts=review.on, ends=ranking.on)
    if ranking is not None and due is not None:
        yield TimelineRow(kind="season", name="Rank order list", starts=ranking.on, ends=due.on)


def _action_rows(season: Season, actions: Sequence[TieAction], from_day: date | None) -> Iterator[TimelineRow]:
    send, due = season.date_of("submit-from"), season.date_of("rank-list-due")
    match = season.date_of("match-day")
    for action in actions:
        last = due if action.kind == SECOND_LOOK else send
        if action.starts is not None:
            ends = action.starts + timedelta(weeks=action.weeks)
            late = last is not None and ends > last.on
            yield TimelineRow(kind="action", name=action.name, starts=action.starts, ends=ends, too_late=late)
        elif last is not None and match is not None:
            first = from_day or match.on - timedelta(days=365)
            review = season.date_of("review-from")
            starts = review.on if action.kind == SECOND_LOOK and review is not None else min(first, last.on)
            yield TimelineRow(kind="action", name=action.name, starts=starts, ends=last.on, when_is_open=True)


def time_shares(actions: Sequence[TieAction], evidence: Evidence) -> tuple[TimeShare, ...]:
    """Weeks by kind beside the published rule of thumb; tailoring applications is no action and takes its own time."""
    total = sum(action.weeks for action in actions)
    shares = []
    for kind, counted in TIME_KINDS.items():
        weeks = sum(action.weeks for action in actions if action.kind in counted)
        rule = evidence.central(f"time_share.{kind}")
        shares.append(TimeShare(kind=kind, weeks=weeks, share=weeks / total if total else 0.0, rule_of_thumb=rule))
    return tuple(shares)
