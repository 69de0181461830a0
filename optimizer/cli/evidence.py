"""``matchlist evidence``: the figures behind the estimate, what they give typical applicants, and their calibration."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.options import Specialties
from optimizer.cli.telling import faults_told, print_words, working
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.evidence import Evidence, EvidenceRow, Season

commands = typer.Typer()


@commands.command("evidence")
def show_evidence(  # noqa: PLR0913, PLR0917 - one parameter an option
    specialty: Specialties = None,
    applicant_type: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", show_default=False, help="Such as us-md; may be given again."),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", show_default=False, help="A figure, such as tie or tie.family; may be given again."
        ),
    ] = None,
    typical: Annotated[
        bool, typer.Option("--typical", help="What usual applications bring a typical applicant.")
    ] = False,
    step2: Annotated[
        int | None,
        typer.Option(metavar="SCORE", show_default=False, help="Step 2 CK of the typical applicant, if not the usual."),
    ] = None,
    calibrate: Annotated[
        bool,
        typer.Option("--calibrate", help="Calibrate anew: fitted against published, residuals, what was left out."),
    ] = False,
    validate: Annotated[
        bool,
        typer.Option(
            "--validate", help="Leave published figures out in turn: error, bias, coverage, the simplest rule."
        ),
    ] = False,
    applicants: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            show_default=False,
            help="With --validate: rows of real applicants, no names; calibration, coverage, log score.",
        ),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", show_default=False, help="Own figures, in place of rows of the table."),
    ] = None,
    season: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR", show_default=False, help="Year of the match, for its signals; else today's season."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Print the figures behind the estimate, each with its range, source and grade."""
    specialties, types, names = (tuple(dict.fromkeys(given or ())) for given in (specialty, applicant_type, name))
    with faults_told():
        from optimizer.evidence import load_evidence, load_season, read_own_figures

        _check_together(typical=typical, calibrate=calibrate, validate=validate, step2=step2, names=names)
        if applicants is not None and not validate:
            raise BadInput(Fault("is held against the estimate", "--applicants", applicants, remedy="Add --validate"))
        signals = load_season(season or _usual_season(calibrate=calibrate or validate))
        table = load_evidence()
        if figures is not None:
            table = table.override(read_own_figures(figures))
        _check_names(specialties, types, names, signals, table)
        if typical:
            _print_typical(specialties, types, signals, table, step2, as_json=as_json)
        elif validate:
            _print_validation(signals, table, applicants, as_json=as_json)
        elif calibrate:
            _print_calibration(specialties, types, signals, table, as_json=as_json)
        else:
            _print_rows(_chosen(table.rows, specialties, types, names), as_json=as_json)


def _usual_season(*, calibrate: bool) -> int:
    """The season that the table was calibrated with, or the one that today belongs to."""
    from optimizer.clock import today
    from optimizer.estimate import calibrated_with
    from optimizer.evidence import season_for

    return calibrated_with().season if calibrate else season_for(today())


def _check_together(
    *, typical: bool, calibrate: bool, validate: bool, step2: int | None, names: tuple[str, ...]
) -> None:
    faults = []
    asked = {"--typical": typical, "--calibrate": calibrate, "--validate": validate}
    given = ", ".join(name for name, wanted in asked.items() if wanted)
    if sum(asked.values()) > 1:
        faults.append(Fault("can't be given together", given, None, "one of them", "Drop the others"))
    if names and given:
        faults.append(Fault("chooses rows of the table only", "--name", ", ".join(names), remedy="Drop it"))
    if step2 is not None and not typical:
        faults.append(Fault("is the typical applicant's", "--step2", step2, "together with --typical", "Add --typical"))
    if faults:
        raise BadInput(faults)


