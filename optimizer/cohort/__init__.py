"""Many applicants at once: a class, a joint plan, a simulated season of the whole country."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.cohort.batch import Built, build_class
    from optimizer.cohort.caps import CAP_KINDS, Caps
    from optimizer.cohort.caps_file import CAPS_COLUMNS, caps_of, read_caps
    from optimizer.cohort.class_check import MOST_STUDENTS_HERE, check_size, checked_class, reckoning
    from optimizer.cohort.class_file import COLUMNS, Class, Refused, read_class
    from optimizer.cohort.class_upload import class_of_files, shared_part, with_program_file
    from optimizer.cohort.coding import Coded, KeyRow, key_csv, with_codes, without_names
    from optimizer.cohort.deferred_acceptance import RankOrderLists, blocking_pairs, match
    from optimizer.cohort.engine import Engine, Failed
    from optimizer.cohort.joint import (
        JOINT_GAP,
        MOST_STUDENTS_JOINTLY,
        TIME_LIMIT_S,
        CapUse,
        JointFigures,
        JointPlan,
        JointRequest,
        JointStudent,
        check_joint_size,
        fairness_words,
        joint_content,
        joint_csv,
        joint_json,
        joint_text,
        places_csv,
        plan_jointly,
        proof_words,
    )
    from optimizer.cohort.match_with_couples import CouplesLists, CouplesMatch, blocking_couples, match_with_couples
    from optimizer.cohort.own_process import OwnProcess
    from optimizer.cohort.packing import lists_zip
    from optimizer.cohort.risk import risk_words
    from optimizer.cohort.student import Student
    from optimizer.cohort.summary import AT_RISK_BELOW, Overlap, Summary, overlaps_csv, summarised, summary_csv
    from optimizer.cohort.summary_words import summary_content, summary_json, summary_text

__all__ = [
    "AT_RISK_BELOW",
    "CAPS_COLUMNS",
    "CAP_KINDS",
    "COLUMNS",
    "JOINT_GAP",
    "MOST_STUDENTS_HERE",
    "MOST_STUDENTS_JOINTLY",
    "TIME_LIMIT_S",
    "Built",
    "CapUse",
    "Caps",
    "Class",
    "Coded",
    "CouplesLists",
    "CouplesMatch",
    "Engine",
    "Failed",
    "JointFigures",
    "JointPlan",
    "JointRequest",
    "JointStudent",
    "KeyRow",
    "Overlap",
    "OwnProcess",
    "RankOrderLists",
    "Refused",
    "Student",
    "Summary",
    "blocking_couples",
    "blocking_pairs",
    "build_class",
    "caps_of",
    "check_joint_size",
    "check_size",
    "checked_class",
    "class_of_files",
    "fairness_words",
    "joint_content",
    "joint_csv",
    "joint_json",
    "joint_text",
    "key_csv",
    "lists_zip",
    "match",
    "match_with_couples",
    "overlaps_csv",
    "places_csv",
    "plan_jointly",
    "proof_words",
    "read_caps",
    "read_class",
    "reckoning",
    "risk_words",
    "shared_part",
    "summarised",
    "summary_content",
    "summary_csv",
    "summary_json",
    "summary_text",
    "with_codes",
    "with_program_file",
    "without_names",
]

opened_later(__name__)
