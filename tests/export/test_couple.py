"""Two lists of a couple as text and as files, made by hand so that every word can be told."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
from rich.console import Console

from optimizer.couple import Chance, CoupleFigures, CoupleLists, CouplePlace, NoCouple, RankedPair
from optimizer.export import (
    COUPLE_ENDINGS,
    couple_bytes,
    couple_difference,
    couple_json,
    couple_lead,
    couple_text,
    no_couple_text,
    pairs_csv,
)
from optimizer.plan import NoList
from tests.export.lists import listed, program_list


def chance(value: float) -> Chance:
    return Chance(value=value, low=value / 2, high=min(1.0, value * 1.2))


def figures(together: float, either: float = 0.9) -> CoupleFigures:
    return CoupleFigures(
        together=chance(together),
        both=chance(0.75),
        either=chance(either),
        each=(chance(0.8), chance(0.85)),
        value=together,
        spend=(330.0, 440.0),
    )


def lists(**facts: Any) -> CoupleLists:
    """One program each in Fresno, and one of the partner's where the other has none."""
    given: dict[str, Any] = {
        "season": 2026,
        "near": "in the same city",
        "alone": 4.0,
        "lists": (
            program_list(listed(id="mine", name="=Valley Hospital", signal="gold")),
            program_list(
                listed(id="theirs", name="Children's", specialty="pediatrics"),
                listed(id="far", name="Far Off", specialty="pediatrics", city="Reno", state="NV"),
            ),
        ),
        "joint": figures(0.71),
        "apart": figures(0.46),
        "bound": 0.73,
        "gap": 0.02,
        "settled": True,
        "places": (CouplePlace(name="Fresno, CA", together=0.4, each=(0.5, 0.6), programs=(("mine",), ("theirs",))),),
        "elsewhere": (0, 1),
        "pairs": (
            RankedPair(
                rank=1,
                programs=("mine", "theirs"),
                names=("=Valley Hospital, Fresno, CA", "Children's, Fresno, CA"),
                place="Fresno, CA",
                worth=1.0,
                offer_probability=0.02,
            ),
            RankedPair(
                rank=2,
                programs=("mine", None),
                names=("=Valley Hospital, Fresno, CA", "No match"),
                place=None,
                worth=0.4,
                offer_probability=0.1,
            ),
        ),
        "notices": ("Something to know.",),
        "seconds": 1.0,
    }
    return CoupleLists.model_validate(given | facts)


def told(found: CoupleLists) -> str:
    console = Console(width=100)
    with console.capture() as captured:
        console.print(couple_text(found))
    return captured.get()


def test_the_text_says_what_near_means_and_both_chances_with_their_ranges() -> None:
    lead = " ".join(couple_lead(lists()))
    assert "Near means in the same city. A match of one of you alone is worth 4 of 10." in lead
    assert "Both match near each other: 71 in 100, range 36 to 85 in 100." in lead
    assert "At least one of you matches: 90 in 100" in lead


@pytest.mark.parametrize(
    ("together", "either", "words"),
    [
        (0.46, 0.9, "in 25 in 100 more than with two lists built apart; that at least one"),
        (
            0.81,
            0.95,
            "in 10 in 100 fewer than with two lists built apart; at least one of you matches in 5.0",
        ),
        (0.71, 0.9, "Two lists built apart would bring about the same."),
        (0.46, 0.8, "at least one of you matches in 10.0 in 100 more"),
    ],
)
def test_the_difference_is_said_whichever_way_it_falls(together: float, either: float, words: str) -> None:
    assert words in couple_difference(lists(apart=figures(together, either)))


def test_the_text_has_both_lists_by_place_and_the_pairs() -> None:
    words = told(lists())
    order = (
        "You: 1 program, internal medicine",
        "=Valley Hospital",
        "Your partner: 2 programs, pediatrics",
        "Where the other has none",
        "Far Off",
    )
    assert [words.index(one) for one in order] == sorted(words.index(one) for one in order)
    assert "Pairs to rank: 2" in words
    assert "No match" in words
    assert "Something to know." in words
    assert "Pairs to rank" not in told(lists(pairs=()))
    assert "where the other has none" not in told(lists(elsewhere=(0, 0)))


def test_who_has_no_list_is_named() -> None:
    why = NoList(title="x", conflict=("applications",), words="They clash.", remedies=())
    console = Console(width=100)
    with console.capture() as captured:
        console.print(no_couple_text(NoCouple(who=1, why=why)))
    assert "Your partner alone" in captured.get()
    assert "They clash." in captured.get()


def test_the_csv_has_both_lists_by_place_and_runs_nothing() -> None:
    rows = list(csv.DictReader(io.StringIO(couple_bytes(lists(), ".csv").decode("utf-8-sig"))))
    assert [(row["whose"], row["place"], row["id"]) for row in rows] == [
        ("you", "Fresno, CA", "mine"),
        ("your partner", "Fresno, CA", "theirs"),
        ("your partner", "", "far"),
    ]
    assert rows[0]["name"] == "'=Valley Hospital"
    assert rows[0]["signal"] == "gold"


def test_the_workbook_has_lists_places_and_pairs() -> None:
    book = openpyxl.load_workbook(io.BytesIO(couple_bytes(lists(), ".xlsx")))
    assert book.sheetnames == ["Lists", "Places", "Pairs to rank"]
    assert [cell.value for cell in book["Pairs to rank"][2]][:3] == [
        1,
        "=Valley Hospital, Fresno, CA",
        "Children's, Fresno, CA",
    ]
    assert book["Places"]["B2"].value == 0.4


def test_json_and_the_pairs_alone() -> None:
    assert json.loads(couple_bytes(lists(), ".json")) == json.loads(couple_json(lists()))
    assert json.loads(couple_json(lists()))["joint"]["together"]["value"] == 0.71
    pairs = list(csv.DictReader(io.StringIO(pairs_csv(lists()).decode("utf-8-sig"))))
    assert [(row["rank"], row["your_partner"]) for row in pairs] == [("1", "Children's, Fresno, CA"), ("2", "No match")]
    assert COUPLE_ENDINGS == (".csv", ".xlsx", ".json")
