"""What the season's answers say, in words that never promise more than the numbers."""

from datetime import date

from optimizer.dashboard.words import chance_range
from optimizer.season.outlook import Outlook, Seen, Shift
from optimizer.season.tracker import Tracked
from optimizer.wording import in_100

STANDING_WORDS = {
    "silent": "no answer yet",
    "invited": "invited",
    "held": "interviewed",
    "declined": "declined by me",
    "rejected": "rejected",
    "followed": "not applied to",
}
"""What the last word is at a program; in the order of the filter."""


def day_words(day: date | None) -> str:
    """A day as people read it: "10 Nov 2025"; nothing where it isn't known."""
    return "" if day is None else f"{day.day} {day:%b %Y}"


def last_word(program: Tracked) -> date | None:
    """When the program's last word came."""
    return program.rejected or program.declined or program.held or program.invited


def counts(programs: tuple[Tracked, ...]) -> str:
    """How many programs stand how: "130 programs: 120 no answer yet, 10 invited"."""
    standing = [program.standing for program in programs]
    parts = [f"{standing.count(name)} {words}" for name, words in STANDING_WORDS.items() if name in standing]
    return f"{len(programs)} programs: {', '.join(parts)}" if parts else "No program is followed yet"


def headline(found: Outlook) -> str:
    """The chance to match with the answers so far, and its range."""
    said = in_100(found.match_probability)
    start = f"About {said}" if said[0].isdigit() else said.capitalize()
    low, high = found.match_probability_range
    return f"{start}, range {low * 100:.0f}\N{EN DASH}{high * 100:.0f}"


def since_the_start(found: Outlook) -> str:
    """What the answers did to the chance, and what may still come."""
    low, high = found.interviews_to_come_range
    return (
        f"When the applications went out it was about {in_100(found.match_probability_before)}. "
        f"By {day_words(found.as_of)} about {found.invitations_out:.0%} of a season's invitations are out; "
        f"{found.interviews_to_come:.1f} more are to be expected (range {low:.1f} to {high:.1f})."
    )


def sureness_of_count(seen: Seen) -> str:
    """How the invitations of a part stand against what was expected, and how sure that is."""
    low, high = seen.expected_range
    if seen.seen < low:
        return "fewer than luck alone brings in 9 of 10 seasons"
    if seen.seen > high:
        return "more than luck alone brings in 9 of 10 seasons"
    return "within what luck alone brings"


def sureness_of_shift(shift: Shift) -> str:
    """How sure it is that the programs behind a shift invite more, or less, than expected."""
    above = shift.above
    if above >= 0.5:
        return _surely(above, "better than expected")
    return _surely(1.0 - above, "worse than expected")


def _surely(probability: float, what: str) -> str:
    said = f"{probability * 100:.0f} in 100"
    if probability < 0.6:
        return "can't be told"
    if probability < 0.75:
        return f"perhaps {what} ({said})"
    return f"{'probably' if probability < 0.9 else 'quite surely'} {what} ({said})"


def regions_in_a_sentence(found: Outlook) -> str:
    """Which divisions run above or below expectation, as far as the answers can tell."""
    sure = [one for one in found.shifts[1:] if max(one.above, 1.0 - one.above) >= 0.75]
    if not sure:
        return "No division can be told to run above or below expectation: differences so far are within luck."
    return f"{'; '.join(f'{one.name}: {sureness_of_shift(one)}' for one in sure)}. All others are within luck."


def gain_words(gain: float, span: tuple[float, float] | None = None) -> str:
    """What something adds to the chance to match, in points, with its range."""
    said = f"{gain * 100:.2f}"
    return said if span is None else f"{said} ({span[0] * 100:.2f} to {span[1] * 100:.2f})"


def still_words(chance: float, span: tuple[float, float]) -> str:
    """The chance of an interview that is left, with its range."""
    return f"{chance * 100:.1f} ({chance_range(span)})"
