"""What goes on around the pages while they are served."""

import asyncio
import threading
import webbrowser
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, Never

import pytest
import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from optimizer.errors import BadInput
from optimizer.hosting import Role, doorkeepers, folders, named_by_host, roles_here, service, while_served
from optimizer.hosting.service import content_policy, own_names
from tests.awaited import awaited

SETTINGS: dict[str, Any] = {
    "server.address": "localhost",
    "server.port": 8765,
    "server.allowedHosts": [],
    "server.baseUrlPath": "",
    "server.headless": True,
    "browser.serverAddress": "localhost",
}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Streamlit's settings and secrets as a test has them."""

    def set_to(secrets: object = None, **changed: object) -> None:
        found = SETTINGS | {name.replace("_", ".", 1): value for name, value in changed.items()}
        monkeypatch.setattr(st, "get_option", found.__getitem__)
        monkeypatch.setattr(st, "secrets", {} if secrets is None else secrets)
        own_names.cache_clear()

    yield set_to
    own_names.cache_clear()


def test_on_ones_own_computer_no_name_is_listed(settings: Callable[..., None]) -> None:
    settings()
    assert named_by_host() == ()
    assert own_names().listed == frozenset()


def test_a_host_names_its_copy_by_settings_or_by_its_login(settings: Callable[..., None]) -> None:
    login = {"auth": {"redirect_uri": "https://login.example.org/oauth2callback"}}
    settings(login, server_allowedHosts=["a.example.org"], browser_serverAddress="b.example.org")
    assert named_by_host() == ("a.example.org", "b.example.org")
    assert own_names().listed == {"a.example.org", "b.example.org", "login.example.org"}


@pytest.mark.parametrize("secrets", [{"auth": "nothing"}, {"auth": {"redirect_uri": "http://["}}])
def test_a_login_that_names_no_address_adds_none(settings: Callable[..., None], secrets: object) -> None:
    settings(secrets)
    assert own_names().listed == frozenset()


def test_a_page_loads_nothing_from_elsewhere_and_makes_no_script_of_text() -> None:
    policy = dict(part.split(" ", 1) for part in content_policy().split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert "'sha256-" in policy["script-src"]
    assert [getattr(one.cls, "__name__", "") for one in doorkeepers()] == ["Doorkeeper", "Assets"]


def test_roles_stand_beside_the_login_and_mean_nobody_without_one(settings: Callable[..., None]) -> None:
    settings()
    assert roles_here() is None
    settings({"auth": {}, "roles": {"advisers": ["ann@school.example"]}})
    roles = roles_here()
    assert roles is not None
    assert roles.role_of({"email": "ann@school.example"}) is Role.ADVISER
    settings({"roles": {"advisers": ["ann@school.example"]}})
    with pytest.raises(BadInput, match="nobody can log in whom they could mean"):
        roles_here()


def test_a_copy_without_settings_of_a_login_has_no_roles(
    settings: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoSecrets:
        def get(self, _: str) -> Never:
            raise StreamlitSecretNotFoundError("no settings")

    settings()
    monkeypatch.setattr(st, "secrets", NoSecrets())
    assert roles_here() is None


def test_roles_that_cannot_be_used_are_told_as_the_copy_starts(
    settings: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, dict[str, Any]]] = []
    settings({"auth": {}, "roles": {"advisors": ["ann@school.example"]}})
    monkeypatch.setattr(service, "told", lambda event, **figures: told.append((event, figures)))

    async def serve() -> None:
        async with while_served(None):
            pass

    awaited(serve())
    (said,) = [figures["fault"] for event, figures in told if event == "roles can't be used"]
    assert "advisors: no such key" in said
    assert "ann@" not in said


def test_while_it_serves_it_sweeps_and_at_the_end_it_leaves_nothing(
    settings: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[str] = []
    settings(server_headless=False, server_baseUrlPath="/matchlist/")
    monkeypatch.setattr(service, "_SECONDS_BETWEEN_LOOKS", 0.0)
    monkeypatch.setattr(service, "sweep", lambda: swept.append("what was left"))
    monkeypatch.setattr(service, "runtime", SimpleNamespace(exists=lambda: True, get_instance=lambda: None))
    shown = threading.Event()
    addresses: list[str] = []

    def opened(address: str) -> None:
        addresses.append(address)
        shown.set()

    monkeypatch.setattr(webbrowser, "open", opened)

    async def serve() -> None:
        looked = asyncio.Event()
        monkeypatch.setattr(service, "close_those_gone", lambda *_: looked.set())
        async with while_served(None):
            folders.new_folder()
            await looked.wait()

    awaited(serve())
    assert swept == ["what was left"]
    assert shown.wait(10)
    assert addresses == ["http://localhost:8765/matchlist"]
    assert not folders._open
