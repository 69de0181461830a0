"""Which program a row means: by id, by name and place, by likeness; what isn't plain is left to the user."""

from dataclasses import replace
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory.importing.grouping import grouped
from optimizer.directory.importing.joining import Identity, Index, Match
from optimizer.directory.importing.names import likeness, likenesses, name_words, whole_likeness, whole_likenesses
from optimizer.directory.importing.rows import RowFacts

HERE = {"name": "Mercy Medical Center", "city": "Fresno", "state": "CA", "specialty": "psychiatry"}


def identity(**facts: Any) -> Identity:
    return Identity.of(HERE | facts)


def matched(rows: list[Identity], **known: Identity) -> list[Match]:
    return Index(known.items()).match(rows)


def match(row: Identity, **known: Identity) -> Match:
    (found,) = matched([row], **known)
    return found


# ---- names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's Hospital Program", "Saint Marys Hospital"),
        ("Univ of Somewhere Med Ctr", "University of Somewhere Medical Center"),
        ("Hôpital & Clinic", "hopital and clinic"),
        ("The Mercy Residency Program", "Mercy"),
    ],
)
def test_spellings_of_one_name_are_one_name(one: str, other: str) -> None:
    assert name_words(one).key == name_words(other).key
    assert likeness(name_words(one), name_words(other)) == 100


