"""Files that applicants have, joined into a directory: every fact with its source, every row accounted for."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.directory.importing.archive import BROKEN, Archive
    from optimizer.directory.importing.bringing import (
        NO_SPECIALTY,
        Imported,
        NeedsMapping,
        NothingUsable,
        bring_in,
        import_programs,
        origin_of_file,
    )
    from optimizer.directory.importing.decisions import read_decisions
    from optimizer.directory.importing.grid import LIMITS, Given, Grid, Limits, clean_cell, given_file, header_key
    from optimizer.directory.importing.layouts import FIELD_WORDS, FIELDS, Layout, Layouts, load_layouts, read_layouts
    from optimizer.directory.importing.ledger import Disagreement
    from optimizer.directory.importing.mapping import Proposal, parse_mapping, proposed_mapping
    from optimizer.directory.importing.numbers import NoNumber, NumberStyle, is_whole
    from optimizer.directory.importing.one_table import OneTable, one_table
    from optimizer.directory.importing.provenance import SHIPPED, Origin, known_facts, parse_sources, read_sources
    from optimizer.directory.importing.reading import read_grids
    from optimizer.directory.importing.report import (
        OUTCOMES,
        REPORT_COLUMNS,
        ImportReport,
        RowOutcome,
        TableReport,
        completeness,
        report_rows,
    )
    from optimizer.directory.importing.understanding import read_tables
    from optimizer.directory.importing.wishes import NEW, Wishes

opened_later(__name__)

__all__ = [
    "BROKEN",
    "FIELDS",
    "FIELD_WORDS",
    "LIMITS",
    "NEW",
    "NO_SPECIALTY",
    "OUTCOMES",
    "REPORT_COLUMNS",
    "SHIPPED",
    "Archive",
    "Disagreement",
    "Given",
    "Grid",
    "ImportReport",
    "Imported",
    "Layout",
    "Layouts",
    "Limits",
    "NeedsMapping",
    "NoNumber",
    "NothingUsable",
    "NumberStyle",
    "OneTable",
    "Origin",
    "Proposal",
    "RowOutcome",
    "TableReport",
    "Wishes",
    "bring_in",
    "clean_cell",
    "completeness",
    "given_file",
    "header_key",
    "import_programs",
    "is_whole",
    "known_facts",
    "load_layouts",
    "one_table",
    "origin_of_file",
    "parse_mapping",
    "parse_sources",
    "proposed_mapping",
    "read_decisions",
    "read_grids",
    "read_layouts",
    "read_sources",
    "read_tables",
    "report_rows",
]
