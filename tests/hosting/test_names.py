"""By which names a server is called, and from which pages."""

import pytest

from optimizer.hosting import OwnNames

HERE = OwnNames.of("localhost", ())
SCHOOL = OwnNames.of("127.0.0.1", ("Matchlist.example.org.", "*.school.example", " "))
EVERYWHERE = OwnNames.of("0.0.0.0", ())  # noqa: S104 - what a container says
ANY = OwnNames.of("localhost", ("*",))


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "LOCALHOST:1", "127.0.0.1:8501", "[::1]:8501"])
@pytest.mark.parametrize("names", [HERE, SCHOOL, EVERYWHERE, ANY])
def test_this_computer_is_always_one_of_them(names: OwnNames, host: str) -> None:
    assert names.has_host(host)


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil@localhost",
        "localhost/",
        "localhost:port",
        "localhost:99999999",
        "localhost evil.example",
        "[::1",
        "10.0.0.7:8501",
    ],
)
def test_a_foreign_or_garbled_name_is_none(host: str | None) -> None:
    assert not HERE.has_host(host)


def test_a_host_lists_names_and_what_lies_below_them() -> None:
    assert SCHOOL.has_host("matchlist.example.org")
    assert SCHOOL.has_host("matchlist.example.org.:443")
    assert SCHOOL.has_host("students.school.example")
    assert not SCHOOL.has_host("school.example")
    assert not SCHOOL.has_host("evil-school.example")
    assert SCHOOL.listed == {"matchlist.example.org", "*.school.example"}


def test_a_server_on_every_address_goes_by_any_number_and_by_no_name() -> None:
    assert EVERYWHERE.has_host("10.0.0.7:8501")
    assert EVERYWHERE.has_host("[2001:db8::1]:8501")
    assert not EVERYWHERE.has_host("evil.example:8501")


def test_a_host_can_take_any_name_and_still_answers_its_own_pages_only() -> None:
    assert ANY.has_host("whatever.example")
    assert ANY.has_origin("https://whatever.example", "whatever.example")
    assert not ANY.has_origin("https://evil.example", "whatever.example")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "localhost:8501"),
        ("http://localhost:8501", "localhost:8501"),
        ("https://matchlist.example.org", "matchlist.example.org"),
        # A proxy that puts its own name for the server into Host.
        ("https://matchlist.example.org", "127.0.0.1:8501"),
    ],
)
def test_its_own_pages_may_ask(origin: str | None, host: str) -> None:
    assert SCHOOL.has_origin(origin, host)


@pytest.mark.parametrize(
    "origin",
    ["null", "http://evil.example", "http://localhost:3000", "file://localhost:8501", "http://[", "http://127.0.0.1"],
)
def test_other_pages_may_not(origin: str) -> None:
    assert not SCHOOL.has_origin(origin, "localhost:8501")
