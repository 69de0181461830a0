"""How far a list has the shape of a rule of thumb: information on the list, no prediction."""

from collections import Counter
from collections.abc import Iterator

from optimizer.plan.document import ELSEWHERE, Quota, Quotas
from optimizer.plan.listing.outcome import ListedProgram, ShapePart
from optimizer.plan.problem import REGIONS_OPENED


def shape_parts(programs: tuple[ListedProgram, ...], asked: Quotas) -> tuple[ShapePart, ...]:
    """Each number that a shape asks for, with what the list has.

    Parameters
    ----------
    programs : tuple of ListedProgram
    asked : Quotas
        The shape, its regions under the names that the list uses.
    """
    return tuple(_parts(programs, asked))


def shape_words(parts: tuple[ShapePart, ...]) -> str:
    """How many numbers of a shape are met, and which aren't, as a sentence."""
    missed = "; ".join(f"{part.name} {part.used}, asked for {_asked(part)}" for part in parts if not part.met)
    said = f"the list has {sum(part.met for part in parts)} of the {len(parts)} numbers of its shape"
    return f"{said} (not: {missed})" if missed else said


def _parts(programs: tuple[ListedProgram, ...], asked: Quotas) -> Iterator[ShapePart]:
    counted: dict[str, Counter[str]] = {
        "tier": Counter(program.tier for program in programs),
        "region": Counter(program.region for program in programs),
        "setting": Counter(program.setting or "unknown" for program in programs),
        "specialty": Counter(program.specialty for program in programs),
    }
    if asked.applications != Quota():
        yield _part("applications", asked.applications, len(programs))
    for table, counts in counted.items():
        for name, quota in getattr(asked, table).items():
            yield _part(f"{table} {name}", quota, counts[name])
    opened = {name: number for name, number in counted["region"].items() if name != ELSEWHERE}
    if asked.opened_regions != Quota():
        yield _part(REGIONS_OPENED.name, asked.opened_regions, len(opened))
    if asked.per_opened_region != Quota():
        yield _part("fewest programs in an opened region", asked.per_opened_region, min(opened.values(), default=0))
    most = asked.specialties_per_institution
    if most is not None:
        at = {(program.institution.casefold(), program.specialty) for program in programs}
        together = Counter(institution for institution, _ in at)
        yield _part("specialties at one institution", Quota(maximum=most), max(together.values(), default=0))


def _part(name: str, quota: Quota, used: int) -> ShapePart:
    met = (quota.minimum or 0) <= used and (quota.maximum is None or used <= quota.maximum)
    return ShapePart(name=name, minimum=quota.minimum, maximum=quota.maximum, used=used, met=met)


def _asked(part: ShapePart) -> str:
    if part.minimum is not None and part.maximum is not None:
        return f"{part.minimum}-{part.maximum}"
    return f"at least {part.minimum}" if part.maximum is None else f"at most {part.maximum}"
