"""Which program of a directory each row means: by its ids, else by name and place; what is not plain is never guessed.

The rule, for each program that a file names (its rows of one id, or of one name, city, state and specialty):

1. matchlist's own id, else the ACGME id, else an NRMP code, that the directory knows.
2. The same name in words that count, in the same city, state and specialty. Where the row has no city: in the same
   state, if it is the only one.
3. What rows of the same name have claimed is set aside. Then a likeness (`importing.names.likeness`) of 90 or more in
   the same city, if row and program are each other's best by 5 or more; of 85 to 90, if besides both are the only ones
   left in that city; or the same words in another city of the metropolitan area, if there is one such.
4. It may be the same, and is for the user to decide, with a likeness of 60 or more in the same city, as the only row
   and only program left in the city, or with whole names that are 92 or more alike elsewhere in the state. Or in a city
   where the directory has a program that no row means, although the file means two thirds or more of that specialty and
   state: a hospital that was renamed, more likely than one that a list of nearly all has left out.
5. What people call an institution (institution_names.csv, or the initials of its name) is that program where there is
   one such in the city or its metropolitan area, else it may be.
6. It may be the same as well where a program elsewhere in the state has all words that tell it apart, or one that
   hardly any other has; and a short name in capitals that says nothing may be any program of its city.
7. Else it is new. Different ids are never joined.

A program of one-year positions alone (`Program.is_first_year_only`) is none of the specialty's: only rows of such
positions can mean it, and they mean the specialty's program first.

A name counts as written, and without tracks ("(Categorical)") and the words of its specialty. A city that no list of
places has is read as the one of the state's programs that is spelled almost so. Without a state, the city's counts.
"""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

import numpy as np

from optimizer.arrays import BoolArray
from optimizer.directory.geography import state_named
from optimizer.directory.importing.names import NameWords, likeness, likenesses, name_words, shared, whole_likenesses
from optimizer.directory.institution_names import (
    SHORTEST_INITIALS,
    counted_words,
    initials_of,
    load_institution_names,
)
from optimizer.directory.name_parts import COMMON, EVERYWHERE, GENERIC
from optimizer.directory.place import Place
from optimizer.directory.place_names import place_key
from optimizer.directory.places import load_gazetteer
from optimizer.nearest import nearest
from optimizer.vocabulary import load_vocabulary

EQUAL, MAY_HAVE_MOVED, SAME, SAME_IF_ALONE, MAY_BE_SAME, MARGIN = 100.0, 92.0, 90.0, 85.0, 60.0, 5.0
_MISSPELT = 0.8
"""How alike a city that no list has is to one that it is taken for."""
_FEW_CITIES = 2
_NOT_THERE = "not in the directory"
_SHORT_NAME = re.compile(r"[A-Z][A-Z&]{1,6}(?:[-/ +][A-Z&]{2,7}|[-/][A-Z][a-z]+)?")
_MOST_CANDIDATES = 5
_NEARLY_ALL = 2 / 3
_MOST_COMPARISONS = 1_000_000
"""In one specialty and state, of which no real one has more than 100 programs."""
_MOST_COMPARISONS_IN_ALL = 5_000_000
"""Some seconds; a table of the whole country has about a million."""
_MOST_CALLED = 100_000
"""Of rows and programs of one specialty and state that are looked at for what people call them, one by one."""
_MOST_OF_ONE_NAME = 50

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
    first_year_only : bool
        Whether no other positions of it are known than such of one year, which are no training in the specialty.
    """

    own_id: str
    acgme_id: str
    nrmp_codes: tuple[str, ...]
    name: str
    institution: str
    city: str
    state: str
    specialty: str
    first_year_only: bool = False

    @classmethod
    def of(cls, facts: Mapping[str, object], *, first_year_only: bool = False) -> "Identity":
        """The identity within the fields of a program."""
        text = {field: str(facts.get(field) or "") for field in ("acgme_id", "name", "institution", "city", "state")}
        codes = tuple(str(facts.get("nrmp_code") or "").split())
        specialty, own_id = str(facts.get("specialty") or ""), str(facts.get("id") or "")
        return cls(own_id=own_id, nrmp_codes=codes, specialty=specialty, first_year_only=first_year_only, **text)

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
    note : str
        What was read otherwise than it is written.
    """

    kind: Literal["joined", "new", "ambiguous", "refused"]
    program: str = ""
    how: str = ""
    candidates: tuple[str, ...] = ()
    plain: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """A program of the directory, ready for comparing."""

    id: str
    identity: Identity
    city: str
    metro: str | None
    words: tuple[NameWords, ...]

    @property
    def all_words(self) -> frozenset[str]:
        """The words of its name, its institution and its city."""
        identity = self.identity
        return _all_words(identity.name, identity.institution, identity.city)

    @property
    def name_words(self) -> frozenset[str]:
        """The words of its name and its institution."""
        return _all_words(self.identity.name, self.identity.institution)


