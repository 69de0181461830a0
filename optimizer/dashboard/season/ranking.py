"""The rank order list: one's own order in an editor, what each place brings, warnings, and the NRMP's fee."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from optimizer.dashboard.charts import rank_picture
from optimizer.dashboard.downloads import ADVISER_PAGE, file_button
from optimizer.dashboard.literal import literal
from optimizer.dashboard.season.inputs import remembered
from optimizer.dashboard.season.store import Kept, write
from optimizer.dashboard.season.views import in_view, list_of, plan_of, prepared_of
from optimizer.dashboard.season.words import headline
from optimizer.dashboard.showing import show_picture, table_height
from optimizer.dashboard.tables import NARROW_NAMES, narrow_name
from optimizer.export import RankOrder, adviser_pdf, csv_bytes, tier_cell
from optimizer.season.outlook import Ranked, RankOrderList, rank_order_list
from optimizer.season.tracker import Tracked, Tracker
from optimizer.wording import chance_words, dollars

_MOVED = "rank/program"
_RANK, _ON_LIST = "Rank", "On my list"


def show_ranking(kept: Kept, day: date) -> None:
    """Draw the tab."""
    with_invited = st.toggle("Count interviews that are still to be held", **remembered("rank/with-invited", False))
    found: RankOrderList = in_view("rank", kept, day, partial(rank_order_list, with_invited=with_invited), with_invited)
    if found.programs:
        st.header(headline(found), anchor=False)
        codes = f", with {found.further_codes} codes beyond those it covers" if found.further_codes else ""
        st.markdown(f"**Chance to match from this list.** NRMP registration: {literal(dollars(found.fee_usd))}{codes}.")
    st.markdown(literal(found.honesty))
    if found.warnings:
        st.warning("\n".join(f"- {literal(warning)}" for warning in found.warnings), icon=":material/info:")
    left_out = [one for one in kept.programs if one.id in found.left_out]
    if not found.programs and not found.supplemental and not left_out:
        return
    if found.programs or left_out:
        _show_editor(kept, found.programs, left_out, found.supplemental)
    _show_supplemental(kept, found)
    if found.programs:
        _offer_files(kept, found)
        _offer_moving(kept, found.programs, _own_order(found.supplemental))
        show_picture(rank_picture(found), key="rank")


def _offer_files(kept: Kept, found: RankOrderList) -> None:
    rows = [(one.rank, one.name, one.city, one.state) for one in found.programs]
    with st.container(horizontal=True):
        file_button(
            "Rank order list",
            lambda: csv_bytes(("Rank", "Program", "City", "State"), rows),
            "rank-order-list.csv",
            "text/csv",
        )
        file_button(ADVISER_PAGE, lambda: _adviser_page(kept, found), "for-my-adviser.pdf", "application/pdf")


def _adviser_page(kept: Kept, found: RankOrderList) -> bytes:
    order = RankOrder(found.words, found.names)
    return adviser_pdf(list_of(kept), plan_of(kept), prepared_of(kept).directory, order)


def _show_supplemental(kept: Kept, found: RankOrderList) -> None:
    """The list of first years, behind each advanced program."""
    if not found.supplemental:
        return
    st.subheader("Supplemental list: first years", anchor=False)
    st.markdown(
        "You attach it to each advanced program of the list above. The chance of one of them is "
        f"{literal(chance_words(found.supplemental_probability))}."
    )
    _show_editor(kept, found.supplemental, (), found.programs)
    rows = [(one.rank, one.name, one.city, one.state) for one in found.supplemental]
    file_button(
        "Supplemental list",
        lambda: csv_bytes(("Rank", "Program", "City", "State"), rows),
        "supplemental-rank-order-list.csv",
        "text/csv",
    )


def _in_100(share: float | None) -> float | None:
    """A chance in a column of chances; an empty cell where it isn't known."""
    return None if share is None else round(share * 100, 1)


