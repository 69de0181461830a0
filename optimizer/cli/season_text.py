"""The season as text for a terminal; it stays readable at 80 columns and without colours."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.export.text import bullet, heading, plain_table, tier_heading
from optimizer.season.tracker import EVENT_KINDS, EVENT_NAMES, LAST_WORD_NAMES
from optimizer.vocabulary import NO_SIGNAL
from optimizer.wording import (
    about_in_100,
    chance_words,
    hundredths_in_100,
    in_100,
    of_100,
    percentage,
    range_of_100,
    whole_dollars,
    whole_of_100,
)

if TYPE_CHECKING:
    from optimizer.evidence import Season
    from optimizer.season.outlook import (
        Acceptances,
        BestLetters,
        FurtherApplications,
        Gain,
        Outlook,
        ProgramOutlook,
        Ranked,
        RankOrderList,
    )
    from optimizer.season.tie_plan import TieChoice, TimelineRow, TimeShare
    from optimizer.season.tracker import Change, Contact, LastWord, Note, Tracked

_IN_ORDER: tuple["LastWord", ...] = (
    "invited",
    "accepted",
    "held",
    "waitlisted",
    "paused",
    "silent",
    "declined",
    "cancelled",
    "withdrawn",
    "rejected",
    "closed",
    "followed",
)


def season_text(season: "Season", day: date) -> RenderableType:
    """Which season it is, its next date, and once rank order lists are due what comes now."""
    from optimizer.plan import moment_of, season_notices, season_words, soap_words

    moment = moment_of(season, day)
    parts: list[RenderableType] = [Text(f"{season_words(season)}. {moment.words}")]
    parts += [Text(notice, style="bold") for notice in season_notices(season, day)]
    if moment.phase in ("matching", "over"):
        parts.append(Text("matchlist renew PLAN.toml carries a plan over."))
    if moment.phase == "matching":
        parts += [heading("If you aren't matched"), *(bullet(line) for line in soap_words(season))]
    return Group(*parts, Text(""))


def programs_text(programs: "Sequence[Tracked]") -> RenderableType:
    """All programs that are followed, by what the last word is."""
    if not programs:
        return Text("Nothing is followed yet: matchlist track start PLAN.toml, then matchlist track apply.")
    counts = ", ".join(
        f"{count} {LAST_WORD_NAMES[last_word]}"
        for last_word in _IN_ORDER
        if (count := sum(program.last_word == last_word for program in programs))
    )
    parts: list[RenderableType] = [Text(f"{len(programs)} programs: {counts}.", style="bold")]
    for last_word in _IN_ORDER:
        rows = [
            (
                (_day(program.applied), _day(_last(program))),
                f"{program.name}, {program.city}, {program.state}",
                program.id,
            )
            for program in programs
            if program.last_word == last_word
        ]
        if rows:
            parts += [heading(LAST_WORD_NAMES[last_word]), with_ids(("applied", "answer"), rows)]
    return Group(*parts)


def program_text(
    program: "Tracked", notes: "Sequence[Note]", contacts: "Sequence[Contact]", changes: "Sequence[Change]"
) -> RenderableType:
    """One program: what happened, what was thought, who is known there, what was changed."""
    table = plain_table("", "")
    rows = {
        "id": program.id,
        "place": f"{program.institution}, {program.city}, {program.state}",
        "region": program.region or "",
        "last word": program.last_word,
        "applied": f"{_day(program.applied)} {'' if program.signal == NO_SIGNAL else program.signal}".strip(),
        "invited": _day(program.invited),
        "interview days": ", ".join(map(_day, program.slots)),
        "costs": "" if program.dollars is None else whole_dollars(program.dollars),
        "held": _day(program.held),
        **{
            EVENT_NAMES[kind]: _day(getattr(program, kind))
            for kind in ("waitlisted", "paused", "accepted", "declined", "rejected", "cancelled", "withdrawn", "closed")
        },
        "impression": " ".join(
            filter(None, ["" if program.score is None else f"{program.score:g} of 10", program.impression])
        ),
        "tie": program.tie,
        "rank": "not acceptable" if not program.acceptable else "" if program.rank is None else str(program.rank),
    }
    for name, words in rows.items():
        if words:
            table.add_row(name, words)
    parts: list[RenderableType] = [Text(program.name, style="bold"), table]
    if notes:
        parts += [heading("Notes"), *(bullet(f"{note.on.isoformat()} {note.words}") for note in notes)]
    if contacts:
        parts += [heading("Contacts"), contacts_table(contacts)]
    return Group(*parts, heading("Changes"), history_table(changes))


def contacts_table(contacts: "Sequence[Contact]") -> RenderableType:
    """Contacts, with what is next."""
    table = plain_table("no.", "name", "kind", "where", "last contact", "next step", "remind", numbers=("no.",))
    for one in contacts:
        table.add_row(
            str(one.id), one.name, one.kind, one.where, _day(one.last_contact), one.next_step, _day(one.remind_on)
        )
    return table


def history_table(changes: "Sequence[Change]") -> RenderableType:
    """Changes, the last one first."""
    table = plain_table("no.", "when", "what", "", numbers=("no.",))
    for change in changes:
        undone = "" if change.undone_by is None else f"undone by {change.undone_by}"
        table.add_row(str(change.id), change.at.astimezone().strftime("%Y-%m-%d %H:%M"), change.words, undone)
    return table


def outlook_text(found: "Outlook") -> RenderableType:
    """Updated chances: the match, expected against seen, luck, and the programs that are still open."""
    parts: list[RenderableType] = [
        Text(
            f"Chance to match, as of {found.as_of}: {span(found.match_probability, found.match_probability_range)}",
            "bold",
        ),
        Text(
            f"When the applications went out it was {about_in_100(found.match_probability_before)}. About "
            f"{percentage(found.invitations_out)} of a season's invitations are out by now; "
            f"{found.interviews_to_come:.1f} more are to be expected "
            f"({found.interviews_to_come_range[0]:.1f} to {found.interviews_to_come_range[1]:.1f})."
        ),
        heading("Invitations expected by now, and seen"),
        _seen_table(found),
        heading("What that says about luck"),
        Text("How the odds of an interview stand against what was expected: 1 is as expected."),
        _shift_table(found),
        heading("Programs"),
        _outlook_table(found.programs),
    ]
    if found.notices:
        parts += [heading("What to know"), *map(bullet, found.notices)]
    return Group(*parts)


def _seen_table(found: "Outlook") -> RenderableType:
    table = plain_table("", "sent", "expected", "range", "seen", numbers=("sent", "expected", "seen"))
    for one in found.seen:
        low, high = one.expected_range
        name = tier_heading(one.name, found.programs) if one.kind == "tier" else one.name
        table.add_row(name, str(one.applications), f"{one.expected:.1f}", f"{low} to {high}", str(one.seen))
    return table


def _shift_table(found: "Outlook") -> RenderableType:
    table = plain_table("", "odds", "range", "before", "above 1, in 100", numbers=("odds", "above 1, in 100"))
    for one in found.shifts:
        low, high = one.odds_range
        before = f"{one.before_range[0]:.2f} to {one.before_range[1]:.2f}"
        table.add_row(one.name, f"{one.odds:.2f}", f"{low:.2f} to {high:.2f}", before, whole_of_100(one.above))
    return table


def _outlook_table(programs: "Sequence[ProgramOutlook]") -> RenderableType:
    ranked = sorted(programs, key=lambda one: (_IN_ORDER.index(one.last_word), -one.still, one.id))
    rows = [
        (
            (
                whole_of_100(one.still),
                whole_of_100(one.at_first),
                whole_of_100(one.offer),
                LAST_WORD_NAMES[one.last_word],
            ),
            one.name,
            one.id,
        )
        for one in ranked
    ]
    return with_ids(("interview", "at first", "offer", "last word"), rows)


def with_ids(headings: Sequence[str], rows: Sequence[tuple[Sequence[str], str, str]]) -> Text:
    """Figures, then each program's name, and under it its id: whole, so that it can be copied."""
    cells = [headings, *(figures for figures, _, _ in rows)]
    widths = [max(len(row[k]) for row in cells) for k in range(len(headings))]
    lines = ["  ".join(word.rjust(width) for word, width in zip(headings, widths, strict=True)) + "  program"]
    indent = " " * (sum(widths) + 2 * len(widths))
    for figures, name, program in rows:
        shown = "  ".join(word.rjust(width) for word, width in zip(figures, widths, strict=True))
        lines += [f"{shown}  {name}", f"{indent}{program}"]
    return Text("\n".join(lines), no_wrap=True, overflow="ignore")


