"""The store of one person's season: what was sent, answered, thought and undone; on this computer and nowhere else."""

from optimizer.season.tracker.days import day_in, days_look
from optimizer.season.tracker.facts import season_days, tracked_list, tracked_of, unknown_to
from optimizer.season.tracker.foreign_sheet import own_sheet
from optimizer.season.tracker.in_account import AccountStore
from optimizer.season.tracker.opening import STORE_VARIABLE, store_path
from optimizer.season.tracker.sheet import SHEET_COLUMNS, SheetRead, read_sheet, sheet_csv
from optimizer.season.tracker.story import SeasonDays
from optimizer.season.tracker.tracker import Tracker
from optimizer.season.tracker.values import (
    CONTACT_KINDS,
    EVENT_KINDS,
    EVENT_NAMES,
    HIGHEST_SCORE,
    LAST_WORD_NAMES,
    LOWEST_SCORE,
    Change,
    Contact,
    Entry,
    EventKind,
    KeptPlan,
    KeptTie,
    LastWord,
    Note,
    Tracked,
    contact_of,
    event_kind,
)

__all__ = [
    "CONTACT_KINDS",
    "EVENT_KINDS",
    "EVENT_NAMES",
    "HIGHEST_SCORE",
    "LAST_WORD_NAMES",
    "LOWEST_SCORE",
    "SHEET_COLUMNS",
    "STORE_VARIABLE",
    "AccountStore",
    "Change",
    "Contact",
    "Entry",
    "EventKind",
    "KeptPlan",
    "KeptTie",
    "LastWord",
    "Note",
    "SeasonDays",
    "SheetRead",
    "Tracked",
    "Tracker",
    "contact_of",
    "day_in",
    "days_look",
    "event_kind",
    "own_sheet",
    "read_sheet",
    "season_days",
    "sheet_csv",
    "store_path",
    "tracked_list",
    "tracked_of",
    "unknown_to",
]