def _show_editor(kept: Kept, ranked: Sequence[Ranked], left_out: Sequence[Tracked], other: Sequence[Ranked]) -> None:
    """An editor of one list; the order of the other one stays."""
    table = pd.DataFrame(
        [
            {
                _RANK: one.rank,
                "Program": narrow_name(one.name),
                "City": f"{one.city}, {one.state}",
                _ON_LIST: True,
                "Match here, in 100": _in_100(one.match_here),
                "here or higher": _in_100(one.matched_by_here),
                "Offer, in 100": _in_100(one.offer),
                "Placed by": one.preference_from,
                "Tier": tier_cell(one),
            }
            for one in ranked
        ]
        + [{"Program": narrow_name(one.name), "City": f"{one.city}, {one.state}", _ON_LIST: False} for one in left_out]
    )
    ids = (*(one.id for one in ranked), *(one.id for one in left_out))
    # Edits match rows by their position: another order makes another editor.
    rows = hashlib.sha256(repr((ids, len(ranked))).encode()).hexdigest()[:16]
    key = f"rank-editor/{rows}"
    st.data_editor(
        table,
        hide_index=True,
        placeholder="\N{EN DASH}",
        key=key,
        disabled=[name for name in table.columns if name not in (_RANK, _ON_LIST)],
        column_config={
            _RANK: st.column_config.NumberColumn(min_value=1, step=1, width=80, help="Enter another place to move it"),
            _ON_LIST: st.column_config.CheckboxColumn(width=110, help="Off: I would rather not match than match there"),
            "Program": NARROW_NAMES,
            "Offer, in 100": st.column_config.NumberColumn(help="Chance that the program ranks me high enough"),
        },
        height=table_height(len(table)),
        on_change=_take_edits,
        args=(kept, key, ids, len(ranked), _own_order(other)),
        alt=f"Rank order list of {len(ranked)} programs",
    )
    st.caption("Change a number in “Rank” to move a program; untick “On my list” where you would rather not match.")


def _own_order(ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """What the applicant put in an order of their own."""
    return tuple(one.id for one in ranked if one.preference_from == "your order")


def _take_edits(kept: Kept, key: str, ids: tuple[str, ...], listed: int, other: tuple[str, ...]) -> None:
    """Callback of the editor: rows come by position."""
    edited: Mapping[int, Mapping[str, Any]] = st.session_state[key]["edited_rows"]
    for position, cells in edited.items():
        program = ids[position]
        if _ON_LIST in cells and cells[_ON_LIST] != (position < listed):
            write(kept, partial(_accept, program, cells[_ON_LIST]))
            return
        if cells.get(_RANK) is not None and position < listed:
            write(kept, partial(_order, (*moved(ids[:listed], program, int(cells[_RANK])), *other)))
            return


def moved(order: Sequence[str], program: str, place: int) -> tuple[str, ...]:
    """An order with one program at another place, counted from 1; beyond the last place is the last."""
    others = [one for one in order if one != program]
    others.insert(max(place, 1) - 1, program)
    return tuple(others)


def _accept(program: str, acceptable: bool, tracker: Tracker) -> str:
    tracker.describe(program, acceptable=acceptable)
    return ""


def _order(order: tuple[str, ...], tracker: Tracker) -> str:
    tracker.rank(order)
    return "The order is yours now"


def _offer_moving(kept: Kept, ranked: Sequence[Ranked], other: tuple[str, ...]) -> None:
    """Buttons that move one program: for fingers, and for keyboards that a table doesn't suit."""
    order = tuple(one.id for one in ranked)
    names = {one.id: f"{one.rank}. {one.name}" for one in ranked}
    if st.session_state.get(_MOVED) not in names:
        st.session_state[_MOVED] = order[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        program = st.selectbox("Move", order, format_func=lambda one: names.get(one, one), key=_MOVED, width=340)
        place = order.index(program) + 1
        for words, to, icon in (
            ("Up", place - 1, ":material/arrow_upward:"),
            ("Down", place + 1, ":material/arrow_downward:"),
            ("To the top", 1, ":material/vertical_align_top:"),
        ):
            st.button(
                words,
                key=f"rank/{words}",
                icon=icon,
                disabled=not 1 <= to <= len(order) or to == place,
                on_click=write,
                args=(kept, partial(_order, (*moved(order, program, to), *other))),
            )
