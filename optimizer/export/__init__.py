"""Lists and programs as bytes for files and as text for a terminal."""

from optimizer.export.advice_text import advice_text
from optimizer.export.comparison_text import comparison_text, history_json, history_text
from optimizer.export.edits_text import edits_text
from optimizer.export.evidence_json import calibration_json, evidence_json, typical_json
from optimizer.export.evidence_pages import calibration_page, evidence_page
from optimizer.export.evidence_text import calibration_text, evidence_text, typical_text
from optimizer.export.history import keep_version
from optimizer.export.import_report import import_csv, import_json, import_text, mapping_json, mapping_text
from optimizer.export.list_csv import COLUMNS, list_csv
from optimizer.export.list_json import outcome_json
from optimizer.export.list_text import list_text, no_list_text, not_decided_text
from optimizer.export.list_xlsx import list_xlsx
from optimizer.export.missing_text import missing_text
from optimizer.export.preset_json import presets_json
from optimizer.export.preset_text import preset_prices_text, preset_text, presets_text
from optimizer.export.programs_csv import TEMPLATE_COLUMNS, programs_csv, template_csv
from optimizer.export.programs_json import programs_json
from optimizer.export.programs_text import programs_text, template_text
from optimizer.export.report import list_pdf
from optimizer.export.season_pages import season_page, value_words
from optimizer.export.spreadsheet import csv_bytes
from optimizer.export.statements_text import statements_text
from optimizer.export.tracking import TRACKING_COLUMNS, TRACKING_ENDINGS, tracking_bytes, tracking_csv, tracking_xlsx
from optimizer.export.tradeoffs_text import budget_text, flexibility_text, prices_text
from optimizer.export.why_text import why_text
from optimizer.export.writing import (
    ENDINGS,
    checked_ending,
    list_bytes,
    list_ending,
    write_keeping_previous,
    write_whole,
)

__all__ = [
    "COLUMNS",
    "ENDINGS",
    "TEMPLATE_COLUMNS",
    "TRACKING_COLUMNS",
    "TRACKING_ENDINGS",
    "advice_text",
    "budget_text",
    "calibration_json",
    "calibration_page",
    "calibration_text",
    "checked_ending",
    "comparison_text",
    "csv_bytes",
    "edits_text",
    "evidence_json",
    "evidence_page",
    "evidence_text",
    "flexibility_text",
    "history_json",
    "history_text",
    "import_csv",
    "import_json",
    "import_text",
    "keep_version",
    "list_bytes",
    "list_csv",
    "list_ending",
    "list_pdf",
    "list_text",
    "list_xlsx",
    "mapping_json",
    "mapping_text",
    "missing_text",
    "no_list_text",
    "not_decided_text",
    "outcome_json",
    "preset_prices_text",
    "preset_text",
    "presets_json",
    "presets_text",
    "prices_text",
    "programs_csv",
    "programs_json",
    "programs_text",
    "season_page",
    "statements_text",
    "template_csv",
    "template_text",
    "tracking_bytes",
    "tracking_csv",
    "tracking_xlsx",
    "typical_json",
    "typical_text",
    "value_words",
    "why_text",
    "write_keeping_previous",
    "write_whole",
]
