"""How old a figure is: which season or match it is of, and how many seasons before another one that was."""

from optimizer.evidence.row import EvidenceRow

_OF_THE_MATCH = ("match_rate", "positions", "ranks_")
"""Names of figures that a match brings, and no season of applications before it."""


def of_words(row: EvidenceRow) -> str:
    """Say what a figure is of: "of 2023-24", "of the 2026 match"; empty where it is assumed and of no season."""
    if not row.season:
        return ""
    first, _, last = row.season.partition("-")
    if _is_of_the_match(row):
        return f"of the matches {first} to {last}" if last else f"of the {first} match"
    return f"of {_applications(first)} to {_applications(last)}" if last else f"of {_applications(first)}"


def seasons_before(row: EvidenceRow, season: int) -> int | None:
    """Return how many seasons before another one a figure was read for; 0 for that one or later, None where assumed."""
    return max(0, season - int(row.season[-4:])) if row.season else None


def _is_of_the_match(row: EvidenceRow) -> bool:
    if any(part in row.name for part in _OF_THE_MATCH):
        return True
    return any(word in row.source for word in ("NRMP", "Match rates")) and "Survey" not in row.source


def _applications(match: str) -> str:
    """The season of applications that ends in a match: "2024" is 2023-24."""
    return f"{int(match) - 1}-{match[-2:]}"
