"""Where matchlist's own data files are, in a checkout and in an installed wheel."""

from functools import cache
from pathlib import Path

from optimizer.errors import BadInput, Fault

PACKAGE = Path(__file__).resolve().parent


@cache
def data_folder(package: Path = PACKAGE) -> Path:
    """Folder that holds programs.csv, places.csv, states.csv and the other files that come with matchlist.

    It is looked for once: some ask with every program of a list.

    Parameters
    ----------
    package : pathlib.Path
        Folder of the imported package. An installed wheel has ``data`` inside it, a checkout beside it.

    Returns
    -------
    pathlib.Path
        An existing folder.

    Raises
    ------
    BadInput
        When neither folder exists.
    """
    candidates = (package / "data", package.parent / "data")
    for folder in candidates:
        # An empty or foreign folder may have that name, so look for a file that is always there.
        if (folder / "states.csv").is_file():
            return folder
    raise BadInput(
        Fault(
            what="matchlist's data folder is missing",
            where=str(candidates[0]),
            allowed=f"a folder with states.csv there or at {candidates[1]}",
            remedy="Install matchlist again, or run it from a complete checkout.",
        )
    )
