"""Two lists set against each other, and a plan's kept versions, as text for a terminal."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.export.text.lists import bullet, heading, plain_table
from optimizer.vocabulary import NO_SIGNAL
from optimizer.wording import (
    NOT_KNOWN,
    capitalised,
    count_cell,
    of_100,
    signed_of_100,
    span_cell,
    span_of_100,
    tenths_of_100,
    whole_dollars,
    whole_of_100,
)

if TYPE_CHECKING:
    from optimizer.plan import Comparison, History, KeyChange, KeyEffect, ProgramChange, Side, Version

_CHARACTERS_OF_A_VALUE = 60


def comparison_text(found: "Comparison") -> RenderableType:
    """Both lists in figures, the keys that differ and what each does alone, programs and signals that changed, why."""
    parts: list[RenderableType] = [_figures(found.before, found.after), Text(""), *map(bullet, _verdict(found))]
    if found.keys:
        parts += [heading("What changed in the plan"), _keys(found.keys), Text(_ALONE, style="dim")]
    parts += [*_programs("Came", found.came), *_programs("Went", found.went)]
    if found.signals:
        parts.append(heading(f"Other signals: {len(found.signals)}"))
        parts += [bullet(f"{one.name} ({one.city}, {one.state}): {one.before} -> {one.after}") for one in found.signals]
    if not (found.came or found.went or found.signals):
        parts.append(heading("Both lists have the same programs and signals."))
    if found.notices:
        parts += [heading("What to know"), *map(bullet, found.notices)]
    return Group(*parts)


_ALONE = (
    "alone: the chance to match, in points of 100, and the fees when only this key is changed in the first plan. The "
    "effects of several keys don't add up."
)


def _figures(before: "Side", after: "Side") -> RenderableType:
    numbers = ("chance", "interviews", "programs", "signals", "dollars")
    table = plain_table("", "chance", "range", "interviews", "programs", "signals", "dollars", numbers=numbers)
    for side in (before, after):
        table.add_row(
            Text(side.name),
            tenths_of_100(side.match_probability),
            span_cell(side.match_probability_range),
            count_cell(side.expected_interviews),
            str(side.applications),
            str(side.signals),
            NOT_KNOWN if side.spend is None else whole_dollars(side.spend),
        )
    return table


def _verdict(found: "Comparison") -> Iterator[str]:
    chance, dollars = found.match_probability_change, found.spend_change
    if chance is not None:
        verb = "rises" if chance > 0 else "falls"
        change = f"{verb} by {of_100(abs(chance), 2)} points in 100" if abs(chance) >= 5e-5 else "stays the same"
        yield f"The chance to match {change}{_change_range(found)}."
        if found.match_probability_change_range is not None and not _alike(found):
            yield (
                "The range of the change is narrower than those of the two chances: what is not known moves both "
                "together, and each draw of it was taken for both lists."
            )
    if dollars is not None and abs(dollars) >= 0.5:
        yield f"{found.after.name} costs {whole_dollars(abs(dollars))} {'more' if dollars > 0 else 'less'}."


def _change_range(found: "Comparison") -> str:
    """The range of the change and how sure its direction is."""
    span, share = found.match_probability_change_range, found.more_likely_share
    if span is None or share is None or _alike(found):
        return ""
    low, high = (signed_of_100(end, 2) for end in span)
    return f" (range {low} to {high}; higher with {found.after.name} in {whole_of_100(share)} of 100 draws)"


def _alike(found: "Comparison") -> bool:
    """Whether no draw tells the lists apart."""
    return found.match_probability_change_range == (0.0, 0.0)


def _keys(keys: "Sequence[KeyChange]") -> RenderableType:
    table = plain_table("key", "before", "after", "alone")
    for one in keys:
        alone = "" if one.alone is None else _effect(one.alone)
        table.add_row(Text(one.key), Text(_value(one.before)), Text(_value(one.after)), Text(alone))
    return table


def _effect(alone: "KeyEffect") -> str:
    words = {"infeasible": "no list", "undecided": "not decided in time", "not alone": "only with other keys"}
    if alone.match_probability_change is None:
        return words.get(alone.status, "")
    dollars = alone.spend_change or 0.0
    spent = f", {'+' if dollars > 0 else '-'}{whole_dollars(abs(dollars))}" if abs(dollars) >= 0.5 else ""
    return f"{signed_of_100(alone.match_probability_change, 2)}{spent}"


def _value(value: object) -> str:
    text = "-" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _CHARACTERS_OF_A_VALUE else f"{text[: _CHARACTERS_OF_A_VALUE - 4]} ..."


def _programs(title: str, changes: "Sequence[ProgramChange]") -> Iterator[RenderableType]:
    """Programs under their common reason, the reason of most first."""
    if changes:
        yield heading(f"{title}: {len(changes)}")
    for why, _ in Counter(one.why for one in changes).most_common():
        yield Text(f"{capitalised(why)}:")
        for one in changes:
            if one.why == why:
                signal = "" if one.signal == NO_SIGNAL else f", {one.signal} signal"
                yield bullet(f"{one.name} ({one.city}, {one.state}), {one.tier}, {one.region}{signal}")


def history_text(found: "History", changes: "Sequence[Sequence[str]]") -> RenderableType:
    """Kept versions, oldest first; `changes`: keys in which each differs from the one before."""
    if not found.versions:
        none = Text("No version is kept. matchlist build PLAN.toml --keep keeps one, and from then on every change.")
        return Group(none, *_unreadable(found))
    table = plain_table(
        "",
        "kept (UTC)",
        "chance",
        "range",
        "programs",
        "dollars",
        "changed",
        numbers=("", "chance", "programs", "dollars"),
    )
    for number, (version, keys) in enumerate(zip(found.versions, changes, strict=True), start=1):
        kept, span = version.kept, version.kept.match_probability_range
        table.add_row(
            str(number),
            f"{version.kept_at:%Y-%m-%d %H:%M}",
            "?" if kept.match_probability is None else whole_of_100(kept.match_probability),
            "" if span is None else span_of_100(*span),
            str(len(kept.programs)),
            "?" if kept.spend is None else whole_dollars(kept.spend),
            Text(", ".join(keys) or ("" if number == 1 else "programs or data")),
        )
    folder = Text(f"The files are in {found.versions[0].file.parent}: compare two of them, or build one again.")
    return Group(table, Text(""), folder, *_unreadable(found))


def _unreadable(found: "History") -> Iterator[RenderableType]:
    if found.faults:
        yield heading("Versions that can't be read")
    yield from (bullet(str(fault)) for fault in found.faults)


def history_json(found: "History", changes: "Sequence[Sequence[str]]") -> str:
    """Kept versions as one JSON object, oldest first."""
    versions = [_version(version, keys) for version, keys in zip(found.versions, changes, strict=True)]
    answer = {"versions": versions, "unreadable": [str(fault) for fault in found.faults]}
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2)


def _version(version: "Version", keys: "Sequence[str]") -> dict[str, object]:
    kept = version.kept.model_dump(mode="json", exclude={"plan", "programs", "file"})
    return {
        "file": str(version.file),
        "kept_at": version.kept_at.isoformat(),
        **kept,
        "applications": len(version.kept.programs),
        "changed": list(keys),
    }
