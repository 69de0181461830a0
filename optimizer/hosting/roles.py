"""Who is an adviser of a hosted copy, and who an applicant: by a list of the host's, or by what the login says."""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from optimizer.errors import BadInput, Fault, validation_faults

SECTION = "roles"
"""The section of the login's settings file that says it."""


class Role(Enum):
    """What somebody may do on a copy that tells its visitors apart."""

    APPLICANT = "applicant"
    ADVISER = "adviser"


class Roles(BaseModel):
    """Who is an adviser; whoever isn't, is an applicant.

    Parameters
    ----------
    advisers : tuple of str
        E-mail addresses, as the provider knows people; ``*@advising.school.example`` stands for all of a domain.
        Capital letters don't matter. An address that the provider says is not verified counts for nobody.
    adviser_claim : str
        What the provider says of a person that tells it, such as ``groups``; a dot leads into what is nested, as in
        ``realm_access.roles``. Empty: only the list counts.
    adviser_values : tuple of str
        What it says there of an adviser: one of these, or a list with one of these in it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    advisers: tuple[str, ...] = Field(
        default=(), description="a list of e-mail addresses, or of *@ and a domain, in quotes"
    )
    adviser_claim: str = Field(default="", description="the name of something that the provider says of a person")
    adviser_values: tuple[str, ...] = Field(default=(), description="a list of what it says there of an adviser")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.adviser_claim) != bool(self.adviser_values):
            raise ValueError("adviser_claim and adviser_values are only of use together")
        if unlike := [place for place, one in enumerate(self.advisers, 1) if not _is_address(one)]:
            raise ValueError(f"of the advisers, these in the list are no e-mail address: {', '.join(map(str, unlike))}")
        return self

    def role_of(self, claims: Mapping[str, object]) -> Role:
        """The role of somebody who has logged in.

        Parameters
        ----------
        claims : mapping
            What the provider says of the person; strings, numbers, truth values, lists and mappings of these.
        """
        return Role.ADVISER if self._is_listed(claims) or self._is_claimed(claims) else Role.APPLICANT

    def _is_listed(self, claims: Mapping[str, object]) -> bool:
        address = claims.get("email")
        if not isinstance(address, str) or claims.get("email_verified", True) not in (True, "true"):
            return False
        name, at, domain = address.casefold().partition("@")
        listed = {one.casefold() for one in self.advisers}
        return bool(name and at) and not {f"{name}@{domain}", f"*@{domain}"}.isdisjoint(listed)

    def _is_claimed(self, claims: Mapping[str, object]) -> bool:
        found: object = claims.get(self.adviser_claim)
        if found is None:
            found = _nested(claims, self.adviser_claim)
        said = found if isinstance(found, list | tuple) else (found,)
        return any(isinstance(one, str) and one in self.adviser_values for one in said)


def roles_of(given: object) -> Roles:
    """The roles as a host has written them down.

    Raises
    ------
    BadInput
        Something in the section can't be used. No fault repeats what stands there: that may be somebody's address.
    """
    if not isinstance(given, Mapping):
        raise BadInput(Fault("is no section", SECTION, None, f"a section that begins with [{SECTION}]", "Correct it"))
    try:
        return Roles.model_validate({key: _plain(value) for key, value in given.items()})
    except ValidationError as error:
        faults = validation_faults(error, Roles, SECTION)
        raise BadInput(replace(fault, value=None) for fault in faults) from None


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _is_address(text: str) -> bool:
    name, _, domain = text.partition("@")
    return bool(name and domain) and "@" not in domain and "*" not in domain and ("*" not in name or name == "*")


def _nested(claims: Mapping[str, object], path: str) -> object:
    found: object = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