def further_text(found: "FurtherApplications", dollars: float) -> RenderableType:
    """The further applications for some dollars, with what they cost and bring."""
    if not found.programs and not dollars:
        return Text("No dollars are given for further applications: --dollars says what more money would bring.")
    if not found.programs:
        return Text(f"No further application can be sent for {whole_dollars(dollars)}, or none would help.")
    rows = [((whole_of_100(one.interview), of_100(one.gain, 2)), one.name, one.id) for one in found.programs]
    gain = found.match_probability - found.match_probability_now
    count = f"{len(found.programs)} further application{'s' if len(found.programs) > 1 else ''}"
    words = (
        f"{count} for {whole_dollars(found.dollars)}: the chance to match rises from "
        f"{in_100(found.match_probability_now)} to {in_100(found.match_probability)} (by {hundredths_in_100(gain)}). "
        f"About {percentage(found.invitations_left)} of the season's invitations are still to come: that is all that a "
        "late application can get."
    )
    return Group(Text(words), Text(""), with_ids(("interview, in 100", "adds"), rows))


def letters_text(found: "BestLetters") -> RenderableType:
    """The letters of interest worth writing."""
    if not found.letters:
        return Text("No program is open that a letter could move.")
    low, high = found.together_range
    words = (
        f"{len(found.letters)} letters together add about {hundredths_in_100(found.together)} "
        f"({range_of_100(low, high, 2, signed=False)}): studies found no effect, so the range begins at nothing."
    )
    return Group(Text(words), gains_table(found.letters))


