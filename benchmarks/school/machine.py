"""A machine with nothing but Debian on it, to try things on: a container with a systemd of its own.

It shares the network of the machine that it stands on, so that whoever sits there comes as a visitor from outside.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import WrongAnswer, require

RELEASE, MIRROR = "bookworm", "http://deb.debian.org/debian"
_NEEDED_TO_START = "systemd,systemd-sysv,dbus,ca-certificates"
_TRUSTED = Path("/etc/ssl/certs/ca-certificates.crt")
_ASK_NOTHING = 'APT::Get::Assume-Yes "true";\n'
_SECONDS_TO_START = 60.0
_CONTAINER = (
    *("systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit"),
    *("--console=pipe", "--resolv-conf=copy-host"),
)


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine that has started.

    Parameters
    ----------
    folder : pathlib.Path
        What it has for a disk, as seen from outside.
    leader : int
        Its first process, as seen from outside.
    """

    folder: Path
    leader: int

    def run(self, commands: str) -> str:
        """Run a shell's commands as root; what they write. Raises WrongAnswer where one of them fails."""
        done = self.tried(commands)
        require(done.returncode == 0, f"{commands}\n{done.stdout}")
        return done.stdout.strip()

    def tried(self, commands: str) -> "subprocess.CompletedProcess[str]":
        """Run a shell's commands as root, whatever comes of it."""
        root = f"/proc/{self.leader}/root"
        within = ("nsenter", "--target", str(self.leader), "--mount", "--uts", "--ipc", "--pid")
        # As little around it as a login of root has.
        around = ("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "DEBIAN_FRONTEND=noninteractive")
        return subprocess.run(
            [*within, f"--root={root}", f"--wd={root}", *around, f"PIP_CERT={_TRUSTED}", "sh", "-e"],
            input=commands,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def inside(self, path: str) -> Path:
        """Where a file of the machine is, seen from outside."""
        return self.folder / path.lstrip("/")

    def write(self, path: str, content: str | bytes, mode: int = 0o644) -> None:
        """Put a file there."""
        file = self.inside(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        file.chmod(mode)


@contextmanager
def clean_machine(folder: Path) -> Iterator[Machine]:
    """Debian from its own archive in a folder that isn't there yet, started; it is shut down in the end and stays."""
    done("debootstrap", "--variant=minbase", f"--include={_NEEDED_TO_START}", RELEASE, str(folder), MIRROR)
    # It trusts whom this machine trusts: a network may have an authority of its own.
    (folder / _TRUSTED.relative_to("/")).write_bytes(_TRUSTED.read_bytes())
    (folder / "etc/apt/apt.conf.d/90ask-nothing").write_text(_ASK_NOTHING, encoding="ascii")
    started = subprocess.Popen(
        (*_CONTAINER, f"--directory={folder}"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        machine = Machine(folder, _first_process_of(started.pid))
        _wait_until_up(machine)
        yield machine
    finally:
        # It has what runs in it shut down.
        started.terminate()
        started.wait(timeout=_SECONDS_TO_START)


def _first_process_of(container: int) -> int:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until:
        children = Path(f"/proc/{container}/task/{container}/children").read_text(encoding="ascii").split()
        if children and Path(f"/proc/{children[0]}/comm").read_text(encoding="ascii").strip() == "systemd":
            return int(children[0])
        time.sleep(0.1)
    raise WrongAnswer("the machine doesn't start")


def _wait_until_up(machine: Machine) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while (state := machine.tried("systemctl is-system-running").stdout.strip()) != "running":
        require(time.monotonic() < until, f"the machine is not up: {state}")
        time.sleep(0.5)


def done(*command: str, given: bytes = b"") -> bytes:
    """Do something on the machine that it stands on; what that writes. Raises WrongAnswer where it fails."""
    ended = subprocess.run(command, input=given, capture_output=True, check=False)
    require(ended.returncode == 0, f"{command[0]}: {(ended.stdout + ended.stderr).decode(errors='replace')[-2000:]}")
    return ended.stdout
