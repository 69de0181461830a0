"""Which program of a directory each row means: by its ids, else by name and place; what is not plain is never guessed.

The rule, for each program that a file names (its rows of one id, or of one name, city, state and specialty):

1. matchlist's own id, else the ACGME id, else an NRMP code, that the directory knows.
2. The same name in words that count, in the same city, state and specialty. Where the row has no city: in the same
   state, if it is the only one.
3. What rows of the same name have claimed is set aside. Then a likeness (`importing.names.likenesses`) of 90 or more in
   the same city, if row and program are each other's best by 5 or more; of 85 to 90, if besides both are the only ones
   left in that city; or the same words in another city of the metropolitan area, if there is one such.
4. It may be the same, and is for the user to decide, with a likeness of 60 or more in the same city, as the only row
   and only program left in the city, or with whole names that are 92 or more alike elsewhere in the state. Or in a city
   where the directory has a program that no row means, although the file means two thirds or more of that specialty and
   state: a hospital that was renamed, more likely than one that a list of nearly all has left out.
5. Else it is new. Different ids are never joined.
"""

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np
import numpy.typing as npt

from optimizer.directory.geography import state_named
from optimizer.directory.importing.names import NameWords, likenesses, name_words, shared, whole_likenesses
from optimizer.directory.place_names import place_key
from optimizer.directory.places import load_gazetteer

EQUAL, MAY_HAVE_MOVED, SAME, SAME_IF_ALONE, MAY_BE_SAME, MARGIN = 100.0, 92.0, 90.0, 85.0, 60.0, 5.0
_MOST_CANDIDATES = 5
_NEARLY_ALL = 2 / 3
_MOST_COMPARISONS = 1_000_000
"""In one specialty and state, of which no real one has more than 100 programs."""
_MOST_COMPARISONS_IN_ALL = 5_000_000
"""Some seconds; a table of the whole country has about a million."""
_MOST_OF_ONE_NAME = 50

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Block = tuple[str, str]
"""Specialty and state."""


@functools.lru_cache(maxsize=4096)
def city_key(city: str) -> str:
    """What two spellings of a city have in common; thousands of programs share a few hundred cities."""
    return place_key(city)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells which program it is; empty text is unknown.

    Parameters
    ----------
    own_id : str
        matchlist's.
    acgme_id : str
    nrmp_codes : tuple of str
    name, institution, city, state, specialty : str
    """

    own_id: str
    acgme_id: str
    nrmp_codes: tuple[str, ...]
    name: str
    institution: str
    city: str
    state: str
    specialty: str

    @classmethod
    def of(cls, facts: Mapping[str, object]) -> "Identity":
        """The identity within the fields of a program."""
        text = {field: str(facts.get(field) or "") for field in ("acgme_id", "name", "institution", "city", "state")}
        codes = tuple(str(facts.get("nrmp_code") or "").split())
        specialty, own_id = str(facts.get("specialty") or ""), str(facts.get("id") or "")
        return cls(own_id=own_id, nrmp_codes=codes, specialty=specialty, **text)

    @property
    def block(self) -> Block:
        """Where to look for it."""
        return self.specialty, self.state

    def differs_by_id(self, other: "Identity") -> bool:
        """Whether both have ids and these say that they are two programs."""
        if self.acgme_id and other.acgme_id:
            return self.acgme_id != other.acgme_id
        # The first seven digits are institution and specialty; the rest is the track.
        here, there = ({code[:7] for code in one.nrmp_codes} for one in (self, other))
        return bool(here and there) and not here & there


def _differ_by_id(some: Sequence[Identity], others: Sequence[Identity]) -> BoolArray:
    """`Identity.differs_by_id` of each of some with each of others, shape (some, others)."""
    one, other = ([identity.acgme_id for identity in side] for side in (some, others))
    both = np.logical_and.outer([bool(each) for each in one], [bool(each) for each in other])
    differ = np.not_equal.outer(np.array(one, dtype=object), np.array(other, dtype=object)).astype(np.bool_)
    stems = (
        [frozenset(code[:7] for code in identity.nrmp_codes) for identity in some],
        [frozenset(code[:7] for code in identity.nrmp_codes) for identity in others],
    )
    coded = np.logical_and.outer([bool(each) for each in stems[0]], [bool(each) for each in stems[1]])
    apart = coded & (shared(*stems) == 0) if coded.any() else coded
    return np.where(both, differ, apart)


@dataclass(frozen=True, slots=True)
class Match:
    """What became of one program that a file names.

    Parameters
    ----------
    kind : {"joined", "new", "ambiguous", "refused"}
    program : str
        Id, where joined.
    how : str
        In words.
    candidates : tuple of str
        Ids of programs that may be meant, the likeliest first.
    plain : bool
        Joined by an id, or by the very name and city: a second program of these can't be in one directory.
    """

    kind: Literal["joined", "new", "ambiguous", "refused"]
    program: str = ""
    how: str = ""
    candidates: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """A program of the directory, ready for comparing."""

    id: str
    identity: Identity
    city: str
    metro: str | None
    words: tuple[NameWords, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A program that the file names, ready for comparing."""

    number: int
    identity: Identity
    city: str
    metro: str | None
    words: NameWords


