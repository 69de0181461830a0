"""Two lists of a couple as files: one JSON object, a CSV of both lists, or a workbook with lists, places and pairs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.export.files.spreadsheet import csv_bytes
from optimizer.export.files.workbook import Column, Sheet, workbook_bytes

if TYPE_CHECKING:
    from optimizer.couple import CoupleLists, CoupleOutcome

COUPLE_ENDINGS = (".csv", ".xlsx", ".json")
_WHOSE = ("you", "your partner")
_LIST = (
    ("whose", "text", 14.0),
    ("place", "text", 34.0),
    ("id", "text", 20.0),
    ("name", "text", 44.0),
    ("specialty", "text", 20.0),
    ("city", "text", 18.0),
    ("state", "text", 8.0),
    ("signal", "text", 10.0),
    ("interview_chance", "share", 12.0),
    ("offer_chance", "share", 12.0),
)
_PLACES = (
    ("place", "text", 40.0),
    ("both_offers", "share", 12.0),
    ("your_programs", "count", 12.0),
    ("partners_programs", "count", 12.0),
)
_PAIRS = (
    ("rank", "count", 8.0),
    ("you", "text", 44.0),
    ("your_partner", "text", 44.0),
    ("place", "text", 34.0),
    ("worth", "share", 10.0),
    ("offer_chance", "share", 12.0),
)

_Row = tuple[str | int | float, ...]


def couple_json(found: "CoupleOutcome") -> str:
    """Both lists, or why there are none, as one JSON object with the fields of what `optimizer.couple` gives."""
    return found.model_dump_json(indent=2)


def couple_bytes(found: "CoupleLists", ending: str) -> bytes:
    """Both lists in the format of one of the `COUPLE_ENDINGS`."""
    if ending == ".json":
        return f"{couple_json(found)}\n".encode()
    if ending == ".csv":
        return csv_bytes([name for name, _, _ in _LIST], _list_rows(found))
    sheets = (
        ("Lists", _LIST, _list_rows(found)),
        ("Places", _PLACES, _place_rows(found)),
        ("Pairs to rank", _PAIRS, _pair_rows(found)),
    )
    return workbook_bytes(
        "Two lists with one aim",
        [
            Sheet(name, tuple(Column(title, kind, width) for title, kind, width in columns), tuple(rows))  # type: ignore[arg-type]
            for name, columns, rows in sheets
        ],
    )


def pairs_csv(found: "CoupleLists") -> bytes:
    """The couple's rank order list as CSV, one line a row."""
    return csv_bytes([name for name, _, _ in _PAIRS], _pair_rows(found))


def _list_rows(found: "CoupleLists") -> Iterator[_Row]:
    for who, own in enumerate(found.lists):
        place = {program: one.name for one in found.places for program in one.programs[who]}
        order = [one.name for one in found.places]

        def rank(program: str, place: dict[str, str] = place, order: list[str] = order) -> int:
            return order.index(place[program]) if program in place else len(order)

        for program in sorted(own.programs, key=lambda one: rank(one.id)):
            yield (
                _WHOSE[who],
                place.get(program.id, ""),
                program.id,
                program.name,
                program.specialty,
                program.city,
                program.state,
                program.signal,
                *(
                    "" if chance is None else round(chance, 4)
                    for chance in (program.interview_probability, program.offer_probability)
                ),
            )


def _place_rows(found: "CoupleLists") -> Iterator[_Row]:
    for place in found.places:
        yield place.name, round(place.together, 4), *(len(own) for own in place.programs)


def _pair_rows(found: "CoupleLists") -> Iterator[_Row]:
    for pair in found.pairs:
        yield pair.rank, *pair.names, pair.place or "", round(pair.worth, 4), round(pair.offer_probability, 4)
