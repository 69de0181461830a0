"""Facts that the user has kept: files in the user's data folder, joined into the shipped directory."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.directory.kept.joined import directory_with, facts_mark
    from optimizer.directory.kept.shelf import (
        FACTS_VARIABLE,
        About,
        KeptFacts,
        chosen_facts,
        forget,
        keep,
        kept_facts,
        pinned,
        shelf_folder,
    )

opened_later(__name__)

__all__ = [
    "FACTS_VARIABLE",
    "About",
    "KeptFacts",
    "chosen_facts",
    "directory_with",
    "facts_mark",
    "forget",
    "keep",
    "kept_facts",
    "pinned",
    "shelf_folder",
]
