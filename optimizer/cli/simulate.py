"""``matchlist simulate``: lists against lists in simulated seasons of the whole country."""

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.options import Scheduler, Specialties, Workers
from optimizer.cli.telling import counting, faults_told, print_line, stdout_kept_clean
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.cohort import Engine
    from optimizer.cohort.market import Seasons, Study

commands = typer.Typer()

_ENDINGS = (".md", ".json")


@commands.command()
def simulate(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    *,
    specialty: Specialties = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", show_default=False, help="Such as us-img; may be given again."),
    ] = None,
    scale: Annotated[float, typer.Option(min=0.001, max=10, help="Size of the country: 0.1 is a tenth.")] = 1.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31, help="The same seed gives the same figures.")] = 2026,
    replications: Annotated[int, typer.Option(min=1, max=1000, help="Seasons.")] = 10,
    people: Annotated[
        int, typer.Option(min=1, max=1000, help="Applicants looked at, for each specialty, type and season.")
    ] = 12,
    everybody: Annotated[
        float | None,
        typer.Option(
            min=0.001,
            max=10,
            metavar="SCALE",
            show_default=False,
            help="Also play a season of this size in which everybody uses matchlist; at 1 it takes longest.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="REPORT.md|.json", show_default=False, help="Where the report goes.")
    ] = None,
    country: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            show_default=False,
            help="Play one season as one match of all specialties instead, and write it here as tables (Parquet).",
        ),
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Play simulated seasons and tell how matchlist's lists fare against rules of thumb at the same budget."""
    with faults_told():
        from optimizer.cohort import Engine
        from optimizer.cohort.market import Study, findings_json, findings_markdown, findings_of, findings_text
        from optimizer.export import checked_ending, write_whole

        if out is not None:
            checked_ending(out, "--out", _ENDINGS)
        specialties, types = _chosen(specialty, kind)
        if country is not None:
            _refuse_beside_country(context)
            _whole_country(specialties, scale, seed, country, Engine(workers, scheduler), as_json=as_json)
            return
        study = Study(
            specialties=specialties,
            types=types,
            scale=scale,
            seed=seed,
            replications=replications,
            people=people,
            adoption_scale=everybody,
        )
        with stdout_kept_clean():
            found = findings_of(_played(study, Engine(workers, scheduler)))
        command = _command(study, specialty, kind, out)
        if out is not None:
            text = findings_markdown(found, command) if out.suffix == ".md" else f"{findings_json(found, command)}\n"
            write_whole(out, text.encode(), "--out")
        if as_json:
            typer.echo(f"{findings_json(found, command)}\n".encode(), nl=False)
        else:
            print_line(findings_text(found))


def _refuse_beside_country(context: typer.Context) -> None:
    """Refuse options that only lists held against lists use."""
    only_of_lists = {
        "kind": "--type",
        "replications": "--replications",
        "people": "--people",
        "everybody": "--everybody",
        "out": "--out",
    }
    given = [
        option
        for name, option in only_of_lists.items()
        if (source := context.get_parameter_source(name)) is not None and source.name == "COMMANDLINE"
    ]
    if given:
        what, remedy = "it says how lists are held against lists", "Leave it out, or leave --country out"
        raise BadInput([Fault(what, option, None, "not beside --country", remedy) for option in given])


def _whole_country(
    specialties: tuple[str, ...], scale: float, seed: int, folder: Path, engine: "Engine", *, as_json: bool
) -> None:
    """Play the country, write its tables, say what came out."""
    from optimizer.cohort.country import CountryStudy, country_figures, country_text, play_country, write_tables

    with stdout_kept_clean(), counting("Playing specialties", len(specialties)) as counted:
        found = play_country(CountryStudy(specialties, scale, seed), engine, counted)
    files = write_tables(found, folder, "--country")
    if as_json:
        typer.echo(json.dumps({**country_figures(found), "files": [str(file) for file in files]}))
    else:
        print_line(country_text(found))
        print_line(f"Written to {folder}: {', '.join(file.name for file in files)}.")


def _chosen(specialty: Sequence[str] | None, kind: Sequence[str] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Specialties and types as asked for, or all; each once."""
    from optimizer.cohort.market import load_market
    from optimizer.vocabulary import APPLICANT_TYPES

    known = tuple(load_market().specialties)
    specialties, types = tuple(dict.fromkeys(specialty or known)), tuple(dict.fromkeys(kind or APPLICANT_TYPES))
    faults = [
        Fault(what, option, given, ", ".join(allowed), "Choose one of these")
        for what, option, asked, allowed in (
            ("there are no figures to draw its season from", "--specialty", specialties, known),
            ("no such applicant type", "--type", types, APPLICANT_TYPES),
        )
        for given in asked
        if given not in allowed
    ]
    if faults:
        raise BadInput(faults)
    return specialties, types


def _command(
    study: "Study",
    specialty: Sequence[str] | None,
    kind: Sequence[str] | None,
    out: Path | None,
) -> str:
    """The command that gives the same figures again, as it would be typed."""
    words = ["matchlist", "simulate", "--scale", f"{study.scale:g}", "--seed", str(study.seed)]
    words += ["--replications", str(study.replications), "--people", str(study.people)]
    words += [word for name in specialty or () for word in ("--specialty", name)]
    words += [word for name in kind or () for word in ("--type", name)]
    words += [] if study.adoption_scale is None else ["--everybody", f"{study.adoption_scale:g}"]
    words += [] if out is None else ["--out", str(out)]
    return shlex.join(words)


def _played(study: "Study", engine: "Engine") -> "Seasons":
    from optimizer.cohort.market import pieces, run

    with counting("Playing seasons", len(pieces(study))) as counted:
        return run(study, engine, counted)
