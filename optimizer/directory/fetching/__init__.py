"""Public files that matchlist knows of, fetched when a person asks for it, checked, joined and kept."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.directory.fetching.catalogue import (
        CATALOGUE_VARIABLE,
        PublicFile,
        PublicFiles,
        entry_named,
        load_public_files,
        read_public_files,
    )
    from optimizer.directory.fetching.download import Progress, fetched_files
    from optimizer.directory.fetching.fetch import Fetched, fetch

opened_later(__name__)

__all__ = [
    "CATALOGUE_VARIABLE",
    "Fetched",
    "Progress",
    "PublicFile",
    "PublicFiles",
    "entry_named",
    "fetch",
    "fetched_files",
    "load_public_files",
    "read_public_files",
]
