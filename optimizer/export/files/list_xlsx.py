"""A list as a workbook: the list itself, its signals, its limits, and how it was made."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.export.files.facts_behind import facts_behind
from optimizer.export.files.workbook import Column, Sheet, XlsxCell, workbook_bytes
from optimizer.export.text import headline, how_full, limit_label
from optimizer.vocabulary import FIGURE_WORDS, MODES, NO_SIGNAL, TIER_COLORS, TIERS, WHOSE_FIGURE, specialty_name
from optimizer.wording import signal_effect

if TYPE_CHECKING:
    from optimizer.plan import LimitUse, ListedProgram, Plan, ProgramList

LIST_SHEET, SIGNALS_SHEET, LIMITS_SHEET, METHOD_SHEET = "List", "Signals", "Limits", "Method"
FIRST_YEAR_SHEET = "First year"
_EDITABLE = "You may change this and read the file back with --list."
_COLUMNS = (
    Column("Number", "count", 8),
    Column("Name", width=42),
    Column("City", width=16),
    Column("State", width=7),
    Column("Region", width=20),
    Column("Tier", width=10, choices=TIERS, hint=_EDITABLE, colors=TIER_COLORS),
    Column("Signal", width=8, choices=MODES, hint=_EDITABLE),
    Column("Interview chance", "share", 10),
    Column("Interview chance, low", "share", 10),
    Column("Interview chance, high", "share", 10),
    Column("Whose figure", width=11, hint=WHOSE_FIGURE),
    Column("Offer chance", "share", 10),
    Column("Marginal value", "small", 10),
    Column("Locked", width=8, choices=("yes", "no"), hint=f"yes keeps the program on every list. {_EDITABLE}"),
    Column("Standing", width=9),
    Column("Ties", width=26),
    Column("Specialty", width=18),
    Column("Institution", width=34),
    Column("Division", width=19),
    Column("Setting", width=20),
    Column("Tier rests on", width=12),
    Column("Signal value", "small", 10),
    Column("Cost share", "dollars", 10),
    Column("Dollars saved", "dollars", 10),
    Column("Reasons", width=80),
    Column("Unknowns", width=44),
    Column("Checks", width=60),
    Column("Link", width=44),
    Column("ID", width=40),
    Column("List id", width=14, hint="Leave this as it is: by it matchlist knows which list you edited."),
)
_PRINTED = 15
"""Columns of the list that fit a page legibly; the rest is for the screen."""
_SIGNAL_COLUMNS = (
    Column("Signal", width=8),
    Column("Specialty", width=20),
    Column("Name", width=42),
    Column("City", width=16),
    Column("State", width=7),
    Column("Region", width=20),
    Column("Tier", width=10, colors=TIER_COLORS),
    Column("Interview chance", "share", 10),
    Column("What it does", "wrapped", 70),
    Column("ID", width=40),
)
_FIRST_YEAR_COLUMNS = (
    Column("Number", "count", 8),
    Column("Name", width=42),
    Column("City", width=16),
    Column("State", width=7),
    Column("Specialty", width=20),
    Column("Signal", width=8),
    Column("Interview chance", "share", 10),
    Column("Offer chance", "share", 10),
    Column("Cost share", "dollars", 10),
    Column("ID", width=40),
)
_LIMIT_COLUMNS = (
    Column("Limit", width=44),
    Column("At least", "number", 10),
    Column("At most", "number", 10),
    Column("Used", "number", 10),
    Column("Reached", width=22),
)
_METHOD_COLUMNS = (Column("What", width=24), Column("In words", "wrapped", 110))
_HOW_MADE = (
    "The programs and signals with the highest estimated value within the limits, found by an optimiser that proves "
    "how close to the best possible list it is. The proof is about these chances and says nothing about them."
)
_HOW_ESTIMATED = (
    "Estimated from published figures for the specialty and the applicant's group, moved by score, ties, geography, "
    "requirements and signals; low and high are the 10th and 90th percentile of what is not known."
)
_HOW_VALUED = (
    "What the list's value loses without the program; the value is the chance to match, counted by how much the "
    "applicant wants the program."
)
_HOW_FIRM = (
    "How firmly the program stands on the list when what is not known turns out otherwise: core is on nearly every "
    "best list, fringe on few."
)
_HOW_EDITED = (
    "Remove a row to lock the program out, set Locked to yes to keep it, change Tier or Signal, save, and run "
    "matchlist build PLAN.toml --list FILE. Leave ID and List id as they are."
)
_METHOD = (
    ("How the list was made", _HOW_MADE),
    ("Interview chance", _HOW_ESTIMATED),
    ("Whose figure", WHOSE_FIGURE),
    ("Offer chance", "The chance of an interview that ends in a rank high enough to match there."),
    ("Marginal value", _HOW_VALUED),
    ("Tier", "How realistic a program is, compared with the others: a safety is more realistic, not likely."),
    ("Standing", _HOW_FIRM),
    ("Edited and read back", _HOW_EDITED),
    ("What it is not", "Information, not advice. Check every program on its own site before you pay."),
)


def list_xlsx(program_list: "ProgramList", plan: "Plan") -> bytes:
    """A list as an XLSX workbook with the sheets List, Signals, Limits and Method; First year with a second list.

    Chances are numbers from 0 to 1 shown in percent. `optimizer.plan.plan_from_list` reads the sheet List back after a
    person has edited it. The same list and plan give the same bytes.
    """
    sheets = (
        Sheet(LIST_SHEET, _COLUMNS, tuple(_rows(program_list)), frozen_columns=2, printed_columns=_PRINTED),
        Sheet(SIGNALS_SHEET, _SIGNAL_COLUMNS, tuple(_signal_rows(program_list))),
        *_first_year_sheet(program_list),
        Sheet(LIMITS_SHEET, _LIMIT_COLUMNS, tuple(_limit_row(limit) for limit in program_list.limits)),
        _method_sheet(program_list, plan),
    )
    return workbook_bytes(program_list.title, sheets)


def _first_year_sheet(program_list: "ProgramList") -> Iterator[Sheet]:
    """The second list, where there is one; it isn't read back."""
    found = program_list.first_year
    if found is not None and found.programs:
        rows = (
            (
                number,
                program.name,
                program.city,
                program.state,
                specialty_name(program.specialty),
                program.signal,
                program.interview_probability,
                program.offer_probability,
                None if program.specialty in program_list.unpriced else program.cost_share,
                program.id,
            )
            for number, program in enumerate(found.programs, start=1)
        )
        yield Sheet(FIRST_YEAR_SHEET, _FIRST_YEAR_COLUMNS, tuple(rows), frozen_columns=2)


