"""Licences and known vulnerabilities of what is locked, by pip-licenses and pip-audit.

::

    .venv/bin/python requirements/audit.py

Licences are what the installed packages say of themselves. Vulnerabilities are looked up over the network, where an
index or mirror has them; where it has none, that is said. Exit status 1 means that something was found.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements/dev.lock"
UV = (sys.executable, "-m", "uv", "--no-config", "--quiet", "tool", "run")
# Licences that ask for no more than their own text, or (MPL) for changes to the library's own files.
ALLOWED = (
    "0BSD",
    "Apache",
    "BSD",
    "CC0",
    "ISC",
    "MIT",
    "MPL",
    "Mozilla Public License",
    "PSF",
    "Python Software",
    "Zlib",
)
# These don't say it where tools look; their files of that name were read.
READ = {"axe-playwright-python": "MIT", "matchlist": "MIT"}


def licences() -> bool:
    """Say which installed packages are under a licence that isn't allowed; True where there are none."""
    asked = (*UV, "pip-licenses", "--python", sys.executable, "--from=mixed", "--format=json")
    done = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        print("Licences were not looked at: pip-licenses could not be had.")
        return True
    packages = [one for one in json.loads(done.stdout) if one["Name"] not in READ]
    others = [one for one in packages if not any(name in one["License"] for name in ALLOWED)]
    for one in others:
        print(f"{one['Name']} {one['Version']} is under {one['License']!r}, which is none of the licences allowed.")
    if not others:
        print(f"Licences: {len(packages)} packages, all under licences that are allowed.")
    return not others


def vulnerabilities() -> bool:
    """Say which locked packages have a known vulnerability; True where none is known."""
    options = ("--require-hashes", "--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json")
    asked = (*UV, "pip-audit", "--requirement", str(LOCK), *options)
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if not done.stdout:
        last = done.stderr.strip().splitlines()[-1:]
        print("Known vulnerabilities were not looked up: pip-audit could not be had or asked.", *last)
        return True
    packages = json.loads(done.stdout)["dependencies"]
    unknown = [one for one in packages if "skip_reason" in one]
    found = [(one, fault) for one in packages for fault in one.get("vulns", ())]
    for one, fault in found:
        mended = ", ".join(fault["fix_versions"]) or "no version yet"
        print(f"{one['name']} {one['version']}: {fault['id']}, mended in {mended}.")
    if len(unknown) == len(packages):
        print("Known vulnerabilities were not looked up: the index that this machine uses has none to give.")
    else:
        without = f"; nothing is known of {len(unknown)} of them" if unknown else ""
        print(f"Known vulnerabilities: {len(found)} in {len(packages)} packages{without}.")
    return not found


if __name__ == "__main__":
    sys.exit(0 if all([licences(), vulnerabilities()]) else 1)
