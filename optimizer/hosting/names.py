"""The names that a server goes by: what a request may call it, and from which pages it may come."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self
from urllib.parse import SplitResult, urlsplit

THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")
_EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, never bound to


@dataclass(frozen=True, slots=True)
class OwnNames:
    """What a server was started for.

    A page elsewhere can point a name of its own at this machine (DNS rebinding) and would then count as the dashboard
    itself to the browser; but the browser still says that name, in ``Host`` and ``Origin``.

    Parameters
    ----------
    listed : frozenset of str
        Names that its host has given, in lower case: ``*.`` in front stands for anything below, ``*`` for any name.
    local : frozenset of str
        Names of this computer, and the one address that the server listens on.
    any_number : bool
        Whether it listens on every address: then any IP address is its own. A number can't be pointed elsewhere.
    """

    listed: frozenset[str]
    local: frozenset[str]
    any_number: bool = False

    @classmethod
    def of(cls, address: str | None, listed: Collection[str]) -> Self:
        """Of the address that a server listens on, and the names that its host has given."""
        bound = (address or "").strip("[]").casefold()
        every = bound in _EVERY_ADDRESS
        names = frozenset(name for one in listed if (name := one.strip().casefold().rstrip(".")))
        return cls(names, frozenset((*THIS_COMPUTER, *(() if every else (bound,)))), every)

    def has_host(self, host: str | None) -> bool:
        """Whether a ``Host`` header names this server; the port is not looked at."""
        name = _name(host)
        if name is None:
            return False
        return "*" in self.listed or name in self.local or self._is_listed(name) or (self.any_number and _number(name))

    def has_origin(self, origin: str | None, host: str | None) -> bool:
        """Whether a request comes from this server's own page; one without ``Origin`` comes from no other page.

        Parameters
        ----------
        origin, host : str or None
            The two headers. A proxy may put its own name for the server into ``Host``; then a listed name counts.
        """
        if origin is None:
            return True
        found = _split(origin)
        if found is None or found.scheme not in {"http", "https"}:
            return False
        return found.netloc.casefold() == (host or "").casefold() or self._is_listed(_name(found.netloc) or "")

    def _is_listed(self, name: str) -> bool:
        return name in self.listed or any(known.startswith("*.") and name.endswith(known[1:]) for known in self.listed)


def _split(address: str) -> SplitResult | None:
    try:
        found = urlsplit(address)
        _ = found.port
    except ValueError:
        return None
    return found


def _name(host: str | None) -> str | None:
    """The name in a ``Host`` header; None where it is none."""
    found = _split(f"//{host}") if host else None
    if found is None or found.username is not None or found.path or found.query or found.fragment:
        return None
    return found.hostname.rstrip(".") if found.hostname else None


def _number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
