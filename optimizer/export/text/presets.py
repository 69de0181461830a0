"""Presets, and what each would cost a plan, as text for a terminal."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.export.text.lists import bullet, heading, plain_table
from optimizer.wording import of_100, whole_dollars, whole_of_100

if TYPE_CHECKING:
    from optimizer.plan import PlanOutcome, Preset


def presets_text(presets: Sequence["Preset"]) -> RenderableType:
    """All presets: name, what each does, whom it is for."""
    parts: list[RenderableType] = [Text("Presets: published rules of thumb, not measurements.", style="bold")]
    for preset in presets:
        parts += [heading(preset.slug), Text(f"{preset.title}: {preset.summary}"), Text(preset.suits, style="dim")]
    return Group(*parts)


def preset_text(preset: "Preset") -> RenderableType:
    """One preset: what it asks for, where that is from, what a plan has to say for it."""
    rule = preset.rule
    parts: list[RenderableType] = [
        Text(f"{preset.title} ({preset.label})", style="bold"),
        Text(preset.summary),
        Text(preset.suits),
        heading("Where it comes from"),
        bullet(f"{rule.source}."),
        bullet(f"Published: {rule.published}."),
    ]
    if rule.reading:
        parts.append(bullet(f"matchlist's own reading: {rule.reading}."))
    if preset.needs:
        parts += [heading("A plan needs"), *(bullet(words) for words in preset.needed)]
    table = plain_table("number of", "at least", "at most", numbers=("at least", "at most"))
    for name, sides in _numbers(preset):
        table.add_row(Text(name), *("-" if side is None else f"{side}" for side in sides))
    return Group(*parts, heading("What it asks for"), table)


def preset_prices_text(answers: Sequence[tuple["Preset", "PlanOutcome | str"]]) -> RenderableType:
    """What each preset makes of a plan: its list against the best without its numbers; or why it doesn't fit.

    Parameters
    ----------
    answers : sequence of (Preset, PlanOutcome or str)
        A text is the reason why a preset doesn't fit the plan.
    """
    numbers = ("programs", "fees", "match in 100", "free", "price")
    table = plain_table("preset", *numbers, numbers=numbers)
    notes: list[RenderableType] = []
    for preset, answer in answers:
        if not isinstance(answer, str) and answer.status == "solved" and answer.preset is not None:
            use = answer.preset
            free = "-" if use.free_match_probability is None else whole_of_100(use.free_match_probability)
            price = "-" if use.price is None else of_100(max(use.price, 0.0), 1)
            chance = whole_of_100(answer.match_probability)
            table.add_row(
                Text(preset.slug), f"{len(answer.programs)}", whole_dollars(answer.spend), chance, free, price
            )
            notes += [bullet(f"{preset.slug}: {words}") for words in use.adjustments]
        else:
            table.add_row(Text(preset.slug), "-", "-", "-", "-", "-")
            words = answer if isinstance(answer, str) else getattr(answer, "words", "no list was found in time.")
            notes.append(bullet(f"{preset.slug}: {words}"))
    free = (
        "free: the chance to match of the best list for the same wishes and dollars without the preset's numbers. "
        "price: what they cost, in points in 100 of what lists are built for (a match, counted by how much you want "
        "the program)."
    )
    adjusted = [heading("Adjusted, or not possible"), *notes] if notes else []
    return Group(Text("What each preset makes of this plan", style="bold"), table, Text(free, style="dim"), *adjusted)


def _numbers(preset: "Preset") -> Iterator[tuple[str, tuple[int | None, int | None]]]:
    """What a preset counts, with at least and at most how many."""
    shape = preset.shape
    single = (
        ("programs in all", shape.applications),
        ("regions opened", shape.opened_regions),
        ("programs in each region that is opened", shape.per_opened_region),
        ("programs in the first specialty", shape.first_specialty),
        ("programs in each other specialty", shape.other_specialty),
    )
    tables = (
        *single,
        *((f"{tier} programs", quota) for tier, quota in shape.tier.items()),
        *((f"programs in {region}", quota) for region, quota in shape.region.items()),
        *((f"{setting} programs", quota) for setting, quota in shape.setting.items()),
    )
    for name, quota in tables:
        if (quota.minimum, quota.maximum) != (None, None):
            yield name, (quota.minimum, quota.maximum)
    if shape.specialties_per_institution is not None:
        yield "specialties at one institution", (None, shape.specialties_per_institution)
