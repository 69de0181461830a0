"""``matchlist track``: what was sent, answered, thought and undone."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from optimizer.cli.options import PlanFile, plan_with_options
from optimizer.cli.telling import faults_told, nothing_collected, print_line, print_words, stdout_kept_clean
from optimizer.clock import today
from optimizer.errors import BadInput, Fault
from optimizer.wording import shown

if TYPE_CHECKING:
    from optimizer.directory import Directory
    from optimizer.evidence import Season
    from optimizer.plan import Plan
    from optimizer.season.tracker import KeptPlan, Tracked, Tracker

track = typer.Typer(
    name="track", help="Keep track of the season: applications, answers, contacts, notes.", no_args_is_help=True
)
commands = typer.Typer()
commands.add_typer(track)

Store = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="FILE",
        show_default=False,
        envvar="MATCHLIST_TRACKER",
        help="The store, elsewhere than usual.",
    ),
]
ProgramId = Annotated[
    str,
    typer.Argument(metavar="PROGRAM", show_default=False, help="Id of a program, or a part of its id or name."),
]
On = Annotated[
    str | None,
    typer.Option(metavar="DAY", show_default=False, help="The day, such as 9/24 or an ISO date; today if not given."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
_DAY = ["%Y-%m-%d"]


@track.command()
def start(plan: PlanFile, store: Store = None) -> None:
    """Keep a plan: its profile and its directory are what the season's chances are worked out from."""
    with faults_told():
        from optimizer.evidence import load_season
        from optimizer.plan import moment_of, plan_text, prepare, season_words

        chosen = plan_with_options(plan, None, None, None)
        # Before it is kept: a plan with a fault would be in the way of every later command.
        prepare(chosen)
        with opened_tracker(store) as tracker:
            set_aside = tracker.keep_plan(chosen.title, chosen.season, plan_text(chosen))
        print_line(
            f"The plan {chosen.title!r} is kept. Next: matchlist track apply --list, or with the ids you applied to."
        )
        season = load_season(chosen.season)
        print_line(f"{season_words(season)}. {moment_of(season, today()).words}")
        if set_aside is not None:
            print_line(
                f"The store held another season: what was sent in it, with every answer, is kept in {set_aside}."
            )


@track.command()
def apply(
    programs: Annotated[
        list[str] | None, typer.Argument(metavar="[PROGRAM_ID ...]", show_default=False, help="Ids of programs.")
    ] = None,
    on: On = None,
    signal: Annotated[
        str, typer.Option(metavar="SIGNAL", help="none, single, silver or gold; for all of them.")
    ] = "none",
    whole_list: Annotated[bool, typer.Option("--list", help="The whole list of the plan, with its signals.")] = False,
    store: Store = None,
) -> None:
    """Enter applications that were sent."""
    with faults_told(), existing_tracker(store) as tracker:
        kept = needed_plan(tracker)
        sent = _listed(tracker, kept) if whole_list else _chosen(tracker, kept, programs or [], signal)
        inside = within_season(tracker, kept)
        inside.follow(sent, _day_given(on, "--on", inside))
        print_line(f"Applied to {len(sent)} programs.")


@track.command()
def answer(
    program_id: ProgramId,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="invited|accepted|held|declined|rejected|waitlisted|on-hold|cancelled|withdrawn|closed",
            show_default=False,
        ),
    ],
    on: On = None,
    slot: Annotated[
        list[str] | None,
        typer.Option(metavar="DAY", show_default=False, help="A day offered for the interview; may be given again."),
    ] = None,
    cost: Annotated[
        float | None, typer.Option(min=0, metavar="DOLLARS", show_default=False, help="What going there costs.")
    ] = None,
    store: Store = None,
) -> None:
    """Enter what a program answered or what you did; an invitation given back is declined; silence needs no entry."""
    with faults_told(), existing_tracker(store) as tracker:
        from optimizer.season.tracker import EVENT_NAMES, Entry, event_kind

        inside = within_season(tracker, tracker.plan())
        slots = tuple(_day_given(one, "--slot", inside) for one in slot or ())
        entry = Entry(tracker.meant(program_id), event_kind(kind), _day_given(on, "--on", inside), slots, cost)
        inside.record([entry])
        print_line(f"{entry.program}: {EVENT_NAMES[entry.kind]}.")


