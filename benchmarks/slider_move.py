"""One slider moved on the List page, stage by stage: the processor time of each, as the page's server spends it.

The lowest of several runs: what else the machine does only adds to a figure. What the browser adds is measured by
`dashboard`; docs/performance.md puts both together.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from rich.table import Table
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes

from benchmarks.measuring import WrongAnswer, note, table
from optimizer.dashboard.tables import program_cards, program_table
from optimizer.data_folder import data_folder
from optimizer.estimate import list_range
from optimizer.plan import (
    Desk,
    DeskFile,
    Plan,
    ProgramList,
    Sheet,
    chances_mark,
    changed_plan,
    ground_of,
    plan_directory,
    plan_mark,
    plan_text,
    prepare,
    program_list,
    read_plan,
    region_shares,
    solve_deciding,
)
from optimizer.portfolio import Solved

EXAMPLE = "los-angeles-img"
RUNS = 15


def report() -> Table:
    """A row a stage."""
    with tempfile.TemporaryDirectory() as folder:
        return table("Slider moved, on the server", ("stage", "processor, ms"), _stages(Path(folder)))


def _stages(folder: Path) -> Iterator[tuple[str, str]]:
    start = read_plan(data_folder() / "examples" / f"{EXAMPLE}.toml")
    whole = plan_directory(start)
    moves = iter([_moved(start, step / 1000) for step in range(1, 20 * RUNS)])
    ground = ground_of(start, whole)
    yield _row("estimate the chances (not after a move)", lambda _: ground_of(start, whole), moves)
    desk, sheets = Desk(DeskFile(folder / "desk.sqlite")), [Sheet("one", "x" * 3000)]
    yield _row("keep the plan on the disk", lambda _: sheets.append(desk.write(sheets.pop())), moves)
    yield _row("the plan's text and marks", lambda plan: (plan_text(plan), plan_mark(plan), chances_mark(plan)), moves)
    yield _row("wishes as a problem", lambda plan: prepare(plan, whole, ground=ground), moves)
    prepared = prepare(start, whole, ground=ground)
    problem, first = prepared.problem, prepared.settled_first
    yield _row("solve, with proof", lambda _: solve_deciding(problem, first, gap=start.gap, time_limit_s=10.0), moves)
    solved = solve_deciding(problem, first, gap=start.gap, time_limit_s=10.0)
    if not isinstance(solved, Solved):
        raise WrongAnswer("the example has no list")
    chosen = prepared.of_programs(solved.mode)
    yield _row("ranges: 64 draws", lambda _: list_range(prepared.estimate, chosen), moves)
    yield _row("the list in words, ranges among them", lambda _: program_list(prepared, solved), moves)
    found: ProgramList = program_list(prepared, solved)
    free = dict.fromkeys((one.id for one in found.programs), "free")
    yield _row("regions' shares", lambda _: region_shares(start, found, prepared=prepared), moves)
    yield _row("table to Arrow", lambda _: convert_pandas_df_to_arrow_bytes(program_table(found.programs, free)), moves)
    yield _row("cards", lambda _: program_cards(found.programs, free), moves)


def _moved(plan: Plan, flexibility: float) -> Plan:
    return changed_plan(plan, {"flexibility": flexibility})


def _row(stage: str, work: Callable[[Plan], object], moves: Iterator[Plan]) -> tuple[str, str]:
    work(next(moves))
    took = []
    for plan in (next(moves) for _ in range(RUNS)):
        began = process_time()
        work(plan)
        took.append(process_time() - began)
    note(stage, "ms", 1e3 * min(took))
    return stage, f"{1e3 * min(took):.1f}"
