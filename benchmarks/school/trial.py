"""What docs/hosting.md says of a copy for a school, tried one after another on one that was set up by it."""

import json
import random
import re
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Error, Page, expect

from benchmarks.measuring import WrongAnswer, require
from benchmarks.school import setting_up
from benchmarks.school.certificates import Authority
from benchmarks.school.load import load, until_each_has_moved
from benchmarks.school.machine import Machine
from benchmarks.school.setting_up import ADDRESS, SECRETS, UNTIL_IT_ANSWERS
from benchmarks.school.visits import (
    SAVED,
    a_window,
    as_somebody,
    budget_elsewhere,
    invitations,
    invitations_elsewhere,
    invite,
    log_in,
    season_of,
    see_the_list,
    see_the_season,
    shows,
    start_season,
    until_invitations,
    until_shown,
)
from tests.browser.pages import look, settled
from tests.browser.test_doors import build_a_class, log_out
from tests.browser.test_nothing_is_lost import budget, spend_at_most

Seen = Iterator[tuple[str, str]]
VISITORS = 6
_ADVISER, _APPLICANT, _ANOTHER = "ann", "bo", "cleo"
"""Ann is whom the page's list of advisers names."""
_ONLY_HERE = "Saved in this browser only"
_UNREAD = "Your season can't be read. It is left as it is."
_AS_IT_WAS = re.compile("^Your season can't be read at the moment")
_AT_THE_START = "The dashboard is at "
_DRAWN_ANEW = re.compile(f"{SAVED}$")
"""What a page says that a server has drawn which hasn't saved anything yet: it names no moment."""
_PROXY = "/etc/nginx/conf.d/matchlist.conf"
_RESTARTS = (
    "systemctl restart matchlist",
    "systemctl restart matchlist & systemctl restart matchlist & wait",
    "systemctl kill --signal=KILL matchlist",
    "systemctl restart matchlist",
)
"""How the server is ended: as its host does, by two hosts at once, and as a fault would."""
_FULL = """
mkdir -p /srv/small
mount -t tmpfs -o size=1m,mode=0700 tmpfs /srv/small
chown postgres:postgres /srv/small
ask() { runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 matchlist -c "$1"; }
ask "CREATE TABLESPACE small LOCATION '/srv/small'"
ask "ALTER TABLE matchlist.sheet SET TABLESPACE small"
ask "VACUUM matchlist.sheet"
ask "VACUUM FULL matchlist.file"
ask "ALTER TABLE matchlist.file SET TABLESPACE small"
for length in 200 40 3; do
  while ask "INSERT INTO matchlist.sheet (owner, key, content, revision, written_at)
    SELECT 'nobody', gen_random_uuid()::text, string_agg(md5(random()::text), ''), 0, ''
    FROM generate_series(1, $length)" 2> /dev/null; do :; done
done
"""
"""All that is kept, on a disk of a megabyte, filled to the last page: first large rows, then small ones between."""
_ROOM_AGAIN = """
ask() { runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 matchlist -c "$1"; }
ask "DELETE FROM matchlist.sheet WHERE owner = 'nobody'"
ask "ALTER TABLE matchlist.sheet SET TABLESPACE pg_default"
ask "ALTER TABLE matchlist.file SET TABLESPACE pg_default"
ask "DROP TABLESPACE small"
umount /srv/small
"""
_FORM = "runuser -u postgres -- psql -qtA matchlist -c \"UPDATE matchlist.alembic_version SET version_num = '{}'\""


