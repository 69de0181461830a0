"""``matchlist fetch``: public files of facts, fetched only when a person asks for it, joined and kept."""

from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.telling import counting, faults_told, nothing_collected, print_words, working
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.directory.fetching import PublicFiles

commands = typer.Typer()


@commands.command("fetch")
def fetch_facts(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", show_default=False, help="Which files; without it, all are listed."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FOLDER|ADDRESS", show_default=False, help="Take the files from there, not the publisher."
        ),
    ] = None,
    remove: Annotated[
        str | None, typer.Option(metavar="NAME", show_default=False, help="Remove facts that were kept.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask before the publisher is contacted.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Fetch public files of facts about programs, or list them; matchlist goes online for nothing else."""
    with faults_told():
        if remove is not None:
            _remove(remove, name, as_json=as_json)
        elif name is None:
            _list(source, as_json=as_json)
        else:
            _fetch(name, source, yes=yes, as_json=as_json)


def _remove(remove: str, name: str | None, *, as_json: bool) -> None:
    from optimizer.directory.kept import forget
    from optimizer.export import kept_json

    if name is not None:
        raise BadInput(Fault("is given beside --remove", "NAME", name, "one of the two", "Leave out one of them"))
    gone = forget(remove)
    if as_json:
        typer.echo(kept_json("removed", gone))
        return
    typer.echo(f"{gone.about.title or gone.name}: removed. Lists are built without these facts from now on.")


def _list(source: str | None, *, as_json: bool) -> None:
    from optimizer.directory.fetching import load_public_files
    from optimizer.directory.kept import kept_facts
    from optimizer.export import public_files_json, public_files_text

    if source is not None:
        raise BadInput(
            Fault("needs the name of what to take", "--from", source, "matchlist fetch NAME --from …", "Add it")
        )
    entries, kept = load_public_files(), kept_facts()
    if as_json:
        typer.echo(public_files_json(entries, kept))
    else:
        print_words(public_files_text(entries, kept))


def _fetch(name: str, source: str | None, *, yes: bool, as_json: bool) -> None:
    from optimizer.directory.fetching import entry_named, fetch
    from optimizer.evidence import load_evidence, usual_rates
    from optimizer.export import fetched_json, fetched_text

    entry = entry_named(name)
    # Whoever says where the files are to come from needs not be asked.
    if not yes and source is None:
        _ask(entry)
    with counting("Fetching", len(entry.files)) as there, nothing_collected():
        made = fetch(entry, source, usual=usual_rates(load_evidence()), progress=there)
    if as_json:
        typer.echo(fetched_json(made))
        return
    with working("Telling"):
        words = fetched_text(made)
    print_words(words)


def _ask(entry: "PublicFiles") -> None:
    """Ask once whether to go online; whoever can't be asked has to say --yes."""
    typer.echo(f"{entry.title}, {len(entry.files)} files, {entry.bytes / 1000:,.0f} kB.")
    typer.echo(f"Licence: {entry.licence}. {entry.origin}")
    typer.echo(f"This contacts {entry.host}; nothing about you is sent.")
    try:
        wanted = typer.confirm("Fetch them?", default=True)
    except typer.Abort:
        fault = Fault("nobody is here to be asked", "fetch", entry.name, "--yes", "Add --yes if this is wanted")
        raise BadInput(fault) from None
    if not wanted:
        typer.echo("Nothing was fetched.")
        raise typer.Exit(0)
