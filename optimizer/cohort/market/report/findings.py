"""What a study found, in figures, and as one JSON object."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from optimizer.cohort.market.comparing import (
    AdoptedMeans,
    Calibration,
    Cell,
    Settling,
    WorldMeans,
    adopted_means,
    calibration_of_trials,
    calibration_when_adopted,
    cells_of,
    settling_of,
    totals_of,
    world_means,
)
from optimizer.cohort.market.figures import MarketFigures, load_market
from optimizer.cohort.market.study import KNOWLEDGE, MATCHLIST, Seasons


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that a report says, in figures.

    Attributes
    ----------
    seasons : Seasons
    applicants : mapping of (specialty, type) to float
        In the country.
    cells, totals : tuples of Cell
    calibrations : mapping of state of knowledge to {rule, or "all": Calibration}
    by_type : mapping of (state of knowledge, type) to Calibration
        Of matchlist's lists.
    adopted : tuple of AdoptedMeans
    adopted_calibrations, expecting_calibrations : mappings of state of knowledge to Calibration
    settling : mapping of state of knowledge to Settling
    world : tuple of WorldMeans
    """

    seasons: Seasons
    applicants: Mapping[tuple[str, str], float]
    cells: tuple[Cell, ...]
    totals: tuple[Cell, ...]
    calibrations: Mapping[str, Mapping[str, Calibration]]
    by_type: Mapping[tuple[str, str], Calibration]
    adopted: tuple[AdoptedMeans, ...]
    adopted_calibrations: Mapping[str, Calibration]
    expecting_calibrations: Mapping[str, Calibration]
    settling: Mapping[str, Settling]
    world: tuple[WorldMeans, ...]


def findings_of(seasons: Seasons, figures: MarketFigures | None = None) -> Findings:
    """Work out what seasons say."""
    market = figures or load_market()
    study = seasons.study
    applicants = {
        (specialty, str(kind)): figure.value
        for specialty in study.specialties
        for kind, figure in market.specialties[specialty].applicants.items()
    }
    lists = {known: [trial for trial in seasons.trials if trial.known == known] for known in KNOWLEDGE}
    adopting = tuple(dict.fromkeys(one.known for one in seasons.adopted))
    own = {known: [trial for trial in lists[known] if trial.rule == MATCHLIST] for known in KNOWLEDGE}
    return Findings(
        seasons=seasons,
        applicants=applicants,
        cells=cells_of(seasons),
        totals=totals_of(seasons, applicants),
        calibrations={
            known: {
                MATCHLIST: calibration_of_trials(own[known], applicants),
                "all": calibration_of_trials(lists[known], applicants),
            }
            for known in KNOWLEDGE
        },
        by_type={
            (known, kind): calibration_of_trials(own[known], applicants, kind)
            for known in KNOWLEDGE
            for kind in study.types
        },
        adopted=adopted_means(seasons.adopted),
        adopted_calibrations={known: calibration_when_adopted(seasons.adopted, known) for known in adopting},
        expecting_calibrations={
            known: calibration_when_adopted(seasons.adopted, known, expecting=True) for known in adopting
        },
        settling={known: settling_of(seasons.adopted, known) for known in adopting},
        world=world_means(seasons.groups),
    )


def findings_json(found: Findings, command: str) -> str:
    """The figures as one JSON object."""
    study = found.seasons.study
    content = {
        "command": command,
        "study": asdict(study),
        "totals": [_cell_json(cell) for cell in found.totals],
        "cells": [_cell_json(cell) for cell in found.cells],
        "calibration": {
            known: {name: asdict(one) for name, one in by_rule.items()} for known, by_rule in found.calibrations.items()
        },
        "calibration_by_type": [
            {"known": known, "type": kind, **asdict(one)} for (known, kind), one in found.by_type.items()
        ],
        "everybody": [asdict(one) for one in found.adopted],
        "everybody_calibration": {known: asdict(one) for known, one in found.adopted_calibrations.items()},
        "everybody_expecting_calibration": {known: asdict(one) for known, one in found.expecting_calibrations.items()},
        "everybody_settling": {known: asdict(one) for known, one in found.settling.items()},
        "world": [asdict(one) for one in found.world],
    }
    return json.dumps(_without_nan(content), allow_nan=False, indent=1)


def _cell_json(cell: Cell) -> dict[str, Any]:
    return {
        "specialty": cell.specialty,
        "type": cell.kind,
        "known": cell.known,
        "best_folklore": cell.best,
        "best_folklore_without_chances": cell.best_plain,
        "matched_difference": asdict(cell.matched),
        "matched_difference_without_chances": asdict(cell.matched_plain),
        "matched_difference_independent": asdict(cell.matched_independent),
        "utility_difference": asdict(cell.utility),
        "rules": {name: asdict(means) for name, means in cell.rules.items()},
    }


def _without_nan(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {key: _without_nan(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and math.isnan(value) else value
