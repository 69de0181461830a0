"""What a person keeps: lists written to files, the edits made in them, the versions of a plan, and the desk."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.plan.kept.desk import Desk, Sheet, WrittenMeanwhile
    from optimizer.plan.kept.desk_database import DatabaseSettings, DeskDatabase, database_of
    from optimizer.plan.kept.desk_file import DeskFile
    from optimizer.plan.kept.history import History, Version, history_folder, next_version, read_history
    from optimizer.plan.kept.list_edits import EditedPlan, ListEdits, edited_plan, plan_from_list
    from optimizer.plan.kept.list_file import KeptList, KeptProgram, kept_list, read_list
    from optimizer.plan.kept.shelf import Shelf

opened_later(__name__)

__all__ = [
    "DatabaseSettings",
    "Desk",
    "DeskDatabase",
    "DeskFile",
    "EditedPlan",
    "History",
    "KeptList",
    "KeptProgram",
    "ListEdits",
    "Sheet",
    "Shelf",
    "Version",
    "WrittenMeanwhile",
    "database_of",
    "edited_plan",
    "history_folder",
    "kept_list",
    "next_version",
    "plan_from_list",
    "read_history",
    "read_list",
]