@dataclass(frozen=True, slots=True)
class _Row:
    """A program that the file names, ready for comparing."""

    number: int
    identity: Identity
    city: str
    metro: str | None
    words: NameWords
    forms: tuple[NameWords, ...]

    def in_reach(self, program: _Known) -> bool:
        """Whether a program is in its city or the metropolitan area around it, or anywhere where it names no city."""
        return not self.city or self.city == program.city or (self.metro is not None and self.metro == program.metro)


class Index:
    """The programs of a directory by id, code and place."""

    def __init__(self, identities: Iterable[tuple[str, Identity]]) -> None:
        self._ids: set[str] = set()
        self._by_acgme_id: dict[str, list[str]] = defaultdict(list)
        self._by_nrmp_code: dict[str, list[str]] = defaultdict(list)
        self._by_block: dict[Block, list[_Known]] = defaultdict(list)
        self._first_years: dict[Block, list[_Known]] = defaultdict(list)
        self._first_year_ids: set[str] = set()
        self._cities: dict[str, dict[str, str]] = defaultdict(dict)
        self._states_of_city: dict[str, set[str]] = defaultdict(set)
        metros = _Metros()
        for program, identity in identities:
            self._ids.add(program)
            if identity.acgme_id:
                self._by_acgme_id[identity.acgme_id].append(program)
            for code in identity.nrmp_codes:
                self._by_nrmp_code[code].append(program)
            known = _known(program, identity, metros)
            if identity.first_year_only:
                self._first_year_ids.add(program)
                self._first_years[identity.block].append(known)
            else:
                self._by_block[identity.block].append(known)
            self._cities[identity.state].setdefault(known.city, identity.city)
            self._states_of_city[known.city].add(identity.state)

    def match(self, rows: Sequence[Identity]) -> list[Match]:
        """What each program that one file names is in the directory, in the same order."""
        found: dict[int, Match] = {}
        notes: dict[int, str] = {}
        metros = _Metros()
        placed = list(rows)
        for number, identity in enumerate(rows):
            match = self._by_ids(identity)
            if match is not None:
                found[number] = match
            else:
                placed[number], notes[number] = self._placed(identity, metros)
        claimed = {match.program for match in found.values()}
        blocks: dict[Block, list[_Row]] = defaultdict(list)
        for number, identity in enumerate(placed):
            if number not in found:
                blocks[identity.block].append(_row(number, identity, metros))
        comparisons = _Comparisons()
        for block, left in blocks.items():
            programs = self._by_block.get(block, [])
            if not block[1]:
                found.update(self._anywhere(left, block[0]))
                continue
            known = [program for program in programs if program.id not in claimed]
            matches = _with_doubts(left, known, _match_block(left, known, comparisons), len(programs))
            few = len(left) * len(programs) <= _MOST_CALLED
            found.update(self._with_other_names(left, programs, matches) if few else matches)
            free = [program for program in self._first_years.get(block, ()) if program.id not in claimed]
            one_year = [row for row in left if row.identity.first_year_only and found[row.number].kind == "new"]
            found.update(_match_block(one_year, free, comparisons))
        return [
            replace(found[number], note=notes[number]) if notes.get(number) else found[number]
            for number in range(len(rows))
        ]

    def _placed(self, identity: Identity, metros: "_Metros") -> tuple[Identity, str]:
        """An identity with its city as the places have it, its state where the city says it, and a note on the city."""
        city = city_key(identity.city)
        if identity.city and not identity.state:
            states = self._states_of_city.get(city, set())
            if len(states) == 1:
                return replace(identity, state=next(iter(states))), ""
        if not identity.city or not identity.state or city in self._cities[identity.state] or metros.knows(identity):
            return identity, ""
        near = nearest(city, self._cities[identity.state], alike=_MISSPELT)
        if not near:
            return identity, f"no place {identity.city!r} is known in {identity.state}"
        meant = self._cities[identity.state][near[0]]
        note = f"no place {identity.city!r} is known in {identity.state}: taken for {meant}"
        return replace(identity, city=meant), note

    def _anywhere(self, rows: Sequence[_Row], specialty: str) -> dict[int, Match]:
        """What rows without a state may mean, anywhere in the country."""
        everywhere = [one for (slug, _), block in self._by_block.items() if slug == specialty for one in block]
        found = {}
        for row in rows:
            here = [one for one in everywhere if not row.city or one.city == row.city]
            same = [one for one in here if one.words[0].key in {form.key for form in row.forms}]
            if len(same) == 1 and (row.city or len(row.words.telling) > 1):
                found[row.number] = Match("joined", same[0].id, "by name, the only one in the country")
                continue
            may_be = same or _called(row, here).programs or [one for one in here if _tells_the_same(row, one)]
            found[row.number] = _may_be(may_be, "it names no state") if may_be else Match("new", how=_NOT_THERE)
        return found

    def _with_other_names(
        self, rows: Sequence[_Row], programs: Sequence[_Known], matches: Mapping[int, Match]
    ) -> dict[int, Match]:
        """Matches in which what isn't joined by its name is by what people call it, and is new only without a doubt."""
        found = dict(matches)
        claimed = {match.program for match in matches.values() if match.kind == "joined"}
        for row in rows:
            match = matches[row.number]
            if match.kind in {"joined", "refused"}:
                continue
            allowed = [one for one in programs if not row.identity.differs_by_id(one.identity)]
            called = _called(row, [one for one in allowed if row.in_reach(one)])
            free = [one for one in called.programs if called.whole or one.id not in claimed]
            if called.sure and len(free) == 1:
                found[row.number] = Match("joined", free[0].id, "by what people call it")
            elif free:
                found[row.number] = _may_be(free, "people call it, or several programs, so")
            elif match.kind == "new":
                unclaimed = [one for one in allowed if one.id not in claimed]
                found[row.number] = self._doubted_name(row, unclaimed) or match
        return found

    def _doubted_name(self, row: _Row, programs: Sequence[_Known]) -> Match | None:
        """What a row that would be new may mean by its telling words, or by being a short name."""
        telling = [one for one in programs if _tells_the_same(row, one) or self._shares_rare_words(row, one)]
        if telling:
            telling.sort(key=lambda one: (-max(likeness(form, one.words[0]) for form in row.forms), one.id))
            return _may_be(telling, "a program of the state has the words that tell it apart")
        if _is_short(row.identity.name):
            here = sorted((one for one in programs if row.in_reach(one)), key=lambda one: one.id)
            return _may_be(here, "its short name isn't known") if here else None
        return None

    def _shares_rare_words(self, row: _Row, program: _Known) -> bool:
        """Whether it has a word that programs of one or two cities have."""
        shared = _telling_of(row, row.forms[-1], program) & program.name_words
        return any(1 <= len(self._cities_with.get(word, ())) <= _FEW_CITIES for word in shared)

    @functools.cached_property
    def _cities_with(self) -> Mapping[str, set[str]]:
        """The cities of programs whose names have a word that tells something."""
        found: dict[str, set[str]] = defaultdict(set)
        for block in self._by_block.values():
            for program in block:
                for word in _telling_across(program.words[0].key):
                    found[word].add(f"{program.city} {program.identity.state}")
        return found

    def _by_ids(self, identity: Identity) -> Match | None:
        if identity.own_id in self._ids:
            return Match("joined", identity.own_id, "by matchlist's id", plain=True)
        by_id = self._by_acgme_id.get(identity.acgme_id, [])
        by_code = list(
            dict.fromkeys(found for code in identity.nrmp_codes for found in self._by_nrmp_code.get(code, ()))
        )
        both = tuple(
            found
            for found in dict.fromkeys([*by_id, *by_code])
            if identity.first_year_only or found not in self._first_year_ids
        )
        if not both:
            return None
        if len(both) > 1:
            return Match("ambiguous", how="its ids belong to several programs", candidates=both)
        return Match("joined", both[0], "by ACGME id" if by_id else "by NRMP code", plain=True)


