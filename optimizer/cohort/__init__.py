"""Many applicants at once: a class, a joint plan, a simulated season of the whole country."""

from optimizer.cohort.batch import Built, build_class
from optimizer.cohort.caps import CAP_KINDS, Caps
from optimizer.cohort.caps_file import CAPS_COLUMNS, caps_of, read_caps
from optimizer.cohort.class_file import COLUMNS, Class, Refused, read_class
from optimizer.cohort.deferred_acceptance import RankOrderLists, blocking_pairs, match
from optimizer.cohort.engine import Engine, Failed
from optimizer.cohort.joint import plan_jointly
from optimizer.cohort.joint_files import joint_csv, places_csv
from optimizer.cohort.joint_plan import (
    JOINT_GAP,
    TIME_LIMIT_S,
    CapUse,
    JointFigures,
    JointPlan,
    JointRequest,
    JointStudent,
)
from optimizer.cohort.joint_words import fairness_words, joint_content, joint_json, joint_text, proof_words
from optimizer.cohort.student import Student
from optimizer.cohort.summary import AT_RISK_BELOW, Overlap, Summary, overlaps_csv, summarised, summary_csv
from optimizer.cohort.summary_words import summary_content, summary_json, summary_text

__all__ = [
    "AT_RISK_BELOW",
    "CAPS_COLUMNS",
    "CAP_KINDS",
    "COLUMNS",
    "JOINT_GAP",
    "TIME_LIMIT_S",
    "Built",
    "CapUse",
    "Caps",
    "Class",
    "Engine",
    "Failed",
    "JointFigures",
    "JointPlan",
    "JointRequest",
    "JointStudent",
    "Overlap",
    "RankOrderLists",
    "Refused",
    "Student",
    "Summary",
    "blocking_pairs",
    "build_class",
    "caps_of",
    "fairness_words",
    "joint_content",
    "joint_csv",
    "joint_json",
    "joint_text",
    "match",
    "overlaps_csv",
    "places_csv",
    "plan_jointly",
    "proof_words",
    "read_caps",
    "read_class",
    "summarised",
    "summary_content",
    "summary_csv",
    "summary_json",
    "summary_text",
]
