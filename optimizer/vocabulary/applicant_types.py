"""Types of applicants, as published figures tell them apart: by school and by citizenship."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

ApplicantType = Literal["us-md", "us-do", "us-img", "non-us-img"]
APPLICANT_TYPES: tuple[str, ...] = get_args(ApplicantType)

US_SCHOOL_TYPES: tuple[str, ...] = ("us-md", "us-do")
"""Of a school in the United States."""
INTERNATIONAL_TYPES: tuple[str, ...] = ("us-img", "non-us-img")
"""International medical graduates."""

TYPE_NAMES: Mapping[str, str] = MappingProxyType(
    {"us-md": "US MD", "us-do": "US DO", "us-img": "US IMG", "non-us-img": "non-US IMG"}
)
"""As people write them."""
TYPE_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "us-md": "a school in the United States that grants the MD",
        "us-do": "a school of osteopathic medicine",
        "us-img": "a citizen of the United States, school abroad",
        "non-us-img": "no citizen, with or without a green card, school abroad",
    }
)
"""Whom a type is for, in the order in which one reads them: the last is what is left."""