class _Metros:
    """Cities with their metropolitan areas, each looked up once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Place | None] = {}

    def of(self, identity: Identity) -> str | None:
        found = self._place(identity)
        return found.metro if found else None

    def knows(self, identity: Identity) -> bool:
        return self._place(identity) is not None

    def _place(self, identity: Identity) -> Place | None:
        place = identity.city, identity.state
        if place not in self._found:
            self._found[place] = load_gazetteer().find(*place) if all(place) else None
        return self._found[place]


def _known(program: str, identity: Identity, metros: _Metros) -> _Known:
    place = _place(identity)
    name = load_vocabulary().tracks_at_end(identity.name)[0] if identity.first_year_only else identity.name
    words = [name_words(name, place)]
    if identity.institution:
        words.append(name_words(f"{identity.institution} {identity.name}", place))
    return _Known(program, identity, city_key(identity.city), metros.of(identity), tuple(words))


def _row(number: int, identity: Identity, metros: _Metros) -> _Row:
    place = _place(identity)
    forms = dict.fromkeys(name_words(name, place) for name in name_forms(identity.name, identity.specialty))
    words = next(iter(forms))
    return _Row(number, identity, city_key(identity.city), metros.of(identity), words, tuple(forms))


@functools.lru_cache(maxsize=20_000)
def name_forms(name: str, specialty: str) -> tuple[str, ...]:
    """A name as it is written, and without its tracks and the words of its specialty."""
    vocabulary = load_vocabulary()
    without_tracks = vocabulary.tracks_at_end(name)[0]
    found = (name, without_tracks, vocabulary.without_specialty(without_tracks, specialty))
    return tuple(dict.fromkeys(one for one in found if one.strip())) or (name,)


@functools.lru_cache(maxsize=20_000)
def _all_words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in counted_words(text))


def _telling_across(key: str) -> frozenset[str]:
    """Words of a name that tell it apart from programs of other cities as well: names of places count."""
    return frozenset(key.split()) - COMMON - EVERYWHERE


def _telling_of(row: _Row, form: NameWords, program: _Known) -> frozenset[str]:
    """The words of a row's name that tell it apart from a program; those of a city that they share don't."""
    words = _telling_across(form.key)
    return words - frozenset(counted_words(row.identity.city)) if row.city == program.city else words


def _tells_the_same(row: _Row, program: _Known) -> bool:
    """Whether all words that tell a row's program apart are a program's too."""
    return any((words := _telling_of(row, form, program)) and words <= program.name_words for form in row.forms)


def _may_be(programs: Sequence[_Known], how: str) -> Match:
    return Match("ambiguous", how=how, candidates=tuple(one.id for one in programs[:_MOST_CANDIDATES]))


def _is_short(name: str) -> bool:
    """Whether a name is one of capitals, such as BIDMC or NYP-Cornell."""
    return _SHORT_NAME.fullmatch(name.strip()) is not None


@dataclass(frozen=True, slots=True)
class _Called:
    """Programs that people call as a row calls its program.

    Parameters
    ----------
    programs : tuple of _Known
    whole : bool
        The row's name says nothing beyond what people call it.
    sure : bool
        A single program is it.
    """

    programs: tuple[_Known, ...] = ()
    whole: bool = False
    sure: bool = False


def _called(row: _Row, programs: Sequence[_Known]) -> _Called:
    """The programs, among some, that people call as a row calls its program."""
    for form in reversed(row.forms):
        found = _called_so(row, tuple(form.key.split()), programs)
        if found.programs:
            return found
    name = row.identity.name.strip()
    initials = row.words.key if _SHORT_NAME.fullmatch(name) and " " not in row.words.key else ""
    if len(initials) < SHORTEST_INITIALS:
        return _Called()
    meant = tuple(
        one
        for one in programs
        if any(
            initials in initials_of(text, one.identity.city) for text in (one.identity.name, one.identity.institution)
        )
    )
    return _Called(meant, whole=True, sure=bool(row.city) and [one.city for one in meant] == [row.city])


def _called_so(row: _Row, words: tuple[str, ...], programs: Sequence[_Known]) -> _Called:
    """As `_called`, for one form of the row's name."""
    meant: dict[str, _Known] = {}
    exact: dict[str, _Known] = {}
    very: dict[str, _Known] = {}
    said: set[str] = set(words)
    whole, unmet, pinned = True, False, True
    for called, rest in load_institution_names().within(words, row.identity.state):
        fitting = [one for one in programs if called.fits(one.all_words) and called.city in {"", one.city}]
        unmet = unmet or not fitting
        for one in fitting:
            place = frozenset(counted_words(f"{one.identity.city} {one.identity.state}"))
            beyond = frozenset(rest) - GENERIC - place
            if beyond and not (beyond <= one.all_words and len(words) > len(rest)):
                continue
            whole, pinned = whole and not beyond, pinned and bool(called.city)
            meant[one.id] = one
            own = frozenset(counted_words(one.identity.name))
            if own in called.means:
                very[one.id] = one
            if own - GENERIC - place in [means - GENERIC - place for means in called.means]:
                exact[one.id] = one
            said |= frozenset().union(*called.means)
    if len(meant) > 1 and row.city:
        meant = {key: one for key, one in meant.items() if one.city == row.city} or meant
    best = [one for key, one in (very or exact).items() if key in meant] or list(meant.values())
    here = [one for one in best if one.city == row.city]
    sure = len(best) == 1 and not unmet and (bool(here) or not row.city or (whole and pinned))
    return _Called(tuple(best), whole, sure and not any(_is_branch(one, said) for one in best))


