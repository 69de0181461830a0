"""Streamlit's own scripts, styles and fonts: answered from memory, and asked for by the browser all at once.

A page's first elements need forty files beyond those that Streamlit's page names. The browser learns of them one after
the other, as elements arrive, and asks for them while the server works on the rest of the page; each file is then
read from the disk in a thread of its own, which has to wait for the work's turn at the interpreter many times.
"""

import json
import mimetypes
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FIRST_ELEMENTS = (
    "Button/Button",
    "DataFrame/ReadOnlyGrid",
    "DownloadButton/DownloadButton",
    "FileUploader/FileUploader",
    "Html/Html",
    "Metric/Metric",
    "NumberInput/NumberInput",
    "Selectbox/Selectbox",
    "Slider/Slider",
    "Spinner/Spinner",
    "TextInput/TextInput",
)
"""What the first page is drawn with, by the names of Streamlit's own sources, as its manifest has them."""
_FOLDER = "static/"
_FOREVER = "public, immutable, max-age=31536000"
"""Names of these files change with what is in them."""
_END_OF_HEAD = b"</head>"


class Assets:
    """Stands before Streamlit's routes, and answers for its files.

    Parameters
    ----------
    app : ASGI application
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, or hand the request on and name the first files in a page that is sent."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        file = _asset(scope["path"])
        if file is None:
            sending = _Naming(send) if "text/html" in Headers(scope=scope).get("accept", "") else send
            await self._app(scope, receive, sending)
            return
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        answer = Response(_content(file), media_type=kind, headers={"Cache-Control": _FOREVER})
        await answer(scope, receive, send)


class _Naming:
    """Sends a page on, once it is whole, with the names of the first files in its head."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_plain_page(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                page = self._body.replace(_END_OF_HEAD, first_files() + _END_OF_HEAD, 1) if self._body else b""
                if page:
                    MutableHeaders(scope=self._start)["Content-Length"] = str(len(page))
                await self._send(self._start)
                await self._send({"type": "http.response.body", "body": page})


def _is_plain_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_page = headers.get("content-type", "").startswith("text/html")
    return bool(start["status"] == 200 and is_page and "content-encoding" not in headers)


@cache
def first_files() -> bytes:
    """What a page's head says about the scripts of the first elements."""
    manifest: Mapping[str, Mapping[str, Any]] = json.loads((_folder() / "manifest.json").read_bytes())
    there = [key for key in manifest if any(key.endswith(f"/{name}.tsx") for name in FIRST_ELEMENTS)]
    named = (_folder() / "index.html").read_text(encoding="utf-8")
    files = dict.fromkeys(file for key in there for file in _behind(manifest, key, set()) if file not in named)
    return "".join(f'<link rel="modulepreload" crossorigin href="./{file}">' for file in files).encode()


def _behind(manifest: Mapping[str, Mapping[str, Any]], key: str, seen: set[str]) -> Iterator[str]:
    """The scripts that one of them loads when it is loaded, itself among them."""
    if key in seen:
        return
    seen.add(key)
    entry = manifest[key]
    yield entry["file"]
    for imported in entry.get("imports", ()):
        yield from _behind(manifest, imported, seen)


@cache
def _folder() -> Path:
    return Path(st.__file__).parent / "static"


@cache
def _assets() -> frozenset[str]:
    folder = _folder()
    return frozenset(file.relative_to(folder).as_posix() for file in (folder / _FOLDER).rglob("*") if file.is_file())


def _asset(path: str) -> str | None:
    """The name of the file that a path asks for; None where it is none of these files."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    root = f"/{base}/" if base else "/"
    asked = path.removeprefix(root)
    return asked if path.startswith(root) and asked in _assets() else None


@lru_cache(maxsize=256)
def _content(file: str) -> bytes:
    return (_folder() / file).read_bytes()
