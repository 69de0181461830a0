"""Answers in words, for a terminal and for the pages of a report."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.export.text.advice import advice_text, connection_words, crowd_words, move_words
    from optimizer.export.text.comparison import comparison_text, history_json, history_text
    from optimizer.export.text.couple import (
        couple_difference,
        couple_lead,
        couple_rows,
        couple_text,
        no_couple_text,
    )
    from optimizer.export.text.edits import edits_text
    from optimizer.export.text.evidence import (
        calibration_text,
        comparison_cells,
        evidence_text,
        figure,
        typical_by_signal,
        typical_cells,
        typical_text,
        whom,
    )
    from optimizer.export.text.headlines import (
        chance_words,
        fees_words,
        first_year_lines,
        headline,
        interviews_words,
        is_part_priced,
        specialty_lines,
    )
    from optimizer.export.text.limits import amount_words, how_full, limit_label
    from optimizer.export.text.lists import (
        bullet,
        grouped,
        heading,
        list_text,
        no_list_text,
        not_decided_text,
        plain_table,
        split_by,
        tier_cell,
        tier_heading,
    )
    from optimizer.export.text.missing import missing_text
    from optimizer.export.text.people import applicant_words, ties_words
    from optimizer.export.text.presets import preset_prices_text, preset_text, presets_text
    from optimizer.export.text.programs import TEMPLATE_COLUMNS, programs_text, template_text
    from optimizer.export.text.statements import statements_text
    from optimizer.export.text.tradeoffs import budget_text, flexibility_text, prices_text
    from optimizer.export.text.why import why_text

opened_later(__name__)

__all__ = [
    "TEMPLATE_COLUMNS",
    "advice_text",
    "amount_words",
    "applicant_words",
    "budget_text",
    "bullet",
    "calibration_text",
    "chance_words",
    "comparison_cells",
    "comparison_text",
    "connection_words",
    "couple_difference",
    "couple_lead",
    "couple_rows",
    "couple_text",
    "crowd_words",
    "edits_text",
    "evidence_text",
    "fees_words",
    "figure",
    "first_year_lines",
    "flexibility_text",
    "grouped",
    "heading",
    "headline",
    "history_json",
    "history_text",
    "how_full",
    "interviews_words",
    "is_part_priced",
    "limit_label",
    "list_text",
    "missing_text",
    "move_words",
    "no_couple_text",
    "no_list_text",
    "not_decided_text",
    "plain_table",
    "preset_prices_text",
    "preset_text",
    "presets_text",
    "prices_text",
    "programs_text",
    "specialty_lines",
    "split_by",
    "statements_text",
    "template_text",
    "tier_cell",
    "tier_heading",
    "ties_words",
    "typical_by_signal",
    "typical_cells",
    "typical_text",
    "whom",
    "why_text",
]