def _is_branch(program: _Known, words: Iterable[str]) -> bool:
    """Whether a program is a university's at a hospital that a name doesn't mention: "University of Lakes/Mercy"."""
    head, *rest = re.split(r"[/(]", program.identity.name, maxsplit=1)
    if not rest or "university" not in counted_words(head):
        return False
    place = frozenset(counted_words(f"{program.identity.city} {_state_name(program.identity.state)}"))
    return bool(frozenset(counted_words(rest[0])) - GENERIC - place - frozenset(words))


def _written(name: str, word: str) -> str:
    """A word of a name as it is written there."""
    return next((one for one in re.findall(r"[A-Za-z0-9&]+", name) if one.casefold() == word), "")


def _place(identity: Identity) -> str:
    return f"{identity.city} {_state_name(identity.state)}"


def _state_name(code: str) -> str:
    state = state_named(code)
    return state.name if state else ""


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
        named = (
            by_name_and_city.get((form.key, row.city), ()) if row.city else by_name.get(form.key, ())
            for form in row.forms
        )
        match = next((match for some in named if (match := _by_name(row, some)) is not None), None)
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
    forms = [form for row in rows for form in row.forms]
    first = np.cumsum([0, *(len(row.forms) for row in rows[:-1])])
    names = [program.words[0] for program in free]
    score = likenesses(forms, names)
    longer = [k for k, program in enumerate(free) if len(program.words) > 1]
    if longer:
        score[:, longer] = np.maximum(score[:, longer], likenesses(forms, [free[k].words[1] for k in longer]))
    # The likest of the ways in which a row's name can be written.
    score, whole = (np.maximum.reduceat(each, first, axis=0) for each in (score, whole_likenesses(forms, names)))
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
        if ordered[0][0] < MAY_BE_SAME:
            how = "no name like it is in the directory, but its city has one program of the specialty, which may be it"
        return Match("ambiguous", how=how, candidates=tuple(program for _, program in ordered))
    return Match("new", how=_NOT_THERE)
