"""Reading season files: TOML in which every figure names its source by a key of the file's [sources]."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from optimizer.errors import BadInput, Fault
from optimizer.evidence.row import Address
from optimizer.evidence.season import Season
from optimizer.evidence.season_base import with_base
from optimizer.evidence.unknown import unknown_name


class _Source(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    address: Address


def read_season(path: Path, beside: Mapping[int, Path] = MappingProxyType({})) -> Season:
    """Read a season file, with what it takes from the season that it is based on.

    Parameters
    ----------
    path : Path
        A TOML file whose name is the year of the match: ``2027.toml``.
    beside : mapping of year to Path
        Files of other seasons, which this one may be based on.

    Raises
    ------
    BadInput
        With every fault of the file, each with its place.
    """
    content, faults = _whole(path, beside)
    signals = content.get("signals")
    specialties = [
        str(one["specialty"]) if isinstance(one, dict) and "specialty" in one else str(place)
        for place, one in enumerate(signals if isinstance(signals, list) else ())
    ]
    try:
        season = Season.model_validate(content)
    except ValidationError as error:
        raise BadInput([*faults, *_faults(error, path.name, {"signals": specialties})]) from error
    if path.stem != str(season.season):
        remedy = f"Name the file {season.season}.toml, or correct the year in it"
        faults.append(Fault("the file's name is not the season's year", path.name, season.season, remedy=remedy))
    if faults:
        raise BadInput(faults)
    return season


def _whole(path: Path, beside: Mapping[int, Path]) -> tuple[dict[str, Any], list[Fault]]:
    """Content of a file and of what it is based on, with the faults of its sources."""
    content, faults = _cited(path)
    if "based_on" not in content:
        return content, faults
    base, own = content["based_on"], content.get("season")
    where = f"{path.name}, based_on"
    if not isinstance(base, int) or isinstance(base, bool) or not isinstance(own, int):
        raise BadInput(Fault("not a year", where, base, "the year of an earlier season", "Correct it"))
    earlier = ", ".join(str(year) for year in sorted(beside) if year < own) or "none"
    if base >= own:
        # Going back in time only, no chain of seasons can come round to where it began.
        what = "a season can only be based on an earlier one, never on itself or in a circle"
        raise BadInput(Fault(what, where, base, earlier, "Correct it"))
    if base not in beside:
        raise BadInput(Fault("there is no file of the season that it is based on", where, base, earlier, "Correct it"))
    # Nothing is taken from a base that is not sound itself: its own faults are told, and none that follow from them.
    read_season(beside[base], beside)
    inherited, _ = _whole(beside[base], beside)
    return with_base(content, inherited, base), faults


def _cited(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Content of one file, with sources in place of their keys and signals as a list."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(Fault("the season file can't be read", str(path), error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(Fault("not a TOML file", path.name, str(error))) from error
    faults: list[Fault] = []
    sources = _sources(content.pop("sources", None), path.name, faults)
    cited = {key: _with_sources(value, sources, f"{path.name}, {key}", faults) for key, value in content.items()}
    table = cited.get("signals")
    if isinstance(table, dict) and all(isinstance(signals, dict) for signals in table.values()):
        cited["signals"] = [{**signals, "specialty": specialty} for specialty, signals in table.items()]
    return cited, faults


def _sources(given: object, file_name: str, faults: list[Fault]) -> dict[str, _Source]:
    if not isinstance(given, dict) or not given:
        faults.append(Fault("the file names no sources", f"{file_name}, sources", remedy="Add a [sources] table"))
        return {}
    sources: dict[str, _Source] = {}
    for key, value in given.items():
        try:
            sources[key] = _Source.model_validate(value)
        except ValidationError as error:
            faults.extend(_faults(error, f"{file_name}, sources.{key}"))
    return sources


def _with_sources(node: Any, sources: dict[str, _Source], where: str, faults: list[Fault]) -> Any:  # noqa: ANN401 - TOML
    """Return the content with each source key replaced by the source's title and address."""
    if isinstance(node, list):
        return [_with_sources(part, sources, f"{where}.{index}", faults) for index, part in enumerate(node)]
    if not isinstance(node, dict):
        return node
    told = {key: _with_sources(part, sources, f"{where}.{key}", faults) for key, part in node.items()}
    if "inherited_from" in told:
        remedy = "Remove it: it is said where a file is based on another"
        faults.append(Fault("no such key", f"{where}.inherited_from", told["inherited_from"], remedy=remedy))
    if "source" not in told:
        return told
    source = sources.get(str(told["source"]))
    if source is None:
        faults.append(unknown_name("source", told["source"], sources, f"{where}.source"))
        source = _Source(title="unknown", address="")
    return {**told, "source": source.title, "address": source.address}


def _faults(
    error: ValidationError, where: str, names: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> list[Fault]:
    """Translate what pydantic found; `names` has the names of entries of lists that are tables in it."""
    faults = []
    for found in error.errors(include_url=False):
        steps = [str(step) for step in found["loc"]]
        if len(steps) > 1 and steps[0] in names and names[steps[0]]:
            steps[1] = names[steps[0]][int(steps[1])]
        faults.append(
            Fault(
                what=found["msg"].removeprefix("Value error, ").rstrip("."),
                where=", ".join(part for part in (where, ".".join(steps)) if part),
                value=found["input"] if isinstance(found["input"], str | int | float) else None,
            )
        )
    return faults
