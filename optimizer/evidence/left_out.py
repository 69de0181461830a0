"""Published figures that are known and not used, with the reason."""

import csv
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from optimizer.data_folder import data_folder


class LeftOut(BaseModel):
    """A published figure that neither the estimate nor its calibration uses."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    figure: str = Field(min_length=1)
    source: str = Field(min_length=1)
    reason: str = Field(min_length=1)


@cache
def load_left_out() -> tuple[LeftOut, ...]:
    """What was left out of the evidence table that comes with matchlist."""
    with (data_folder() / "evidence_left_out.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(LeftOut.model_validate(row) for row in csv.DictReader(stream))
