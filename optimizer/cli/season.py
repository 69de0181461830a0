"""``matchlist next``, ``rank`` and ``ties``: what to do with the season as it stands, and before there is one."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.options import AdviserPage, PlanFile, Programs, plan_with_options
from optimizer.cli.telling import faults_told, print_line, print_words, stdout_kept_clean, working
from optimizer.cli.tracking import AsJson, Store, day_of, existing_tracker, needed_plan, print_json, track

if TYPE_CHECKING:
    from rich.console import RenderableType

    from optimizer.season.outlook import Acceptances, RankOrderList, SeasonView
    from optimizer.season.tracker import Contact, Tracker

commands = typer.Typer()

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], show_default=False, help="As of a day; today if not given."),
]


@track.command()
def chances(as_of: AsOf = None, store: Store = None, as_json: AsJson = False) -> None:
    """Update the chances with the answers so far: the match, every program, which regions run above expectation."""
    with faults_told(), working("Updating the chances"), existing_tracker(store) as tracker:
        from optimizer.season.outlook import outlook

        view = _view(tracker, day_of(as_of))
        found = outlook(view)
    if as_json:
        print_json(found.model_dump(mode="json") | _season_told(view))
        return
    from rich.console import Group

    from optimizer.cli.season_text import outlook_text, season_text

    print_words(Group(season_text(view.prepared.season, day_of(as_of)), outlook_text(found)))


@commands.command("next")
def what_next(  # noqa: PLR0913, PLR0917 - one parameter an option
    dollars: Annotated[float, typer.Option(min=0, metavar="DOLLARS", help="Left for further applications.")] = 0.0,
    applications: Annotated[
        int | None, typer.Option(min=0, show_default=False, help="How many further applications at most.")
    ] = None,
    letters: Annotated[int, typer.Option(min=0, help="How many letters of interest there is time for.")] = 5,
    interviews: Annotated[
        int | None, typer.Option(min=0, show_default=False, help="How many of the open invitations can be taken.")
    ] = None,
    interview_dollars: Annotated[
        float | None, typer.Option(min=0, metavar="DOLLARS", show_default=False, help="Left for going to interviews.")
    ] = None,
    taken: Annotated[
        list[datetime] | None,
        typer.Option(formats=["%Y-%m-%d"], show_default=False, help="A day on which you can't; may be given again."),
    ] = None,
    as_of: AsOf = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Say what to do next: further applications, letters, contacts, which interviews to accept, each with its gain."""
    with faults_told():
        with working("Weighing what is left to do"), existing_tracker(store) as tracker:
            from optimizer.plan import moment_of
            from optimizer.season.outlook import contact_gains, further_applications, letters_of_interest

            view, contacts = _view(tracker, day_of(as_of)), tracker.contacts()
            with stdout_kept_clean():
                further = further_applications(view, dollars=dollars, most=applications)
                written = letters_of_interest(view, letters)
                spoken = contact_gains(view, contacts)
                days = [one.date() for one in taken or ()]
                accepted = _accepted(view, interview_dollars, interviews, days)
        due = _due(contacts, view.as_of)
        if as_json:
            parts = {"further_applications": further, "letters": written, "interviews": accepted}
            told: dict[str, object] = {
                name: None if part is None else part.model_dump(mode="json") for name, part in parts.items()
            }
            told |= {"contacts": [one.model_dump(mode="json") for one in spoken]}
            told |= _season_told(view)
            print_json(told | {"reminders": [one.model_dump(mode="json") for one in due]})
            return
        from rich.console import Group

        from optimizer.cli.season_text import (
            acceptances_text,
            contacts_table,
            further_text,
            gains_table,
            letters_text,
            season_text,
        )
        from optimizer.export.text import heading

        shown: list[RenderableType] = [season_text(view.prepared.season, day_of(as_of))]
        if moment_of(view.prepared.season, day_of(as_of)).phase not in ("matching", "over"):
            shown += [heading("Further applications"), further_text(further, dollars)]
            shown += [heading("Letters of interest"), letters_text(written)]
            if spoken:
                shown += [heading("Contacts who could speak for you"), gains_table(spoken)]
            if accepted is not None:
                shown += [heading("Invitations"), acceptances_text(accepted)]
        if due:
            shown += [heading("Reminders that are due"), contacts_table(due)]
        print_words(Group(*shown))