class Index:
    """The programs of a directory by id, code and place."""

    def __init__(self, identities: Iterable[tuple[str, Identity]]) -> None:
        self._ids: set[str] = set()
        self._by_acgme_id: dict[str, list[str]] = defaultdict(list)
        self._by_nrmp_code: dict[str, list[str]] = defaultdict(list)
        self._by_block: dict[Block, list[_Known]] = defaultdict(list)
        metros = _Metros()
        for program, identity in identities:
            self._ids.add(program)
            if identity.acgme_id:
                self._by_acgme_id[identity.acgme_id].append(program)
            for code in identity.nrmp_codes:
                self._by_nrmp_code[code].append(program)
            self._by_block[identity.block].append(_known(program, identity, metros))

    def match(self, rows: Sequence[Identity]) -> list[Match]:
        """What each program that one file names is in the directory, in the same order."""
        found: dict[int, Match] = {}
        metros = _Metros()
        for number, identity in enumerate(rows):
            match = self._by_ids(identity)
            if match is not None:
                found[number] = match
        claimed = {match.program for match in found.values()}
        blocks: dict[Block, list[_Row]] = defaultdict(list)
        for number, identity in enumerate(rows):
            if number not in found:
                blocks[identity.block].append(_row(number, identity, metros))
        comparisons = _Comparisons()
        for block, left in blocks.items():
            programs = self._by_block.get(block, ())
            known = [program for program in programs if program.id not in claimed]
            found.update(_with_doubts(left, known, _match_block(left, known, comparisons), len(programs)))
        return [found[number] for number in range(len(rows))]

    def _by_ids(self, identity: Identity) -> Match | None:
        if identity.own_id in self._ids:
            return Match("joined", identity.own_id, "by matchlist's id", plain=True)
        by_id = self._by_acgme_id.get(identity.acgme_id, [])
        by_code = list(
            dict.fromkeys(found for code in identity.nrmp_codes for found in self._by_nrmp_code.get(code, ()))
        )
        both = tuple(dict.fromkeys([*by_id, *by_code]))
        if not both:
            return None
        if len(both) > 1:
            return Match("ambiguous", how="its ids belong to several programs", candidates=both)
        return Match("joined", both[0], "by ACGME id" if by_id else "by NRMP code", plain=True)


