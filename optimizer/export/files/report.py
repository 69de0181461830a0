"""A list as a PDF for an adviser: what matters on the first page, the programs on the second."""

import json
from collections.abc import Iterator
from itertools import count, product
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.applicant import answers_words
from optimizer.export.text import (
    amount_words,
    grouped,
    headline,
    how_full,
    limit_label,
    split_by,
    tier_cell,
    tier_heading,
    ties_words,
)
from optimizer.vocabulary import (
    NO_SIGNAL,
    STRONGEST_FIRST,
    TIER_COLORS,
    TIERS,
    TYPE_NAMES,
    VISAS_NEEDED,
    specialty_name,
)
from optimizer.wording import (
    span_cell,
    whole_of_100,
)

if TYPE_CHECKING:
    from optimizer.plan import ListedProgram, Plan, ProgramList

_TEMPLATE = Path(__file__).with_name("report.typ")
_FOOTER = "matchlist: information, not advice. Check every program on its own site before you pay."
_LEGEND = (
    "Interview: estimated chance of an interview, out of 100, with the signal shown; the range is the 10th to 90th "
    "percentile of what is not known. Tiers compare programs with each other. core, swing, fringe: how firmly the "
    "program stands on the list when what is not known turns out otherwise; locked: by the applicant."
)


def list_pdf(program_list: "ProgramList", plan: "Plan") -> bytes:
    """A list as a PDF on US letter paper: two pages up to about 100 programs, more pages beyond.

    Fonts come with the typesetter and are embedded: they have Latin, Greek and Cyrillic letters. All text of the user
    and of the directory goes in as data and is shown as it is. The same list and plan give the same bytes, without a
    date.
    """
    import typst  # noqa: PLC0415 - takes its time, and most commands write no PDF

    data = json.dumps(printable(_data(program_list, plan)), ensure_ascii=False)
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        ignore_system_fonts=True,
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no document")
    return made


def _data(program_list: "ProgramList", plan: "Plan") -> dict[str, object]:
    """All that the template shows, as plain values."""
    programs = program_list.programs
    tiers = [tier for tier in TIERS if any(program.tier == tier for program in programs)]
    applicant, about = plan.applicant, program_list.about_season
    season = f"Season {program_list.season}" if about is None else about.words
    specialties = ", ".join(map(specialty_name, applicant.specialties))
    fresh = () if about is None else (("The season", about.moment), ("Its figures", about.figures_words))
    return {
        "title": program_list.title,
        "subtitle": f"{TYPE_NAMES[applicant.type]} · {specialties} · {season}",
        "headline": (*headline(program_list, plan), *fresh),
        "tiers": [{"tier": tier, "name": tier_heading(tier, programs)} for tier in tiers],
        "colors": dict(TIER_COLORS),
        "split": split_by(programs)[0],
        "regions": list(_regions(programs, tiers)),
        "totals": [sum(program.tier == tier for program in programs) for tier in tiers],
        "signals": list(_signals(programs)),
        "limits": list(_limits(program_list)),
        "assumed": list(_assumed(plan)),
        "notices": program_list.notices,
        "count": f"{len(programs)} programs" if len(programs) != 1 else "1 program",
        "programs": [*_groups(programs), *_first_year(program_list)],
        "legend": _LEGEND,
        "footer": _FOOTER,
    }


def printable(value: object) -> object:
    """Plain values whose texts are without what nobody sees, or what turns the text around it."""
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [printable(inner) for inner in value]
    if isinstance(value, str):
        return "".join(letter if letter.isprintable() else " " * letter.isspace() for letter in value)
    return value


def _regions(programs: "tuple[ListedProgram, ...]", tiers: list[str]) -> Iterator[dict[str, object]]:
    for name, listed in split_by(programs)[1]:
        yield {"name": name, "counts": [listed.count(tier) for tier in tiers], "total": len(listed)}


def _signals(programs: "tuple[ListedProgram, ...]") -> Iterator[dict[str, str]]:
    specialties = list(dict.fromkeys(one.specialty for one in programs))
    for specialty, kind in product(specialties, STRONGEST_FIRST):
        signalled = (one for one in programs if (one.specialty, one.signal) == (specialty, kind))
        named = [f"{one.name} ({one.city}, {one.state})" for one in signalled]
        if named:
            place = f"{specialty_name(specialty)}, " if len(specialties) > 1 else ""
            yield {"kind": f"{place}{kind} ({len(named)})", "programs": "; ".join(named)}


def _limits(program_list: "ProgramList") -> Iterator[tuple[str, ...]]:
    for limit in program_list.limits:
        sides = (amount_words(limit, value) or "-" for value in (limit.minimum, limit.maximum, limit.used))
        yield limit_label(limit.about), *sides, how_full(limit)


def _assumed(plan: "Plan") -> Iterator[str]:
    """The answers that the estimate rests on; what wasn't said is told as such."""
    who = plan.applicant
    answers = {
        "Step 2 CK": who.step2,
        "graduated": who.graduation_year,
        "failed attempts": who.failed_attempts,
        "months of US clinical experience": who.us_clinical_months if "img" in who.type else None,
    }
    for name, answer in answers.items():
        if answer is not None:
            yield f"{name} {answer:g}"
    if who.visa_need is not None and "img" in who.type:
        yield VISAS_NEEDED[who.visa_need]
    if who.ties:
        yield f"ties: {'; '.join(ties_words(who.ties))}"
    if who.unknowns:
        yield f"not said: {answers_words(who.unknowns)}"


def _groups(programs: "tuple[ListedProgram, ...]") -> Iterator[dict[str, object]]:
    number = count(1)
    for title, group in grouped(programs):
        yield {"title": title, "programs": [_row(next(number), program) for program in group]}


def _first_year(program_list: "ProgramList") -> Iterator[dict[str, object]]:
    """The second list as one more group, numbered by itself."""
    found = program_list.first_year
    if found is not None and found.programs:
        rows = [_row(number, program) for number, program in enumerate(found.programs, start=1)]
        yield {"title": f"The second list, for the first year: {len(rows)}", "programs": rows}


def _row(number: int, program: "ListedProgram") -> dict[str, str]:
    return {
        "number": str(number),
        "name": program.name,
        "place": f"{program.city}, {program.state}",
        "setting": program.setting or "not known",
        "tier": tier_cell(program),
        "signal": "" if program.signal == NO_SIGNAL else program.signal,
        "chance": whole_of_100(program.interview_probability),
        "span": span_cell(program.interview_probability_range),
        "mark": "locked" if program.locked else program.standing or "",
    }
