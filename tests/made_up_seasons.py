"""A season file of one's own making, years after those that are shipped."""

from datetime import date, timedelta
from pathlib import Path

from optimizer.evidence import DateKind, load_season, season_years

NEEDED: tuple[DateKind, ...] = ("service-opens", "submit-from", "rank-list-due", "match-week", "match-day")


def write_following_season(folder: Path) -> int:
    """Write the file of the season after the last shipped one, based on it, a year of weeks later; its year."""
    last = load_season(season_years()[-1])
    year = last.season + 1
    lines = [
        f"season = {year}",
        f"based_on = {last.season}",
        f'applications = "{year - 1}-{year % 100}"',
        f'match = "March {year}"',
        '[sources]\nown = { title = "Made up", address = "" }',
    ]
    for what in NEEDED:
        found = last.date_of(what)
        on = found.on if found is not None else date(year, 3, 1)
        lines.append(
            f'[[dates]]\nwhat = "{what}"\nname = "{what}"\non = {on + timedelta(weeks=52)}\n'
            f'source = "own"\nseason = {year}\ngrade = "C"'
        )
    (folder / f"{year}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return year
