"""Bringing tables to their present form by Alembic's steps, inside the transaction of whoever opened them."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection


def known_forms(folders: Sequence[Path]) -> list[str]:
    """Numbers of the steps, in order, from their file names: loading Alembic takes longer than all the rest."""
    return sorted(file.stem[1:5] for folder in folders for file in folder.glob("v[0-9]*_*.py"))


def bring_to_present_form(store: Connection, script: Path, folders: Sequence[Path]) -> None:
    """Take all steps that are still to be taken.

    Parameters
    ----------
    store : sqlalchemy.Connection
        In a transaction.
    script : pathlib.Path
        The folder of Alembic's entry.
    folders : sequence of pathlib.Path
        Where the steps lie.
    """
    from alembic import command  # noqa: PLC0415 - only where there is something to migrate
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _escaped(script))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_escaped, folders)))
    config.attributes["connection"] = store
    command.upgrade(config, "head")


def _escaped(folder: Path) -> str:
    """A path as Alembic's configuration reads it: a per cent sign stands for a variable there."""
    return str(folder).replace("%", "%%")
