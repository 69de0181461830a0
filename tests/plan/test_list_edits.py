"""A list exported, edited and read back gives the plan that the edits say."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from optimizer.errors import BadInput
from optimizer.export import keep_version, list_bytes, list_csv
from optimizer.plan import Plan, ProgramList, changed_plan, edited_plan, next_version, plan_from_list
from tests.people_and_programs import directory as directory_of
from tests.people_and_programs import plan, programs_in_many_cities, solved

Rows = list[dict[str, str]]
WHERE = directory_of(*programs_in_many_cities(16))
WANTED = plan(title="Mine", quotas={"applications": {"maximum": 8}})
LISTED = solved(WANTED, WHERE)
IDS = [one.id for one in LISTED.programs]
OFF = next(one.id for one in WHERE.programs if one.id not in IDS)


def edited(folder: Path, change: Callable[[Rows], None], found: ProgramList = LISTED) -> Path:
    rows = list(csv.DictReader(io.StringIO(list_csv(found).decode("utf-8-sig"), newline="")))
    columns = list(rows[0])
    change(rows)
    path = folder / "edited.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def row(rows: Rows, program: str) -> dict[str, str]:
    return next(one for one in rows if one["id"] == program)


def signalled(kind: str) -> str:
    return next(one.id for one in LISTED.programs if one.signal == kind)


def read(path: Path, wanted: Plan = WANTED) -> Plan:
    return plan_from_list(wanted, path, WHERE)


def test_a_list_that_comes_back_as_it_was_leaves_the_plan_as_it_was(tmp_path: Path) -> None:
    found = edited_plan(WANTED, edited(tmp_path, lambda _: None), WHERE)
    assert found.plan == WANTED
    assert not found.edits.any


def test_a_removed_row_is_a_program_locked_out_and_another_takes_its_place(tmp_path: Path) -> None:
    found = read(edited(tmp_path, lambda rows: rows.remove(row(rows, IDS[2]))))
    assert found.locks.never == (IDS[2],)
    again = solved(found, WHERE)
    assert IDS[2] not in {one.id for one in again.programs}
    assert len(again.programs) == 8


def test_locked_yes_is_a_lock(tmp_path: Path) -> None:
    found = read(edited(tmp_path, lambda rows: row(rows, IDS[1]).update(locked="Yes")))
    assert found.locks.apply == (IDS[1],)
    assert next(one for one in solved(found, WHERE).programs if one.id == IDS[1]).locked


def test_locked_no_takes_a_lock_back_with_its_signal(tmp_path: Path) -> None:
    wanted = changed_plan(WANTED, {"locks.apply": (IDS[0],), "locks.signal": {IDS[0]: "gold"}})
    path = edited(tmp_path, lambda rows: row(rows, IDS[0]).update(locked="no"), solved(wanted, WHERE))
    found = read(path, wanted)
    assert found.locks.apply == ()
    assert found.locks.signal == {}


def test_a_removed_row_of_a_locked_program_takes_the_lock_with_it(tmp_path: Path) -> None:
    wanted = changed_plan(WANTED, {"locks.apply": (IDS[0],), "locks.signal": {IDS[0]: "gold"}})
    path = edited(tmp_path, lambda rows: rows.remove(row(rows, IDS[0])), solved(wanted, WHERE))
    locks = read(path, wanted).locks
    assert (locks.apply, locks.signal, locks.never) == ((), {}, (IDS[0],))


def test_a_new_row_is_a_program_locked_in(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda rows: rows.append({"id": OFF, "signal": "", "locked": "", "tier": ""}))
    found = read(path)
    assert found.locks.apply == (OFF,)
    assert OFF in {one.id for one in solved(found, WHERE).programs}


def test_a_new_row_may_say_its_signal_and_tier(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda rows: rows.append({"id": OFF, "signal": "gold", "tier": "reach"}))
    found = read(path)
    assert found.locks.signal == {OFF: "gold"}
    assert found.tiers == {OFF: "reach"}


def test_a_changed_signal_is_the_user_s_choice(tmp_path: Path) -> None:
    gold, silver = signalled("gold"), signalled("silver")

    def swap(rows: Rows) -> None:
        row(rows, gold).update(signal="none")
        row(rows, silver).update(signal="GOLD")

    found = read(edited(tmp_path, swap))
    assert found.signals.never == (gold,)
    assert found.locks.signal == {silver: "gold"}
    signals = {one.id: one.signal for one in solved(found, WHERE).programs}
    assert signals.get(gold, "none") == "none"
    assert signals[silver] == "gold"


def test_a_signal_given_to_a_program_that_was_not_to_have_one_lifts_that(tmp_path: Path) -> None:
    wanted = changed_plan(WANTED, {"signals.never": (IDS[0],), "locks.apply": (IDS[0],)})
    path = edited(tmp_path, lambda rows: row(rows, IDS[0]).update(signal="gold"), solved(wanted, WHERE))
    found = read(path, wanted)
    assert found.signals.never == ()
    assert found.locks.signal == {IDS[0]: "gold"}


def test_a_changed_tier_is_the_user_s_choice(tmp_path: Path) -> None:
    other = {"reach": "safety", "safety": "reach", "realistic": "reach"}[LISTED.programs[0].tier]
    found = read(edited(tmp_path, lambda rows: row(rows, IDS[0]).update(tier=other)))
    assert found.tiers == {IDS[0]: other}


def test_a_workbook_edited_in_a_spreadsheet_gives_the_same_as_the_csv(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(list_bytes(LISTED, WANTED, ".xlsx"))
    book = openpyxl.load_workbook(path)
    page = book["List"]
    header = [cell.value for cell in page[1]]
    page.cell(3, header.index("Locked") + 1).value = "yes"
    page.delete_rows(5)
    book.save(path)
    found = read(path)
    assert (found.locks.apply, found.locks.never) == ((IDS[1],), (IDS[3],))


def test_bans_of_an_earlier_edit_stay_when_the_next_list_is_edited(tmp_path: Path) -> None:
    first = read(edited(tmp_path, lambda rows: rows.remove(row(rows, IDS[2]))))
    second = solved(first, WHERE)
    file = tmp_path / "plan.toml"
    file.write_text("", encoding="utf-8")
    version = next_version(file, first, second, datetime(2026, 1, 1, tzinfo=UTC))
    assert version is not None
    keep_version(version, file, second, first)
    gone = second.programs[0].id
    path = edited(tmp_path, lambda rows: rows.remove(row(rows, gone)), second)
    # The plan's file still says what it said at first.
    found = edited_plan(WANTED, path, WHERE, history_of=file)
    assert set(found.plan.locks.never) == {IDS[2], gone}
    assert found.edits.carried == ("locks.never",)


def test_a_list_of_another_plan_is_refused_as_removed_rows_can_t_be_told(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda rows: rows.remove(row(rows, IDS[2])))
    with pytest.raises(BadInput, match="was not made from the plan as it is now"):
        read(path, changed_plan(WANTED, {"quotas": {"applications": {"maximum": 5}}}))


def test_a_version_that_was_kept_is_known_though_the_plan_was_changed_since(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text("", encoding="utf-8")
    version = next_version(file, WANTED, LISTED, datetime(2026, 1, 1, tzinfo=UTC))
    assert version is not None
    keep_version(version, file, LISTED, WANTED)
    path = edited(tmp_path, lambda rows: rows.remove(row(rows, IDS[2])))
    changed = changed_plan(WANTED, {"quotas": {"applications": {"maximum": 5}}})
    found = plan_from_list(changed, path, WHERE, history_of=file)
    assert found.locks.never == (IDS[2],)
    assert found.quotas == changed.quotas


def test_every_cell_that_can_t_be_used_is_told_with_its_line(tmp_path: Path) -> None:
    def spoil(rows: Rows) -> None:
        rows[0].update(signal="platinum")
        rows[1].update(tier="dream")
        rows[2].update(locked="maybe")
        rows.append({"id": "no-such-program"})

    with pytest.raises(BadInput) as caught:
        read(edited(tmp_path, spoil))
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 4
    for line, words in enumerate(("platinum", "dream", "maybe"), start=2):
        assert any(f"line {line}: " in fault and words in fault for fault in told)
    assert any("no program has this id" in fault and "line 10" in fault for fault in told)
