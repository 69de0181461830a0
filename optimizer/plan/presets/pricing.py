"""What a preset costs: its list against the best list for the same wishes and dollars without its numbers."""

from optimizer.plan.document import Shaped
from optimizer.plan.listing import PresetUse, ProgramList, shape_parts, shape_words
from optimizer.plan.problem import Ground, prepared_on, solve_deciding
from optimizer.portfolio import Solved
from optimizer.wording import in_100, of_100, percentage, whole_dollars


def preset_use(shaped: Shaped, ground: Ground, found: ProgramList, time_limit_s: float) -> PresetUse:
    """What a preset did to a list, and its price.

    Parameters
    ----------
    shaped : Shaped
        The plan in the preset's shape.
    ground : Ground
    found : ProgramList
        Its list.
    time_limit_s : float
        Wall-clock seconds for the best list without the preset's numbers.
    """
    plan = shaped.free
    dollars = found.spend if plan.budget.dollars is None else plan.budget.dollars
    budget = plan.budget.model_copy(update={"dollars": dollars})
    # Where fees aren't known, there is no budget to compare at, and the number of applications is what both may spend.
    if any(ground.season.fees(name) is None for name in plan.applicant.specialties):
        quotas = plan.quotas.model_copy(
            update={
                "applications": plan.quotas.applications.model_copy(update={"maximum": len(found.programs)}),
            }
        )
        plan = plan.model_copy(update={"quotas": quotas})
    else:
        plan = plan.model_copy(update={"budget": budget})
    prepared = prepared_on(plan, ground)
    free = solve_deciding(prepared.problem, prepared.settled_first, gap=plan.gap, time_limit_s=time_limit_s)
    parts, rule = shape_parts(found.programs, shaped.asked), shaped.preset.rule
    use = PresetUse(
        slug=shaped.preset.slug,
        title=shaped.preset.title,
        label=shaped.preset.label,
        grade=rule.grade,
        source=rule.source,
        published=rule.published,
        reading=rule.reading,
        adjustments=shaped.notices,
        parts=parts,
        dollars=dollars,
        free_match_probability=None,
        free_value=None,
        free_spend=None,
        price_match_probability=None,
        price=None,
        words="What it costs wasn't found in time.",
    )
    if not isinstance(free, Solved):
        return use
    if found.match_probability is None:
        return use.model_copy(update={"words": "What it costs is not known, as the chance isn't."})
    return use.model_copy(
        update={
            "free_match_probability": free.match_probability,
            "free_value": free.value,
            "free_spend": free.spend,
            "price_match_probability": free.match_probability - found.match_probability,
            "price": free.value - found.value,
            "words": _words(found, free, dollars),
        }
    )


def preset_notices(use: PresetUse) -> tuple[str, ...]:
    """A preset in sentences, for those who read a list: what it is, what it costs, what was adjusted, its shape."""
    reading = f" matchlist's own reading: {use.reading}." if use.reading else ""
    return (
        f"Preset {use.title!r} is a {use.label}. {use.source}. Published: {use.published}.{reading}",
        f"Its price: {use.words}",
        *(f"Adjusted: {words}" for words in use.adjustments),
        f"Its shape, as information and no prediction: {shape_words(use.parts)}.",
    )


def _words(found: ProgramList, free: Solved, dollars: float) -> str:
    lost = max(free.value - found.value, 0.0)
    share = f" ({percentage(lost / free.value)} of it)" if free.value > 0 else ""
    return (
        f"without the preset's numbers, the best list for the same wishes and {whole_dollars(dollars)} is worth "
        f"{of_100(free.value, 1)} of 100 where this one is worth {of_100(found.value, 1)}: {of_100(lost, 1)} "
        f"lost{share}. Its chance to match is {in_100(free.match_probability)} for {whole_dollars(free.spend)}, this "
        f"one's {in_100(found.match_probability)} for {whole_dollars(found.spend)}."
    )