@track.command()
def show(
    program_id: Annotated[
        str | None, typer.Argument(metavar="[PROGRAM]", show_default=False, help="One program, with all about it.")
    ] = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Show all programs by what they answered, or one program."""
    if program_id is None and not has_store(store):
        _show_nothing(as_json=as_json)
        return
    with faults_told(), existing_tracker(store) as tracker, tracker.looking() as season:
        program_id = None if program_id is None else season.meant(program_id)
        if as_json:
            found = season.programs() if program_id is None else (season.program(program_id),)
            print_json([_json_of(program) for program in found])
            return
        from optimizer.cli.season_text import program_text, programs_text, season_text
        from optimizer.evidence import load_season

        if program_id is None:
            kept = season.plan()
            if kept is not None:
                print_words(season_text(load_season(kept.season), today()))
            print_words(programs_text(season.programs()))
            return
        notes, contacts = season.notes(program_id), season.contacts(program_id)
        print_words(program_text(season.program(program_id), notes, contacts, season.history(program=program_id)))


@track.command()
def impression(
    program_id: ProgramId,
    words: Annotated[str, typer.Argument(metavar="[WORDS]", show_default=False)] = "",
    score: Annotated[float | None, typer.Option(show_default=False, help="From 0 to 10; orders the rank list.")] = None,
    store: Store = None,
) -> None:
    """Keep an impression of a program; the last one holds."""
    with faults_told(), existing_tracker(store) as tracker:
        tracker.impress(tracker.meant(program_id), score, words)


@track.command()
def note(
    words: Annotated[str, typer.Argument(metavar="WORDS", show_default=False)],
    program: Annotated[
        str | None, typer.Option(metavar="PROGRAM", show_default=False, help="What it is about.")
    ] = None,
    store: Store = None,
) -> None:
    """Keep a note."""
    with faults_told(), opened_tracker(store) as tracker:
        tracker.note(words, None if program is None else tracker.meant(program))


@track.command()
def order(
    programs: Annotated[list[str], typer.Argument(metavar="PROGRAM ...", show_default=False, help="Best first.")],
    store: Store = None,
) -> None:
    """Put programs in your own order for the rank list; all others lose their place in it."""
    with faults_told(), existing_tracker(store) as tracker:
        tracker.rank([tracker.meant(one) for one in programs])


@track.command()
def acceptable(
    program_id: ProgramId,
    yes: Annotated[
        bool, typer.Option("--yes/--no", help="Whether you would rather match there than not at all.")
    ] = True,
    store: Store = None,
) -> None:
    """Say whether a program belongs on the rank list."""
    with faults_told(), existing_tracker(store) as tracker:
        tracker.describe(tracker.meant(program_id), acceptable=yes)


@track.command()
def tie(
    kind: Annotated[str, typer.Argument(metavar="KIND", show_default=False, help="contact, letter, research, ...")],
    scope: Annotated[str, typer.Argument(metavar="program|institution|city|metro|state|division", show_default=False)],
    place: Annotated[str, typer.Argument(metavar="PLACE", show_default=False)],
    words: Annotated[str, typer.Option("--note", show_default=False, help="For your own eyes.")] = "",
    store: Store = None,
) -> None:
    """Keep a tie that came about after the plan was made; it counts in the updated chances."""
    with faults_told(), opened_tracker(store) as tracker:
        from optimizer.plan import prepare
        from optimizer.season.outlook import season_plan
        from optimizer.season.tracker import KeptTie

        made = KeptTie(kind=kind, scope=scope, place=place, note=words)
        kept = tracker.plan()
        if kept is not None:
            # Before it is kept: a tie to nowhere would be in the way of every later command.
            prepare(season_plan(kept, [*tracker.ties(), made]))
        tracker.keep_tie(made)


@track.command()
def contact(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False, help="A person or an office.")],
    where: Annotated[str, typer.Option(show_default=False, help="Institution or city.")] = "",
    kind: Annotated[
        str, typer.Option(help="resident, fellow, faculty, director, coordinator, office or other.")
    ] = "other",
    last: Annotated[
        datetime | None, typer.Option(formats=_DAY, show_default=False, help="Day of the last contact.")
    ] = None,
    next_step: Annotated[str, typer.Option("--next", show_default=False, help="The next step.")] = "",
    remind: Annotated[
        datetime | None, typer.Option(formats=_DAY, show_default=False, help="When to be reminded.")
    ] = None,
    program: Annotated[
        list[str] | None,
        typer.Option(metavar="PROGRAM", show_default=False, help="A program it bears on; may be given again."),
    ] = None,
    note: Annotated[str, typer.Option(show_default=False)] = "",
    number: Annotated[
        int | None, typer.Option(show_default=False, help="Number of the contact that this replaces.")
    ] = None,
    store: Store = None,
) -> None:
    """Keep a contact, a new one or in place of an earlier one; nothing of it leaves this computer."""
    given = {
        "id": number,
        "name": name,
        "where": where,
        "kind": kind,
        "last_contact": None if last is None else last.date(),
        "next_step": next_step,
        "remind_on": None if remind is None else remind.date(),
        "note": note,
    }
    with faults_told(), opened_tracker(store) as tracker:
        from optimizer.season.tracker import contact_of

        bears_on = tuple(tracker.meant(one) for one in program or ())
        tracker.keep_contact(contact_of(given | {"programs": bears_on}))


@track.command()
def contacts(
    until: Annotated[
        datetime | None, typer.Option(formats=_DAY, show_default=False, help="Only reminders due by this day.")
    ] = None,
    store: Store = None,
) -> None:
    """List the contacts, or those whose reminder is due."""
    with faults_told(), existing_tracker(store) as tracker:
        from optimizer.cli.season_text import contacts_table

        found = tracker.contacts() if until is None else tracker.reminders(until.date())
        print_words(contacts_table(found))


@track.command("import")
def import_sheet(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", show_default=False, help="A tracking sheet: CSV or XLSX.")],
    store: Store = None,
) -> None:
    """Bring a tracking sheet in: what a cell says replaces what is kept, a blank cell says nothing."""
    with faults_told(), nothing_collected(), opened_tracker(store) as tracker:
        from optimizer.directory.importing import given_file
        from optimizer.season.tracker import own_sheet, read_sheet, tracked_of, unknown_to

        kept = tracker.plan()
        inside = within_season(tracker, kept)
        directory = _directory(None if kept is None else _plan_of(tracker, kept))
        known = {program.id: tracked_of(program) for program in directory.programs}
        known |= {program.id: program for program in tracker.programs()}
        given = given_file(sheet)
        notices: tuple[str, ...] = ()
        plan = None if kept is None else _plan_of(tracker, kept)
        foreign = own_sheet(
            given,
            directory if plan is None else _of_both_lists(plan),
            () if plan is None else plan.applicant.specialties,
            _kinds_in(directory, kept),
        )
        if foreign is not None:
            given, notices = foreign
        read = read_sheet(
            given,
            known,
            lambda program, where: unknown_to(directory, program, where),
            tracker.today(),
            inside.days,
        )
        count = inside.take(read.programs, f"brought in {sheet.name}")
        print_line(f"{len(read.programs)} programs read; {count} new or altered.")
        for notice in (*notices, *read.notices):
            print_line(notice)


def _signal_faults(
    tracker: "Tracker", directory: "Directory", season: "Season", programs: Sequence[str], signal: str
) -> Iterator[Fault]:
    """Signals that a specialty doesn't have in the season, or more of them than it has."""
    from optimizer.vocabulary import NO_SIGNAL

    where = directory.index_by_id
    sent = {one.id: one.signal for one in tracker.programs() if one.applied is not None} | dict.fromkeys(
        programs, signal
    )
    for specialty in dict.fromkeys(directory.programs[where[one]].specialty for one in programs):
        caps = season.signal_caps(specialty) if specialty in season.specialties else {}
        used = sum(
            kind == signal and one in where and directory.programs[where[one]].specialty == specialty
            for one, kind in sent.items()
        )
        if signal not in caps:
            what = f"{specialty} has no {signal} signals in {season.season}"
            yield Fault(what, "--signal", signal, ", ".join((*caps, NO_SIGNAL)), "Choose one of them")
        elif used > caps[signal]:
            what = f"more {signal} signals in {specialty} than season {season.season} has"
            yield Fault(
                what, "--signal", used, f"{caps[signal]} or fewer", "Correct the signals that stand in the store"
            )


def _kinds_in(directory: "Directory", kept: "KeptPlan | None") -> Callable[[str], Sequence[str]]:
    """The kinds of signals that a program's specialty has in the kept plan's season, by the program's id."""
    from optimizer.evidence import load_season, season_for

    season = load_season(season_for(today()) if kept is None else kept.season)

    def kinds(program: str) -> Sequence[str]:
        specialty = directory.programs[directory.index_by_id[program]].specialty
        return tuple(season.signal_caps(specialty)) if specialty in season.specialties else ()

    return kinds


@track.command("export")
def export_sheet(
    out: Annotated[Path, typer.Argument(metavar="SHEET.csv", show_default=False, help="The sheet to write.")],
    store: Store = None,
) -> None:
    """Write the tracking sheet."""
    with faults_told(), nothing_collected(), existing_tracker(store) as tracker:
        from optimizer.export.files import checked_ending, write_whole
        from optimizer.season.tracker import sheet_csv

        checked_ending(out, "SHEET.csv", (".csv",))
        programs = tracker.programs()
        write_whole(out, sheet_csv(programs), "SHEET.csv")
        print_line(f"{len(programs)} programs are in {out}.")


@track.command()
def history(
    program_id: Annotated[str | None, typer.Argument(metavar="[PROGRAM]", show_default=False)] = None,
    count: Annotated[int, typer.Option(min=1, help="How many changes.")] = 20,
    store: Store = None,
) -> None:
    """List the changes, the last one first."""
    with faults_told(), existing_tracker(store) as tracker:
        from optimizer.cli.season_text import history_table

        print_words(history_table(tracker.history(count, None if program_id is None else tracker.meant(program_id))))


@track.command()
def undo(
    change: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", show_default=False, help="The last change if not given.")
    ] = None,
    store: Store = None,
) -> None:
    """Take a change back; that is a change too, and can be taken back."""
    with faults_told(), nothing_collected(), existing_tracker(store) as tracker:
        taken = tracker.undo(change)
        print_line(f"Change {taken.id} is undone: {taken.words}.")


