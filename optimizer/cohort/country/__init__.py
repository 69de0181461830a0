"""The whole country as one season: every specialty's applications and lists, one match, and what follows it."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.cohort.country.nation import Country, joined, play_country
    from optimizer.cohort.country.specialty_part import CountryStudy, SpecialtyPart, play_part
    from optimizer.cohort.country.supplement import Offers, offer_in_rounds
    from optimizer.cohort.country.tables import country_figures, country_text, tables_of, write_tables

__all__ = [
    "Country",
    "CountryStudy",
    "Offers",
    "SpecialtyPart",
    "country_figures",
    "country_text",
    "joined",
    "offer_in_rounds",
    "play_country",
    "play_part",
    "tables_of",
    "write_tables",
]

opened_later(__name__)
