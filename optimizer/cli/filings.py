"""``matchlist filings``: a newer quarter of labor condition applications, mapped onto programs."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.telling import faults_told, nothing_collected, print_line, print_words, working

_TOLD_AT_MOST = 10

commands = typer.Typer()


@commands.command("filings")
def bring_filings(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", show_default=False, help="The LCA disclosure file of a quarter, CSV or XLSX as published."
        ),
    ],
    quarter: Annotated[
        str, typer.Option(metavar="QUARTER", show_default=False, help="Its fiscal year and quarter, such as 2026Q1.")
    ],
    out: Annotated[Path, typer.Option(metavar="VISA.csv", show_default=False, help="The evidence file to write.")],
) -> None:
    """Map the Department of Labor's applications for H-1B residents onto programs: evidence, never a yes."""
    with faults_told():
        with working("Reading applications"), nothing_collected():
            from optimizer.directory import (
                FILING_COLUMNS,
                FILINGS_VARIABLE,
                checked_quarter,
                evidence_from,
                load_directory,
                load_visa_evidence,
                read_filings,
            )

            specialty_of = {program.id: program.specialty for program in load_directory().programs}
            found, unknown = evidence_from(
                read_filings(file), checked_quarter(quarter), load_visa_evidence(), specialty_of
            )
        with out.open("w", encoding="utf-8", newline="") as written:
            lines = csv.writer(written, lineterminator="\n")
            lines.writerow(FILING_COLUMNS)
            lines.writerows([getattr(one, column) for column in FILING_COLUMNS] for one in found)
        print_words(f"{sum(one.filings for one in found)} applications for residents of {len(found)} programs: {out}.")
        print_words(f"Set {FILINGS_VARIABLE}={out} and lists count them in place of the shipped quarter.")
        if unknown:
            print_words(f"{unknown.total()} applications belong to no program that is known for their employer:")
            for name, count in unknown.most_common(_TOLD_AT_MOST):
                print_line(f"- {name}: {count}")
