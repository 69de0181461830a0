"""Showing values as Streamlit elements, the same way on every page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pandas as pd
import streamlit as st

from optimizer.dashboard import words
from optimizer.dashboard.charts import AnyChart, Picture
from optimizer.dashboard.literal import literal
from optimizer.plan import Plan, ProgramList

_STYLE = Path(__file__).with_name("panel.css")
_HEADING_PIXELS, _ROW_PIXELS = 38, 35


def show_style() -> None:
    """The page's own style sheet."""
    st.html(_STYLE)


def show_views(views: Mapping[str, Callable[[], None]], *, key: str) -> None:
    """Draw a tab for each view, and of the views only the one that is open."""
    for tab, draw in zip(st.tabs(list(views), key=key, on_change="rerun"), views.values(), strict=True):
        if tab.open:
            with tab:
                draw()


def show_picture(picture: Picture, *, key: str, says: bool = True) -> None:
    """Draw a chart with its sentence above it and its table one click away.

    Parameters
    ----------
    picture : Picture
    key : str
        Tells charts of one page apart.
    says : bool
        False where the sentence already stands on the page.
    """
    if says:
        st.markdown(literal(picture.sentence))
    if picture.table.empty:
        return
    show_chart(picture, key=f"{key}-chart")
    with st.expander("The same as a table", key=f"{key}-table"):
        show_table(picture.table)


def show_chart(picture: Picture, *, key: str) -> None:
    """Draw a chart alone; its sentence is what a screen reader says."""
    st.altair_chart(cast("AnyChart", _Drawn(picture)), alt=picture.sentence, key=key)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture as Streamlit takes charts."""

    picture: Picture

    def to_dict(self) -> dict[str, Any]:
        return self.picture.in_ink()


def show_table(table: pd.DataFrame) -> None:
    """A small table; what others wrote in it stays text."""
    shown = table.map(lambda cell: literal(str(cell))).rename(columns=lambda name: literal(str(name)))
    st.table(shown, hide_index=True, border="horizontal")


def table_height(rows: int, most: int = 460) -> int:
    """How high a table that scrolls by itself is to be, in pixels: as its rows need, and no more than `most`."""
    return min(most, _HEADING_PIXELS + _ROW_PIXELS * rows)


def show_lines(lines: Iterable[str]) -> None:
    """A list of plain sentences."""
    st.markdown("\n".join(f"- {literal(line)}" for line in lines))


def show_figures(plan: Plan, found: ProgramList) -> None:
    """The list in three figures."""
    figures: Sequence[tuple[str, str, str]] = (
        ("Applications", str(len(found.programs)), words.signals_used(found.programs)),
        ("Application fees", *words.fees(plan, found)),
        ("Interviews to expect", *words.interviews_to_expect(found)),
    )
    with st.container(horizontal=True, key="figures", gap="small"):
        for label, value, beside in figures:
            st.metric(label, literal(value), literal(beside), delta_color="off", delta_arrow="off")
