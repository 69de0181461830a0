"""Seasons for tests: a tracker with a few programs, days of the 2026 season."""

from datetime import date
from typing import Any

from optimizer.season.tracker import Tracked

SENT = date(2025, 9, 24)
OCTOBER = date(2025, 10, 10)
NOVEMBER = date(2025, 11, 12)
DECEMBER = date(2025, 12, 5)
TODAY = date(2026, 2, 1)


def tracked(identity: str = "im-00", /, **facts: Any) -> Tracked:
    given = {
        "name": f"Program {identity}",
        "institution": f"Hospital {identity}",
        "specialty": "internal-medicine",
        "city": "Los Angeles",
        "state": "CA",
    }
    return Tracked(identity, **(given | facts))
