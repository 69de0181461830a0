"""``matchlist app``: the dashboard on this computer."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.telling import faults_told, print_line
from optimizer.data_folder import PACKAGE
from optimizer.errors import BadInput, Fault

_HOST = "localhost"
_MOST_PAGES = "MATCHLIST_MOST_PAGES"
_HOST_NAME = re.compile(r"(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


CAN_BECOME_ANOTHER = os.name == "posix"
"""Whether a process can become another program; elsewhere it starts it and waits."""

commands = typer.Typer()


@commands.command("app")
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the dashboard on this computer.")] = 8501,
    host_name: Annotated[
        list[str] | None,
        typer.Option(
            "--host-name",
            metavar="NAME",
            show_default=False,
            help="A name that a hosted copy is reached by, such as matchlist.example.org; may be given again.",
        ),
    ] = None,
    most_pages: Annotated[
        int | None,
        typer.Option(
            min=1,
            envvar=_MOST_PAGES,
            show_default=False,
            help="How many pages a hosted copy serves at once; whoever comes then is asked to come back in a minute.",
        ),
    ] = None,
) -> None:
    """Start the dashboard on this computer and print its address."""
    with faults_told():
        entry = dashboard_entry()
        _check_names(host_name or ())
        _check_port_is_free(port)
        # Set as defaults, so that whoever sets them otherwise, in a container print_line, has their way.
        os.environ.setdefault("STREAMLIT_SERVER_ADDRESS", _HOST)
        os.environ.setdefault("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
        os.environ.setdefault("STREAMLIT_SERVER_SHOW_EMAIL_PROMPT", "false")
        if most_pages is not None:
            os.environ[_MOST_PAGES] = str(most_pages)
        os.environ.setdefault("STREAMLIT_SERVER_HEADLESS", "false" if _has_display() else "true")
        print_line(f"The dashboard is at http://{_HOST}:{port} (Ctrl+C ends it).")
        sys.stdout.flush()
        command = [sys.executable, str(entry), "--server.port", str(port)]
        command += [part for name in host_name or () for part in ("--server.allowedHosts", name)]
        if not CAN_BECOME_ANOTHER:
            raise typer.Exit(subprocess.call(command))  # noqa: S603 - this Python and the entry that came with it
        # In this process's place, so that a signal to matchlist reaches the server.
        os.execv(command[0], command)  # noqa: S606 - as above


def dashboard_entry(package: Path = PACKAGE) -> Path:
    """Where the dashboard's entry is: inside an installed package, or beside it in a checkout.

    Raises
    ------
    BadInput
        It is in neither place.
    """
    candidates = (package / "app.py", package.parent / "app.py")
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    allowed = " or ".join(str(candidate) for candidate in candidates)
    remedy = "Install matchlist again, or run it from a complete checkout"
    raise BadInput(Fault("the dashboard's entry is missing", "app.py", None, allowed, remedy))


def _check_names(names: Sequence[str]) -> None:
    """Refuse what a browser would never say as the server's name."""
    allowed, remedy = "a name such as matchlist.example.org, without https:// or a port", "Correct it"
    faults = [
        Fault("is no name of a server", "--host-name", name, allowed, remedy)
        for name in names
        if not _HOST_NAME.fullmatch(name)
    ]
    if faults:
        raise BadInput(faults)


def _check_port_is_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        taken = probe.connect_ex((_HOST, port)) == 0
    if taken:
        raise BadInput(Fault("another program uses this port", "--port", port, "a free port", f"Try --port {port + 1}"))


def _has_display() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
