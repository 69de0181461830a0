"""The guide to facts says what a program can hold, and the page of the docs is made from it."""

from pathlib import Path

from optimizer.directory import Program, load_facts_guide

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_the_docs_is_the_guide() -> None:
    page = (DOCS / "where-to-find-facts.md").read_text(encoding="utf-8")
    assert page == load_facts_guide().markdown(), "run data/build_facts_page.py"


def test_every_column_named_is_one_that_a_file_of_programs_can_have() -> None:
    named = [field for fact in load_facts_guide().facts for field in fact.fields]
    assert set(named) <= set(Program.model_fields)
    assert len(set(named)) == len(named)


def test_every_fact_that_matchlist_does_not_ship_has_a_place_to_find_it() -> None:
    named = {field for fact in load_facts_guide().facts for field in fact.fields}
    shipped = {"setting", "research_intensity"}
    assert named == set(Program.model_fields) - shipped - {"sources"}
    assert all(fact.sources for fact in load_facts_guide().facts)


def test_interview_rates_come_first_with_the_factors_that_were_measured() -> None:
    first = load_facts_guide().facts[0]
    assert "interview_rate_non_us_img" in first.fields
    # Expected interviews by the programs' own rates over those by state and setting: 6.7/2.9, 12.4/6.3, 52/32, 63/41.
    factors = [6.7 / 2.9, 12.4 / 6.3, 52 / 32, 63 / 41]
    places = [first.worth.index(f"{factor:.1f}-fold") for factor in factors]
    assert places == sorted(places)
    assert "upper bounds" in first.worth


def test_only_main_sites_are_named() -> None:
    sites = {source.site for fact in load_facts_guide().facts for source in fact.sources if source.site}
    assert sites == {"aamc.org", "acgme.org", "ama-assn.org", "dol.gov", "nrmp.org"}
    assert "http" not in load_facts_guide().markdown()
