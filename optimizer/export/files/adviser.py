"""One page for an adviser: who, what, why, what is unknown, what is decided, and the list."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.export.files.report import printable
from optimizer.export.text import (
    amount_words,
    applicant_words,
    chance_words,
    fees_words,
    grouped,
    how_full,
    interviews_words,
    limit_label,
    split_by,
    tier_heading,
)
from optimizer.vocabulary import NO_SIGNAL, SIGNALS_SENT, STRONGEST_FIRST, TIER_COLORS, TIERS, specialty_name
from optimizer.wording import (
    NOT_KNOWN,
    chance_for_you,
    interviews_for_you,
    percentage,
    points_at_most,
    whole_dollars,
    whole_of_100,
)

if TYPE_CHECKING:
    from optimizer.directory import Directory
    from optimizer.plan import ListedProgram, Plan, ProgramList

_TEMPLATE = Path(__file__).with_name("adviser.typ")
_FOOTER = (
    "matchlist: information, not advice; no estimate can know letters, interviews, or whom a program looks for this "
    "year. Check every program on its own site before you pay."
)
_LONGEST = 260
_LONGEST_NAME = 90
_MOST_NOTICES, _MOST_REASONS, _MOST_NAMED = 5, 4, 12


@dataclass(frozen=True, slots=True)
class RankOrder:
    """A rank order list as it stands.

    Parameters
    ----------
    words : str
        What it comes to, in a sentence.
    programs : sequence of str
        Names with their places, the first choice first.
    """

    words: str
    programs: Sequence[str]


def adviser_pdf(
    program_list: "ProgramList", plan: "Plan", directory: "Directory", rank_order: RankOrder | None = None
) -> bytes:
    """A list on one page of US letter paper, whatever is on it: who, what, why, what is unknown, and the programs.

    What doesn't fit at a size that can be read is counted and left to the whole list. No id is on it. The same list,
    plan and rank order give the same bytes.

    Parameters
    ----------
    program_list, plan
    directory : Directory
        Names the programs that are decided on.
    rank_order : RankOrder, optional
        Where there is one already.
    """
    import typst  # noqa: PLC0415 - takes its time, and most commands write no PDF

    data = json.dumps(printable(_data(program_list, plan, directory, rank_order)), ensure_ascii=False)
    made = typst.compile(
        _TEMPLATE.read_bytes(), format="pdf", sys_inputs={"data": data}, ignore_system_fonts=True, timestamp=0
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no document")
    return made


def _data(
    program_list: "ProgramList", plan: "Plan", directory: "Directory", rank_order: RankOrder | None
) -> dict[str, object]:
    """All that the template shows, as plain values."""
    programs = program_list.programs
    tiers = [tier for tier in TIERS if any(program.tier == tier for program in programs)]
    about = program_list.about_season
    return {
        "title": _cut(program_list.title, _LONGEST_NAME),
        "who": _cut(applicant_words(plan.applicant)),
        "season": f"Season {program_list.season}" if about is None else f"{about.words}. {about.moment}",
        "figures": list(_figures(program_list, plan)),
        "ranges": list(_ranges(program_list)),
        "colors": dict(TIER_COLORS),
        "tiers": [{"tier": tier, "name": tier_heading(tier, programs)} for tier in tiers],
        "split": split_by(programs)[0],
        "regions": [
            {"name": _cut(name, 40), "counts": [listed.count(tier) for tier in tiers], "total": len(listed)}
            for name, listed in split_by(programs)[1]
        ],
        "why": list(_why(program_list, plan)),
        "unknown": list(_unknown(program_list)),
        "decisions": list(_decisions(plan, directory)),
        "rank_order": None
        if rank_order is None
        else {"words": _cut(rank_order.words), "programs": [_cut(one, _LONGEST_NAME) for one in rank_order.programs]},
        "groups": [_group(title, group) for title, group in _groups(program_list)],
        "footer": _FOOTER,
    }


def _cut(text: str, longest: int = _LONGEST) -> str:
    """A text that is no longer than that: its first sentences where they are enough, else a beginning."""
    if len(text) <= longest:
        return text
    sentences = text[:longest].rfind(". ") + 1
    return text[:sentences] if sentences > longest // 3 else f"{text[: longest - 1].rsplit(' ', 1)[0]}…"


def _figures(program_list: "ProgramList", plan: "Plan") -> Iterator[tuple[str, str]]:
    """What is said largest: a name and its words each."""
    signals = sum(program.signal != NO_SIGNAL for program in program_list.programs)
    used = f", {signals} with a signal" if signals else ""
    budget = "" if plan.budget.dollars is None else f" of {whole_dollars(plan.budget.dollars)}"
    yield "Chance to match", chance_words(program_list)
    yield "Interviews", interviews_words(program_list)
    yield "Applications", f"{len(program_list.programs)}{used}"
    yield "Fees", f"{fees_words(program_list)}{budget}"


def _ranges(program_list: "ProgramList") -> Iterator[str]:
    """What the two ranges mean, or why no chance is known."""
    if program_list.match_probability is None:
        yield from (_cut(notice) for notice in program_list.chance_notices[:2])
        return
    chance, interviews = program_list.match_probability_for_you_range, program_list.interviews_for_you_range
    if program_list.programs and chance is not None and interviews is not None:
        yield (
            f"The range is that of people with the same answers; for one of them, {chance_for_you(*chance)}; "
            f"{interviews_for_you(*interviews)}."
        )


def _why(program_list: "ProgramList", plan: "Plan") -> Iterator[str]:
    """What was asked for, what holds the list back, how close to the best it is."""
    wanted = [f"{region.name} {region.priority:g}" for region in plan.regions]
    if wanted:
        yield _cut(f"Where to live, 0 to 10: {', '.join(wanted)}, elsewhere {plan.elsewhere_priority:g}.")
        yield f"Flexibility {percentage(plan.flexibility)}: 0 % is only where wanted, 100 % anywhere."
    reached = [
        f"{limit_label(limit.about)} ({amount_words(limit, limit.used)}, {how_full(limit)})"
        for limit in program_list.limits
        if limit.binding
    ]
    if reached:
        yield _cut(f"Limits that are reached: {'; '.join(reached)}.", 2 * _LONGEST)
    reasons = Counter(reason for program in program_list.programs for reason in program.reasons)
    # What holds for every program is said once, under what is unknown.
    telling = [(reason, many) for reason, many in reasons.most_common() if "known" not in reason]
    for reason, many in telling[:_MOST_REASONS]:
        yield _cut(f"{many} program{'' if many == 1 else 's'}: {reason}.")
    if program_list.match_probability is not None and program_list.programs:
        points = points_at_most(program_list.gap)
        told = "Proven" if program_list.proven else "Not proven to the end"
        better = "no list within these limits is better by more than" if program_list.proven else "another may be by"
        yield f"{told}: by these chances, {better} {points}."


def _unknown(program_list: "ProgramList") -> Iterator[str]:
    """How much of what matters is known, and the first notices of the list."""
    if program_list.completeness is not None and program_list.programs:
        yield _cut(f"What the estimate could rest on is known in {program_list.completeness.words}.")
    said = [notice for notice in program_list.notices if notice not in program_list.chance_notices]
    yield from (_cut(notice) for notice in said[:_MOST_NOTICES])
    if len(said) > _MOST_NOTICES:
        more = len(said) - _MOST_NOTICES
        yield f"And {more} more note{'' if more == 1 else 's'} with the whole list."


def _decisions(plan: "Plan", directory: "Directory") -> Iterator[tuple[str, str]]:
    """What the applicant has decided about programs: kinds of decisions, with names."""
    signalled = {kind: [one for one, own in plan.locks.signal.items() if own == kind] for kind in STRONGEST_FIRST}
    kinds = (
        ("Apply in any case", plan.locks.apply),
        *((f"Apply {SIGNALS_SENT[kind]}", ids) for kind, ids in signalled.items()),
        ("Never apply", plan.locks.never),
        ("Never signal", plan.signals.never),
    )
    for said, ids in kinds:
        if ids:
            names = [_named(one, directory) for one in ids]
            more = f"; and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            yield said, f"{'; '.join(names[:_MOST_NAMED])}{more}"


def _named(program: str, directory: "Directory") -> str:
    facts = directory.with_id(program)
    if facts is None:
        return "a program that isn't known any more"
    return _cut(f"{facts.name} ({facts.city}, {facts.state})", _LONGEST_NAME)


def _groups(program_list: "ProgramList") -> "Iterator[tuple[str, tuple[ListedProgram, ...]]]":
    yield from grouped(program_list.programs)
    second = program_list.first_year
    if second is not None and second.programs:
        yield f"First year: {len(second.programs)}", second.programs


def _group(title: str, programs: "Sequence[ListedProgram]") -> dict[str, object]:
    return {"title": _cut(title, _LONGEST_NAME), "programs": [_row(program) for program in programs]}


def _row(program: "ListedProgram") -> dict[str, str]:
    chance = program.interview_probability
    return {
        "name": _cut(program.name, _LONGEST_NAME),
        "place": _cut(f"{program.city}, {program.state}", 40),
        "tier": program.tier,
        "signal": "" if program.signal == NO_SIGNAL else program.signal,
        "chance": NOT_KNOWN if chance is None else whole_of_100(chance),
        "specialty": specialty_name(program.specialty),
    }
