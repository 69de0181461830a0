"""Updated chances, what to do next, interviews to accept, and the rank order list: pure functions of plan and answers."""

from optimizer.season.outlook.answers import Answers, answers_of
from optimizer.season.outlook.arrivals import Arrivals
from optimizer.season.outlook.outlook import Outlook, ProgramOutlook, Seen, Shift, outlook
from optimizer.season.outlook.view import SeasonView

__all__ = [
    "Answers",
    "Arrivals",
    "Outlook",
    "ProgramOutlook",
    "SeasonView",
    "Seen",
    "Shift",
    "answers_of",
    "outlook",
]
