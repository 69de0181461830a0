"""Text that would steer a terminal or run in a spreadsheet is only shown."""

import csv
import io
import sys

import pytest

from optimizer.cli.telling import print_line, print_words
from optimizer.export import csv_bytes
from optimizer.season.tracker import Tracked, sheet_csv
from optimizer.wording import is_shown, shown

STEERING = "a\x1b[2J\x9b31m\x07\u202eb\x00"


def test_what_steers_is_replaced_and_all_else_stays() -> None:
    assert shown(STEERING) == "a\ufffd[2J\ufffd31m\ufffd\ufffdb\ufffd"
    for text in ("Montréal", "日本語", "a\tb\nc", "it's “fine”", "👩🏽‍⚕️"):
        assert is_shown(text)
        assert shown(text) == text


def test_a_line_is_printed_without_steering(capsys: pytest.CaptureFixture[str]) -> None:
    print_line(STEERING)
    print_words(STEERING, err=True)
    told = capsys.readouterr()
    assert is_shown(told.out)
    assert is_shown(told.err)


def test_on_a_terminal_only_the_styles_of_matchlist_steer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_words(STEERING)
    told = capsys.readouterr().out
    assert "\ufffd[2J" in told
    assert "\x1b[2J" not in told


def test_a_spreadsheet_gets_text_only() -> None:
    content = csv_bytes(("name",), [(STEERING,), (f"={STEERING}",), (5,)]).decode("utf-8-sig")
    assert is_shown(content.replace("\r\n", "\n"))
    assert [row[0][:2] for row in csv.reader(io.StringIO(content, newline=""))] == ["na", "a\ufffd", "'=", "5"]


def test_a_tracking_sheet_gets_text_only() -> None:
    program = Tracked("p", STEERING, "Hospital", "psychiatry", "Fresno", "CA", impression=STEERING)
    assert is_shown(sheet_csv([program]).decode("utf-8-sig").replace("\r\n", "\n"))
