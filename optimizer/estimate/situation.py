"""How one applicant stands to each program: plain facts, found once, before any coefficient comes in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from optimizer.applicant import NO_STATE, Applicant, Tie
from optimizer.arrays import BoolArray, FloatArray
from optimizer.directory import (
    DIVISIONS,
    Directory,
    Place,
    Program,
    VisaEvidence,
    division_of,
    load_gazetteer,
    load_hospitals,
    load_visa_evidence,
    state_named,
    trait_deviations,
)
from optimizer.errors import Fault
from optimizer.estimate.scenarios import REGIONS
from optimizer.evidence import Season, season_years
from optimizer.vocabulary import (
    HOME_KINDS,
    MODES,
    NO_SIGNAL,
    NO_VISA,
    PEOPLE_BOUND_KINDS,
    Preference,
    load_vocabulary,
    no_such_specialty,
    specialty_name,
    tie_name,
)

VisaPolicy = Literal["not said", "not needed", "sponsored", "unknown", "refused"]
SCOPES = ("program", "institution", "city", "metro", "state", "division")
OUT_OF_REACH = len(SCOPES)
YEARS_OF_SCHOOL = 8
"""Longest that anybody studies who has begun: whoever would graduate later has mistyped the year."""


@dataclass(frozen=True, slots=True)
class TieReach:
    """How near one tie comes to each program.

    Attributes
    ----------
    kind, label : str
        Kind of tie, and the tie in words.
    nearest : int array, shape (programs,)
        Index into `SCOPES` of the nearest scope that the tie and the program share; `OUT_OF_REACH` where none is.
    """

    kind: str
    label: str
    nearest: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """Facts about applicant and programs together; arrays have one entry per program.

    Attributes
    ----------
    applicant : Applicant
    programs : tuple of Program
    season : int
        Year of the match.
    specialties, states : tuples of str
        Those that occur.
    specialty_index, state_index : int arrays
        Position of each program's in them.
    own_rate : float array
        The program's interview rate for the applicant's type, NaN where unknown.
    rate_by_state : float array, shape (programs, 2)
        The program's interview rate for applicants from schools in its state, and from elsewhere; NaN where unknown.
    rate_by_mode : float array, shape (programs, modes)
        The program's interview rate for applications in each mode; NaN where unknown.
    university, top_research : float arrays
        1 for a university hospital, or a medical school among the top 25; 0 for others; NaN where unknown.
    traits : float array, shape (programs, traits)
        Of `optimizer.directory.trait_deviations`: beyond the specialty's average program.
    in_state : bool array
        The applicant's home state, or the state of a school tie or home program, is the program's.
    metros : tuple of str
        First cities of the metropolitan areas that occur, as slugs: "los-angeles"; "" for none or unknown.
    metro_index : int array
        Position of each program's in them.
    preference : array of str
        "aligned", "elsewhere", "none" (stated as no preference), "open" (not decided) or "not asked" (the
        application in the program's specialty takes cities in place of divisions).
    filed : float array
        1 where the program's employer filed labor condition applications for its residents, 0 where none was found, NaN
        where nobody looked.
    visa : array of str
        "not said", "not needed", "sponsored", "unknown" or "refused".
    region : int array
        Index into `REGIONS`.
    ties : tuple of TieReach
    signal_caps : mapping of specialty to {signal: count}
    open_mode : bool array, shape (programs, modes)
        Whether the season has that signal in the program's specialty; mode "none" is always open.
    chance_known : bool array
        Whether enough is published of the program's specialty to estimate a chance; see `optimizer.estimate.not_known`.
    """

    applicant: Applicant
    programs: tuple[Program, ...]
    season: int
    specialties: tuple[str, ...]
    specialty_index: npt.NDArray[np.int64]
    states: tuple[str, ...]
    state_index: npt.NDArray[np.int64]
    own_rate: FloatArray
    university: FloatArray
    top_research: FloatArray
    traits: FloatArray
    rate_by_state: FloatArray
    rate_by_mode: FloatArray
    in_state: BoolArray
    metros: tuple[str, ...]
    metro_index: npt.NDArray[np.int64]
    preference: npt.NDArray[np.str_]
    filed: FloatArray
    visa: npt.NDArray[np.str_]
    region: npt.NDArray[np.int64]
    ties: tuple[TieReach, ...]
    signal_caps: dict[str, dict[str, int]]
    open_mode: BoolArray
    chance_known: BoolArray

    @property
    def specialty(self) -> npt.NDArray[np.str_]:
        """Specialty of each program."""
        return np.array(self.specialties)[self.specialty_index]


def situation_of(applicant: Applicant, directory: Directory, season: Season) -> Situation:
    """Find how an applicant without `applicant_faults` stands to every program of a directory."""
    programs = directory.programs
    specialties = tuple(sorted({program.specialty for program in programs}))
    states = tuple(sorted({program.state for program in programs}))
    filed = load_visa_evidence()
    caps = {name: dict(season.signal_caps(name)) for name in specialties}
    without_divisions = {name for name in specialties if season.connections(name) is not None}
    own_rates = [program.interview_rate(applicant.type) for program in programs]
    targets = [_target(tie, directory) for tie in applicant.ties]
    home_states = _home_states(applicant, targets)
    in_state = np.array([program.state in home_states for program in programs], dtype=np.bool_)
    metro = ["" if place is None else _slug_of_metro(place.metro) for place in directory.places]
    metros = tuple(sorted(set(metro)))
    divisions = [program.division for program in programs]
    ties = tuple(_reach(*pair, directory, divisions) for pair in zip(applicant.ties, targets, strict=True))
    return Situation(
        applicant=applicant,
        programs=programs,
        season=season.season,
        specialties=specialties,
        specialty_index=np.array([specialties.index(program.specialty) for program in programs], dtype=np.int64),
        states=states,
        state_index=np.array([states.index(program.state) for program in programs], dtype=np.int64),
        own_rate=_or_nan(own_rates),
        rate_by_state=_rates(programs, ("in_state", "out_of_state")),
        rate_by_mode=_rates(programs, ("no_signal", *MODES[1:])),
        university=_flags([program.setting for program in programs], "university"),
        top_research=_flags([program.research_intensity for program in programs], "top-25"),
        traits=trait_deviations(directory),
        in_state=in_state,
        metros=metros,
        metro_index=np.array([metros.index(name) for name in metro], dtype=np.int64),
        preference=np.array(
            [
                "not asked" if program.specialty in without_divisions else preference_towards(applicant, division)
                for program, division in zip(programs, divisions, strict=True)
            ]
        ),
        filed=_or_nan([_filed(program, filed) for program in programs]),
        visa=np.array([_visa_policy(applicant, program) for program in programs]),
        region=np.array([REGIONS.index(division) for division in divisions], dtype=np.int64),
        ties=ties,
        signal_caps=caps,
        open_mode=np.array([[m == NO_SIGNAL or m in caps[program.specialty] for m in MODES] for program in programs]),
        chance_known=np.ones(len(programs), dtype=np.bool_),
    )


def _filed(program: Program, evidence: Mapping[str, VisaEvidence]) -> float | None:
    """Employers were looked for behind the programs whose hospital is known."""
    return float(program.id in evidence) if program.id in evidence or program.id in load_hospitals() else None


def _or_nan(values: Sequence[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _rates(programs: Sequence[Program], kinds: Sequence[str]) -> FloatArray:
    """The programs' own interview rates of several kinds, shape (programs, kinds)."""
    return np.stack(
        [_or_nan([getattr(program, f"interview_rate_{kind}") for program in programs]) for kind in kinds], axis=1
    )


@cache
def _slug_of_metro(title: str | None) -> str:
    """The city that a metropolitan area is named after, as a slug: "San Diego-Chula Vista, CA" is "san-diego"."""
    first = "" if title is None else title.partition(", ")[0].partition("-")[0]
    return first.casefold().replace(" ", "-")


def _flags(values: Sequence[str | None], wanted: str) -> FloatArray:
    return np.array([np.nan if value is None else float(value == wanted) for value in values], dtype=np.float64)


def applicant_faults(applicant: Applicant, directory: Directory, season: Season) -> tuple[Fault, ...]:
    """All that can't be about an applicant: specialties, graduation, home state, preferred divisions, ties."""
    return tuple(_applicant_faults(applicant, directory, season))


def _applicant_faults(applicant: Applicant, directory: Directory, season: Season) -> Iterator[Fault]:
    for specialty in applicant.specialties:
        if specialty not in load_vocabulary().specialties:
            yield no_such_specialty(specialty, "applicant.specialties", season.specialties)
        elif specialty not in season.specialties:
            what, allowed = f"season {season.season} doesn't know it", ", ".join(season.specialties)
            yield Fault(what, "applicant.specialties", specialty, allowed, "Choose one of these")
        elif specialty not in directory.specialties:
            what = f"no program of {specialty_name(specialty)} is known here, so there is nothing to choose from"
            remedy = (
                "Bring any list of its programs: a sheet, a pasted table, the search of your application service "
                "(matchlist import, or the page Data and method); or choose a specialty with known programs"
            )
            yield Fault(what, "applicant.specialties", specialty, ", ".join(directory.specialties), remedy)
    latest = season_years()[-1] + YEARS_OF_SCHOOL
    if applicant.graduation_year is not None and applicant.graduation_year > latest:
        yield Fault(
            "is later than anybody who studies now graduates",
            "applicant.graduation_year",
            applicant.graduation_year,
            f"{latest} or earlier",
            "Give the year of graduation",
        )
    home = applicant.home_state
    if home not in (None, NO_STATE) and state_named(home) is None:
        allowed = f'a two-letter state, or "{NO_STATE}" outside the United States'
        yield Fault("no such state", "applicant.home_state", home, allowed, "Correct it")
    for division in applicant.preferred_divisions or ():
        if division not in DIVISIONS:
            yield Fault(
                "no such division",
                "applicant.preferred_divisions",
                division,
                ", ".join(DIVISIONS),
                "Correct it",
            )
    for number, tie in enumerate(applicant.ties):
        yield from _tie_faults(tie, f"applicant.ties[{number}]", directory)


def _tie_faults(tie: Tie, where: str, directory: Directory) -> Iterator[Fault]:
    gazetteer = load_gazetteer()
    place, scope = tie.place, tie.scope
    where = f"{where}.{scope}"
    if scope == "program" and place not in directory.index_by_id:
        yield Fault("no program has this id", where, place, "an id of the directory", "Look the id up in the list")
    if scope == "institution" and not any(_same(place, program.institution) for program in directory.programs):
        yield Fault("no program of this institution", where, place, "an institution of the directory", "Correct it")
    if scope == "state" and state_named(place) is None:
        yield Fault("no such state", where, place, "a state, such as CA", "Correct it")
    if scope == "division" and place not in DIVISIONS:
        yield Fault("no such division", where, place, ", ".join(DIVISIONS), "Correct it")
    if scope == "city":
        found = gazetteer.named(place)
        if len(found) != 1:
            names = "; ".join(f"{city.city}, {city.state}" for city in gazetteer.search(place)[:8])
            what = "several cities have this name" if found else "no such city"
            yield Fault(what, where, place, names or 'a city with its state, such as "Los Angeles, CA"', "Name one")
    if scope == "metro":
        titles = gazetteer.find_metros(place)
        if len(titles) != 1:
            what = "several metropolitan areas may be meant" if titles else "no such metropolitan area"
            allowed = "; ".join(titles) or 'a title or its main city, such as "Chicago"'
            yield Fault(what, where, place, allowed, "Name one")


@dataclass(frozen=True, slots=True)
class _Target:
    """What a tie points at, scope by scope; several places where an institution has programs in several cities."""

    programs: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    places: frozenset[Place] = frozenset()
    metros: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()


def _target(tie: Tie, directory: Directory) -> _Target:
    gazetteer = load_gazetteer()
    if tie.scope in ("program", "institution"):
        return _target_programs(tie, directory)
    if tie.scope == "city":
        (place,) = gazetteer.named(tie.place)
        metros = frozenset() if place.metro is None else frozenset({place.metro})
        return _Target(frozenset(), frozenset(), frozenset({place}), metros, *_states_and_divisions([place.state]))
    if tie.scope == "metro":
        (title,) = gazetteer.find_metros(tie.place)
        # The state of the city that the area is named after: New York's reaches into New Jersey and Pennsylvania.
        leading = title.rpartition(", ")[2].split("-")[0]
        states, divisions = _states_and_divisions([leading])
        return _Target(metros=frozenset({title}), states=states, divisions=divisions)
    state = state_named(tie.place) if tie.scope == "state" else None
    if state is None:
        return _Target(divisions=frozenset({tie.place}))
    return _Target(states=frozenset({state.code}), divisions=frozenset({state.division}))


def _target_programs(tie: Tie, directory: Directory) -> _Target:
    meant = [
        (program, place)
        for program, place in zip(directory.programs, directory.places, strict=True)
        if program.id == tie.program or (tie.institution and _same(tie.institution, program.institution))
    ]
    places = [place for _, place in meant if place is not None]
    return _Target(
        frozenset() if tie.program is None else frozenset({tie.program}),
        frozenset(_plain(program.institution) for program, _ in meant),
        frozenset(places),
        frozenset(place.metro for place in places if place.metro is not None),
        *_states_and_divisions([program.state for program, _ in meant]),
    )


def _states_and_divisions(codes: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(codes), frozenset(division_of(code) for code in codes)


def _reach(tie: Tie, target: _Target, directory: Directory, divisions: Sequence[str]) -> TieReach:
    """Nearest scope in which a tie and each program meet."""
    programs, places = directory.programs, directory.places
    shared = [
        [program.id in target.programs for program in programs],
        [bool(target.institutions) and _plain(program.institution) in target.institutions for program in programs],
        [place in target.places for place in places],
        [place is not None and place.metro in target.metros for place in places],
        [program.state in target.states for program in programs],
        [division in target.divisions for division in divisions],
    ]
    nearest = np.select(shared, range(OUT_OF_REACH), OUT_OF_REACH).astype(np.int64)
    if tie.kind in PEOPLE_BOUND_KINDS and target.institutions:
        nearest = np.where(nearest <= SCOPES.index("institution"), nearest, OUT_OF_REACH)
    return TieReach(tie.kind, f"{tie_name(tie.kind)} ({_place_name(tie, directory)})", nearest)


def _place_name(tie: Tie, directory: Directory) -> str:
    program = None if tie.program is None else directory.with_id(tie.program)
    return tie.place if program is None else program.name


def _same(name: str, other: str) -> bool:
    return _plain(name) == _plain(other)


def _plain(name: str) -> str:
    return name.casefold().strip()


def _home_states(applicant: Applicant, targets: Sequence[_Target]) -> frozenset[str]:
    home = None if applicant.home_state is None else state_named(applicant.home_state)
    states = set() if home is None else {home.code}
    for tie, target in zip(applicant.ties, targets, strict=True):
        if tie.kind in HOME_KINDS:
            states |= target.states
    return frozenset(states)


def preference_towards(applicant: Applicant, division: str) -> Preference:
    """How what an applicant states as geographic preference stands to a division."""
    if applicant.preferred_divisions is None:
        return "open"
    if not applicant.preferred_divisions:
        return "none"
    return "aligned" if division in applicant.preferred_divisions else "elsewhere"


def _visa_policy(applicant: Applicant, program: Program) -> VisaPolicy:
    if applicant.visa_need is None:
        return "not said"
    if applicant.visa_need == NO_VISA:
        return "not needed"
    known = program.visa_policies(applicant.visa_need)
    if True in known:
        return "sponsored"
    return "unknown" if None in known else "refused"
