"""Advice on geographic preference and signals, as text for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.export.text.lists import bullet, heading, plain_table
from optimizer.vocabulary import SIGNALS_SENT, specialty_name, tie_name
from optimizer.wording import (
    NOTICEABLE,
    about_in_100,
    capitalised,
    in_100,
    of_100,
    points_rounded_up,
    range_of_100,
    signed_of_100,
    whole_of_100,
    with_and_without,
)

if TYPE_CHECKING:
    from optimizer.plan import (
        Advice,
        ConnectionRule,
        PreferenceAdvice,
        SignalAt,
        SignalMove,
        SignalRule,
        SignalsIn,
        SignalTo,
        StatedPreference,
    )

_HARDLY = 5e-5
"""Worths below half a hundredth of a point in 100 can't be told from none."""
_SAME = 5e-3
"""Changes of the chance to match below half a point in 100 aren't told apart."""


def advice_text(advice: "Advice") -> RenderableType:
    """Which divisions to state, and whether to signal home and away-rotation programs."""
    parts: list[RenderableType] = [Text(advice.title, style="bold"), heading("Geographic preference")]
    if advice.preference is None:
        parts.append(Text("It isn't known that the services of these specialties ask for divisions."))
    else:
        parts += _preference(advice.preference)
    parts += [bullet(connection_words(rule)) for rule in advice.connections]
    parts.append(heading("Signals to your home program and where you rotate"))
    if not advice.signals:
        parts.append(Text("None of the plan's specialties is known to have signals."))
    for rule in advice.signals:
        parts += _rule(rule)
    for signalled in advice.signalled:
        parts += _signalled(signalled)
    return Group(*parts)


def connection_words(rule: "ConnectionRule") -> str:
    """Which cities a specialty's application asks for, and which ties could be named."""
    ties = f" Your ties: {'; '.join(rule.places)}." if rule.places else ""
    name = specialty_name(rule.specialty)
    return (
        f"{capitalised(name)}: its application takes no divisions but up to {rule.most} cities that you are "
        f"connected with, each with its state and a short reason ({rule.source}; grade {rule.grade}).{ties}"
    )


def _preference(advice: "PreferenceAdvice") -> Iterator[RenderableType]:
    stated, best = advice.stated, advice.best[0]
    what = "You leave it open; compared with stating no preference" if advice.is_open else f"You state {_named(stated)}"
    yield Text(f"{what}: chance to match {in_100(stated.match_probability)}.")
    if advice.gain_range is None:
        yield Text(f"Of all statements of up to {advice.most_divisions} divisions it is worth most.")
    else:
        low, high = advice.gain_range
        yield Text(
            f"Worth most: {_named(best)}. Chance to match {in_100(best.match_probability)}, with the list built for "
            f"it: {_change(best.match_probability_gain)} (range {range_of_100(low, high)})."
        )
    numbers = ("match in 100", "worth")
    table = plain_table("best statement of each size", *numbers, numbers=numbers)
    for each in advice.best:
        table.add_row(Text(_named(each)), of_100(each.match_probability), signed_of_100(each.value_gain, 1))
    yield table
    yield Text(
        "Worth: points in 100 of what the list is built for, a match counted by how much you want the program, "
        f"against {'no preference' if advice.is_open else 'what you state'}. Proven: no other statement of the same "
        f"size is worth {points_rounded_up(advice.gap)} points more ({advice.solved} of {advice.statements} solved, "
        "the others ruled out by bounds).",
        style="dim",
    )
    for specialty in advice.not_asked:
        yield bullet(
            f"It isn't known that the service of {specialty_name(specialty)} asks; it is counted as if it did."
        )
    yield bullet(
        "State only where you would really go: programs may ask why, and the effect is that of applicants who meant it."
    )


def _named(stated: "StatedPreference") -> str:
    return " + ".join(stated.divisions) or "no preference"


def _change(gain: float) -> str:
    if abs(gain) < _SAME:
        return "no change"
    return f"{signed_of_100(gain)} points"


def _rule(rule: "SignalRule") -> Iterator[RenderableType]:
    source = f" ({rule.source}; grade {rule.grade})" if rule.source else ""
    yield bullet(f"{specialty_name(rule.specialty)}: {rule.words}{source}.")
    if not rule.programs:
        yield Text("  You name no home program and no away rotation at a program of the directory.")
        return
    table = plain_table("program", "tie", "on your list", "a signal is worth", numbers=("a signal is worth",))
    for program in rule.programs:
        signal = "no" if program.signal is None else SIGNALS_SENT[program.signal]
        table.add_row(Text(program.name), tie_name(program.tie), signal, _worth(program))
    yield table
    yield Text(
        "Worth: points in 100 of what the list is built for, against the best list without a signal there. The "
        "estimate counts a signal there as anywhere else, on top of the tie; where the specialty says not to signal, "
        "believe the specialty.",
        style="dim",
    )


def _worth(program: "SignalTo") -> str:
    return "not possible" if program.value_gain is None else _worth_in_points(program.value_gain)


def _signalled(signals: "SignalsIn") -> Iterator[RenderableType]:
    """Where the signals of a list decide, where they hardly matter, and what each could do elsewhere."""
    yield heading(f"Your signals in {specialty_name(signals.specialty)}, where they decide first")
    numbers = ("interview with", "without", "worth")
    table = plain_table("program", "signal", *numbers, numbers=numbers)
    for at in signals.placed:
        table.add_row(Text(at.name), at.signal, *_effect(at))
    yield table
    for move in signals.moves[-3:]:
        yield bullet(move_words(move))
    if signals.unsignalled:
        yield Text("Without a signal, one would bring most at:")
        for at in signals.unsignalled[:3]:
            yield bullet(f"{at.name}: {signal_difference(at)}")
    yield from (bullet(words) for at in signals.placed if (words := crowd_words(at)))
    yield Text(
        "Interview: in 100, with a signal and without. Worth: points in 100 of what the list is built for, the rest of "
        "the list as it is. Chances of programs whose own rates by signal aren't known are the specialty's.",
        style="dim",
    )


def move_words(move: "SignalMove") -> str:
    """What moving one signal would change."""
    how = f"changed with that of {move.target_name}" if move.swapped else f"given to {move.target_name} instead"
    change = _worth_in_points(move.value_change)
    signal = "signal" if move.signal == "single" else f"{move.signal} signal"
    verdict = ", which nobody would notice" if abs(move.value_change) < NOTICEABLE else ""
    return f"The {signal} to {move.source_name}, {how}: {change} points in 100{verdict}."


def signal_difference(at: "SignalAt") -> str:
    """What a signal does at a program, in one phrase."""
    chances = with_and_without(at.interview_probability, at.interview_probability_without, "a signal")
    return f"interview {chances}; worth {_worth_in_points(at.value_gain)} points"


def crowd_words(at: "SignalAt") -> str:
    """How many of a program's applicants signal it, where its own rates tell; else nothing."""
    if at.signalled_share is None:
        return ""
    low, high = at.signalled_share
    share = about_in_100(low) if round(low, 2) == round(high, 2) else f"between {in_100(low)} and {in_100(high)}"
    return f"{at.name}: {share} of its applicants signal it, as its own rates tell."


def _effect(at: "SignalAt") -> tuple[str, str, str]:
    with_it, without = whole_of_100(at.interview_probability), whole_of_100(at.interview_probability_without)
    return with_it, without, _worth_in_points(at.value_gain)


def _worth_in_points(gain: float) -> str:
    return signed_of_100(gain, 2) if abs(gain) >= _HARDLY else "about 0"