@track.command()
def backup(
    out: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="A file that doesn't exist yet.")],
    store: Store = None,
) -> None:
    """Copy the store."""
    with faults_told(), existing_tracker(store) as tracker:
        tracker.back_up(out)


@track.command()
def where(store: Store = None) -> None:
    """Say where the store is."""
    from optimizer.season.tracker import store_path

    print_line(str(store_path(store)))


# ---- shared with the other commands of the season -----------------------------------------------------------------


def opened_tracker(store: Path | None) -> "Tracker":
    """The store, open; made where there is none."""
    from optimizer.season.tracker import Tracker

    return Tracker.at(store)


def has_store(store: Path | None) -> bool:
    """Whether there is a store."""
    from optimizer.season.tracker import store_path

    return store_path(store).exists()


def _show_nothing(*, as_json: bool) -> None:
    """Show that nothing is followed."""
    from optimizer.cli.season_text import programs_text

    if as_json:
        print_json([])
    else:
        print_words(programs_text(()))


def existing_tracker(store: Path | None) -> "Tracker":
    """The store, open; a fault where there is none: whoever only looks begins no season."""
    from optimizer.season.tracker import Tracker, store_path

    if not has_store(store):
        path = store_path(store)
        what, remedy = "no plan is kept yet, nor anything else of a season", "Begin: matchlist track start PLAN.toml"
        raise BadInput(Fault(what, str(path), None, "a store that matchlist track made", remedy))
    return Tracker.at(store)


