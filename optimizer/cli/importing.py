"""``matchlist import``: files that an applicant has, joined into a directory."""

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.options import check_programs_file, written
from optimizer.cli.telling import BAD_INPUT, faults_told, nothing_collected, print_line, print_words, working
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.directory import Directory
    from optimizer.directory.importing import Given, Imported, NeedsMapping, Wishes

commands = typer.Typer()
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What kept facts may be called."""


@commands.command("import")
def import_files(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE ...", show_default=False, help="CSV, TSV, XLSX or JSON; - is pasted text."),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="PROGRAMS.csv", show_default=False, help="The directory to write.")
    ] = None,
    keep_as: Annotated[
        str | None,
        typer.Option(
            "--keep", metavar="NAME", show_default=False, help="Keep the files: their facts count in every list."
        ),
    ] = None,
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
            from optimizer.directory.importing import NeedsMapping
            from optimizer.export import (
                import_csv,
                import_json,
                import_text,
                mapping_json,
                mapping_text,
                programs_csv,
                write_whole,
            )

            _check_places(files, out, into, report, keep_as)
            wishes = _import_wishes(specialty, mapping or (), decisions)
            given = _given(files)
            directory = _base(into, keep_as)
            imported = _brought_in(directory, given, wishes, into, report)
        if isinstance(imported, NeedsMapping):
            if as_json:
                typer.echo(f"{mapping_json(imported)}\n".encode(), nl=False)
            else:
                print_words(mapping_text(imported), err=True)
            raise typer.Exit(BAD_INPUT)
        if report is not None:
            written(report, import_csv(imported.report), "--report")
        if keep_as is not None:
            _keep(keep_as, given, wishes)
        if out is None:
            _tell_kept(keep_as, imported, as_json=as_json)
            return
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
    """Say that lists can be built of the programs that came in, and in which specialties the chance isn't known."""
    from optimizer.evidence import without_figures
    from optimizer.vocabulary import specialty_name

    directory = imported.directory
    named = {row.program for row in imported.report.rows if row.program}
    brought = {directory.programs[directory.index_by_id[one]].specialty for one in named}
    lacking = without_figures(sorted(brought))
    lines = [f"{command} builds a list from it."]
    if lacking:
        words = ", ".join(specialty_name(one) for one in lacking)
        lines.append(
            f"Of {words} the chance is not known: matchlist has no figures to estimate it from. A list goes by your "
            "preferences, quotas and budget then."
        )
    return lines


def _brought_in(
    directory: "Directory", given: "Sequence[Given]", wishes: "Wishes", into: Path | None, report: Path | None
) -> "Imported | NeedsMapping":
    """The files joined; where no row can be used, the report is written all the same."""
    from optimizer.directory.importing import SHIPPED, NothingUsable, bring_in, origin_of_file
    from optimizer.export import import_csv

    try:
        return bring_in(directory, given, wishes, otherwise=SHIPPED if into is None else origin_of_file(into))
    except NothingUsable as error:
        # What became of each row is what a person needs to go on with.
        if report is not None:
            written(report, import_csv(error.report), "--report")
        raise


def _base(into: Path | None, keep_as: str | None) -> "Directory":
    """What files are joined into: a directory that is named, else the shipped one, with other facts that are kept."""
    from optimizer.directory import load_directory
    from optimizer.directory.kept import directory_with, kept_facts

    if into is not None or keep_as is None:
        return load_directory([] if into is None else [into])
    return directory_with([one.name for one in kept_facts() if one.name != keep_as])


def _keep(name: str, given: "Sequence[Given]", wishes: "Wishes") -> None:
    from optimizer.clock import today
    from optimizer.directory.importing import Given
    from optimizer.directory.kept import About, keep

    title = ", ".join(file.name for file in given)
    # Facts say by the file's name which set they come from.
    named = [Given(f"{name}/{file.name}", file.content, file.date, file.specialty) for file in given]
    decisions = {(f"{name}/{file}", sheet, line): value for (file, sheet, line), value in wishes.decisions.items()}
    about = About(name=name, title=title, publisher="brought in by you", kept_on=today().isoformat())
    keep(about, named, replace(wishes, decisions=decisions))


def _tell_kept(name: str | None, imported: "Imported", *, as_json: bool) -> None:
    from optimizer.export import import_json, import_text

    if as_json:
        typer.echo(f"{import_json(imported.report, f'kept as {name}')}\n".encode(), nl=False)
        return
    print_words(import_text(imported.report))
    typer.echo(f"\nKept as {name}: plans that name no programs stand on these facts from now on, and say so.")
    for line in what_can_be_built(imported, "matchlist build PLAN.toml"):
        typer.echo(line)


def _check_places(
    files: Sequence[Path], out: Path | None, into: Path | None, report: Path | None, keep_as: str | None
) -> None:
    if out is None and keep_as is None:
        raise BadInput(Fault("nothing says where to", "--out", None, "--out FILE.csv, or --keep NAME", "Add one"))
    if out is not None:
        check_programs_file(out, files)
    if report is not None:
        others = [place for place in (out, into) if place is not None]
        check_programs_file(report, [*files, *others], "--report")
    if keep_as is not None and not NAME.fullmatch(keep_as):
        allowed = "lower case letters, digits and hyphens"
        raise BadInput(Fault("can't name kept facts", "--keep", keep_as, allowed, "Choose another name"))


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
    return Wishes(slug, parse_mapping(mapping), decided, usual=usual_rates(load_evidence()))


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