def _check_names(
    specialties: tuple[str, ...], types: tuple[str, ...], names: tuple[str, ...], season: "Season", table: "Evidence"
) -> None:
    from optimizer.evidence import unknown_name
    from optimizer.vocabulary import APPLICANT_TYPES

    known = [one for one in season.specialties if table.has("interview_rate", one, APPLICANT_TYPES[0])]
    families = {part for one in table.names() for part in (one, one.partition(".")[0])}
    faults = [
        *(unknown_name("specialty", one, known, "--specialty") for one in specialties if one not in known),
        *(unknown_name("type", one, APPLICANT_TYPES, "--type") for one in types if one not in APPLICANT_TYPES),
        *(unknown_name("figure", one, families, "--name") for one in names if one not in families),
    ]
    if faults:
        raise BadInput(faults)


def _chosen(
    rows: "tuple[EvidenceRow, ...]", specialties: tuple[str, ...], types: tuple[str, ...], names: tuple[str, ...]
) -> "tuple[EvidenceRow, ...]":
    """Rows of these names that hold for one of these specialties and types, those for all among them."""
    return tuple(
        row
        for row in rows
        if (not specialties or row.specialty in (None, *specialties))
        and (not types or row.applicant_type in (None, *types))
        and (not names or row.name in names or row.name.partition(".")[0] in names)
    )


def _print_rows(rows: "tuple[EvidenceRow, ...]", *, as_json: bool) -> None:
    from optimizer.export import evidence_json, evidence_text

    if as_json:
        _print_json(evidence_json(rows))
    else:
        print_words(evidence_text(rows))


def _print_typical(
    specialties: tuple[str, ...],
    types: tuple[str, ...],
    season: "Season",
    table: "Evidence",
    step2: int | None,
    *,
    as_json: bool,
) -> None:
    from optimizer.estimate import typical_applicant
    from optimizer.export import typical_json, typical_text
    from optimizer.vocabulary import APPLICANT_TYPES

    known = [one for one in season.specialties if table.has("interview_rate", one, APPLICANT_TYPES[0])]
    with working("Drawing the figures"):
        found = [
            typical_applicant(specialty, kind, season, table, step2)
            for specialty in specialties or known
            for kind in types or APPLICANT_TYPES
        ]
    if as_json:
        _print_json(typical_json(found, one=len(specialties) == len(types) == 1))
    else:
        print_words(typical_text(found, table))


def _print_calibration(
    specialties: tuple[str, ...], types: tuple[str, ...], season: "Season", table: "Evidence", *, as_json: bool
) -> None:
    from optimizer.estimate import Calibration, calibrated_with, found_figures, holds
    from optimizer.evidence import load_left_out
    from optimizer.export import calibration_json, calibration_text

    calibration = Calibration(table, season)
    with working("Calibrating"):
        compared = calibration.comparisons(calibration.unknowns)
        same = holds(calibration)
    chosen = set(_chosen(tuple(one.row for one in compared), specialties, types, ()))
    compared = tuple(one for one in compared if one.row in chosen)
    version, left_out = calibrated_with().version, load_left_out()
    figures = found_figures(calibration)
    if as_json:
        _print_json(calibration_json(figures, compared, holds=same, version=version, left_out=left_out))
    else:
        print_words(calibration_text(figures, compared, holds=same, version=version, left_out=left_out))


def _print_validation(season: "Season", table: "Evidence", applicants: Path | None, *, as_json: bool) -> None:
    from optimizer.estimate import held_against, read_applicants, validate
    from optimizer.export import applicants_json, applicants_text, validation_json, validation_text

    if applicants is not None:
        rows, left_out = read_applicants(applicants, table)
        with working("Holding the rows against the estimate"):
            told = held_against(rows, left_out, table, season)
        if as_json:
            _print_json(applicants_json(told))
        else:
            print_words(applicants_text(told))
        return
    with working("Leaving figures out in turn"):
        found = validate(table, season)
    if as_json:
        _print_json(validation_json(found))
    else:
        print_words(validation_text(found))


def _print_json(text: str) -> None:
    typer.echo(f"{text}\n".encode(), nl=False)