class _Metros:
    """Metropolitan areas of cities, each looked up once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], str | None] = {}

    def of(self, identity: Identity) -> str | None:
        place = identity.city, identity.state
        if place not in self._found:
            found = load_gazetteer().find(*place) if all(place) else None
            self._found[place] = found.metro if found else None
        return self._found[place]


def _known(program: str, identity: Identity, metros: _Metros) -> _Known:
    place = _place(identity)
    words = [name_words(identity.name, place)]
    if identity.institution:
        words.append(name_words(f"{identity.institution} {identity.name}", place))
    return _Known(program, identity, city_key(identity.city), metros.of(identity), tuple(words))


def _row(number: int, identity: Identity, metros: _Metros) -> _Row:
    words = name_words(identity.name, _place(identity))
    return _Row(number, identity, city_key(identity.city), metros.of(identity), words)


def _place(identity: Identity) -> str:
    state = state_named(identity.state)
    return f"{identity.city} {state.name if state else ''}"


class _Comparisons:
    """How many pairs of names may still be compared."""

    def __init__(self) -> None:
        self._left = _MOST_COMPARISONS_IN_ALL

    def allow(self, rows: int, programs: int) -> bool:
        """Whether so many rows may be compared with so many programs, which takes from what is left."""
        if rows * programs > min(_MOST_COMPARISONS, self._left):
            return False
        self._left -= rows * programs
        return True


def _match_block(rows: Sequence[_Row], known: Sequence[_Known], comparisons: _Comparisons) -> dict[int, Match]:
    """Match rows and programs of one specialty and state."""
    found: dict[int, Match] = {}
    by_name: dict[str, list[_Known]] = defaultdict(list)
    by_name_and_city: dict[tuple[str, str], list[_Known]] = defaultdict(list)
    for program in known:
        by_name[program.words[0].key].append(program)
        by_name_and_city[program.words[0].key, program.city].append(program)
    for row in rows:
        key = row.words.key
        match = _by_name(row, by_name_and_city.get((key, row.city), ()) if row.city else by_name.get(key, ()))
        if match is not None:
            found[row.number] = match
    claimed = {match.program for match in found.values() if match.kind == "joined"}
    free = [program for program in known if program.id not in claimed]
    left = [row for row in rows if row.number not in found]
    if not comparisons.allow(len(left), len(free)):
        how = f"too many programs of one specialty and state to compare ({len(left)} with {len(free)})"
        return found | {row.number: Match("refused", how=how) for row in left}
    found.update(_by_likeness(left, free))
    return found


def _with_doubts(
    rows: Sequence[_Row], known: Sequence[_Known], matches: Mapping[int, Match], programs: int
) -> dict[int, Match]:
    """Matches in which a row isn't new where it may be the new name of a program that a list of nearly all lacks."""
    joined = {match.program for match in matches.values() if match.kind == "joined"}
    if programs - len(known) + len(joined) < _NEARLY_ALL * programs:
        return dict(matches)
    meant = joined | {program for match in matches.values() for program in match.candidates}
    unnamed: dict[str, list[_Known]] = defaultdict(list)
    for one in sorted(known, key=lambda each: each.id):
        if one.id not in meant:
            unnamed[one.city].append(one)
    return {
        row.number: _doubted(row, unnamed.get(row.city, ())) or matches[row.number]
        if matches[row.number].kind == "new"
        else matches[row.number]
        for row in rows
    }


def _doubted(row: _Row, unnamed: Sequence[_Known]) -> Match | None:
    here = (one.id for one in unnamed if not row.identity.differs_by_id(one.identity))
    candidates = tuple(islice(here, _MOST_CANDIDATES))
    if not candidates:
        return None
    how = "no name like it is in the directory, but a program of its city that the file doesn't name"
    return Match("ambiguous", how=how, candidates=candidates)


def _by_name(row: _Row, named: Sequence[_Known]) -> Match | None:
    """What a row of the same name means; `named` are those of its city, or of the state where it has none."""
    alike = (program.id for program in named if not row.identity.differs_by_id(program.identity))
    same = tuple(islice(alike, _MOST_OF_ONE_NAME))
    if not same:
        return None
    if len(same) > 1:
        how = "several programs have this name there" if row.city else "several programs of the state have this name"
        return Match("ambiguous", how=how, candidates=same)
    return Match("joined", same[0], "by name and city" if row.city else "by name and state", plain=bool(row.city))


def _by_likeness(rows: Sequence[_Row], free: Sequence[_Known]) -> dict[int, Match]:
    if not rows:
        return {}
    rows_in = Counter(row.city for row in rows)
    programs_in = Counter(program.city for program in free)
    options = [_no_options()] * len(rows) if not free else _options(rows, free)
    rivals = _Rivals(options)
    return {
        row.number: _decide(option, rivals, alone=rows_in[row.city] == programs_in[row.city] == 1)
        for row, option in zip(rows, options, strict=True)
    }


