"""Lists and programs as bytes for files and as text for a terminal."""

from optimizer.export.import_report import import_csv, import_json, import_text
from optimizer.export.list_csv import COLUMNS, list_csv
from optimizer.export.list_json import outcome_json
from optimizer.export.list_text import list_text, no_list_text, not_decided_text
from optimizer.export.programs_csv import TEMPLATE_COLUMNS, programs_csv, template_csv
from optimizer.export.programs_json import programs_json
from optimizer.export.programs_text import programs_text, template_text
from optimizer.export.spreadsheet import csv_bytes
from optimizer.export.why_text import why_text
from optimizer.export.writing import ENDINGS, checked_ending, list_bytes, list_ending, write_whole

__all__ = [
    "COLUMNS",
    "ENDINGS",
    "TEMPLATE_COLUMNS",
    "checked_ending",
    "csv_bytes",
    "import_csv",
    "import_json",
    "import_text",
    "list_bytes",
    "list_csv",
    "list_ending",
    "list_text",
    "no_list_text",
    "not_decided_text",
    "outcome_json",
    "programs_csv",
    "programs_json",
    "programs_text",
    "template_csv",
    "template_text",
    "why_text",
    "write_whole",
]