def _rows(program_list: "ProgramList") -> Iterator[tuple[XlsxCell, ...]]:
    for number, program in enumerate(program_list.programs, start=1):
        low, high = program.interview_probability_range or (None, None)
        yield (
            number,
            program.name,
            program.city,
            program.state,
            program.region,
            program.tier,
            program.signal,
            program.interview_probability,
            low,
            high,
            None if program.figure_of is None else FIGURE_WORDS[program.figure_of],
            program.offer_probability,
            program.marginal_value,
            "yes" if program.locked else "no",
            program.standing,
            "; ".join(tie.label for tie in program.ties),
            specialty_name(program.specialty),
            program.institution,
            program.division,
            program.setting,
            program.tier_rests_on,
            program.signal_value,
            None if program.specialty in program_list.unpriced else program.cost_share,
            None if program.specialty in program_list.unpriced else program.dollars_saved,
            "; ".join(program.reasons),
            "; ".join(program.unknowns),
            "; ".join(program.checks),
            program.link,
            program.id,
            program_list.list_id,
        )


def _signal_rows(program_list: "ProgramList") -> Iterator[tuple[XlsxCell, ...]]:
    """Signalled programs, gold first, the most valuable of a kind first."""
    signalled = [program for program in program_list.programs if program.signal != NO_SIGNAL]
    for program in sorted(signalled, key=_by_signal):
        yield (
            program.signal,
            specialty_name(program.specialty),
            program.name,
            program.city,
            program.state,
            program.region,
            program.tier,
            program.interview_probability,
            _effect(program),
            program.id,
        )


def _effect(program: "ListedProgram") -> str | None:
    without = program.interview_probability_without_signal
    if without is None or program.interview_probability is None:
        return None
    return signal_effect(program.signal, without, program.interview_probability)


def _by_signal(program: "ListedProgram") -> tuple[str, int, float]:
    return program.specialty, -MODES.index(program.signal), -(program.marginal_value or 0.0)


def _limit_row(limit: "LimitUse") -> tuple[XlsxCell, ...]:
    return limit_label(limit.about), limit.minimum, limit.maximum, limit.used, how_full(limit)


def _facts(plan: "Plan") -> Iterator[tuple[str, str]]:
    """What builds the list again, where it stands on facts that were kept."""
    pins = facts_behind(plan)
    if pins:
        quoted = ", ".join(f'"{pin}"' for pin in pins)
        yield "Facts behind the list", f"The same plan with facts = [{quoted}] gives this list again."


def _method_sheet(program_list: "ProgramList", plan: "Plan") -> Sheet:
    about = program_list.about_season
    season = f"Season {program_list.season}" if about is None else about.words
    fresh = () if about is None else (("The season", about.moment), ("Its figures", about.figures_words))
    head = ((season, program_list.title), *headline(program_list, plan), *fresh)
    notices = (("What to know" if k == 0 else "", notice) for k, notice in enumerate(program_list.notices))
    rows = (*head, *notices, *_facts(plan), *_METHOD)
    return Sheet(METHOD_SHEET, _METHOD_COLUMNS, rows, emphasised=frozenset({0, 1}), filtered=False)
