"""Before the season: which ties to make, chosen together with the list that they open; the year as a timeline."""

from optimizer.season.tie_plan.actions import TieAction, TieWishes, read_tie_wishes, tie_wishes_of
from optimizer.season.tie_plan.search import ChosenAction, ListedApplication, TieChoice, plan_ties
from optimizer.season.tie_plan.timeline import TIME_KINDS, TimelineRow, TimeShare, time_shares, timeline

__all__ = [
    "TIME_KINDS",
    "ChosenAction",
    "ListedApplication",
    "TieAction",
    "TieChoice",
    "TieWishes",
    "TimeShare",
    "TimelineRow",
    "plan_ties",
    "read_tie_wishes",
    "tie_wishes_of",
    "time_shares",
    "timeline",
]
