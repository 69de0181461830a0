"""Citizenship of the United States, apart from where one studied and from which visa one needs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Citizenship = Literal["us-citizen", "permanent-resident", "other"]
CITIZENSHIPS: tuple[Citizenship, ...] = get_args(Citizenship)
NEEDING_NO_VISA: tuple[Citizenship, ...] = ("us-citizen", "permanent-resident")
CITIZENSHIP_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "us-citizen": "US citizen",
        "permanent-resident": "permanent resident of the US",
        "other": "neither citizen nor permanent resident of the US",
    }
)
