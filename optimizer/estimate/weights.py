"""The user's weights of the estimate's terms."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Weight = Annotated[
    float,
    Field(ge=0, le=3, strict=True, allow_inf_nan=False, description="a number from 0 to 3; 1 = as estimated"),
]


class Weights(BaseModel):
    """Multipliers of the terms of the interview log-odds; 1 is as estimated, 0 leaves the term out.

    Parameters
    ----------
    score : float
        Step 2 CK.
    requirements : float
        Years since graduation, US clinical months, failed attempts. Visa policy is a fact and isn't weighted.
    geography : float
        In-state address or school, and the stated geographic preference.
    ties : float
        Ties to programs and places.
    signals : float
        Program signals.
    setting : float
        State, university hospital and research intensity of a program whose own rate is unknown.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    score: Weight = 1.0
    requirements: Weight = 1.0
    geography: Weight = 1.0
    ties: Weight = 1.0
    signals: Weight = 1.0
    setting: Weight = 1.0