def needed_plan(tracker: "Tracker") -> "KeptPlan":
    """The plan of the season; a fault where none is kept."""
    kept = tracker.plan()
    if kept is None:
        what, remedy = "no plan is kept yet", "Keep one first: matchlist track start PLAN.toml"
        raise BadInput(Fault(what, "the season", None, "a plan", remedy))
    return kept


def within_season(tracker: "Tracker", kept: "KeptPlan | None") -> "Tracker":
    """The store, refusing days outside the plan's season."""
    if kept is None:
        return tracker
    from optimizer.evidence import load_season
    from optimizer.season.tracker import season_days

    return tracker.within(season_days(load_season(kept.season)))


def day_of(given: datetime | None) -> date:
    """The day that was given, or today."""
    return today() if given is None else given.date()


def _day_given(text: str | None, option: str, tracker: "Tracker") -> date:
    """The day that an option names, or today; the season tells the year where it isn't written."""
    from optimizer.season.tracker import day_in, days_look

    if text is None:
        return tracker.today()
    found = day_in(text, tracker.days, tracker.today())
    if found is None:
        raise BadInput(Fault("is no day", option, text, days_look(tracker.today()), "Correct it"))
    return found


def print_json(value: object) -> None:
    """Print a value as one JSON object; bytes, since JSON is UTF-8 whatever the terminal's encoding."""
    import json

    # JSON escapes what steers a terminal but for a few characters that only a damaged store could hold.
    typer.echo(shown(json.dumps(value, ensure_ascii=False, indent=2)).encode())


