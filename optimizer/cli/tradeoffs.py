"""``matchlist frontier``, ``flexibility`` and ``prices``: what dollars, flexibility and each limit buy or cost."""

import json
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from optimizer.cli.options import Dollars, PlanFile, Programs, SeasonYear, plan_with_options
from optimizer.cli.telling import EXIT_STATUS, faults_told, print_no_list, print_words, stdout_kept_clean, working
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from rich.console import RenderableType

    from optimizer.plan import BudgetFrontier, FlexibilityFrontier, LimitPrices, NoList, NotDecided

    Answer = TypeVar("Answer", BudgetFrontier, FlexibilityFrontier, LimitPrices)

commands = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@commands.command("frontier")
def show_frontier(
    plan: PlanFile,
    budgets: Annotated[
        str | None,
        typer.Option(metavar="LOW:HIGH:STEP", show_default=False, help="Dollars, such as 500:3000:250."),
    ] = None,
    gain: Annotated[
        float, typer.Option(metavar="POINTS", help="Points in 100 that another $100 has to gain to be worth it.")
    ] = 0.5,
    without_quotas: Annotated[
        bool, typer.Option("--without-quotas", help="Leave the plan's quotas out, so that small budgets are possible.")
    ] = False,
    programs: Programs = None,
    season: SeasonYear = None,
    as_json: AsJson = False,
) -> None:
    """Show what each budget buys: the best list at each, its chance with range, and where more hardly pays."""
    with faults_told():
        with working("Building the best list at each budget"):
            from optimizer.plan import budget_frontier

            asked = None if budgets is None else parsed_budgets(budgets)
            if not (math.isfinite(gain) and gain > 0):
                raise BadInput(Fault("is no gain", "--gain", gain, "points in 100 above 0", "Give it as 0.5, say"))
            chosen = plan_with_options(plan, programs, season, None)
            with stdout_kept_clean():
                found = budget_frontier(chosen, budgets=asked, gain=gain / 100, keep_quotas=not without_quotas)
        from optimizer.export import budget_text

        tell(found, lambda answer: budget_text(answer, quotas=not without_quotas), as_json=as_json)


@commands.command("flexibility")
def show_flexibility(
    plan: PlanFile,
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
    as_json: AsJson = False,
) -> None:
    """Show what flexibility buys: chance and preference from "only where I want" to "anywhere"."""
    with faults_told():
        with working("Building the best list at each flexibility"):
            from optimizer.export import flexibility_text
            from optimizer.plan import flexibility_frontier

            chosen = plan_with_options(plan, programs, season, budget)
            with stdout_kept_clean():
                found = flexibility_frontier(chosen)
        tell(found, flexibility_text, as_json=as_json)


@commands.command("prices")
def show_prices(
    plan: PlanFile,
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
    as_json: AsJson = False,
) -> None:
    """Show what each limit costs: the best list without it, all others kept."""
    with faults_told():
        with working("Building the best list without each limit"):
            from optimizer.export import prices_text
            from optimizer.plan import limit_prices

            chosen = plan_with_options(plan, programs, season, budget)
            with stdout_kept_clean():
                found = limit_prices(chosen)
        tell(found, prices_text, as_json=as_json)


def tell(found: "Answer | NoList | NotDecided", text: "Callable[[Answer], RenderableType]", *, as_json: bool) -> None:
    """Print an answer as text or as JSON, or why there is none, which ends the command with another status."""
    if as_json:
        # Bytes: JSON is UTF-8 whatever the terminal's encoding.
        typer.echo(f"{json.dumps(found.model_dump(mode='json'), ensure_ascii=False, indent=2)}\n".encode(), nl=False)
    elif found.status == "solved":
        print_words(text(found))
    else:
        print_no_list(found)
    raise typer.Exit(EXIT_STATUS[found.status])


def parsed_budgets(text: str) -> tuple[float, ...]:
    """Budgets from LOW:HIGH:STEP.

    Raises
    ------
    BadInput
        It isn't three amounts of dollars in order, or says too many budgets.
    """
    from optimizer.plan import MOST_POINTS, budgets_between

    allowed = f"LOW:HIGH:STEP in dollars, such as 500:3000:250, at most {MOST_POINTS} budgets"
    try:
        low, high, step = (float(part) for part in text.split(":"))
    except ValueError:
        raise BadInput(Fault("is no range of budgets", "--budgets", text, allowed, "Correct it")) from None
    if not (0 <= low <= high < math.inf and 0 < step < math.inf) or (high - low) / step > MOST_POINTS - 1:
        raise BadInput(Fault("can't be used", "--budgets", text, allowed, "Correct it"))
    return budgets_between(low, high, step)
