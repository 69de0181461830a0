"""Lists as bytes for files and as text for a terminal."""

from optimizer.export.list_csv import COLUMNS, list_csv
from optimizer.export.list_json import outcome_json
from optimizer.export.list_text import list_text, no_list_text, not_decided_text
from optimizer.export.why_text import why_text
from optimizer.export.writing import ENDINGS, list_bytes, list_ending, write_whole

__all__ = [
    "COLUMNS",
    "ENDINGS",
    "list_bytes",
    "list_csv",
    "list_ending",
    "list_text",
    "no_list_text",
    "not_decided_text",
    "outcome_json",
    "why_text",
    "write_whole",
]
