"""A season of the country as tables: applicants, programs and rank order lists, in Parquet."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from optimizer.cohort.country.nation import Country
from optimizer.cohort.deferred_acceptance import UNMATCHED, UNRANKED, blocking_pairs
from optimizer.cohort.outcome_files import made_folder
from optimizer.export import write_whole
from optimizer.vocabulary import APPLICANT_TYPES


def tables_of(country: Country) -> dict[str, pd.DataFrame]:
    """Tables by name.

    Returns
    -------
    mapping of name to DataFrame
        ``applicants`` (one row each: what was sent, offered, taken and ranked, where one matched, or was placed after
        the match), ``programs``, and ``rank_lists`` (one row a choice: applicant, rank, program, place on the program's
        own list, empty where the program does not rank the applicant).
    """
    ids = np.array([program.id for part in country.parts for program in part.programs.directory.programs])
    named = np.append(ids, "").astype(object)
    named[-1] = None
    applicants = _by_part(country, "people", ("applications", "invitations", "interviews"))
    matched, after, lists, got = country.program_of, country.supplement.program_of, country.lists, country.got
    has_match = got != UNMATCHED
    worth = np.concatenate([part.worth for part in country.parts])
    first = lists.start[:-1]
    applicants = applicants.assign(
        type=np.array(APPLICANT_TYPES)[np.concatenate([part.people.type for part in country.parts])],
        ranked=np.diff(lists.start),
        matched_program=named[matched],
        matched_rank=pd.array(np.where(has_match, got - first + 1, 0), dtype="Int32"),
        worth=np.append(worth, 0.0)[got],
        placed_after_match=named[after],
    )
    applicants.loc[~has_match, "matched_rank"] = pd.NA
    programs = _by_part(country, "programs", ("most_interviews", "received", "asked", "held")).assign(
        program=ids,
        state=np.concatenate([part.programs.state for part in country.parts]),
        positions=lists.positions,
        filled=country.filled,
        filled_after_match=np.bincount(after[after != UNMATCHED], minlength=ids.size),
    )
    place = pd.Series(lists.rank_there + 1, dtype="Int32")
    place[lists.rank_there == UNRANKED] = pd.NA
    owner = np.repeat(np.arange(lists.applicants), np.diff(lists.start))
    rank_lists = pd.DataFrame(
        {
            "applicant": owner,
            "rank": (np.arange(lists.choice.size) - first[owner] + 1).astype(np.int32),
            "program": ids[lists.choice],
            "place": place,
        }
    )
    applicants.insert(0, "applicant", np.arange(lists.applicants))
    return {"applicants": applicants, "programs": programs, "rank_lists": rank_lists}


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
    return {
        "specialties": len(country.parts),
        "applicants": people,
        "programs": country.lists.positions.size,
        "positions": positions,
        "applications": sum(int(part.applications.sum()) for part in country.parts),
        "interviews": sum(int(part.held.sum()) for part in country.parts),
        "ranked_choices": country.lists.choice.size,
        "blocking_pairs": blocking_pairs(country.lists, country.got),
        "matched": matched,
        "unmatched": people - matched,
        "open_positions": positions - matched,
        "placed_after_match": placed,
        "placed_by_round": country.supplement.filled.tolist(),
        "open_positions_at_last": positions - matched - placed,
    }


def country_text(country: Country) -> str:
    """The same in a few lines."""
    by_round = ", ".join(f"{count:,}" for count in country.supplement.filled)
    return (
        "{applicants:,} invented applicants of {specialties} specialties, {programs:,} programs with "
        "{positions:,} positions: {applications:,} applications, {interviews:,} interviews.\n"
        "The match: {matched:,} matched, {open_positions:,} positions open; "
        "{blocking_pairs} blocking pairs among {ranked_choices:,} ranked choices.\n"
        "After the match: {placed_after_match:,} of {unmatched:,} placed, in rounds of {by_round}; "
        "{open_positions_at_last:,} positions stay open."
    ).format(**country_figures(country), by_round=by_round)
