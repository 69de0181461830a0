"""``matchlist seasons`` and ``renew``: which seasons there are, and a plan carried over to another one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from optimizer.cli.options import PlanFile
from optimizer.cli.telling import faults_told, print_line, print_words
from optimizer.clock import today
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from rich.console import RenderableType

    from optimizer.evidence import Season

commands = typer.Typer()


@commands.command()
def seasons(
    year: Annotated[
        int | None, typer.Argument(metavar="[YEAR]", show_default=False, help="One season, figure by figure.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Say which seasons there are, which is today's, and how much of each is confirmed, carried over or unknown."""
    with faults_told():
        from optimizer.evidence import load_season, season_choice, season_years

        choice = season_choice(today())
        chosen = [load_season(one) for one in (season_years() if year is None else (year,))]
        if as_json:
            from optimizer.cli.tracking import print_json

            told: dict[str, Any] = {
                "as_of": choice.day.isoformat(),
                "season": choice.year,
                "season_has_file": choice.fits,
            }
            told["seasons"] = [_json_of(season, whole=year is not None) for season in chosen]
            print_json(told)
            return
        print_words(_words(chosen, choice.year, whole=year is not None))


@commands.command()
def renew(
    plan: PlanFile,
    season: Annotated[
        int | None, typer.Option(metavar="YEAR", show_default=False, help="The season to carry it over to; today's.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="NEW.toml", show_default=False, help="The file to write; PLAN-YEAR.toml if not given."),
    ] = None,
) -> None:
    """Carry a plan over to another season, as a file of its own; the old one, and what was sent from it, stays."""
    with faults_told():
        from optimizer.evidence import load_season, season_for
        from optimizer.export import checked_ending, write_whole
        from optimizer.plan import read_plan, renewed, renewed_text, season_words
        from optimizer.wording import within_sentence

        old = read_plan(plan)
        year = season_for(today()) if season is None else season
        new = load_season(year)
        if year == old.season:
            print_line(f"{plan} is of season {year} already. {season_words(new)}.")
            return
        target = plan.with_name(f"{plan.stem}-{year}.toml") if out is None else out
        checked_ending(target, "--out", (".toml",))
        if target.exists():
            what, remedy = (
                "the file exists already, and a plan never takes the place of another file",
                "Choose another name",
            )
            raise BadInput(Fault(what, "--out", str(target), "a new file", f"{remedy} with --out"))
        found = renewed(old, year)
        text = plan.read_text(encoding="utf-8-sig") if plan.suffix.lower() == ".toml" else ""
        write_whole(target, renewed_text(text, found.plan, plan.parent).encode(), "--out")
        print_line(f"The plan of {within_sentence(season_words(new))} is in {target}; {plan} stays.")
        for line in (*found.adjustments, *found.changes):
            print_line(f"- {line}")
        print_line(f"matchlist build {target}")


def _words(chosen: "list[Season]", current: int, *, whole: bool) -> "RenderableType":
    from rich.console import Group
    from rich.text import Text

    from optimizer.export.text import heading
    from optimizer.plan import figures_words, moment_of, season_words

    parts: list[RenderableType] = []
    for season in chosen:
        yours = " (today's)" if season.season == current else ""
        parts += [heading(f"{season_words(season)}{yours}"), Text(moment_of(season, today()).words)]
        parts.append(Text(figures_words(season)))
        if season.based_on is not None:
            parts.append(Text(f"What its own file doesn't give is taken from season {season.based_on}."))
        if whole:
            parts += _figures(season)
    return Group(*parts)


def _figures(season: "Season") -> "list[RenderableType]":
    from rich.text import Text

    from optimizer.export.text import heading, plain_table

    table = plain_table("figure", "value", "how far known", "of", "grade")
    for one in season.figures():
        where = " ".join(part for part in (one.specialty or one.service or "",) if part)
        name = f"{one.part}: {one.what}" + (f", {where.replace('-', ' ')}" if where else "")
        value = "-" if one.value is None else f"{one.value}"
        table.add_row(Text(name), Text(value), one.status, str(one.season or "-"), one.grade or "-")
    sources = dict.fromkeys((one.source, one.address) for one in season.figures() if one.source)
    lines = [Text(f"{title}{f', {address}' if address else ''}") for title, address in sources]
    return [heading("Its figures"), table, heading("Where they are from"), *lines]


def _json_of(season: "Season", *, whole: bool) -> dict[str, Any]:
    from dataclasses import asdict

    from optimizer.plan import moment_of, season_words

    first, last = season.match_week
    told: dict[str, Any] = {
        "season": season.season,
        "words": season_words(season),
        "phase": moment_of(season, today()).phase,
        "rank_list_due": season.rank_list_due.isoformat(),
        "match_week": [first.isoformat(), last.isoformat()],
        "based_on": season.based_on,
        "figures": asdict(season.freshness()),
    }
    if whole:
        told["figure"] = [
            {
                key: value if isinstance(value, int | float | str | None) else str(value)
                for key, value in asdict(one).items()
            }
            for one in season.figures()
        ]
    return told
