"""Plans of people who log in, in a database of the host's, where the host of this copy has named one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Never

import streamlit as st

from optimizer.dashboard.login import login_is_set_up
from optimizer.errors import BadInput, Fault
from optimizer.hosting import from_host
from optimizer.plan import Desk, DeskDatabase, database_of

_SECTION = "database"


@dataclass(frozen=True, slots=True)
class _NoDatabase:
    """In the place of a database that can't be used as its host has named it: refuses everything, and says why."""

    error: BadInput

    def reading(self) -> Never:
        """Refuse to read."""
        raise self.error

    def writing(self, owner: str) -> Never:  # noqa: ARG002 - it is nobody's
        """Refuse to write."""
        raise self.error


def database_desk() -> Desk | None:
    """The desk of whoever has logged in, in the host's database; None where the host has named none, or nobody has."""
    settings = _settings()
    if settings is None or not login_is_set_up():
        return None
    issuer, person = st.user.get("iss"), st.user.get("sub")
    if not person:
        what = "the login's provider doesn't say who you are (it gives no “sub”)"
        return Desk(_NoDatabase(BadInput(Fault(what, "your account", remedy="Tell whoever hosts this copy"))), "")
    try:
        place: DeskDatabase | _NoDatabase = _database(settings)
    except BadInput as error:
        place = _NoDatabase(error)
    return Desk(place, hashlib.sha256(f"{issuer} {person}".encode()).hexdigest())


def _settings() -> tuple[tuple[str, object], ...] | None:
    """What the host has written down of the database; None where there is nothing."""
    given = from_host(_SECTION)
    if given is None:
        return None
    return tuple(given.items()) if isinstance(given, Mapping) else (("address", given),)


@st.cache_resource(show_spinner=False, max_entries=1, on_release=DeskDatabase.close)
def _database(settings: tuple[tuple[str, object], ...]) -> DeskDatabase:
    """One for all visitors."""
    return database_of(dict(settings))
