"""``matchlist import``: files that an applicant has, joined into a directory."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.options import check_programs_file, written
from optimizer.cli.telling import BAD_INPUT, faults_told, nothing_collected, print_line, print_words, working
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.directory.importing import Given, Imported, Wishes

commands = typer.Typer()


@commands.command("import")
def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE ...", show_default=False, help="CSV, TSV, XLSX or JSON; - is pasted text."),
    ],
    out: Annotated[Path, typer.Option(metavar="PROGRAMS.csv", show_default=False, help="The directory to write.")],
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="PROGRAMS.csv", show_default=False, help="Join into this directory, in place of matchlist's own."
        ),
    ] = None,
    specialty: Annotated[
        str | None,
        typer.Option(metavar="SLUG", show_default=False, help="Such as psychiatry, where the files don't say it."),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COLUMN=FIELD", show_default=False, help="What a column holds; may be given again."
        ),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="REPORT.csv", show_default=False, help="An earlier report with its column decision filled in."
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="REPORT.csv", show_default=False, help="Write what became of every row."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Join files of programs into a directory: every row accounted for, every fact with its source."""
    with faults_told():
        with working("Importing"), nothing_collected():
            from optimizer.directory import load_directory
            from optimizer.directory.importing import (
                SHIPPED,
                NeedsMapping,
                NothingUsable,
                bring_in,
                origin_of_file,
            )
            from optimizer.export import (
                import_csv,
                import_json,
                import_text,
                mapping_json,
                mapping_text,
                programs_csv,
                write_whole,
            )

            _check_places(files, out, into, report)
            wishes = _import_wishes(specialty, mapping or (), decisions)
            given = _given(files)
            directory = load_directory([] if into is None else [into])
            otherwise = SHIPPED if into is None else origin_of_file(into)
            try:
                imported = bring_in(directory, given, wishes, otherwise=otherwise)
            except NothingUsable as error:
                # What became of each row is what a person needs to go on with.
                if report is not None:
                    written(report, import_csv(error.report), "--report")
                raise
        if isinstance(imported, NeedsMapping):
            if as_json:
                typer.echo(f"{mapping_json(imported)}\n".encode(), nl=False)
            else:
                print_words(mapping_text(imported), err=True)
            raise typer.Exit(BAD_INPUT)
        if report is not None:
            written(report, import_csv(imported.report), "--report")
        directory_csv = programs_csv(imported.directory.programs)
        if into is not None and into.resolve() == out.resolve():
            write_whole(out, directory_csv, "--out")
        else:
            written(out, directory_csv)
        if as_json:
            typer.echo(f"{import_json(imported.report, str(out))}\n".encode(), nl=False)
            return
        print_words(import_text(imported.report))
        print_line(f"\nThe directory is in {out}.")
        for line in what_can_be_built(imported, f"matchlist build PLAN.toml --programs {out}"):
            print_line(line)


def what_can_be_built(imported: "Imported", command: str) -> list[str]:
    """Say which lists the programs that came in are good for, and for which specialties there are no figures yet."""
    from optimizer.evidence import without_figures

    directory = imported.directory
    named = {row.program for row in imported.report.rows if row.program}
    brought = {directory.programs[directory.index_by_id[one]].specialty for one in named}
    lacking = without_figures(sorted(brought))
    lines = [f"{command} builds a list from it."] if set(lacking) != brought or not brought else []
    if lacking:
        words = ", ".join(one.replace("-", " ") for one in lacking)
        lines.append(f"Lists of {words} can't be built: matchlist has no figures to estimate chances there from.")
    return lines


def _check_places(files: Sequence[Path], out: Path, into: Path | None, report: Path | None) -> None:
    check_programs_file(out, files)
    if report is not None:
        check_programs_file(report, [*files, out, *([into] if into else [])], "--report")


def _import_wishes(specialty: str | None, mapping: Sequence[str], decisions: Path | None) -> "Wishes":
    """What the options say about the files to import."""
    from optimizer.directory.importing import Wishes, given_file, load_layouts, parse_mapping, read_decisions
    from optimizer.evidence import load_evidence, usual_rates
    from optimizer.vocabulary import no_such_specialty

    layouts = load_layouts()
    slug = None if specialty is None else layouts.specialty(specialty)
    if specialty is not None and slug is None:
        raise BadInput(no_such_specialty(specialty, "--specialty", sorted(layouts.specialties)))
    decided = {} if decisions is None else read_decisions(given_file(decisions))
    return Wishes(slug, parse_mapping(mapping), decided, usual_rates(load_evidence()))


def _given(files: Sequence[Path]) -> "list[Given]":
    """The files' contents, all faults at once; ``-`` is what is pasted or piped in."""
    from optimizer.directory.importing import LIMITS, Given, given_file

    given: list[Given] = []
    faults: list[Fault] = []
    for file in files:
        try:
            pasted = str(file) == "-"
            given.append(
                Given("pasted text", sys.stdin.buffer.read(LIMITS.file_bytes + 1)) if pasted else given_file(file)
            )
        except BadInput as error:
            faults += error.faults
    if faults:
        raise BadInput(faults)
    return given