def _json_of(program: "Tracked") -> dict[str, Any]:
    from dataclasses import asdict

    found = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(program).items()}
    return found | {"slots": [slot.isoformat() for slot in program.slots], "last_word": program.last_word}


def _plan_of(tracker: "Tracker", kept: "KeptPlan") -> "Plan":
    from optimizer.season.outlook import season_plan

    return season_plan(kept, tracker.ties())


def _directory(plan: "Plan | None") -> "Directory":
    from optimizer.directory.kept import directory_with
    from optimizer.plan import plan_directory

    return directory_with() if plan is None else plan_directory(plan)


def _of_both_lists(plan: "Plan") -> "Directory":
    """The programs of a plan's specialties, and those of its second list."""
    from optimizer.plan import prepare

    return prepare(plan).directory_with_second


def _listed(tracker: "Tracker", kept: "KeptPlan") -> "Sequence[Tracked]":
    """The programs of the plan's list, and of its second one for the first year."""
    from optimizer.cli.telling import EXIT_STATUS, print_no_list
    from optimizer.plan import ProgramList, prepare, solve_prepared
    from optimizer.season.tracker import tracked_list

    prepared = prepare(_plan_of(tracker, kept))
    with stdout_kept_clean():
        outcome = solve_prepared(prepared)
    if not isinstance(outcome, ProgramList):
        print_no_list(outcome)
        raise typer.Exit(EXIT_STATUS[outcome.status])
    return tracked_list(outcome, prepared.to_choose_from)


def _chosen(tracker: "Tracker", kept: "KeptPlan", programs: list[str], signal: str) -> "list[Tracked]":
    """Programs by their ids, with a signal that they all have."""
    from optimizer.plan import prepare
    from optimizer.season.tracker import tracked_of, unknown_to
    from optimizer.vocabulary import MODES, NO_SIGNAL

    faults = []
    if not programs:
        faults.append(Fault("no program is named", "PROGRAM_ID", None, "one id or more, or --list", "Name them"))
    if signal not in MODES:
        faults.append(Fault("no such signal", "--signal", signal, ", ".join(MODES), "Choose one of them"))
    prepared = prepare(_plan_of(tracker, kept))
    known, whole = prepared.to_choose_from, prepared.directory_with_second
    # A name that people use will do, where it can mean one program only.
    programs = [one if (meant := whole.called(one)) is None else meant.id for one in programs]
    faults += [unknown_to(whole, one, "PROGRAM_ID") for one in programs if one not in known]
    if not faults and signal != NO_SIGNAL:
        faults += _signal_faults(tracker, whole, prepared.season, programs, signal)
    if faults:
        raise BadInput(faults)
    return [tracked_of(*known[one], signal) for one in dict.fromkeys(programs)]
