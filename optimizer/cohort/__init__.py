"""Many applicants at once: a class, a joint plan, a simulated season of the whole country."""

from optimizer.cohort.batch import Built, build_class
from optimizer.cohort.class_check import MOST_STUDENTS_HERE, check_size, checked_class
from optimizer.cohort.class_file import COLUMNS, Class, Refused, read_class
from optimizer.cohort.class_upload import class_of_files, shared_part, with_program_file
from optimizer.cohort.coding import Coded, KeyRow, key_csv, with_codes, without_names
from optimizer.cohort.deferred_acceptance import RankOrderLists, blocking_pairs, match
from optimizer.cohort.engine import Engine, Failed
from optimizer.cohort.own_process import OwnProcess
from optimizer.cohort.packing import lists_zip
from optimizer.cohort.risk import answers_words, risk_words
from optimizer.cohort.student import Student
from optimizer.cohort.summary import AT_RISK_BELOW, Overlap, Summary, overlaps_csv, summarised, summary_csv
from optimizer.cohort.summary_words import summary_json, summary_text

__all__ = [
    "AT_RISK_BELOW",
    "COLUMNS",
    "MOST_STUDENTS_HERE",
    "Built",
    "Class",
    "Coded",
    "Engine",
    "Failed",
    "KeyRow",
    "Overlap",
    "OwnProcess",
    "RankOrderLists",
    "Refused",
    "Student",
    "Summary",
    "answers_words",
    "blocking_pairs",
    "build_class",
    "check_size",
    "checked_class",
    "class_of_files",
    "key_csv",
    "lists_zip",
    "match",
    "overlaps_csv",
    "read_class",
    "risk_words",
    "shared_part",
    "summarised",
    "summary_csv",
    "summary_json",
    "summary_text",
    "with_codes",
    "with_program_file",
    "without_names",
]
