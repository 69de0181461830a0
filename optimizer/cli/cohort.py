"""``matchlist cohort``: the lists of a whole class."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.options import Scheduler, Workers
from optimizer.cli.telling import BAD_INPUT, counting, faults_told, print_line, print_words, stdout_kept_clean, working
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.cohort import Built, Class, Engine, JointPlan, JointRequest

commands = typer.Typer()
_JOINT = "Joint plan"


@commands.command()
def cohort(  # noqa: PLR0913, PLR0917 - one parameter an option
    students: Annotated[
        Path,
        typer.Argument(
            metavar="CLASS", show_default=False, help="A folder of plan files, or a table with a student a row."
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="FOLDER", show_default=False, help="Where the lists go.")],
    plan: Annotated[
        Path | None,
        typer.Option(metavar="PLAN.toml", show_default=False, help="What the students of a table share."),
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    at_risk: Annotated[
        float, typer.Option(min=0, max=100, help="Point out students whose chance is below so many in 100.")
    ] = 75,
    joint: Annotated[
        bool,
        typer.Option(
            "--joint",
            rich_help_panel=_JOINT,
            help="Plan all lists together, so that no more classmates meet at a program than the caps say.",
        ),
    ] = False,
    most_applying: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", show_default=False, rich_help_panel=_JOINT, help="Students applying to one program."
        ),
    ] = None,
    most_signalling: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", show_default=False, rich_help_panel=_JOINT, help="Students signalling one program."
        ),
    ] = None,
    caps: Annotated[
        Path | None,
        typer.Option(
            metavar="CAPS.csv",
            show_default=False,
            rich_help_panel=_JOINT,
            help="Caps of single programs: columns program, applying, signalling, single, silver, gold.",
        ),
    ] = None,
    fair: Annotated[
        bool,
        typer.Option(
            "--fair",
            rich_help_panel=_JOINT,
            help="First the student with least as high as can be, then the sum of all; else the sum alone counts.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Build the list of every student of a class; stopped and started again, it goes on where it was."""
    with faults_told():
        from optimizer.cohort import (
            Engine,
            joint_content,
            joint_text,
            overlaps_csv,
            read_class,
            reckoning,
            summarised,
            summary_content,
            summary_csv,
            summary_text,
        )
        from optimizer.export import write_whole
        from optimizer.plan import read_plan

        found = read_class(students, None if plan is None else read_plan(plan))
        request = _request(found, joint, {"applying": most_applying, "signalling": most_signalling}, caps, fair)
        engine = Engine(workers, scheduler)
        effort = None if scheduler else reckoning(len(found.students), workers or os.cpu_count() or 1)
        if effort is not None:
            print_line(effort, err=True)
        with stdout_kept_clean():
            built = _built(found, out, engine)
        summary = summarised(built, at_risk / 100)
        write_whole(out / "summary.csv", summary_csv(summary), "--out")
        write_whole(out / "overlaps.csv", overlaps_csv(summary), "--out")
        with stdout_kept_clean():
            together = None if request is None else _together(found, built, out, engine, request)
        if as_json:
            content = summary_content(summary) | ({} if together is None else {"joint": joint_content(together)})
            typer.echo(f"{json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2)}\n".encode(), nl=False)
        else:
            print_words(summary_text(summary, (*found.notices, *(() if request is None else request.caps.notices))))
            print_line(f"\nEach student's list is in {out / 'students'}; all at a glance in {out / 'summary.csv'}.")
            if together is not None:
                print_line()
                print_words(joint_text(together))
                print_line(
                    f"\nThe lists under the caps are in {out / 'joint'}; what each student gives up in "
                    f"{out / 'joint.csv'}, the prices of capped places in {out / 'places.csv'}."
                )
    if any(one.outcome is None for one in built):
        raise typer.Exit(BAD_INPUT)


def _request(
    found: "Class", joint: bool, everywhere: dict[str, int | None], caps: Path | None, fair: bool
) -> "JointRequest | None":
    """What is asked of the joint plan, with every fault before any list is built; None where none is asked for."""
    from optimizer.cohort import JointRequest, caps_of, check_joint_size

    given = {kind: number for kind, number in everywhere.items() if number is not None}
    if joint:
        check_joint_size(len(found.students))
        return JointRequest(caps_of(found, given, caps), fair=fair)
    options = {f"--most-{kind}" for kind in given} | ({"--caps"} if caps else set()) | ({"--fair"} if fair else set())
    if options:
        what, remedy = "caps and fairness are for a joint plan", "Add --joint, or leave them out"
        raise BadInput(Fault(what, ", ".join(sorted(options)), None, "together with --joint", remedy))
    return None


def _built(found: "Class", out: Path, engine: "Engine") -> "tuple[Built, ...]":
    from optimizer.cohort import build_class

    with counting("Building the lists", len(found.students) + len(found.refused)) as counted:
        return build_class(found, out, engine, counted)


def _together(
    found: "Class", built: "tuple[Built, ...]", out: Path, engine: "Engine", request: "JointRequest"
) -> "JointPlan":
    """Plan jointly, with how far it is on stderr, and write what an adviser opens first."""
    from optimizer.cohort import joint_csv, places_csv, plan_jointly
    from optimizer.export import write_whole

    with working("Planning jointly") as told:
        together = plan_jointly(found, built, out, engine, request, told)
    write_whole(out / "joint.csv", joint_csv(together), "--out")
    write_whole(out / "places.csv", places_csv(together), "--out")
    return together