def gains_table(gains: "Sequence[Gain]") -> RenderableType:
    """What letters or contacts bring, each with the ids that it bears on."""
    rows = [
        ((of_100(one.gain, 2), range_of_100(*one.gain_range, 2, signed=False)), one.name, ", ".join(one.programs))
        for one in gains
    ]
    return with_ids(("adds, in 100", "range"), rows)


def acceptances_text(found: "Acceptances") -> RenderableType:
    """Which invitations to accept, and on which day."""
    rows = [
        (
            (
                "accept" if one.accept else "decline",
                _day(one.on),
                whole_dollars(one.dollars),
                of_100(one.worth, 1) if one.accept else "",
            ),
            one.name,
            one.id,
        )
        for one in found.invitations
    ]
    parts: list[RenderableType] = [
        Text(
            f"The chance to match is then {about_in_100(found.match_probability)}; "
            f"{whole_dollars(found.dollars)} in all."
        ),
        Text(""),
        with_ids(("", "day", "costs", "worth, in 100"), rows),
    ]
    if found.unpriced:
        parts.append(bullet(f"Counted as free, as no cost was entered: {', '.join(found.unpriced)}."))
    return Group(*parts)


def rank_text(found: "RankOrderList") -> RenderableType:
    """The rank order list, and the supplemental one of first years."""
    if not found.programs:
        return Group(*map(bullet, found.warnings), *_supplemental(found))
    extra = f", {found.further_codes} codes beyond those covered" if found.further_codes else ""
    return Group(
        Text(f"Chance to match from this list: {span(found.match_probability, found.match_probability_range)}", "bold"),
        Text(f"NRMP registration: {whole_dollars(found.fee_usd)}{extra}."),
        heading("Rank order list"),
        _ranks(found.programs),
        *_supplemental(found),
        heading("What to know"),
        bullet(found.honesty),
        *map(bullet, found.warnings),
    )


