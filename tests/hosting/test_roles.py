"""Who is an adviser of a hosted copy."""

from typing import Any

import pytest

from optimizer.errors import BadInput
from optimizer.hosting import Role, roles_of

LISTED = roles_of({"advisers": ["Ann@School.example", "*@advising.school.example"]})
CLAIMED = roles_of({"adviser_claim": "realm_access.roles", "adviser_values": ["advising", "deans"]})


@pytest.mark.parametrize("address", ["ann@school.example", "ANN@school.EXAMPLE", "bo@advising.school.example"])
def test_whoever_is_listed_is_an_adviser_however_the_address_is_written(address: str) -> None:
    assert LISTED.role_of({"email": address}) is Role.ADVISER
    assert LISTED.role_of({"email": address, "email_verified": True}) is Role.ADVISER


@pytest.mark.parametrize(
    "address",
    [
        "bo@school.example",
        "ann@school.example.org",
        "ann@other@school.example",
        "bo@far.advising.school.example",
        "bo@advising-school.example",
        "*@advising.school.example@elsewhere.example",
        "@advising.school.example",
        "",
        None,
        7,
    ],
)
def test_whoever_is_not_listed_is_an_applicant(address: object) -> None:
    assert LISTED.role_of({"email": address}) is Role.APPLICANT


@pytest.mark.parametrize("verified", [False, "false", None, 0])
def test_an_address_that_is_said_not_to_be_verified_counts_for_nobody(verified: object) -> None:
    assert LISTED.role_of({"email": "ann@school.example", "email_verified": verified}) is Role.APPLICANT


@pytest.mark.parametrize("said", ["advising", ["students", "deans"], ("advising",)])
def test_what_the_provider_says_makes_an_adviser(said: object) -> None:
    assert CLAIMED.role_of({"realm_access": {"roles": said}}) is Role.ADVISER
    # Some providers give a claim a name with dots in it.
    assert CLAIMED.role_of({"realm_access.roles": said}) is Role.ADVISER


@pytest.mark.parametrize(
    "said", ["advis", ["students"], [], {"advising": True}, None, [["advising"]], "deans,advising"]
)
def test_what_it_says_otherwise_makes_none(said: object) -> None:
    assert CLAIMED.role_of({"realm_access": {"roles": said}}) is Role.APPLICANT
    assert CLAIMED.role_of({"realm_access": said}) is Role.APPLICANT
    assert CLAIMED.role_of({}) is Role.APPLICANT


def test_a_section_without_anybody_in_it_makes_all_applicants() -> None:
    assert roles_of({}).role_of({"email": "ann@school.example", "": "x"}) is Role.APPLICANT


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("everybody", "is no section"),
        ({"advisers": "ann@school.example"}, "allowed: a list of e-mail addresses"),
        ({"advisers": ["ann@school.example", "ann", "*", "a*@school.example", "x@*.example"]}, "2, 3, 4, 5"),
        ({"adviser_claim": "groups"}, "only of use together"),
        ({"adviser_values": ["advising"]}, "only of use together"),
        ({"advisors": ["ann@school.example"]}, "Did you mean 'advisers'?"),
    ],
)
def test_roles_that_cannot_be_used_are_refused_without_an_address_in_the_words(given: Any, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        roles_of(given)
    assert said in str(refused.value)
    assert "school" not in str(refused.value)
