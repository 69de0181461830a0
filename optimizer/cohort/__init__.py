"""Many applicants at once: a class, a joint plan, a simulated season of the whole country."""

from optimizer.cohort.batch import Built, build_class
from optimizer.cohort.class_file import COLUMNS, Class, Refused, read_class
from optimizer.cohort.deferred_acceptance import RankOrderLists, blocking_pairs, match
from optimizer.cohort.engine import Engine, Failed
from optimizer.cohort.student import Student
from optimizer.cohort.summary import AT_RISK_BELOW, Overlap, Summary, overlaps_csv, summarised, summary_csv
from optimizer.cohort.summary_words import summary_json, summary_text

__all__ = [
    "AT_RISK_BELOW",
    "COLUMNS",
    "Built",
    "Class",
    "Engine",
    "Failed",
    "Overlap",
    "RankOrderLists",
    "Refused",
    "Student",
    "Summary",
    "blocking_pairs",
    "build_class",
    "match",
    "overlaps_csv",
    "read_class",
    "summarised",
    "summary_csv",
    "summary_json",
    "summary_text",
]
