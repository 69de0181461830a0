"""Answers as files: CSV, XLSX, JSON, PDF, the tracking sheet, pages made from data; written whole or not at all."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.export.files.adviser import RankOrder, adviser_pdf
    from optimizer.export.files.couple import COUPLE_ENDINGS, couple_bytes, couple_json, pairs_csv
    from optimizer.export.files.evidence_json import calibration_json, evidence_json, typical_json
    from optimizer.export.files.evidence_pages import calibration_page, evidence_page
    from optimizer.export.files.history import keep_version
    from optimizer.export.files.import_report import import_csv, import_json, import_text, mapping_json, mapping_text
    from optimizer.export.files.list_csv import COLUMNS, first_year_csv, list_csv
    from optimizer.export.files.list_json import outcome_json
    from optimizer.export.files.list_xlsx import list_xlsx
    from optimizer.export.files.preset_json import presets_json
    from optimizer.export.files.programs_csv import programs_csv, template_csv
    from optimizer.export.files.programs_json import programs_json
    from optimizer.export.files.public_files import (
        fetched_json,
        fetched_text,
        kept_json,
        public_files_json,
        public_files_text,
    )
    from optimizer.export.files.report import list_pdf
    from optimizer.export.files.season_pages import season_page, value_words
    from optimizer.export.files.spreadsheet import csv_bytes
    from optimizer.export.files.tracking import (
        TRACKING_COLUMNS,
        TRACKING_ENDINGS,
        tracking_bytes,
        tracking_csv,
        tracking_xlsx,
    )
    from optimizer.export.files.writing import (
        ENDINGS,
        checked_ending,
        list_bytes,
        list_ending,
        write_keeping_previous,
        write_whole,
    )

opened_later(__name__)

__all__ = [
    "COLUMNS",
    "COUPLE_ENDINGS",
    "ENDINGS",
    "TRACKING_COLUMNS",
    "TRACKING_ENDINGS",
    "RankOrder",
    "adviser_pdf",
    "calibration_json",
    "calibration_page",
    "checked_ending",
    "couple_bytes",
    "couple_json",
    "csv_bytes",
    "evidence_json",
    "evidence_page",
    "fetched_json",
    "fetched_text",
    "first_year_csv",
    "import_csv",
    "import_json",
    "import_text",
    "keep_version",
    "kept_json",
    "list_bytes",
    "list_csv",
    "list_ending",
    "list_pdf",
    "list_xlsx",
    "mapping_json",
    "mapping_text",
    "outcome_json",
    "pairs_csv",
    "presets_json",
    "programs_csv",
    "programs_json",
    "public_files_json",
    "public_files_text",
    "season_page",
    "template_csv",
    "tracking_bytes",
    "tracking_csv",
    "tracking_xlsx",
    "typical_json",
    "value_words",
    "write_keeping_previous",
    "write_whole",
]
