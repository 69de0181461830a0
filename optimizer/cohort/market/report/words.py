"""What a study found, in words: names of rules, shares in 100, differences with their intervals."""

import math
from collections.abc import Iterable

from optimizer.cohort.market.comparing import Cell, Interval
from optimizer.cohort.market.report.findings import Findings
from optimizer.cohort.market.study import INDEPENDENT, KNOWLEDGE, MATCHLIST, NOTHING_KNOWN, RATES_KNOWN
from optimizer.vocabulary import TYPE_NAMES
from optimizer.wording import of_100, signed_of_100, tenths_in_100, whole_dollars

RULE_WORDS = {
    MATCHLIST: "matchlist",
    INDEPENDENT: "optimum if programs shared no luck",
    "tiers": "reach 5-10, realistic 15-25, safety 10-20",
    "regions": "home state 25-30, preferred divisions 35-40, nation 50",
    "reputed": "most reputed first",
    "nearest": "nearest first",
    "random": "at random",
    "greedy": "highest estimated chance first",
}
KNOWN_WORDS = {
    NOTHING_KNOWN: "nothing is known of a program but its place and kind, as in the directory of matchlist",
    RATES_KNOWN: "each program's interview rate of last season and its visa policy are known, as a file can bring them",
}


def findings_text(found: Findings) -> str:
    """What a terminal shows: each type over all specialties, in how many cells who was ahead, and the calibration."""
    lines = []
    for known in KNOWLEDGE:
        lines += [f"When {KNOWN_WORDS[known]}:", *(in_short(cell) for cell in found.totals if cell.known == known)]
        error = found.calibrations[known][MATCHLIST]
        lines.append(
            f"  {who_is_ahead(found, known)} Stated chances of matchlist's lists: expected calibration error "
            f"{percent(error.expected_error)} points, stated less true {signed(error.bias)} points."
        )
        lines.append("")
    return "\n".join(lines).rstrip()


def in_short(cell: Cell) -> str:
    """One type in one sentence."""
    own, best, plain = (cell.rules[name] for name in (MATCHLIST, cell.best, cell.best_plain))
    return (
        f"- {TYPE_NAMES[cell.kind]}: {tenths_in_100(own.matched)} match with matchlist's list; "
        f"{percent(best.matched)} with the best rule of all ({RULE_WORDS[cell.best]}; difference "
        f"{points(cell.matched)}), {percent(plain.matched)} with the best that needs no estimated chances "
        f"({RULE_WORDS[cell.best_plain]}; difference {points(cell.matched_plain)})."
    )


def who_is_ahead(found: Findings, known: str) -> str:
    """In how many specialties and types the difference is told apart from 0, and which way."""
    cells = [cell for cell in found.cells if cell.known == known]

    def told(intervals: Iterable[Interval]) -> str:
        each = list(intervals)
        better, worse = sum(one.low > 0 for one in each), sum(one.high < 0 for one in each)
        return f"better in {better}, worse in {worse}, not told apart in {len(each) - better - worse}"

    return (
        f"Of {len(cells)} specialties and types, matched share against the best rule of folklore in each: "
        f"{told(cell.matched for cell in cells)}. Against the best that needs no estimated chances: "
        f"{told(cell.matched_plain for cell in cells)}. Against the optimum that takes programs for independent: "
        f"{told(cell.matched_independent for cell in cells)}. Worth of the match against the best rule: "
        f"{told(cell.utility for cell in cells)}."
    )


def percent(share: float) -> str:
    """A share in 100, with a decimal; "-" where there is none."""
    return "-" if math.isnan(share) else of_100(share, 1)


def signed(share: float) -> str:
    """A difference of shares in points."""
    return signed_of_100(share, 1)


def points(one: Interval) -> str:
    """A difference in points with its interval."""
    told = signed(one.mean)
    return told if math.isnan(one.low) else f"{told} [{signed(one.low)}, {signed(one.high)}]"


def dollars(amount: float) -> str:
    """Whole dollars."""
    return "not known" if math.isnan(amount) else whole_dollars(amount)
