"""What each limit of a plan is: a frozen value beside the arrays. Its name is for showing; nothing reads it back."""

from dataclasses import dataclass
from typing import Literal

from optimizer.portfolio import Limit

WishKind = Literal[
    "applications",
    "tier",
    "region",
    "setting",
    "specialty",
    "reaches",
    "signals",
    "lock",
    "signal lock",
    "institution",
    "regions opened",
    "opened region",
    "most in a region",
    "unknown fact",
    "budget",
    "places that classmates have",
    "closed signals",
    "link",
]
RULES: frozenset[WishKind] = frozenset({"closed signals", "link"})
"""Kinds that no applicant asks for: what a service, the season or the meaning of a decision rules out."""
QUOTAS: tuple[WishKind, ...] = ("tier", "region", "setting", "specialty")
"""Kinds of quotas that have a table of a plan to themselves."""


_NAMES: dict[WishKind, str] = {
    "reaches": "reaches that you want",
    "signals": "{signal} signals in {whom}",
    "lock": "lock on {whom}",
    "signal lock": "{signal} signal lock on {whom}",
    "institution": "{specialties} at {whom}",
    "opened region": "programs in {whom}, if it is opened",
    "most in a region": "most programs in {whom}",
    "unknown fact": "programs of unknown {whom}{again}",
    "closed signals": "signals that a specialty doesn't have",
    "link": "link: {whom}",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that a plan asks of its list, or a rule that holds whatever it asks.

    Parameters
    ----------
    kind : str
        What it is.
    of : tuple of str
        Whom it is about: the tier, region, setting or program; the specialties that share signals; the institution
        (none = every institution); the fact that isn't known.
    signal : str or None
        Of a cap on signals and of a lock with one: which kind.
    number : int or None
        Of an institution: how many specialties are allowed there; of an unknown fact: the how-manyth condition on it.
    """

    kind: WishKind
    of: tuple[str, ...] = ()
    signal: str | None = None
    number: int | None = None

    @property
    def is_rule(self) -> bool:
        """Whether it is no applicant's wish, and can't be taken back."""
        return self.kind in RULES

    @property
    def name(self) -> str:
        """How it is called in lists, messages and files; no two of a plan are called the same."""
        whom = " and ".join(self.of)
        names = _NAMES.get(self.kind, "{kind} {whom}" if self.of else "{kind}")
        return names.format(
            kind=self.kind,
            whom=whom or "an institution",
            signal=self.signal,
            specialties=specialties_words(self.number or 0),
            # Two distances rest on one fact, and every limit has a name of its own.
            again=f" ({self.number})" if self.number else "",
        )


APPLICATIONS, BUDGET = Wish("applications"), Wish("budget")
REACHES, REGIONS_OPENED = Wish("reaches"), Wish("regions opened")
CLOSED_SIGNALS = Wish("closed signals")


def link(words: str) -> Wish:
    """What a decision means, as a row that ties it to the programs."""
    return Wish("link", (words,))


def everywhere(wish: Wish) -> Wish:
    """What is asked of each institution or each opened region, as the one thing that the plan asks."""
    return Wish(wish.kind, number=wish.number)


def opened_region(region: str) -> Wish:
    """What is asked of a region that is opened."""
    return Wish("opened region", (region,))


def specialties_words(most: int) -> str:
    """How many specialties, in words."""
    return "one specialty" if most == 1 else f"{most} specialties"


@dataclass(frozen=True, slots=True)
class Wished:
    """Which wish stands behind each limit of a problem, by the limit's name.

    Parameters
    ----------
    by_name : dict of str to Wish
    """

    by_name: dict[str, Wish]

    def behind(self, limit: Limit | str) -> Wish:
        """The wish behind a limit, or behind one that is named in an outcome."""
        return self.by_name[limit if isinstance(limit, str) else limit.name]

    def of_kind(self, *kinds: WishKind) -> frozenset[str]:
        """Names of the limits that are of some kinds."""
        return frozenset(name for name, wish in self.by_name.items() if wish.kind in kinds)
