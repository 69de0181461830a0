"""The server around the dashboard: who may ask it, what it sends along, and what it throws away.

Read before the first page can be answered, so nothing of the dashboard is imported here.
"""

from optimizer.hosting.at_once import send_at_once
from optimizer.hosting.beginning import reading_ahead
from optimizer.hosting.clicks import KEPT_IN_BROWSER
from optimizer.hosting.doorkeeper import Doorkeeper
from optimizer.hosting.folders import folder_for_now, new_folder, throw_away
from optimizer.hosting.health import MOST_PAGES_VARIABLE, OpenPages, open_pages, watch
from optimizer.hosting.leaving import SECONDS_TO_COME_BACK, SECONDS_WITH_A_CLASS, stays, when_gone
from optimizer.hosting.log import told
from optimizer.hosting.names import OwnNames
from optimizer.hosting.roles import Role, Roles, roles_of
from optimizer.hosting.service import doorkeepers, from_host, named_by_host, roles_here, while_served

__all__ = [
    "KEPT_IN_BROWSER",
    "MOST_PAGES_VARIABLE",
    "SECONDS_TO_COME_BACK",
    "SECONDS_WITH_A_CLASS",
    "Doorkeeper",
    "OpenPages",
    "OwnNames",
    "Role",
    "Roles",
    "doorkeepers",
    "folder_for_now",
    "from_host",
    "named_by_host",
    "new_folder",
    "open_pages",
    "reading_ahead",
    "roles_here",
    "roles_of",
    "send_at_once",
    "stays",
    "throw_away",
    "told",
    "watch",
    "when_gone",
    "while_served",
]
