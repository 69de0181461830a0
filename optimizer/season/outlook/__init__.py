"""Updated chances, what to do next, which interviews to accept, how to rank: pure functions of plan and answers."""

from optimizer.season.outlook.answers import ProgramAnswers, answers_of
from optimizer.season.outlook.arrivals import Arrivals
from optimizer.season.outlook.interviews import Acceptance, Acceptances, interviews_to_accept
from optimizer.season.outlook.kept import season_plan, tie_of
from optimizer.season.outlook.next_steps import (
    BestLetters,
    FurtherApplication,
    FurtherApplications,
    Gain,
    contact_gains,
    further_applications,
    letters_of_interest,
)
from optimizer.season.outlook.outlook import Outlook, ProgramOutlook, Seen, Shift, outlook
from optimizer.season.outlook.rank_list import HONESTY, Ranked, RankOrderList, rank_order_list
from optimizer.season.outlook.view import SeasonView

__all__ = [
    "HONESTY",
    "Acceptance",
    "Acceptances",
    "Arrivals",
    "BestLetters",
    "FurtherApplication",
    "FurtherApplications",
    "Gain",
    "Outlook",
    "ProgramAnswers",
    "ProgramOutlook",
    "RankOrderList",
    "Ranked",
    "SeasonView",
    "Seen",
    "Shift",
    "answers_of",
    "contact_gains",
    "further_applications",
    "interviews_to_accept",
    "letters_of_interest",
    "outlook",
    "rank_order_list",
    "season_plan",
    "tie_of",
]
