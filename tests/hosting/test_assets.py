"""Streamlit's own files come from memory, and a page names those of its first elements."""

import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send

from optimizer.hosting.assets import Assets, first_files
from tests.awaited import awaited

FOLDER = Path(st.__file__).parent / "static"
PAGE = b"<html><head><title>x</title></head><body></body></html>"
HTML = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"55")]


def asked(path: str, *answer: Message, method: str = "GET", accept: str = "*/*") -> list[Message]:
    """What comes back where Streamlit would give an answer."""
    sent: list[Message] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - as servers call it
        for message in answer:
            await send(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "method": method, "headers": [(b"accept", accept.encode())]}
    awaited(Assets(behind)(scope, receive, send))
    return sent


def page(*bodies: bytes, status: int = 200, headers: list[tuple[bytes, bytes]] | None = None) -> list[Message]:
    """A page as Streamlit sends it, in pieces."""
    start: Message = {"type": "http.response.start", "status": status, "headers": list(headers or HTML)}
    pieces = [{"type": "http.response.body", "body": body, "more_body": True} for body in bodies[:-1]]
    return [start, *pieces, {"type": "http.response.body", "body": bodies[-1]}]


@pytest.mark.parametrize("pattern", ["static/js/index.*.js", "static/css/index.*.css", "static/media/*.woff2"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_file_is_what_it_is_on_the_disk_and_may_be_kept(pattern: str, method: str) -> None:
    file = next(FOLDER.glob(pattern))
    start, body = asked(f"/{file.relative_to(FOLDER).as_posix()}", method=method)
    headers = dict(start["headers"])
    assert start["status"] == 200
    assert b"immutable" in headers[b"cache-control"]
    assert int(headers[b"content-length"]) == file.stat().st_size
    assert body["body"] == file.read_bytes()


@pytest.mark.parametrize("path", ["/static/js/none.js", "/static/../manifest.json", "/_stcore/health", "/static"])
def test_whatever_is_no_such_file_is_streamlits_to_answer(path: str) -> None:
    answer = page(b"not found", status=404)
    assert asked(path, *answer) == answer
    assert asked(path, *answer, method="POST") == answer


def test_a_page_names_the_files_of_its_first_elements_which_are_there() -> None:
    start, body = asked("/", *page(PAGE[:20], PAGE[20:]), accept="text/html")
    assert body["body"] == PAGE.replace(b"</head>", first_files() + b"</head>")
    assert int(dict(start["headers"])[b"content-length"]) == len(body["body"])
    named = re.findall(r'href="\./([^"]+)"', first_files().decode())
    assert named
    assert all((FOLDER / file).is_file() for file in named)
    assert not [file for file in named if file in (FOLDER / "index.html").read_text(encoding="utf-8")]


@pytest.mark.parametrize(
    "answer",
    [
        page(b""),
        page(PAGE, headers=[*HTML, (b"content-encoding", b"gzip")]),
        page(PAGE, headers=[(b"content-type", b"text/plain")]),
        page(PAGE, status=404),
    ],
)
def test_an_answer_without_a_plain_page_in_it_stays_as_it_is(answer: list[Message]) -> None:
    assert asked("/", *answer, accept="text/html") == answer


def test_a_dashboard_below_a_path_has_its_files_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/school/"}.__getitem__)
    file = next(FOLDER.glob("static/js/index.*.js"))
    assert asked(f"/school/static/js/{file.name}")[1]["body"] == file.read_bytes()
    assert asked(f"/static/js/{file.name}", *page(PAGE, status=404))[0]["status"] == 404
