"""A preset laid over a plan: its regions, conditions and numbers where the plan leaves them open."""

from collections.abc import Iterator

from optimizer.directory import DIVISIONS
from optimizer.errors import BadInput, Fault
from optimizer.plan.document import ELSEWHERE, NEED_WORDS, Plan, Preset, Quota, Quotas, Region, Shaped, VisaCondition
from optimizer.plan.presets.home import home_region, ties_region
from optimizer.plan.problem import Ground
from optimizer.vocabulary import NO_VISA, STRONGEST_OF_EACH

_EVERY_DIVISION = 5.0
_PREFERRED_DIVISION = 10.0


def shaped_plan(plan: Plan, preset: Preset, ground: Ground) -> Shaped:
    """Lay a preset over a plan; what the plan says itself stays.

    Raises
    ------
    BadInput
        The plan doesn't say what the preset needs; all at once.
    """
    faults = tuple(_lacking(plan, preset, ground))
    if faults:
        raise BadInput(faults)
    notices: list[str] = []
    regions = _regions(plan, preset, ground, notices)
    names = (*(region.name for region in regions), ELSEWHERE)
    asked = _asked(plan, preset, names)
    filled: dict[str, object] = {}
    if preset.elsewhere_priority is not None and not plan.says("elsewhere_priority"):
        filled["elsewhere_priority"] = preset.elsewhere_priority
    if preset.intent is not None and not plan.says("dual", "intent"):
        filled["dual"] = plan.dual.model_copy(update={"intent": preset.intent})
    free = plan.model_copy(
        update={
            **filled,
            "preset": None,
            "regions": regions,
            "quotas": _of_regions(plan.quotas, names, notices),
            "conditions": _conditions(plan, preset, with_cap=False),
            "signals": plan.signals.model_copy(
                update={
                    "only_in": {
                        kind: tuple(name for name in places if name in names)
                        for kind, places in plan.signals.only_in.items()
                    }
                }
            ),
        }
    )
    shaped = free.model_copy(
        update={
            "quotas": _merged(free.quotas, asked),
            "conditions": _conditions(plan, preset, with_cap=True),
            "signals": free.signals.model_copy(
                update={"only_in": _signals_only_in(free, preset, ground, notices) | free.signals.only_in}
            ),
        }
    )
    return Shaped(shaped, free, preset, asked, tuple(notices))


def _lacking(plan: Plan, preset: Preset, ground: Ground) -> Iterator[Fault]:
    person = plan.applicant
    given = {
        "visa": person.visa_need not in (None, NO_VISA),
        "home": home_region(person, ground.directory) is not None,
        "ties": bool(person.ties),
        "two-specialties": len(person.specialties) > 1,
    }
    for need in preset.needs:
        if not given[need]:
            what = f"the preset {preset.slug!r} doesn't fit this plan"
            remedy = "Add what it needs, or choose another preset"
            yield Fault(what, "preset", preset.slug, NEED_WORDS[need], remedy)


def _regions(plan: Plan, preset: Preset, ground: Ground, notices: list[str]) -> tuple[Region, ...]:
    """The preset's regions in place of the plan's, or one that it makes before them; of one name, the plan's counts."""
    own = {region.name: region for region in plan.regions}
    if preset.places == "own":
        dropped = [name for name in own if name not in {region.name for region in preset.regions}]
        if dropped:
            notices.append(
                f"{preset.title} has regions of its own; those of the plan are left out: {', '.join(dropped)}."
            )
        return tuple(own.get(region.name, region) for region in preset.regions)
    made = {"home": home_region, "ties": ties_region}.get(preset.places)
    if made is not None:
        region = made(plan.applicant, ground.directory)
        return plan.regions if region is None or region.name in own else (region, *plan.regions)
    if plan.regions or preset.shape.opened_regions == Quota():
        return plan.regions
    preferred = plan.applicant.preferred_divisions or ()
    notices.append("The plan names no regions: the nine Census divisions stand in, and the best of them are opened.")
    return tuple(
        Region(name=name, divisions=(name,), priority=_PREFERRED_DIVISION if name in preferred else _EVERY_DIVISION)
        for name in DIVISIONS
    )


def _of_regions(quotas: Quotas, names: tuple[str, ...], notices: list[str]) -> Quotas:
    """Quotas without those of regions that are no longer there."""
    dropped = [name for name in quotas.region if name not in names]
    if dropped:
        notices.append(f"Quotas of regions that the preset doesn't have are left out: {', '.join(dropped)}.")
    return quotas.model_copy(update={"region": {name: quotas.region[name] for name in quotas.region if name in names}})


def _asked(plan: Plan, preset: Preset, names: tuple[str, ...]) -> Quotas:
    shape = preset.shape
    specialty = dict.fromkeys(plan.applicant.specialties, shape.other_specialty)
    specialty[plan.applicant.specialties[0]] = shape.first_specialty
    return Quotas(
        applications=shape.applications,
        tier=shape.tier,
        region={name: quota for name, quota in shape.region.items() if name in names},
        setting=shape.setting,
        specialty={name: quota for name, quota in specialty.items() if quota != Quota()},
        opened_regions=shape.opened_regions,
        per_opened_region=shape.per_opened_region,
        specialties_per_institution=shape.specialties_per_institution,
    )


def _merged(own: Quotas, asked: Quotas) -> Quotas:
    """The plan's numbers, and the preset's where the plan has none."""
    merged = {
        name: getattr(own, name) if getattr(own, name) != Quota() else getattr(asked, name)
        for name in ("applications", "opened_regions", "per_opened_region")
    }
    tables = {
        name: {**getattr(asked, name), **getattr(own, name)} for name in ("tier", "region", "setting", "specialty")
    }
    most = own.specialties_per_institution or asked.specialties_per_institution
    return own.model_copy(update={**merged, **tables, "specialties_per_institution": most})


def _conditions(plan: Plan, preset: Preset, *, with_cap: bool) -> object:
    """The plan's conditions and the preset's; the cap on what isn't known is part of the shape, and can be left out."""
    visa = preset.conditions.visa
    if visa is None or plan.conditions.visa is not None:
        return plan.conditions
    added = visa if with_cap else VisaCondition(need=visa.need, weight=visa.weight)
    return plan.conditions.model_copy(update={"visa": added})


def _signals_only_in(plan: Plan, preset: Preset, ground: Ground, notices: list[str]) -> dict[str, tuple[str, ...]]:
    """The regions wanted most, for the strongest kinds of signals; none where all are wanted alike."""
    count = preset.strong_signals_in_first
    if count is None or count >= len(plan.regions) + 1:
        return {}
    ranked = sorted(plan.regions, key=lambda region: -region.priority)
    if count < len(ranked) and ranked[count - 1].priority == ranked[count].priority:
        notices.append("Several regions are wanted alike, so the strongest signals are free to go to any of them.")
        return {}
    kinds = {kind for name in plan.applicant.specialties for kind in ground.season.signal_caps(name)}
    places = tuple(region.name for region in ranked[:count])
    return {kind: places for kind in STRONGEST_OF_EACH if kind in kinds}
