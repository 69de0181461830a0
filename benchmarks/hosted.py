"""A hosted copy as docs/hosting.md sets it up, behind nginx by the shipped file, and what that has to let through.

Needs nginx and openssl, as Debian packages them. Everything is on this machine's own address, with a certificate made
for the occasion; nothing of the system is changed.
"""

import asyncio
import http.client
import json
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import websockets
from rich.table import Table

from benchmarks.dashboard import CHECKOUT, free_port, server
from benchmarks.measuring import WrongAnswer, table
from benchmarks.visitors import STREAM, Visitor

NAME = "matchlist.example.org"
MOST_PAGES = 2
_CONFIGURATION = CHECKOUT / "docs" / "hosting" / "nginx.conf"
_AROUND = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/matchlist.conf;
}}
"""


def report() -> Table:
    """A row for each thing tried; a wrong answer ends the trial."""
    for needed in ("nginx", "openssl"):
        if shutil.which(needed) is None:
            raise WrongAnswer(f"{needed} is not installed")
    with tempfile.TemporaryDirectory() as folder:
        rows = list(_tried(Path(folder)))
    return table("A hosted copy behind nginx, by docs/hosting/nginx.conf", ("what", "seen"), rows)


def _tried(folder: Path) -> Iterator[tuple[str, str]]:
    named = ("--server.allowedHosts", NAME)
    with server(*named, MATCHLIST_MOST_PAGES=str(MOST_PAGES)) as (address, _), _nginx(folder, address) as (plain, safe):
        door = _Door(safe, folder / "cert.pem")
        status, headers, _ = door.ask("GET", "/")
        yield "the page over TLS", _expected("status", status, 200)
        yield "Strict-Transport-Security", _there(headers, "strict-transport-security")
        yield "Content-Security-Policy", _there(headers, "content-security-policy")[:40] + " ..."
        yield "without TLS", _expected("status", _plainly(plain), 301)
        yield "under another name", _expected("status", door.ask("GET", "/", host="evil.example")[0], 403)
        yield "13 MB at once", _expected("status", door.ask("POST", "/", body=bytes(13_000_000))[0], 413)
        health = json.loads(door.ask("GET", "/health")[2])
        yield "health", _expected("status", health["status"], "ok")
        yield "a page drawn through the WebSocket", f"{asyncio.run(door.drawn(1)):.1f} s"
        yield f"one page more than {MOST_PAGES}", _expected("status", asyncio.run(door.full(MOST_PAGES)), 503)
        yield "a page of another origin", _expected("status", asyncio.run(door.foreign()), 403)
        written = (folder / "matchlist.log").read_text(encoding="utf-8").splitlines()
        yield "lines of the log, each JSON", str(len([json.loads(line) for line in written]))


def _expected(what: str, found: object, expected: object) -> str:
    if found != expected:
        raise WrongAnswer(f"{what} {expected} was expected, and {found} came")
    return f"{what} {found}"


def _there(headers: dict[str, str], name: str) -> str:
    if name not in headers:
        raise WrongAnswer(f"the answer has no {name}")
    return headers[name]


class _Door:
    """The server as the outside sees it: by its name, through TLS."""

    def __init__(self, port: int, certificate: Path) -> None:
        self._port = port
        self._tls = ssl.create_default_context(cafile=certificate)

    def ask(
        self, method: str, path: str, *, host: str = NAME, body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        connection = http.client.HTTPSConnection(NAME, self._port, context=self._tls, timeout=30)
        raw = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        connection.sock = self._tls.wrap_socket(raw, server_hostname=NAME)
        try:
            connection.request(method, path, body, {"Host": f"{host}:{self._port}", "Accept": "text/html"})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def _page(self, origin: str = NAME) -> websockets.connect:
        return websockets.connect(
            f"wss://{NAME}:{self._port}{STREAM}",
            host="127.0.0.1",
            port=self._port,
            ssl=self._tls,
            origin=websockets.Origin(f"https://{origin}:{self._port}"),
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            open_timeout=60,
        )

    async def drawn(self, turns: int) -> float:
        """Seconds until a page was drawn so many times."""
        async with self._page() as connection:
            visitor = Visitor(connection)
            return sum([await visitor.ask() for _ in range(turns)])

    async def full(self, pages: int) -> int:
        """What a further visitor gets while so many pages are open."""
        async with asyncio.TaskGroup() as group:
            opened = [group.create_task(self._page().__aenter__()) for _ in range(pages)]
        status, _, _ = await asyncio.to_thread(self.ask, "GET", "/")
        for page in opened:
            await page.result().close()
        return status

    async def foreign(self) -> int:
        """What a page of another origin gets."""
        try:
            async with self._page("evil.example"):
                return 101
        except websockets.InvalidStatus as refused:
            return refused.response.status_code


def _plainly(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/", headers={"Host": NAME})
    try:
        return connection.getresponse().status
    finally:
        connection.close()


@contextmanager
def _nginx(folder: Path, behind: str) -> Iterator[tuple[int, int]]:
    """Nginx with the shipped file, its ports and paths put into a folder; the ports without and with TLS."""
    plain, safe = free_port(), free_port()
    _run(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"),
        *(
            "-addext",
            f"subjectAltName=DNS:{NAME}",
            "-keyout",
            str(folder / "key.pem"),
            "-out",
            str(folder / "cert.pem"),
        ),
    )
    changes = {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{safe} ssl http2;",
        "server 127.0.0.1:8501;": f"server {behind.removeprefix('http://')};",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(folder / "cert.pem"),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(folder / "key.pem"),
        "/var/log/nginx/": f"{folder}/",
    }
    written = _CONFIGURATION.read_text(encoding="utf-8")
    for shipped, here in changes.items():
        if shipped not in written:
            raise WrongAnswer(f"{_CONFIGURATION.name} has no {shipped.strip()!r}")
        written = written.replace(shipped, here)
    (folder / "matchlist.conf").write_text(written, encoding="utf-8")
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder), encoding="utf-8")
    _run("nginx", "-t", "-c", str(folder / "nginx.conf"))
    running = subprocess.Popen(
        [shutil.which("nginx") or "nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    )
    try:
        _wait_for(safe)
        yield plain, safe
    finally:
        running.terminate()
        running.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise WrongAnswer("nginx doesn't answer")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WrongAnswer(f"{command[0]} failed: {done.stderr.strip()}")
