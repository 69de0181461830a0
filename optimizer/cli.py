"""The command line: ``matchlist build``, ``why``, ``import``, ``programs``, ``template``, ``facts`` and ``app``.

Exit status: 0 solved, 2 bad input, 3 no list is possible, 4 not decided in time. What is imported inside a command is
what ``matchlist --help`` needn't wait for.
"""

import ctypes
import gc
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console, RenderableType

from optimizer.data_folder import PACKAGE
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.directory import Program
    from optimizer.directory.importing import Given, Wishes
    from optimizer.plan import NoList, NotDecided, Plan

BAD_INPUT, INFEASIBLE, UNDECIDED = 2, 3, 4
_EXIT_STATUS = {"solved": 0, "infeasible": INFEASIBLE, "undecided": UNDECIDED}
_OPTION_OF_KEY = {"season": "--season", "budget.dollars": "--budget", "programs": "--programs"}
_OPTION_OF_FIELD = {
    "specialties": "--specialty",
    "states": "--state",
    "regions": "--region",
    "within_miles": "--within",
    "of": "--of",
    "settings": "--setting",
    "visa": "--visa",
    "": "--within and --of",
}
_HOST = "localhost"
_CAN_BECOME_ANOTHER = os.name == "posix"
"""Whether a process can become another program; elsewhere it starts it and waits."""

app = typer.Typer(
    name="matchlist",
    help="Which residency programs to apply to and which to signal, for the highest estimated chance to match.",
    no_args_is_help=True,
    add_completion=False,
    # An applicant's figures don't belong into a traceback that gets pasted somewhere.
    pretty_exceptions_show_locals=False,
)

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.toml", show_default=False, help="The plan.")]
Programs = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE ...", show_default=False, help="CSV files of programs, in place of the plan's."),
]
SeasonYear = Annotated[
    int | None, typer.Option(metavar="YEAR", show_default=False, help="Year of the match, in place of the plan's.")
]
Specialties = Annotated[
    list[str] | None,
    typer.Option("--specialty", metavar="SLUG", show_default=False, help="Such as psychiatry; may be given again."),
]
Dollars = Annotated[
    float | None,
    typer.Option(metavar="DOLLARS", show_default=False, help="Budget for application fees, in place of the plan's."),
]


def main() -> None:
    """Run the command line; the console script ``matchlist``."""
    for stream in (sys.stdout, sys.stderr):
        # A name with an accent must not end the program on a terminal that can't show it.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app(args=one_option_each(sys.argv[1:]), prog_name="matchlist")


def one_option_each(arguments: Sequence[str], option: str = "--programs") -> list[str]:
    """Arguments in which an option that takes several files stands before each of them.

    ``--programs a.csv b.csv`` becomes ``--programs a.csv --programs b.csv``; further files end in ``.csv``.
    """
    spread: list[str] = []
    taking = False
    for argument in arguments:
        if argument == option:
            taking = True
            spread.append(argument)
        elif taking and argument.lower().endswith(".csv"):
            spread += [argument] if spread[-1] == option else [option, argument]
        else:
            taking = False
            spread.append(argument)
    return spread


