"""Two lists of a couple as text for a terminal: what they bring together, by place, and against two built apart."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.export.text.lists import bullet, heading, no_list_text, plain_table
from optimizer.vocabulary import NO_SIGNAL, specialty_name
from optimizer.wording import in_100, more_or_fewer, of_100, range_in_100, span_of_100, whole_dollars, whole_of_100

if TYPE_CHECKING:
    from optimizer.couple import Chance, CoupleFigures, CoupleLists, NoCouple
    from optimizer.plan import ListedProgram, ProgramList

PARTNERS = ("You", "Your partner")
_SAME = 0.005
_WORTH = "worth of what comes of it, 0 to 100"


def couple_text(found: "CoupleLists") -> RenderableType:
    """Chances together and apart, both lists by place, pairs to rank, and what to know."""
    parts: list[RenderableType] = [Text("Two lists with one aim", style="bold"), *map(Text, couple_lead(found))]
    parts += [heading("Together, and with two lists built apart"), _figures(found)]
    parts += [Text(couple_difference(found))]
    parts += [heading("Places where both apply"), _places(found)]
    for who, own in zip(PARTNERS, found.lists, strict=True):
        parts += list(_list(who, own, found))
    if found.pairs:
        parts += [heading(f"Pairs to rank: {len(found.pairs)}"), *_pairs(found)]
    parts += [heading("What to know"), *map(bullet, found.notices)]
    for whose, own in zip(("your list", "your partner's list"), found.lists, strict=True):
        parts += [heading(f"What to know of {whose}"), *map(bullet, own.notices)]
    return Group(*parts)


def no_couple_text(found: "NoCouple") -> RenderableType:
    """Whose list can't be, and why."""
    return Group(Text(f"{PARTNERS[found.who]} alone: ", style="bold"), no_list_text(found.why))


def couple_lead(found: "CoupleLists") -> Iterator[str]:
    """What the two lists are, in a few sentences."""
    joint = found.joint
    yield f"Near means {found.near}. A match of one of you alone is worth {found.alone:g} of 10."
    yield f"Both match near each other: {_with_range(joint.together)}."
    yield f"At least one of you matches: {_with_range(joint.either)}."


def couple_difference(found: "CoupleLists") -> str:
    """Joint lists against two lists built apart, in one sentence, whichever way it falls."""
    joint, apart = found.joint, found.apart
    change = joint.together.value - apart.together.value
    either = joint.either.value - apart.either.value
    if abs(change) < _SAME and abs(either) < _SAME:
        return "Two lists built apart would bring about the same."
    said = more_or_fewer(change)
    words = f"Both of you match near each other in {said} than with two lists built apart"
    if abs(either) < _SAME:
        return f"{words}; that at least one of you matches is about as likely."
    said = more_or_fewer(either, 1)
    return f"{words}; at least one of you matches in {said}."


def _with_range(chance: "Chance") -> str:
    return f"{in_100(chance.value)}, range {range_in_100(chance.low, chance.high)}"


def _range(chance: "Chance") -> str:
    return span_of_100(chance.low, chance.high)


def _figures(found: "CoupleLists") -> RenderableType:
    table = plain_table("in 100 seasons", "together", "range", "apart", "range", numbers=("together", "apart", "range"))
    for name, joint, apart in couple_rows(found.joint, found.apart):
        table.add_row(Text(name), whole_of_100(joint.value), _range(joint), whole_of_100(apart.value), _range(apart))
    table.add_row(Text(_WORTH), of_100(found.joint.value, 1), "", of_100(found.apart.value, 1), "")
    for who, joint_usd, apart_usd in zip(PARTNERS, found.joint.spend, found.apart.spend, strict=True):
        table.add_row(Text(f"fees, {who.lower()}"), whole_dollars(joint_usd), "", whole_dollars(apart_usd), "")
    return table


def couple_rows(joint: "CoupleFigures", apart: "CoupleFigures") -> "Iterator[tuple[str, Chance, Chance]]":
    """Chances of both kinds of lists, by what they are of."""
    yield "both match near each other", joint.together, apart.together
    yield "both match, wherever", joint.both, apart.both
    yield "at least one matches", joint.either, apart.either
    yield "you match", joint.each[0], apart.each[0]
    yield "your partner matches", joint.each[1], apart.each[1]


def _places(found: "CoupleLists") -> RenderableType:
    numbers = ("both offers", "your programs", "your partner's")
    table = plain_table("place", *numbers, numbers=numbers)
    for place in found.places:
        counts = (str(len(own)) for own in place.programs)
        table.add_row(Text(place.name), in_100(place.together), *counts)
    if any(found.elsewhere):
        table.add_row(Text("where the other has none"), "", *map(str, found.elsewhere))
    return table


def _list(who: str, own: "ProgramList", found: "CoupleLists") -> Iterator[RenderableType]:
    number = 0 if who == PARTNERS[0] else 1
    specialties = ", ".join(dict.fromkeys(specialty_name(program.specialty) for program in own.programs))
    count = "1 program" if len(own.programs) == 1 else f"{len(own.programs)} programs"
    yield heading(f"{who}: {count}, {specialties}")
    by_id = {program.id: program for program in own.programs}
    for place in found.places:
        yield heading(place.name)
        yield _programs([by_id.pop(program) for program in place.programs[number]])
    if by_id:
        yield heading("Where the other has none")
        yield _programs(list(by_id.values()))


def _programs(programs: "list[ListedProgram]") -> RenderableType:
    table = plain_table("program", "city", "signal", "interview in 100", numbers=("interview in 100",))
    for program in programs:
        signal = "-" if program.signal == NO_SIGNAL else program.signal
        chance = in_100(program.interview_probability).removesuffix(" in 100")
        table.add_row(Text(program.name), Text(f"{program.city}, {program.state}"), signal, chance)
    return table


def _pairs(found: "CoupleLists") -> Iterator[RenderableType]:
    yield Text(
        "The match takes the list from the top and keeps the first line on which each program takes its partner. Rank "
        "by what you both want; interviews you don't get take their lines away."
    )
    table = plain_table("", "you", "your partner", "place", numbers=("",))
    for pair in found.pairs:
        table.add_row(str(pair.rank), *map(Text, pair.names), Text(pair.place or ""))
    yield table