def test_a_name_of_nothing_but_what_does_not_count_is_kept() -> None:
    assert name_words("The Program").key == "the program"


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Lakeview General", "Lakeview General Medical Center", 92, 99),
        ("Blue Heron Medical Center", "Summit/Blue Heron Campus", 92, 99),
        ("Heron Medical Center", "Summit Health Network/Heron Campus", 88, 92),
        ("University of Eastland", "University of Westland Eastland Division", 60, 90),
        ("Lakeview General", "Mercy Behavioral", 0, 60),
        ("University of Lakeland Medical Center", "Lakeland State University Medical Center", 60, 80),
    ],
)
def test_likeness_grows_with_what_names_share(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(name_words(one), name_words(other)) <= most


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_mutual_and_100_for_the_same_words_alone(one: str, other: str) -> None:
    a, b = name_words(one), name_words(other)
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= whole_likeness(a, b) <= likeness(a, b) <= 100
    assert (likeness(a, b) == 100) == (a.ordered == b.ordered)


SOME_WORDS = ("university", "state", "mercy", "west", "lake", "health", "blue", "of", "general", "the", "heron")
NAMES = st.lists(
    st.lists(st.sampled_from(SOME_WORDS), max_size=5),
    min_size=1,
    max_size=4,
)


@given(NAMES, NAMES)
def test_likenesses_taken_together_are_those_taken_one_by_one(some: list[list[str]], others: list[list[str]]) -> None:
    left, right = ([name_words(" ".join(words), "West Lake") for words in side] for side in (some, others))
    assert likenesses(left, right).tolist() == [[likeness(a, b) for b in right] for a in left]
    assert whole_likenesses(left, right).tolist() == [[whole_likeness(a, b) for b in right] for a in left]


# ---- ids


def test_an_acgme_id_outweighs_every_name() -> None:
    row = identity(acgme_id="4000512345", name="Quite Another", city="Reno", state="NV")
    found = match(row, a=identity(), b=identity(acgme_id="4000512345", name="Lakeview"))
    assert (found.kind, found.program, found.how) == ("joined", "b", "by ACGME id")


def test_one_of_several_nrmp_codes_is_enough() -> None:
    known = identity(nrmp_code="1234400C0 1234400P0", name="Lakeview")
    found = match(identity(nrmp_code="1234400P0"), a=known)
    assert (found.program, found.how) == ("a", "by NRMP code")


def test_matchlists_own_id_comes_first() -> None:
    row = Identity.of({"id": "b", "acgme_id": "4000512345"})
    assert match(row, a=identity(acgme_id="4000512345"), b=identity()).program == "b"


def test_ids_of_two_programs_are_for_the_user() -> None:
    row = identity(acgme_id="4000512345", nrmp_code="1234400C0")
    found = match(row, a=identity(acgme_id="4000512345"), b=identity(nrmp_code="1234400C0"))
    assert (found.kind, found.candidates) == ("ambiguous", ("a", "b"))


def test_the_same_name_with_another_id_is_another_program() -> None:
    assert match(identity(acgme_id="4000512345"), a=identity(acgme_id="4000500000")).kind == "new"
    assert match(identity(nrmp_code="1234400C0"), a=identity(nrmp_code="5678400C0")).kind == "new"


def test_an_id_that_the_directory_lacks_does_not_hinder_the_name() -> None:
    assert match(identity(acgme_id="4000512345"), a=identity()).program == "a"


# ---- names and places


def test_the_same_name_in_another_city_state_or_specialty_is_not_joined() -> None:
    assert match(identity(), a=identity(city="Eureka")).kind == "ambiguous"
    assert match(identity(), a=identity(state="NV", city="Reno")).kind == "new"
    assert match(identity(), a=identity(specialty="neurology")).kind == "new"


def test_the_same_name_in_another_city_of_the_metropolitan_area_is_joined() -> None:
    found = match(identity(city="Los Angeles"), a=identity(city="Long Beach"))
    assert (found.program, found.how) == ("a", "by name and metropolitan area")


def test_two_programs_of_the_name_in_the_metropolitan_area_are_for_the_user() -> None:
    known = {"a": identity(city="Long Beach"), "b": identity(city="Pasadena")}
    assert match(identity(city="Los Angeles"), **known).kind == "ambiguous"


def test_without_a_city_the_only_program_of_the_name_in_the_state_is_meant() -> None:
    row = identity(city="")
    assert match(row, a=identity(), b=identity(name="Other")).how == "by name and state"
    assert match(row, a=identity(), b=identity(city="Eureka")).kind == "ambiguous"
    assert match(identity(city="", name="Mercy Medical Centers"), a=identity()).kind == "ambiguous"


def test_several_programs_of_one_name_in_one_city_are_for_the_user() -> None:
    found = match(identity(), a=identity(acgme_id="4000512345"), b=identity(acgme_id="4000500000"))
    assert (found.kind, found.candidates) == ("ambiguous", ("a", "b"))


def test_a_longer_name_of_the_only_program_there_is_joined() -> None:
    row = identity(name="Great Health System/Mercy Medical Center of Fresno")
    found = match(row, a=identity())
    assert (found.kind, found.program) == ("joined", "a")
    assert "alike" in found.how


def test_what_a_row_of_the_very_name_has_claimed_is_not_given_to_one_that_is_like_it() -> None:
    rows = [identity(), identity(name="Mercy Medical Center and Zoo")]
    same, like = matched(rows, a=identity())
    assert (same.program, like.kind) == ("a", "new")


def test_two_rows_that_are_like_one_program_are_for_the_user() -> None:
    rows = [identity(name="Mercy Medical Center North"), identity(name="Mercy Medical Center South")]
    assert [found.kind for found in matched(rows, a=identity())] == ["ambiguous", "ambiguous"]


def test_a_single_telling_word_joins_only_where_nothing_else_is_left_in_the_city() -> None:
    row = identity(name="Sunrise Health/Heron Campus")
    heron = identity(name="Heron Medical Center")
    assert match(row, a=heron).kind == "joined"
    assert match(row, a=heron, b=identity(name="Quite Another")).kind == "ambiguous"


def test_the_only_row_and_the_only_program_of_a_city_may_be_the_same_whatever_they_are_called() -> None:
    assert match(identity(name="Zebra"), a=identity(name="Quagga Institute")).kind == "ambiguous"
    assert match(identity(name="Zebra"), a=identity(name="Quagga Institute"), b=identity(name="Onager")).kind == "new"


CITIES = ("Reno", "Elko", "Fallon", "Ely")


def renamed(count: int, **facts: Any) -> list[Match]:
    """Matches of a file that names some of four programs, and two of other names where one program is left."""
    known = {city: identity(name=f"{city} Hospital", city=city) for city in CITIES}
    others = [identity(name=name, city="Ely", **facts) for name in ("Zebra Clinic", "Quartz Institute")]
    known["Ely"] = identity(name="Ely Hospital", city="Ely", acgme_id="4000512345")
    return matched([*(known[city] for city in CITIES[:count]), *others], **known)[count:]


def test_where_a_list_of_nearly_all_lacks_a_program_new_names_in_its_city_are_for_the_user() -> None:
    assert [(one.kind, one.candidates) for one in renamed(3)] == [("ambiguous", ("Ely",))] * 2


def test_where_a_list_of_a_few_lacks_a_program_other_names_in_its_city_are_new() -> None:
    assert [one.kind for one in renamed(2)] == ["new", "new"]


def test_an_id_that_differs_leaves_no_doubt() -> None:
    assert [one.kind for one in renamed(3, acgme_id="4000599999")] == ["new", "new"]


def test_more_programs_than_any_state_has_are_not_compared() -> None:
    rows = [identity(name=f"Row {k}") for k in range(1001)]
    known = {f"p{k}": identity(name=f"Program {k}x") for k in range(1000)}
    assert {found.kind for found in matched(rows, **known)} == {"refused"}


# ---- tracks


def rows_of(*facts: dict[str, Any]) -> dict[int, RowFacts]:
    return {k: RowFacts(f"line {k}", HERE | one, {}) for k, one in enumerate(facts)}


def groups_of(*facts: dict[str, Any]) -> list[tuple[int, ...]]:
    return [group.rows for group in grouped(rows_of(*facts))]


def test_tracks_of_one_id_are_one_program_and_the_categorical_one_stands_for_it() -> None:
    one = {"acgme_id": "4000512345"}
    codes = [{"nrmp_code": "1234400P0"}, {"nrmp_code": "1234400C0"}]
    (group,) = grouped(rows_of(*(one | code for code in codes)))
    assert group.rows == (1, 0)
    assert group.identity.nrmp_codes == ("1234400C0", "1234400P0")
    assert group.contradiction == ""


def test_codes_of_one_institution_and_specialty_are_tracks() -> None:
    assert groups_of({"nrmp_code": "1234400C0"}, {"nrmp_code": "1234400R0"}, {"nrmp_code": "9999400C0"}) == [
        (0, 1),
        (2,),
    ]


def test_programs_of_one_name_with_different_ids_stay_apart() -> None:
    assert groups_of({"acgme_id": "4000512345"}, {"acgme_id": "4000512346"}) == [(0,), (1,)]


def test_a_row_without_an_id_belongs_to_the_one_program_of_its_name() -> None:
    assert groups_of({"acgme_id": "4000512345"}, {}) == [(0, 1)]
    assert groups_of({"acgme_id": "4000512345"}, {"acgme_id": "4000512346"}, {}) == [(0,), (1,), (2,)]


def test_rows_of_one_name_that_differ_in_a_fact_may_be_two_programs() -> None:
    (group,) = grouped(rows_of({"img_share": 0.1}, {"img_share": 0.2}))
    assert group.contradiction == "img_share"
    (same,) = grouped(rows_of({"img_share": 0.1}, {"img_share": 0.1}))
    assert same.contradiction == ""


def test_rows_without_a_name_are_not_thrown_together() -> None:
    nameless = {"name": "", "city": "", "state": ""}
    assert groups_of(nameless, nameless) == [(0,), (1,)]


# ---- many rows


WORDS = [
    "blue",
    "heron",
    "summit",
    "lake",
    "river",
    "bend",
    "harbor",
    "stone",
    "oak",
    "cedar",
    "pine",
    "north",
    "valley",
    "ridge",
    "park",
    "hill",
    "green",
    "red",
]


def one_of_many(number: int) -> Identity:
    """One of thousands of names made of the same few words, all in one city."""
    words = (WORDS[number % 18], WORDS[number // 18 % 18], WORDS[number // 324 % 18])
    return identity(name=f"{' '.join(words)} Hospital {number}")


def test_many_like_names_in_one_city_are_compared_in_seconds() -> None:
    known = {f"p{k}": one_of_many(k + 30_000) for k in range(49)}
    started = process_time()
    found = matched([one_of_many(k) for k in range(20_000)], **known)
    assert process_time() - started < 10
    assert {match.kind for match in found} <= {"joined", "ambiguous", "new"}


def test_programs_of_one_name_without_end_are_told_by_the_first() -> None:
    known = {f"p{k:03}": identity(acgme_id=f"40{k:08}") for k in range(400)}
    rows = [identity(), *(identity(nrmp_code=f"{k:07}C0") for k in range(400))]
    assert {(one.kind, len(one.candidates)) for one in matched(rows, **known)} == {("ambiguous", 50)}


def test_what_would_take_too_many_comparisons_is_refused_by_its_number() -> None:
    known = {f"p{k}": one_of_many(k + 30_000) for k in range(1_001)}
    (first, *_) = matched([one_of_many(k) for k in range(1_000)], **known)
    assert (first.kind, first.how) == (
        "refused",
        "too many programs of one specialty and state to compare (1000 with 1001)",
    )


def test_what_would_take_too_many_comparisons_in_all_is_refused_where_it_becomes_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("optimizer.directory.importing.joining._MOST_COMPARISONS_IN_ALL", 250)
    rows = [replace(one_of_many(k), state=state) for state in ("CA", "NY", "TX") for k in range(10)]
    known = {
        f"{state}{k}": replace(one_of_many(k + 500), state=state) for state in ("CA", "NY", "TX") for k in range(10)
    }
    assert [one.kind == "refused" for one in matched(rows, **known)] == [False] * 20 + [True] * 10