@app.callback(invoke_without_command=True)
def _matchlist(
    show_version: Annotated[bool, typer.Option("--version", is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    if show_version:
        try:
            typer.echo(f"matchlist {version('matchlist')}")
        except PackageNotFoundError:
            typer.echo("matchlist, run from a checkout that is not installed")
        raise typer.Exit


@app.command()
def build(
    plan: PlanFile,
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
    out: Annotated[
        Path | None, typer.Option(metavar="LIST.csv|LIST.json", show_default=False, help="Write the list to a file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Build the list of a plan: the programs to apply to and to signal, with proof and reasons."""
    with _faults_told():
        with _working("Building the list"):
            from optimizer.export import list_bytes, list_ending, outcome_json, write_whole
            from optimizer.plan import ProgramList, build_list

            ending = "" if out is None else list_ending(out, "--out")
            chosen = _read_plan(plan, programs, season, budget, out)
            with _stdout_kept_clean():
                outcome = build_list(chosen)
        if out is not None and isinstance(outcome, ProgramList):
            write_whole(out, list_bytes(outcome, ending), "--out")
        if as_json:
            # Bytes: JSON is UTF-8 whatever the terminal's encoding.
            typer.echo(outcome_json(outcome).encode())
        elif isinstance(outcome, ProgramList):
            from optimizer.export import list_text

            _print(list_text(outcome, chosen))
            written = f"The list is in {out}." if out else "--out LIST.csv writes the list with ids to a file."
            typer.echo(f"{written}\nmatchlist why {plan} ID explains one program.")
        else:
            _print_no_list(outcome)
    raise typer.Exit(_EXIT_STATUS[outcome.status])


@app.command()
def why(
    plan: PlanFile,
    program_id: Annotated[str, typer.Argument(metavar="PROGRAM_ID", show_default=False, help="Id of a program.")],
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
) -> None:
    """Say why a program is on the list or not, its chance term by term, and what the opposite would cost."""
    with _faults_told():
        with _working("Building the list with the program and without it"):
            from optimizer.export import why_text
            from optimizer.plan import ProgramWhy, explain_program

            chosen = _read_plan(plan, programs, season, budget)
            with _stdout_kept_clean():
                found = explain_program(chosen, program_id)
        if isinstance(found, ProgramWhy):
            _print(why_text(found))
            return
        _print_no_list(found)
    raise typer.Exit(_EXIT_STATUS[found.status])


@app.command("import")
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
    with _faults_told():
        with _working("Importing"), _nothing_collected():
            from optimizer.directory import load_directory
            from optimizer.directory.importing import SHIPPED, import_programs, origin_of_file
            from optimizer.export import import_csv, import_json, import_text, programs_csv, write_whole

            _check_programs_file(out, files)
            if report is not None:
                _check_programs_file(report, [*files, out, *([into] if into else [])], "--report")
            wishes = _import_wishes(specialty, mapping or (), decisions)
            given = _given(files)
            directory = load_directory([] if into is None else [into])
            otherwise = SHIPPED if into is None else origin_of_file(into)
            imported = import_programs(directory, given, wishes, otherwise=otherwise)
        if report is not None:
            write_whole(report, import_csv(imported.report), "--report")
        write_whole(out, programs_csv(imported.directory.programs), "--out")
        if as_json:
            typer.echo(f"{import_json(imported.report, str(out))}\n".encode(), nl=False)
            return
        _print(import_text(imported.report))
        typer.echo(f"\nThe directory is in {out}.\nmatchlist build PLAN.toml --programs {out} builds a list from it.")


def _import_wishes(specialty: str | None, mapping: Sequence[str], decisions: Path | None) -> "Wishes":
    """What the options say about the files to import."""
    from optimizer.directory.importing import Wishes, given_file, load_layouts, parse_mapping, read_decisions

    layouts = load_layouts()
    slug = None if specialty is None else layouts.specialty(specialty)
    if specialty is not None and slug is None:
        allowed = ", ".join(sorted(layouts.specialties))
        raise BadInput(Fault("no such specialty", "--specialty", specialty, allowed, "Choose one of them"))
    decided = {} if decisions is None else read_decisions(given_file(decisions))
    return Wishes(slug, parse_mapping(mapping), decided)


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


@app.command("programs")
def find_programs(  # noqa: PLR0913, PLR0917 - one parameter an option
    specialty: Specialties = None,
    state: Annotated[
        list[str] | None, typer.Option(metavar="STATE", show_default=False, help="Such as CA; may be given again.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REGION", show_default=False, help="A metropolitan area or Census division; may be given again."
        ),
    ] = None,
    within: Annotated[
        float | None, typer.Option(metavar="MILES", show_default=False, help="At most so far from --of.")
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(metavar="CITY|ZIP", show_default=False, help='Such as "Los Angeles, CA", or a ZIP code.'),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SETTING",
            show_default=False,
            help="university, university-affiliated, community, military or unknown; may be given again.",
        ),
    ] = None,
    visa: Annotated[
        str | None, typer.Option(metavar="VISA", show_default=False, help="Sponsors j1, h1b or either.")
    ] = None,
    keep_unknown: Annotated[
        bool, typer.Option("--keep-unknown/--known-only", help="Whether an unknown visa policy stays in.")
    ] = True,
    search: Annotated[
        str, typer.Option(metavar="TEXT", show_default=False, help="Words of name, institution, city or id.")
    ] = "",
    programs: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE ...", show_default=False, help="CSV files of programs, in place of matchlist's own."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", show_default=False, help="Write the programs to a file for --programs."),
    ] = None,
) -> None:
    """Search the programs; what is unknown is kept apart from what is not so."""
    given = {
        "specialties": tuple(specialty or ()),
        "states": tuple(state or ()),
        "regions": tuple(region or ()),
        "within_miles": within,
        "of": of,
        "settings": tuple(setting or ()),
        "visa": visa,
        "keep_unknown_visa": keep_unknown,
        "text": search,
    }
    with _faults_told():
        from optimizer.directory import load_directory, program_query, search_programs
        from optimizer.export import programs_csv, programs_json, programs_text, write_whole

        if out is not None:
            _check_programs_file(out, programs or ())
        with _options_named():
            query = program_query(given)
            found = search_programs(load_directory(programs or ()), query)
        if out is not None:
            write_whole(out, programs_csv(one.program for one in found.programs), "--out")
        if as_json:
            typer.echo(f"{programs_json(found)}\n".encode(), nl=False)
            return
        _print(programs_text(found, query))
        if out is not None:
            typer.echo(f"\nThe programs are in {out}.")
        typer.echo("\nmatchlist facts says where to find what isn't known.")


@app.command("template")
def write_template(
    out: Annotated[Path, typer.Option(metavar="FILE.csv", show_default=False, help="The sheet to write.")],
    plan: Annotated[
        Path | None,
        typer.Option(
            metavar="PLAN.toml", show_default=False, help="A row for each program of this plan's specialties."
        ),
    ] = None,
    specialty: Specialties = None,
    listed: Annotated[bool, typer.Option("--listed", help="Only the programs of the plan's list.")] = False,
) -> None:
    """Write a sheet to fill in by hand: a row for each program, a column for each fact, empty where unknown."""
    with _faults_told():
        from optimizer.export import template_csv, template_text, write_whole

        chosen = None if plan is None else _read_plan(plan, None, None, None, out)
        _check_programs_file(out, ())
        rows = _template_rows(chosen, specialty or (), listed=listed)
        write_whole(out, template_csv(rows), "--out")
    _print(template_text(len(rows)))
    typer.echo(f"\nThe sheet is in {out}. When it is filled in and saved as CSV:")
    if listed:
        # A list needs the other programs beside these.
        typer.echo(f"matchlist import {out} --out my-programs.csv")
    typer.echo(f"matchlist build {plan or 'PLAN.toml'} --programs {'my-programs.csv' if listed else out}")


@app.command()
def facts() -> None:
    """Say where to find the facts of programs, what they are worth, and how to bring them in."""
    from rich.markdown import Markdown

    from optimizer.directory import load_facts_guide

    _print(Markdown(load_facts_guide().markdown()))


@app.command("app")
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the dashboard on this computer.")] = 8501,
) -> None:
    """Start the dashboard on this computer and print its address."""
    with _faults_told():
        entry = dashboard_entry()
        _check_port_is_free(port)
        # Set as defaults, so that whoever sets them otherwise, in a container say, has their way.
        os.environ.setdefault("STREAMLIT_SERVER_ADDRESS", _HOST)
        os.environ.setdefault("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
        os.environ.setdefault("STREAMLIT_SERVER_SHOW_EMAIL_PROMPT", "false")
        os.environ.setdefault("STREAMLIT_SERVER_HEADLESS", "false" if _has_display() else "true")
        typer.echo(f"The dashboard is at http://{_HOST}:{port} (Ctrl+C ends it).")
        sys.stdout.flush()
        command = [sys.executable, "-m", "streamlit", "run", str(entry), "--server.port", str(port)]
        if not _CAN_BECOME_ANOTHER:
            raise typer.Exit(subprocess.call(command))  # noqa: S603 - this Python and the entry that came with it
        # In this process's place, so that a signal to matchlist reaches the server.
        os.execv(command[0], command)  # noqa: S606 - as above


def dashboard_entry(package: Path = PACKAGE) -> Path:
    """Where the dashboard's entry is: inside an installed package, or beside it in a checkout.

    Raises
    ------
    BadInput
        It is in neither place.
    """
    candidates = (package / "app.py", package.parent / "app.py")
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    allowed = " or ".join(str(candidate) for candidate in candidates)
    remedy = "Install matchlist again, or run it from a complete checkout"
    raise BadInput(Fault("the dashboard's entry is missing", "app.py", None, allowed, remedy))


def _check_port_is_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        taken = probe.connect_ex((_HOST, port)) == 0
    if taken:
        raise BadInput(Fault("another program uses this port", "--port", port, "a free port", f"Try --port {port + 1}"))


def _has_display() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _read_plan(
    file: Path, programs: list[Path] | None, season: int | None, budget: float | None, out: Path | None = None
) -> "Plan":
    """The plan with the options of the command line in place of its own values, checked as those are."""
    from optimizer.plan import changed_plan, read_plan

    plan = read_plan(file)
    given = {
        "season": season,
        "budget.dollars": budget,
        "programs": tuple(str(path) for path in programs) if programs else None,
    }
    try:
        plan = changed_plan(plan, {key: value for key, value in given.items() if value is not None})
    except BadInput as error:
        raise BadInput(
            replace(fault, where=_OPTION_OF_KEY.get(fault.where.removeprefix("plan: "), fault.where))
            for fault in error.faults
        ) from None
    if out is not None and out.resolve() in {Path(path).resolve() for path in plan.programs}:
        remedy = "Choose another name for the list"
        raise BadInput(Fault("would overwrite a file of programs", "--out", str(out), "another file", remedy))
    return plan


def _check_programs_file(out: Path, programs: Sequence[Path], option: str = "--out") -> None:
    """Refuse, before anything is worked out, a place where no file of programs can or may be written."""
    from optimizer.export import checked_ending

    checked_ending(out, option, (".csv",))
    if out.resolve() in {path.resolve() for path in programs}:
        remedy = "Choose another name"
        raise BadInput(Fault("would overwrite a file of programs", option, str(out), "another file", remedy))


def _template_rows(plan: "Plan | None", specialties: Sequence[str], *, listed: bool) -> "Sequence[Program]":
    """The programs of a plan's list or specialties, or of some specialties; none where neither is given."""
    from optimizer.directory import ProgramQuery, load_directory, search_programs

    directory = load_directory([Path(file) for file in plan.programs] if plan is not None else ())
    if listed:
        if plan is None:
            raise BadInput(Fault("needs a plan", "--listed", None, "--plan PLAN.toml as well", "Name the plan"))
        return [directory.programs[directory.index_by_id[one]] for one in _listed_ids(plan)]
    wanted = tuple(specialties) or (plan.applicant.specialties if plan is not None else ())
    if not wanted:
        return ()
    with _options_named():
        return [found.program for found in search_programs(directory, ProgramQuery(specialties=wanted)).programs]


def _listed_ids(plan: "Plan") -> list[str]:
    from optimizer.plan import ProgramList, build_list

    with _working("Building the list"), _stdout_kept_clean():
        outcome = build_list(plan)
    if isinstance(outcome, ProgramList):
        return [program.id for program in outcome.programs]
    _print_no_list(outcome)
    raise typer.Exit(_EXIT_STATUS[outcome.status])


@contextmanager
def _options_named() -> Iterator[None]:
    """Name the options where faults name the fields of a query."""
    try:
        yield
    except BadInput as error:
        raise BadInput(
            replace(
                fault,
                where=_OPTION_OF_FIELD.get(
                    fault.where.removeprefix("query").partition("[")[0].strip(": "), fault.where
                ),
            )
            for fault in error.faults
        ) from None


@contextmanager
def _faults_told() -> Iterator[None]:
    """Say a user's mistakes on stderr, one a line, and leave with status 2; anything else is a defect and shows."""
    try:
        yield
    except BadInput as error:
        for fault in error.faults:
            typer.echo(" ".join(str(fault).splitlines()), err=True)
        raise typer.Exit(BAD_INPUT) from None


@contextmanager
def _working(words: str) -> Iterator[None]:
    """Show that something is going on, on stderr and only to a person who looks at it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(f"{words} ..."):
        yield


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Spare a command that makes many values and keeps them the search for some that could go: a fifth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _stdout_kept_clean() -> Iterator[None]:
    """Let what compiled code prints go to stderr.

    The solvers are C++ and in rare cases write to file descriptor 1 past Python's `sys.stdout`; one such line in
    front of the JSON object would break whatever reads it.
    """
    try:
        sys.stdout.flush()
        kept = os.dup(1)
    except OSError:
        # There is no stdout to keep clean.
        yield
        return
    try:
        with suppress(OSError):
            os.dup2(2, 1)
        yield
    finally:
        # What C still holds in its buffers would come out after the switch back.
        with suppress(OSError, AttributeError):
            ctypes.CDLL("ucrtbase" if os.name == "nt" else None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)


def _print(words: RenderableType, *, err: bool = False) -> None:
    """Print text of which nothing is read as markup; in a file or a pipe without blanks at the ends of lines."""
    console = Console(stderr=err, markup=False, emoji=False, highlight=False)
    # Not cropped: a program's id has to be copied whole, however long it is.
    if console.is_terminal:
        console.print(words, crop=False)
        return
    with console.capture() as captured:
        console.print(words, crop=False)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()), err=err)


def _print_no_list(found: "NoList | NotDecided") -> None:
    from optimizer.export import no_list_text, not_decided_text

    words = no_list_text(found) if found.status == "infeasible" else not_decided_text(found)
    _print(words, err=True)


if __name__ == "__main__":
    main()
