#!/bin/sh
# Creates the virtual environment named by the first argument, with the first Python on PATH that is new enough.
# PYTHON=/path/to/python names one to use instead.
set -eu

environment="$1"

new_enough() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

give_up() {
    echo "$1" >&2
    exit 1
}

python=""
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if new_enough "$candidate"; then
        python="$candidate"
        break
    fi
done
[ -n "$python" ] || give_up "matchlist needs Python 3.11 or newer: install it (on Debian and Ubuntu: \
apt install python3 python3-venv), then run make again."

can_make_environments() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null
}

# Debian ships venv apart from Python. In a container, where one is root, it is fetched; nobody else's system is touched.
if ! can_make_environments && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
    echo "Installing Debian's python$version-venv ..."
    apt-get -qq update >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "python$version-venv" >/dev/null 2>&1 || true
fi
can_make_environments || give_up "Python's venv module is missing: install it (on Debian and Ubuntu: \
apt install python3-venv), then run make again."

"$python" -m venv --clear "$environment"