@dataclass(slots=True)
class Trial:
    """What the steps share.

    Parameters
    ----------
    machine : Machine
        On which the copy was set up.
    browser : playwright.sync_api.Browser
        Of whoever visits it.
    authority : Authority
        Whom the browser trusts.
    provider : str
        Address of the login's.
    """

    machine: Machine
    browser: Browser
    authority: Authority
    provider: str

    def all(self) -> Seen:
        """Every step; a row for each thing seen. Raises WrongAnswer where something isn't as the page says."""
        bo = a_window(self.browser)
        yield from self.roles(bo)
        yield from self.plans_apart(bo)
        yield from self.seasons_apart()
        yield from self.restarts(bo)
        yield from self.backup(bo)
        yield from self.database_away(bo)
        yield from self.cookie_of_another_server(bo)
        yield from self.proxy_without_websockets()
        yield from self.expired_certificate()
        yield from self.person_removed()
        yield from self.log()

    def roles(self, bo: Page) -> Seen:
        """Two roles, and the way out."""
        answer = bo.goto(ADDRESS)
        require(answer is not None and answer.status == 200, "the page doesn't come")
        expect(bo.get_by_role("button", name="Log in")).to_be_visible()
        yield "a visitor over TLS", "sees “Log in” and nothing else"
        log_in(bo, _APPLICANT)
        expect(bo.get_by_text("You are here as an applicant.")).to_be_visible()
        expect(bo.get_by_role("link", name="Cohort")).to_have_count(0)
        bo.goto(f"{ADDRESS}/cohort")
        expect(bo.get_by_text("This page is for advisers")).to_be_visible()
        bo.goto(ADDRESS)
        see_the_list(bo)
        yield "an applicant", "has a list, no page of a class, and reads there whom it is for"
        ann = as_somebody(self.browser, _ADVISER)
        expect(ann.get_by_text("You are here as an adviser.")).to_be_visible()
        ann.get_by_role("link", name="Cohort").click()
        settled(ann)
        build_a_class(ann)
        yield "an adviser", "has the page of a class, and built one"
        log_out(ann)
        ann.goto(f"{ADDRESS}/cohort")
        expect(ann.get_by_role("button", name="Log in")).to_be_visible()
        require(ann.get_by_role("button", name="Check the class").count() == 0, "a class after the log-out")
        ann.context.close()
        yield "log-out", "by the provider's own page; then “Log in” again, on every page"

    def plans_apart(self, bo: Page) -> Seen:
        """Everybody's plan is theirs."""
        spend_at_most(bo, 450)
        expect(bo.get_by_text("of $450")).to_be_visible()
        expect(bo.get_by_text(SAVED).first).to_be_visible()
        require(budget_elsewhere(self.browser, _APPLICANT) == 450, "another computer has another plan")
        yield "a plan", f"“{SAVED}”, and there on another computer"
        require(budget_elsewhere(self.browser, _ANOTHER) == 600, "somebody else sees it")
        # At the same computer, in the same browser.
        log_out(bo)
        log_in(bo, _ANOTHER)
        require(budget(bo) == "600", "whoever logs in next at the same browser sees it")
        log_out(bo)
        log_in(bo, _APPLICANT)
        require(budget(bo) == "450", "it is gone after a log-out")
        yield "somebody else, also at the same browser", "sees the example, nothing of it"

    def seasons_apart(self) -> Seen:
        """Everybody's season is theirs."""
        season = season_of(self.browser, _APPLICANT)
        start_season(season)
        invite(season, 1)
        until_invitations(season, 1)
        season.context.close()
        require(invitations_elsewhere(self.browser, _APPLICANT) == 1, "another computer has another season")
        yield "a season: the list sent, an invitation entered", "there on another computer, without a click"
        require(invitations_elsewhere(self.browser, _ANOTHER) is None, "somebody else sees it")
        another = season_of(self.browser, _ANOTHER)
        start_season(another)
        another.context.close()
        require(invitations_elsewhere(self.browser, _ANOTHER) == 0, "somebody else's is not their own")
        require(invitations_elsewhere(self.browser, _APPLICANT) == 1, "a season changed with somebody else's")
        yield "somebody else", "has no season, and then one of their own"

    def restarts(self, bo: Page) -> Seen:
        """Nothing that was shown as saved is lost when the server ends at any moment, under load."""
        moments = random.Random(20)  # noqa: S311 - moments to end it at, no secrets
        visitors = [as_somebody(self.browser, f"visitor{number}") for number in range(VISITORS)]
        everybodys = [
            {str(one["name"]): str(one["value"]) for one in page.context.cookies(ADDRESS)} for page in visitors
        ]
        for page in visitors:
            page.context.close()
        trusted = ssl.create_default_context(cadata=self.authority.as_pem().decode())
        away: list[float] = []
        season = season_of(self.browser, _APPLICANT)
        with load(everybodys, trusted) as seen:
            until_each_has_moved(seen, VISITORS)
            for turn, ended in enumerate(_RESTARTS):
                shown = 500 + 20 * turn
                spend_at_most(bo, shown)
                expect(bo.get_by_text(f"of ${shown}")).to_be_visible()
                expect(bo.get_by_text(SAVED).first).to_be_visible()
                entered = invitations(season)
                invite(season, 2 * turn + 2)
                until_invitations(season, entered + 1)
                spend_at_most(bo, shown + 10)
                invite(season, 2 * turn + 3)
                bo.wait_for_timeout(moments.uniform(0, 400))
                may_be = {invitations(season), entered + 2}
                allowed = {shown + 10} if shows(bo, shown + 10) else {shown, shown + 10}
                began = time.monotonic()
                self.machine.run(ended)
                self.machine.run(UNTIL_IT_ANSWERS)
                away.append(time.monotonic() - began)
                # The page comes back by itself.
                expect(bo.get_by_text(_DRAWN_ANEW).first).to_be_visible()
                see_the_list(bo)
                require(int(budget(bo)) in allowed, f"the page came back with {budget(bo)}, not with {allowed}")
                found = budget_elsewhere(self.browser, _APPLICANT)
                require(found in allowed, f"kept is {found}, and {allowed} was shown as saved")
                see_the_season(season)
                require(invitations(season) in may_be, f"the season has {invitations(season)}, {may_be} were shown")
                until_each_has_moved(seen, VISITORS)
        invited = invitations(season)
        season.context.close()
        require(not seen.faults, f"visitors' pages said: {seen.faults}")
        require(seen.cut_off >= VISITORS, "nobody was cut off by a restart")
        yield (
            f"{len(_RESTARTS)} ends under load of {VISITORS} visitors: two restarts, two at once, a kill",
            f"answers again after {max(away):.0f} s at most; everybody came back ({seen}); nothing saved was lost",
        )
        clicked = 1 + 2 * len(_RESTARTS)
        yield (
            "the season, of which two invitations were entered before each end",
            f"has all that it showed: {invited} of {clicked} that were clicked",
        )

    def backup(self, bo: Page) -> Seen:
        """A backup, the whole database lost, and the backup restored."""
        spend_at_most(bo, 610)
        expect(bo.get_by_text("of $610")).to_be_visible()
        expect(bo.get_by_text(SAVED).first).to_be_visible()
        season = season_of(self.browser, _APPLICANT)
        invited = invitations(season)
        size = setting_up.backed_up(self.machine)
        setting_up.database_lost(self.machine)
        see_the_season(season)
        expect(season.get_by_text(_UNREAD)).to_be_visible()
        words = self._said_while_away(bo, 620, "there is none by that name")
        yield "the whole database lost, after a backup", words
        setting_up.restored(self.machine)
        self._comes_back(bo, 620)
        visitor = budget_elsewhere(self.browser, _ANOTHER)
        require(visitor == 600, "somebody has another's plan after the restore")
        owners = self._asked("SELECT count(DISTINCT owner) FROM matchlist.sheet")
        yield (
            f"restored ({size / 1000:.0f} kB, plans of {owners} people)",
            "the plan is there, with what was entered meanwhile",
        )
        see_the_season(season)
        require(invitations(season) == invited, "the season came back as another one")
        another = invitations_elsewhere(self.browser, _ANOTHER)
        require(another == 0, "somebody else's season came back as another one")
        yield "the season meanwhile, and restored", f"“{_UNREAD}”, then all of it: {invited} invitations"
        season.context.close()

    def database_away(self, bo: Page) -> Seen:
        """Each way in which a database can't be used."""
        season = season_of(self.browser, _APPLICANT)
        invited = invitations(season)
        self.machine.run("systemctl stop 'postgresql@*'")
        look(season, "Contacts and ties")
        shown = season.get_by_text(_AS_IT_WAS).inner_text()
        require(invitations(season) == invited, "a season that was read doesn't stay on the page")
        yield "a season that is on a page as the database goes down", f"“{shown}”, with all of it"
        words = self._said_while_away(bo, 630, "it doesn't answer")
        self.machine.run("systemctl restart matchlist" + UNTIL_IT_ANSWERS)
        until_shown(bo, "of $630")
        yield "the database is down, and the server is restarted meanwhile", words
        self.machine.run("systemctl start postgresql")
        self._comes_back(bo, 630)
        see_the_season(season)
        self.machine.run(_FULL)
        words = self._said_while_away(bo, 640, "it has no room left")
        yield "it is full", words
        invite(season, 10)
        refused = until_shown(season, "Nothing was changed.")
        expect(season.get_by_text("it has no room left").first).to_be_visible()
        require(invitations(season) == invited, "what was refused is shown as entered")
        yield "an invitation entered while it is full", f"“{refused}”, with the reason"
        look(season, "Contacts and ties")
        note, keep = season.get_by_label("A note on nothing"), season.get_by_role("button", name="Keep the note")
        note.fill("Breathe")
        keep.click()
        said = season.get_by_text("Not kept yet.").inner_text()
        settled(season)
        expect(note).to_have_value("Breathe")
        self.machine.run(_ROOM_AGAIN)
        self._comes_back(bo, 640)
        keep.click()
        expect(season.get_by_text("The note is kept")).to_be_visible()
        expect(note).to_have_value("")
        yield "a note sent while it is full", f"“{said}” It stays in its box, and is kept when there is room again"
        form = self._asked("SELECT version_num FROM matchlist.alembic_version")
        self.machine.run(_FORM.format("9999"))
        words = self._said_while_away(bo, 650, "it is of a newer matchlist")
        yield "it is of a newer matchlist", words
        self.machine.run(_FORM.format(form))
        self._comes_back(bo, 650)
        see_the_season(season)
        require(invitations(season) == invited, "the season came back as another one")
        season.context.close()
        yield (
            "it can be used again, after each of these",
            "what was entered meanwhile is in the account; the season is as it was",
        )

    def cookie_of_another_server(self, bo: Page) -> Seen:
        """A cookie that this server hasn't given lets nobody in."""
        self.machine.write(SECRETS, setting_up.secrets(self.provider, "another long random text"), 0o600)
        self.machine.run("systemctl restart matchlist" + UNTIL_IT_ANSWERS)
        bo.goto(ADDRESS)
        expect(bo.get_by_role("button", name="Log in")).to_be_visible()
        require(bo.get_by_text("of $").count() == 0, "a plan is shown to a cookie of another server")
        log_in(bo, _APPLICANT)
        require(budget(bo) == "650", "after a login with a new cookie the plan is another one")
        yield "a cookie of another server", "“Log in”, no plan; after it the plan is there"

    def proxy_without_websockets(self) -> Seen:
        """The page can't be drawn, and somebody has to be told."""
        written = self.machine.inside(_PROXY).read_text(encoding="utf-8")
        without = re.sub(r"^ *proxy_set_header (Upgrade|Connection) .*\n", "", written, flags=re.MULTILINE)
        self.machine.write(_PROXY, without)
        self.machine.run("systemctl restart nginx")
        page = a_window(self.browser)
        try:
            page.goto(ADDRESS)
            said = until_shown(page, "does not pass WebSockets on")
        finally:
            page.context.close()
            self.machine.write(_PROXY, written)
            self.machine.run("systemctl restart nginx")
        events = self._events()
        require("a WebSocket arrived as a request: the proxy does not pass it on" in events, "the log doesn't say so")
        yield "a proxy without WebSockets", f"the page says that the proxy “{said}”, and so does the log"

    def expired_certificate(self) -> Seen:
        """No browser goes on."""
        setting_up.put_certificate(self.machine, self.authority, expired=True)
        self.machine.run("systemctl restart nginx")
        page = a_window(self.browser)
        try:
            page.goto(ADDRESS)
        except Error as error:
            found = re.search(r"ERR_CERT_\w+", error.message)
        else:
            raise WrongAnswer("a browser goes on with an expired certificate")
        finally:
            page.context.close()
            setting_up.put_certificate(self.machine, self.authority)
            self.machine.run("systemctl restart nginx")
        require(found, "the browser says something else of an expired certificate")
        yield "an expired certificate", f"the browser goes no further (`{found[0] if found else ''}`)"

    def person_removed(self) -> Seen:
        """The host removes all that is kept of one person, and nobody else's."""
        commands = setting_up.removing(self.provider, _ANOTHER)
        self.machine.run(commands)
        require(invitations_elsewhere(self.browser, _ANOTHER) is None, "a season is left of somebody removed")
        require(invitations_elsewhere(self.browser, _APPLICANT) is not None, "somebody else's season is gone with it")
        require(budget_elsewhere(self.browser, _APPLICANT) == 650, "somebody else's plan is gone with it")
        yield "what belongs to one person, removed by the host", "is gone; everybody else's is there"

    def log(self) -> Seen:
        """The log has figures and nothing about anybody."""
        lines = self._lines()
        others = {one for one in lines if not one.startswith(("{", _AT_THE_START))}
        require(not others, f"lines of the log are no JSON: {others}")
        require(not [one for one in lines if "school.example" in one], "the log names somebody")
        yield "the log of all this", f"{len(self._events())} lines of JSON, and of nobody a name"

    def _lines(self) -> list[str]:
        return self.machine.run("journalctl --output=cat --no-pager _SYSTEMD_UNIT=matchlist.service").splitlines()

    def _events(self) -> list[str]:
        return [str(json.loads(one)["event"]) for one in self._lines() if one.startswith("{")]

    def _said_while_away(self, bo: Page, dollars: int, words: str) -> str:
        """Change the plan while the database can't be used; the words that the page has for it."""
        spend_at_most(bo, dollars)
        expect(bo.get_by_text(f"of ${dollars}")).to_be_visible()
        expect(bo.get_by_text(_ONLY_HERE).first).to_be_visible()
        said = bo.get_by_text(re.compile(f"the database of kept plans: {re.escape(words)}", re.IGNORECASE)).first
        expect(said).to_be_visible()
        return f"“{said.inner_text()}” and “{_ONLY_HERE}”"

    def _comes_back(self, bo: Page, dollars: int) -> None:
        """The plan goes to the database as soon as it answers."""
        until = time.monotonic() + 60
        while not bo.get_by_text(SAVED).first.is_visible():
            require(time.monotonic() < until, "the page doesn't give the plan to the database that is back")
            bo.wait_for_timeout(1000)
            bo.reload()
            see_the_list(bo)
        expect(bo.get_by_text(f"of ${dollars}")).to_be_visible()
        expect(bo.get_by_text(SAVED).first).to_be_visible()
        found = budget_elsewhere(self.browser, _APPLICANT)
        require(found == dollars, f"the database has {found}, and {dollars} was entered")

    def _asked(self, statement: str) -> str:
        return self.machine.run(f'runuser -u postgres -- psql -qtA matchlist -c "{statement}"')
