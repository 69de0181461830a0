"""Which programs exist, what is known of them, and where they are."""

from optimizer.directory.catalog import Directory, load_directory
from optimizer.directory.distance import distances_miles
from optimizer.directory.geography import DIVISIONS, PUERTO_RICO, State, division_of, load_states, state_named
from optimizer.directory.meant import (
    all_meant,
    center_meant,
    city_meant,
    division_meant,
    metro_meant,
    state_meant,
)
from optimizer.directory.places import Gazetteer, Place, load_gazetteer
from optimizer.directory.program import RESEARCH_INTENSITIES, SETTINGS, Program
from optimizer.directory.zip_codes import ZipPlace

__all__ = [
    "DIVISIONS",
    "PUERTO_RICO",
    "RESEARCH_INTENSITIES",
    "SETTINGS",
    "Directory",
    "Gazetteer",
    "Place",
    "Program",
    "State",
    "ZipPlace",
    "all_meant",
    "center_meant",
    "city_meant",
    "distances_miles",
    "division_meant",
    "division_of",
    "load_directory",
    "load_gazetteer",
    "load_states",
    "metro_meant",
    "state_meant",
    "state_named",
]
