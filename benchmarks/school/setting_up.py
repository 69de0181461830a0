"""A copy set up as docs/hosting.md says, from the commands and files that stand there and nothing else."""

from collections.abc import Iterator

from benchmarks.dashboard import CHECKOUT
from benchmarks.measuring import require
from benchmarks.school.certificates import Authority
from benchmarks.school.documented import block, line, with_values
from benchmarks.school.machine import Machine, done
from tests.browser.login_provider import CLIENT, SECRET

NAME = "matchlist.example.org"
ADDRESS = f"https://{NAME}"
SECRETS = "/etc/matchlist/secrets.toml"
_HOME = "/opt/matchlist"
_CERTIFICATE = f"/etc/letsencrypt/live/{NAME}/fullchain.pem"
_KEY = f"/etc/letsencrypt/live/{NAME}/privkey.pem"
UNTIL_IT_ANSWERS = """
ask='import urllib.request as one; print(one.urlopen("http://127.0.0.1:8501/_stcore/health").read().decode())'
for second in $(seq 60); do
  [ "$(python3 -c "$ask" 2>/dev/null)" = ok ] && exit 0
  sleep 1
done
journalctl --unit=matchlist --output=cat --lines=20 --no-pager
exit 1
"""


def set_up(machine: Machine, authority: Authority, provider: str) -> Iterator[tuple[str, str]]:
    """Do what the page says, step by step; what was done and what came of it."""
    machine.run("apt-get update")
    _put_checkout(machine)
    machine.run(block("sh", "-m venv"))
    yield "a checkout, Python and its libraries", machine.run(f"{_HOME}/.venv/bin/matchlist --version")
    machine.run(block("sh", "createdb"))
    yield "a database", machine.run("runuser -u postgres -- psql --version")
    machine.write(SECRETS, secrets(provider), 0o600)
    put_certificate(machine, authority)
    machine.run(block("sh", "systemctl enable"))
    machine.run(UNTIL_IT_ANSWERS)
    account = machine.run("stat --format=%U /proc/$(systemctl show --property=MainPID --value matchlist)")
    yield "the unit", f"{machine.run('systemctl is-active matchlist')}, as an account of its own, `{account}`"
    yield "what the unit may do", machine.run("systemd-analyze security matchlist | tail -1").split(": ")[-1]


def secrets(provider: str, cookie_secret: str = "a long random text") -> str:  # noqa: S107 - the page's own
    """What the page has the host write down."""
    login = with_values(
        block("toml", "[auth]"),
        redirect_uri=f"{ADDRESS}/oauth2callback",
        cookie_secret=cookie_secret,
        client_id=CLIENT,
        client_secret=SECRET,
        server_metadata_url=f"{provider}/.well-known/openid-configuration",
    )
    return "\n".join((login, block("toml", "[roles]"), block("toml", "[database]")))


def put_certificate(machine: Machine, authority: Authority, *, expired: bool = False) -> None:
    """Have a certificate lie where the proxy's file says."""
    certificate, key = authority.vouches_for(NAME, expired=expired)
    machine.write(_CERTIFICATE, certificate)
    machine.write(_KEY, key, 0o600)


def backed_up(machine: Machine) -> int:
    """Back up as the page says; bytes of the backup."""
    machine.run(block("sh", "pg_dump"))
    return int(machine.run("stat --format=%s /var/backups/matchlist.dump"))


def database_lost(machine: Machine) -> None:
    """Lose the database with all that is in it."""
    machine.run("runuser -u postgres -- dropdb --force matchlist")


def restored(machine: Machine) -> None:
    """Restore as the page says."""
    machine.run(line("sh", "createdb"))
    machine.run(block("sh", "pg_restore"))


def removing(provider: str, person: str) -> str:
    """The page's commands that show and remove what is kept of somebody."""
    commands = block("sh", "DELETE FROM")
    for said, meant in (("https://your-provider", provider), ("number-of-the-person", person)):
        require(commands.count(said) == 1, f"the commands don't name {said}")
        commands = commands.replace(said, meant)
    return commands


def _put_checkout(machine: Machine) -> None:
    where = machine.inside(_HOME)
    where.mkdir(parents=True)
    done("tar", "-x", "-C", str(where), given=done("git", "-C", str(CHECKOUT), "archive", "HEAD"))
