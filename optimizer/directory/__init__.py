"""Which programs exist, what is known of them, and where they are."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.directory.catalog import Directory, asked_for, load_directory
    from optimizer.directory.distance import distances_miles
    from optimizer.directory.facts_guide import FactKind, FactsGuide, FactSource, GuideStep, load_facts_guide
    from optimizer.directory.flat_map import MAP_HEIGHT, MAP_WIDTH, flat_positions, load_outlines
    from optimizer.directory.geography import DIVISIONS, PUERTO_RICO, State, division_of, load_states, state_named
    from optimizer.directory.hospitals import Hospital, load_hospitals
    from optimizer.directory.institution_names import Asked
    from optimizer.directory.meant import (
        all_meant,
        center_meant,
        city_meant,
        division_meant,
        metro_meant,
        state_meant,
    )
    from optimizer.directory.place import Place
    from optimizer.directory.places import Gazetteer, load_gazetteer
    from optimizer.directory.program import RATES, TOLD, Program
    from optimizer.directory.search import (
        FoundProgram,
        ProgramQuery,
        ProgramsFound,
        program_query,
        search_programs,
        specialty_asked,
        sponsorship,
    )
    from optimizer.directory.traits import TRAITS, trait_deviations
    from optimizer.directory.visa_evidence import (
        FILING_COLUMNS,
        FILINGS_VARIABLE,
        VisaEvidence,
        checked_quarter,
        evidence_from,
        load_visa_evidence,
        read_filings,
    )
    from optimizer.directory.zip_codes import ZipPlace

opened_later(__name__)

__all__ = [
    "DIVISIONS",
    "FILINGS_VARIABLE",
    "FILING_COLUMNS",
    "MAP_HEIGHT",
    "MAP_WIDTH",
    "PUERTO_RICO",
    "RATES",
    "TOLD",
    "TRAITS",
    "Asked",
    "Directory",
    "FactKind",
    "FactSource",
    "FactsGuide",
    "FoundProgram",
    "Gazetteer",
    "GuideStep",
    "Hospital",
    "Place",
    "Program",
    "ProgramQuery",
    "ProgramsFound",
    "State",
    "VisaEvidence",
    "ZipPlace",
    "all_meant",
    "asked_for",
    "center_meant",
    "checked_quarter",
    "city_meant",
    "distances_miles",
    "division_meant",
    "division_of",
    "evidence_from",
    "flat_positions",
    "load_directory",
    "load_facts_guide",
    "load_gazetteer",
    "load_hospitals",
    "load_outlines",
    "load_states",
    "load_visa_evidence",
    "metro_meant",
    "program_query",
    "read_filings",
    "search_programs",
    "specialty_asked",
    "sponsorship",
    "state_meant",
    "state_named",
    "trait_deviations",
]
