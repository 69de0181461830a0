"""Reading season files: TOML in which every figure names its source by a key of the file's [sources]."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault
from optimizer.evidence.row import Address
from optimizer.evidence.season import Season
from optimizer.evidence.unknown import unknown_name


class _Source(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    address: Address


def seasons() -> tuple[int, ...]:
    """Return the labels of all seasons that come with matchlist, the latest last."""
    folder = data_folder() / "seasons"
    return tuple(sorted(int(path.stem) for path in folder.glob("*.toml") if path.stem.isdecimal()))


def season_years() -> tuple[int, ...]:
    """All seasons."""
    return seasons()


@dataclass(frozen=True, slots=True)
class SeasonChoice:
    """The season for a day."""

    year: int
    day: date
    wanted: int

    @property
    def fits(self) -> bool:
        """Whether there is a file of it."""
        return self.year == self.wanted


def season_choice(day: date) -> SeasonChoice:
    """The season for a day."""
    year = season_for(day)
    return SeasonChoice(year, day, year if load_season(year).rank_list_due >= day else day.year)


def season_for(day: date) -> int:
    """The season that a person on a day is in or is preparing for."""
    return next((year for year in season_years() if load_season(year).rank_list_due >= day), season_years()[-1])


@cache
def load_season(year: int) -> Season:
    """Return a season that comes with matchlist; read once, then remembered.

    Parameters
    ----------
    year : int
        Its label: 2026 is the application of 2025-26, matched in March 2026.

    Raises
    ------
    BadInput
        Where there is no such season, naming those that there are.
    """
    if year not in seasons():
        allowed = ", ".join(str(known) for known in seasons())
        raise BadInput(Fault("unknown season", "season", year, allowed, "Choose one of the allowed seasons"))
    return read_season(data_folder() / "seasons" / f"{year}.toml")


def read_season(path: Path) -> Season:
    """Read a season file.

    Raises
    ------
    BadInput
        With every fault of the file, each with its place.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(Fault("the season file can't be read", str(path), error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(Fault("not a TOML file", path.name, str(error))) from error
    faults: list[Fault] = []
    sources = _sources(content.pop("sources", None), path.name, faults)
    cited = {key: _with_sources(value, sources, f"{path.name}, {key}", faults) for key, value in content.items()}
    specialties = _specialties_with_signals(cited)
    try:
        season = Season.model_validate(cited)
    except ValidationError as error:
        raise BadInput([*faults, *_faults(error, path.name, {"signals": specialties})]) from error
    if faults:
        raise BadInput(faults)
    return season


def _specialties_with_signals(content: dict[str, Any]) -> list[str]:
    """Turn the table of signals, by specialty, into a list; return the specialties in its order."""
    table = content.get("signals")
    if not isinstance(table, dict) or not all(isinstance(signals, dict) for signals in table.values()):
        return []
    content["signals"] = [{**signals, "specialty": specialty} for specialty, signals in table.items()]
    return list(table)


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
