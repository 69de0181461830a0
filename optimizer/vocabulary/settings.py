"""Settings of programs, and how strong research is at the medical school behind one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Setting = Literal["university", "university-affiliated", "community", "military"]
SETTINGS: tuple[str, ...] = get_args(Setting)
UNKNOWN = "unknown"
SettingOrUnknown = Literal["university", "university-affiliated", "community", "military", "unknown"]
SETTINGS_AND_UNKNOWN: tuple[str, ...] = get_args(SettingOrUnknown)

SETTING_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "university": "University hospital",
        "university-affiliated": "University-affiliated hospital",
        "community": "Community hospital",
        "military": "Military hospital",
    }
)
"""As headings."""

ResearchIntensity = Literal["top-25", "26-60", "other"]
RESEARCH_INTENSITIES: tuple[str, ...] = get_args(ResearchIntensity)
"""Place of the program's medical school by research funding."""
