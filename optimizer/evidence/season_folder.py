"""Which seasons there are, and which of them a day belongs to: every file of the seasons folder is one."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault
from optimizer.evidence.season import Season
from optimizer.evidence.season_file import read_season
from optimizer.prebuilt import prebuilt

FURTHER_FOLDER = "MATCHLIST_SEASONS"
"""Environment variable: a folder of further season files. One of the same year stands in place of the shipped one."""


@dataclass(frozen=True, slots=True)
class SeasonChoice:
    """The season for a day, and whether there is a file of it.

    Parameters
    ----------
    year : int
        Season whose file counts.
    day : datetime.date
        The day that was asked for.
    wanted : int
        Season that the day belongs to: the match that a person on that day is in or is preparing for. Where no file
        of it is near, taken from the month and day on which rank lists were due in the nearest season with a file.
    """

    year: int
    day: date
    wanted: int

    @property
    def fits(self) -> bool:
        """Whether there is a file of the season that the day belongs to; if not, another one's has to do."""
        return self.year == self.wanted


@dataclass(frozen=True, slots=True)
class _File:
    """A season file as it is on disk: read again where it has changed."""

    path: Path
    changed_ns: int
    size: int


def season_years() -> tuple[int, ...]:
    """Return the years of all seasons that there is a file of, the latest last.

    Raises
    ------
    BadInput
        With the faults of all files: one that can't be read, has a hole, is not named by its year, is based on a
        season that isn't there, or begins before the one before it is over.
    """
    return tuple(_seasons())


def load_season(year: int) -> Season:
    """Return a season; read once, then remembered.

    Parameters
    ----------
    year : int
        Its label: 2026 is the application of 2025-26, matched in March 2026.

    Raises
    ------
    BadInput
        Where there is no such season, naming those that there are.
    """
    known = _seasons()
    if year not in known:
        allowed = ", ".join(str(known_year) for known_year in known)
        raise BadInput(Fault("unknown season", "season", year, allowed, "Choose one of the allowed seasons"))
    return known[year]


def season_for(day: date) -> int:
    """Return the season that a person on a day is in or is preparing for; see `season_choice`."""
    return season_choice(day).year


def season_choice(day: date) -> SeasonChoice:
    """Return the season for a day: until rank lists are due (that day included) the current match, afterwards the next.

    Where there is no file of that season, the latest one before it stands in, or else the earliest of all;
    `SeasonChoice.fits` is False then. No day is refused, however far off it is.
    """
    known = _seasons()
    wanted = _wanted(day, [season.rank_list_due for season in known.values()])
    before = [year for year in known if year <= wanted]
    return SeasonChoice(year=max(before, default=min(known)), day=day, wanted=wanted)


def _wanted(day: date, dues: list[date]) -> int:
    """Year of the match that comes next on a day, by the day in the nearest year on which rank lists were due."""
    own = {due.year: due for due in dues}
    nearest = own[min(own, key=lambda year: (abs(year - day.year), year))]
    over = day > nearest if nearest.year == day.year else (day.month, day.day) > (nearest.month, nearest.day)
    return day.year + over


def _seasons() -> Mapping[int, Season]:
    return _read(_files())


def _files() -> tuple[_File, ...]:
    folders = [data_folder() / "seasons"]
    further = os.environ.get(FURTHER_FOLDER)
    if further:
        folders.append(Path(further))
        if not folders[-1].is_dir():
            what = "the folder of further seasons is missing"
            raise BadInput(Fault(what, FURTHER_FOLDER, further, "a folder with season files", "Correct or unset it"))
    named = {one.path.stem: one for folder in folders for one in _season_files(folder)}
    return tuple(named[stem] for stem in sorted(named))


def _season_files(folder: Path) -> list[_File]:
    if not folder.is_dir():
        return []
    # Looked at with every question about a day: `Path.glob` takes thirty times as long.
    with os.scandir(folder) as entries:
        found = [(entry.path, entry.stat()) for entry in entries if entry.name.endswith(".toml")]
    return [_File(Path(path), on.st_mtime_ns, on.st_size) for path, on in found]


@lru_cache(maxsize=4)
def _read(files: tuple[_File, ...]) -> Mapping[int, Season]:
    """All seasons by year, in their order."""
    paths = tuple(one.path for one in files)
    return MappingProxyType(prebuilt("seasons", paths, lambda: _read_files(files)))


def _read_files(files: tuple[_File, ...]) -> dict[int, Season]:
    allowed = "a year, as in 2027.toml"
    faults = [
        Fault("the name of a season file is no year", one.path.name, None, allowed, "Rename or remove it")
        for one in files
        if not _is_year(one.path.stem)
    ]
    paths = {int(one.path.stem): one.path for one in files if _is_year(one.path.stem)}
    seasons: dict[int, Season] = {}
    for year in sorted(paths):
        try:
            seasons[year] = read_season(paths[year], paths)
        except BadInput as error:
            # What is wrong with a base is told once, not again by every season that is based on it.
            faults.extend(fault for fault in error.faults if fault not in faults)
    faults.extend(_overlaps(seasons))
    if not paths and not faults:
        faults.append(
            Fault("there is no season file", str(data_folder() / "seasons"), remedy="Install matchlist again")
        )
    if faults:
        raise BadInput(faults)
    return seasons


def _is_year(stem: str) -> bool:
    return stem.isascii() and stem.isdecimal() and len(stem) == len("2027")


def _overlaps(seasons: Mapping[int, Season]) -> list[Fault]:
    return [
        Fault(
            what=f"the season begins on {after.opens}, before Match Day of season {before.season}",
            where=f"{after.season}.toml, dates",
            value=before.match_week[1],
            allowed="seasons that follow one another",
            remedy="Correct the dates of one of the two",
        )
        for before, after in pairwise(seasons.values())
        if after.opens <= before.match_week[1]
    ]
