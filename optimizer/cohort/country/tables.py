"""A season of the country as tables: applicants, programs and rank order lists, in Parquet."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from optimizer.cohort.country.nation import Country
from optimizer.cohort.deferred_acceptance import UNMATCHED, UNRANKED, RankOrderLists, blocking_pairs
from optimizer.cohort.match_with_couples import NO_LINE
from optimizer.cohort.outcome_files import made_folder
from optimizer.export import write_whole
from optimizer.vocabulary import APPLICANT_TYPES


def tables_of(country: Country) -> dict[str, pd.DataFrame]:
    """Tables by name.

    Returns
    -------
    mapping of name to DataFrame
        ``applicants`` (one row each: what was sent, offered, taken and ranked, where one matched, or was placed after
        the match), ``programs`` (those of first years last), ``rank_lists`` (one row a choice: applicant, rank,
        program, place on the program's own list, empty where the program does not rank the applicant),
        ``supplemental_lists`` (the same of first years) and ``couples``.
    """
    ids = _program_ids(country)
    own = np.array([program.id for part in country.parts for program in part.programs.directory.programs])
    tables = {
        "applicants": _applicants(country, ids),
        "programs": _programs(country, ids),
        "rank_lists": _choices(country.lists, own, np.arange(country.lists.applicants)),
        "couples": _couples(country),
    }
    if country.first_years is not None:
        first_years = country.first_years
        tables["supplemental_lists"] = _choices(first_years.lists, ids[own.size :], first_years.seekers)
    return tables


def _program_ids(country: Country) -> np.ndarray:
    sides = [part.programs for part in country.parts]
    if country.first_years is not None:
        sides.append(country.first_years.programs)
    return np.array([program.id for programs in sides for program in programs.directory.programs])


def _applicants(country: Country, ids: np.ndarray) -> pd.DataFrame:
    named = np.append(ids, "").astype(object)
    named[-1] = None
    table = _by_part(country, "people", ("applications", "invitations", "interviews"))
    lists, got = country.lists, country.got
    partner = np.full(lists.applicants, -1)
    partner[country.couples.partners] = country.couples.partners[:, ::-1]
    first_year = np.full(lists.applicants, UNMATCHED)
    if country.first_years is not None:
        found = country.first_years
        theirs = found.got != UNMATCHED
        first_year[found.seekers[theirs]] = lists.positions.size + found.lists.choice[found.got[theirs]]
    table.insert(0, "applicant", np.arange(lists.applicants))
    return table.assign(
        type=np.array(APPLICANT_TYPES)[np.concatenate([part.people.type for part in country.parts])],
        partner=_whole(partner, partner != -1),
        ranked=np.diff(lists.start),
        matched_program=named[country.program_of],
        matched_rank=_whole(got - lists.start[:-1] + 1, got != UNMATCHED),
        worth=np.append(np.concatenate([part.worth for part in country.parts]), 0.0)[got],
        first_year_program=named[first_year],
        placed_after_match=named[country.supplement.program_of],
    )


def _programs(country: Country, ids: np.ndarray) -> pd.DataFrame:
    columns = ("most_interviews", "received", "asked", "held")
    table = _by_part(country, "programs", columns)
    kind = np.where(np.concatenate([part.advanced for part in country.parts]), "advanced", "categorical")
    state = np.concatenate([part.programs.state for part in country.parts])
    table = table.assign(kind=kind, state=state, positions=country.lists.positions, filled=country.filled)
    if country.first_years is not None:
        found = country.first_years
        theirs = pd.DataFrame({name: getattr(found, name) for name in columns}).assign(
            specialty=[program.specialty for program in found.programs.directory.programs],
            kind="first year",
            state=found.programs.state,
            positions=found.lists.positions,
            filled=found.filled,
        )
        table = pd.concat([table, theirs], ignore_index=True)
    after = country.supplement.program_of
    table.insert(0, "program", ids)
    return table.assign(filled_after_match=np.bincount(after[after != UNMATCHED], minlength=ids.size))


def _choices(lists: RankOrderLists, ids: np.ndarray, applicants: np.ndarray) -> pd.DataFrame:
    """A row for each choice of some lists, whose applicants have these numbers."""
    owner = np.repeat(np.arange(lists.applicants), np.diff(lists.start))
    return pd.DataFrame(
        {
            "applicant": applicants[owner],
            "rank": (np.arange(lists.choice.size) - lists.start[owner] + 1).astype(np.int32),
            "program": ids[lists.choice],
            "place": _whole(lists.rank_there + 1, lists.rank_there != UNRANKED),
        }
    )


def _couples(country: Country) -> pd.DataFrame:
    """A row for each couple."""
    couples, line = country.couples, country.matched.line
    return pd.DataFrame(
        {
            "first": couples.partners[:, 0],
            "second": couples.partners[:, 1],
            "lines": np.diff(couples.start),
            "matched_line": _whole(line - couples.start[:-1] + 1, line != NO_LINE),
            "near": country.near,
            "in_circles": country.matched.in_circles,
            "blocks": country.blocking,
        }
    )


def _whole(values: np.ndarray, known: np.ndarray) -> pd.Series:
    """Whole numbers, empty where they aren't known."""
    found = pd.Series(values, dtype="Int32")
    found[~known] = pd.NA
    return found


def _by_part(country: Country, side: str, names: tuple[str, ...]) -> pd.DataFrame:
    """Columns that every specialty has, one after the other."""
    counts = [getattr(part, side).count for part in country.parts]
    columns = {name: np.concatenate([getattr(part, name) for part in country.parts]) for name in names}
    return pd.DataFrame({"specialty": np.repeat(country.study.specialties, counts), **columns})


def write_tables(country: Country, folder: Path, where: str) -> tuple[Path, ...]:
    """Write every table as a Parquet file; raises `BadInput` where that can't be."""
    written = []
    for name, table in tables_of(country).items():
        content = BytesIO()
        table.to_parquet(content, index=False)
        written.append(made_folder(folder, where) / f"{name}.parquet")
        write_whole(written[-1], content.getvalue(), where)
    return tuple(written)


def country_figures(country: Country) -> dict[str, int | list[int]]:
    """What came out, in figures."""
    matched, placed = int((country.got != UNMATCHED).sum()), int(country.supplement.filled.sum())
    people, positions = country.lists.applicants, int(country.lists.positions.sum())
    alone = country.couples.ranks_alone(people)
    of_couples = (country.got[country.couples.partners] != UNMATCHED).sum(axis=1)
    first_years, after = country.first_years, country.supplement.program_of
    first_positions = 0 if first_years is None else int(first_years.lists.positions.sum())
    first_filled = 0 if first_years is None else int(first_years.filled.sum())
    return {
        "specialties": len(country.parts),
        "applicants": people,
        "programs": country.lists.positions.size,
        "positions": positions,
        "applications": sum(int(part.applications.sum()) for part in country.parts),
        "interviews": sum(int(part.held.sum()) for part in country.parts),
        "ranked_choices": country.lists.choice.size,
        "blocking_pairs": blocking_pairs(country.lists, country.got, alone),
        "matched": matched,
        "unmatched": people - matched,
        "couples": country.couples.count,
        "couples_lines": len(country.couples.lines),
        "couples_both_matched": int((of_couples == 2).sum()),
        "couples_near_each_other": int(country.near.sum()),
        "couples_one_matched": int((of_couples == 1).sum()),
        "couples_in_circles": int(country.matched.in_circles.sum()),
        "blocking_couples": int(country.blocking.sum()),
        "advanced_positions": sum(int(part.lists.positions[part.advanced].sum()) for part in country.parts),
        "matched_to_advanced": int(country.in_advanced.sum()),
        "first_year_programs": 0 if first_years is None else first_years.programs.count,
        "first_year_positions": first_positions,
        "with_first_year": first_filled,
        "open_positions": positions - matched + first_positions - first_filled,
        "placed_after_match": placed,
        "of_them_in_first_years": int((after >= country.lists.positions.size).sum()),
        "placed_by_round": country.supplement.filled.tolist(),
        "open_positions_at_last": positions - matched + first_positions - first_filled - placed,
    }


def country_text(country: Country) -> str:
    """The same in a few lines."""
    by_round = ", ".join(f"{count:,}" for count in country.supplement.filled)
    found = country_figures(country)
    text = (
        "{applicants:,} invented applicants of {specialties} specialties, {programs:,} programs with "
        "{positions:,} positions: {applications:,} applications, {interviews:,} interviews.\n"
        "The match: {matched:,} matched; {blocking_pairs} blocking pairs among those who rank alone, of "
        "{ranked_choices:,} ranked choices.\n"
        "Of {couples:,} couples both are matched in {couples_both_matched:,}, near each other in "
        "{couples_near_each_other:,}, and one of the two in {couples_one_matched:,}. {blocked}\n"
    )
    if found["first_year_positions"]:
        text += (
            "{matched_to_advanced:,} matched to positions that begin in the second year, {with_first_year:,} of them "
            "to a first year too; there are {first_year_positions:,} of those.\n"
        )
    text += (
        "After the match: {placed_after_match:,} placed in {open_positions:,} open positions, in rounds of {by_round}; "
        "{open_positions_at_last:,} stay open."
    )
    return text.format(**found, by_round=by_round, blocked=_blocked(country))


def _blocked(country: Country) -> str:
    """Whether couples block the match, and why."""
    blocking, circles = int(country.blocking.sum()), int(country.matched.in_circles.sum())
    if not circles:
        return "None of them blocks the match."
    return (
        f"{circles:,} went round in circles, each move of theirs undone by what followed from it; {blocking:,} of them "
        "block the match: there may be no stable one."
    )