def _ranks(programs: "Sequence[Ranked]") -> RenderableType:
    rows = [
        (
            (
                str(one.rank),
                whole_of_100(one.match_here),
                whole_of_100(one.matched_by_here),
                one.preference_from,
            ),
            f"{one.name}, {one.city}, {one.state}",
            one.id,
        )
        for one in programs
    ]
    return with_ids(("", "match here", "so far", "placed by"), rows)


def _supplemental(found: "RankOrderList") -> Iterator[RenderableType]:
    """The list of first years, where there is one."""
    if found.supplemental:
        yield heading("Supplemental list: first years, behind each advanced program")
        yield Text(f"Chance of one of them: {chance_words(found.supplemental_probability)}.")
        yield _ranks(found.supplemental)


def ties_text(found: "TieChoice", rows: "Sequence[TimelineRow]", shares: "Sequence[TimeShare]") -> RenderableType:
    """Which actions to take, the list's gain, the year, and where the weeks go."""
    table = plain_table("", "weeks", "dollars", "worth, in 100", numbers=("weeks", "dollars", "worth, in 100"))
    for action in found.actions:
        table.add_row(action.name, f"{action.weeks:g}", f"{action.dollars:,.0f}", of_100(action.worth, 1))
    proof = (
        f"No other choice of actions and list is better by more than {of_100(found.gap, 3)} points in 100."
        if found.proven
        else f"The time ran out: another choice may be better by up to {of_100(found.gap, 2)} points in 100."
    )
    moved = [
        ((of_100(one.offer, 1), of_100(one.offer_without_actions, 1), one.signal), one.name, one.id)
        for one in found.programs[:12]
    ]
    return Group(
        Text(
            f"Chance to match: {about_in_100(found.match_probability)}, without any action "
            f"{about_in_100(found.match_probability_without)}.",
            "bold",
        ),
        Text(
            f"{found.weeks:g} weeks and {whole_dollars(found.dollars)} for the actions, "
            f"{whole_dollars(found.application_dollars)} for {len(found.programs)} applications. {proof}"
        ),
        heading("What to do"),
        table,
        heading("Programs that gain most"),
        with_ids(("offer, in 100", "without", "signal"), moved),
        heading("The year"),
        timeline_table(rows),
        heading("Where the weeks go"),
        shares_table(shares),
    )


def timeline_table(rows: "Sequence[TimelineRow]") -> RenderableType:
    """The timeline, one bar or point a row."""
    table = plain_table("from", "to", "what", "")
    for row in rows:
        note = "too late for the application" if row.too_late else "any time between" if row.when_is_open else ""
        table.add_row(row.starts.isoformat(), "" if row.ends == row.starts else row.ends.isoformat(), row.name, note)
    return table


def shares_table(shares: "Sequence[TimeShare]") -> RenderableType:
    """Weeks by kind beside the rule of thumb."""
    table = plain_table("", "weeks", "share", "rule of thumb", numbers=("weeks", "share", "rule of thumb"))
    for one in shares:
        table.add_row(one.kind, f"{one.weeks:g}", percentage(one.share), percentage(one.rule_of_thumb))
    return table


def span(value: float | None, between: tuple[float, float] | None) -> str:
    """A chance with its range: "about 46 in 100 (39 to 59)", "not known"."""
    if between is None:
        return about_in_100(value)
    return f"{about_in_100(value)} ({whole_of_100(between[0])} to {whole_of_100(between[1])})"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _last(program: "Tracked") -> date | None:
    days = (getattr(program, kind) for kind in reversed(EVENT_KINDS[1:]))
    return next((on for on in days if on is not None), None)