@dataclass(frozen=True, slots=True)
class _Options:
    """Programs that a row may mean, each with its likeness, the likeliest first.

    Parameters
    ----------
    near : in the same city
    nearby : of the same words, elsewhere in the metropolitan area
    elsewhere : alike, elsewhere in the state, or anywhere in it where the row has no city
    """

    near: tuple[tuple[float, str], ...]
    nearby: tuple[tuple[float, str], ...]
    elsewhere: tuple[tuple[float, str], ...]


def _no_options() -> _Options:
    return _Options((), (), ())


def _options(rows: Sequence[_Row], free: Sequence[_Known]) -> list[_Options]:
    """What each row may mean; likenesses are taken of all pairs at once."""
    # In the order of their ids, so that a stable sort leaves equals in it.
    free = sorted(free, key=lambda program: program.id)
    names = [row.words for row in rows]
    score = likenesses(names, [program.words[0] for program in free])
    longer = [k for k, program in enumerate(free) if len(program.words) > 1]
    if longer:
        score[:, longer] = np.maximum(score[:, longer], likenesses(names, [free[k].words[1] for k in longer]))
    whole = whole_likenesses(names, [program.words[0] for program in free])
    possible = ~_differ_by_id([row.identity for row in rows], [program.identity for program in free])
    place = {city: k for k, city in enumerate(dict.fromkeys(program.city for program in free))}
    city = np.array([place[program.city] for program in free])
    found = []
    for k, row in enumerate(rows):
        here = possible[k] & (city == place.get(row.city, -1)) if row.city else np.zeros(len(free), dtype=np.bool_)
        away = possible[k] & ~here
        order = np.argsort(-score[k], kind="stable")
        near = tuple((float(score[k, j]), free[j].id) for j in order[here[order]])
        far = [(float(whole[k, j]), free[j]) for j in order[(away & (whole[k] >= MAY_HAVE_MOVED))[order]]]
        nearby = tuple((alike, one.id) for alike, one in far if alike >= EQUAL and row.metro and row.metro == one.metro)
        found.append(_Options(near, nearby, tuple((alike, one.id) for alike, one in far)))
    return found


class _Rivals:
    """The best likeness that any row has to each program, and the second best; 0 where there is none."""

    def __init__(self, options: Iterable[_Options]) -> None:
        self._of: dict[str, tuple[float, float]] = {}
        for option in options:
            for score, program in (*option.near, *option.nearby):
                best, second = self._of.get(program, (0.0, 0.0))
                self._of[program] = (score, best) if score > best else (best, max(second, score))

    def best(self, program: str) -> float:
        return self._of.get(program, (0.0, 0.0))[0]

    def second(self, program: str) -> float:
        return self._of.get(program, (0.0, 0.0))[1]


def _decide(options: _Options, rivals: _Rivals, *, alone: bool) -> Match:
    if options.near:
        score, program = options.near[0]
        next_best = max([*(other for other, _ in options.near[1:]), rivals.second(program)])
        is_best = score >= rivals.best(program)
        if is_best and score - next_best >= MARGIN and (score >= SAME or (alone and score >= SAME_IF_ALONE)):
            return Match("joined", program, f"by city and a name that is alike ({score:.0f} of 100)")
    may_be = [(score, program) for score, program in options.near if score >= MAY_BE_SAME or alone]
    if not may_be and len(options.nearby) == 1 and rivals.second(options.nearby[0][1]) <= EQUAL - MARGIN:
        return Match("joined", options.nearby[0][1], "by name and metropolitan area")
    may_be += options.elsewhere
    if may_be:
        ordered = sorted(may_be, key=lambda pair: (-pair[0], pair[1]))[:_MOST_CANDIDATES]
        how = "its name is like that of " + ("another program" if len(ordered) == 1 else "other programs")
        return Match("ambiguous", how=how, candidates=tuple(program for _, program in ordered))
    return Match("new", how="not in the directory")