@commands.command()
def rank(
    with_invited: Annotated[
        bool, typer.Option("--with-invited", help="Also programs whose interview is still to be held.")
    ] = False,
    adviser: AdviserPage = None,
    as_of: AsOf = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Make the rank order list: by true preference, with what each program adds."""
    with faults_told(), working("Working out the list"):
        if adviser is not None:
            from optimizer.export import checked_ending

            checked_ending(adviser, "--adviser", (".pdf",))
        with existing_tracker(store) as tracker:
            from optimizer.season.outlook import rank_order_list

            view = _view(tracker, day_of(as_of))
            found = rank_order_list(view, with_invited=with_invited)
        if adviser is not None:
            _write_adviser_page(adviser, view, found)
    if as_json:
        print_json(found.model_dump(mode="json") | _season_told(view))
        return
    from rich.console import Group

    from optimizer.cli.season_text import rank_text, season_text

    print_words(Group(season_text(view.prepared.season, day_of(as_of)), rank_text(found)))
    if adviser is not None:
        print_line(f"The page for an adviser is in {adviser}.")


def _write_adviser_page(path: Path, view: "SeasonView", found: "RankOrderList") -> None:
    """The list that the season began with, and the order of what came of it, on one page."""
    from optimizer.errors import BadInput, Fault
    from optimizer.export import RankOrder, adviser_pdf, write_whole
    from optimizer.plan import ProgramList, build_list

    plan = view.prepared.plan
    with stdout_kept_clean():
        program_list = build_list(plan)
    if not isinstance(program_list, ProgramList):
        remedy = "Change the plan until matchlist build makes a list, and keep it"
        raise BadInput(Fault("the season's plan has no list", plan.title, None, "a plan with a list", remedy))
    order = RankOrder(found.words, found.names) if found.programs else None
    write_whole(path, adviser_pdf(program_list, plan, view.prepared.directory, order), "--adviser")


@commands.command()
def ties(
    plan: PlanFile,
    actions: Annotated[
        Path, typer.Argument(metavar="ACTIONS.toml", show_default=False, help="What could be done, and how much of it.")
    ],
    programs: Programs = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit.")] = 30.0,
    as_json: AsJson = False,
) -> None:
    """Before the season: choose rotations, projects, meetings and letters together with the list that they open."""
    with faults_told():
        with working("Choosing actions and list together"):
            from optimizer.plan import prepare
            from optimizer.season.tie_plan import plan_ties, read_tie_wishes, time_shares, timeline

            prepared = prepare(plan_with_options(plan, programs, None, None))
            wishes = read_tie_wishes(actions)
            with stdout_kept_clean():
                found = plan_ties(prepared, wishes, time_limit_s=seconds)
            names = {action.name for action in found.actions}
            chosen = [action for action in wishes.actions if action.name in names]
            rows = timeline(prepared.season, chosen, from_day=wishes.from_day)
            shares = time_shares(chosen, prepared.estimate.evidence)
        if as_json:
            told = found.model_dump(mode="json")
            told |= {"timeline": [row.model_dump(mode="json") for row in rows]}
            print_json(told | {"time_shares": [share.model_dump(mode="json") for share in shares]})
            return
        from optimizer.cli.season_text import ties_text

        print_words(ties_text(found, rows, shares))


def _view(tracker: "Tracker", day: date) -> "SeasonView":
    from optimizer.plan import prepare
    from optimizer.season.outlook import SeasonView, season_plan

    prepared = prepare(season_plan(needed_plan(tracker), tracker.ties()))
    # Nothing changes any more once rank order lists are due.
    return SeasonView.of(prepared, tracker.programs(), min(day, prepared.season.rank_list_due))


def _season_told(view: "SeasonView") -> dict[str, object]:
    """Which season it is, as keys of JSON."""
    from optimizer.plan import season_words

    return {"season": view.prepared.season.season, "season_words": season_words(view.prepared.season)}


def _accepted(view: "SeasonView", dollars: float | None, most: int | None, taken: list[date]) -> "Acceptances | None":
    """Which invitations to accept; None where none is open."""
    from optimizer.season.outlook import interviews_to_accept

    if not any(program.last_word == "invited" for program in view.answers.programs):
        return None
    return interviews_to_accept(view, dollars=dollars, most=most, taken=taken)


def _due(contacts: "tuple[Contact, ...]", day: date) -> "list[Contact]":
    return [contact for contact in contacts if contact.remind_on is not None and contact.remind_on <= day]
