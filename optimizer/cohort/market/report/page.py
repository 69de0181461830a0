"""What a study found, as a page of Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from optimizer.cohort.market.comparing import Calibration, Cell
from optimizer.cohort.market.figures import load_market
from optimizer.cohort.market.report.findings import Findings
from optimizer.cohort.market.report.words import (
    KNOWN_WORDS,
    RULE_WORDS,
    dollars,
    in_short,
    percent,
    points,
    signed,
    who_is_ahead,
)
from optimizer.cohort.market.study import KNOWLEDGE, MATCHLIST, RULES
from optimizer.evidence import load_evidence
from optimizer.vocabulary import APPLICANT_TYPES, TYPE_NAMES
from optimizer.wording import of_100, tenths_in_100


def findings_markdown(found: Findings, command: str) -> str:
    """The report."""
    parts = [
        "# Do the lists help? A back-test in simulated seasons",
        *_opening(found, command),
        *(line for known in KNOWLEDGE for line in _compared(found, known)),
        *_calibrated(found),
        *_everybody(found),
        *_world(found),
        _LIMITS,
    ]
    return "\n".join(parts) + "\n"


def _opening(found: Findings, command: str) -> Iterator[str]:
    study = found.seasons.study
    people = study.people * study.replications
    yield f"""
Every figure on this page comes from one command, which also writes the page, and comes out again to the bit:

    {command}

How the seasons are made, and why so, stands in [its decision record](decisions/0013-simulated-season.md); the figures
behind them, each with source and grade, in `data/market/{load_market().season}.toml`.

Specialties: {len(study.specialties)}. Seasons: {study.replications}, at scale {study.scale:g} (1 = the country). In
each, {study.people} further applicants of every specialty and type are looked at, {people} in all for each row below.
Each season has its own invented programs and people, and its own true coefficients, drawn from the ranges of the
evidence table; the estimate knows none of that and uses the central ones. All rules spend the same money. A list's
chance is exact for its season (no dice). Intervals are Student's, over seasons, and paired: the same people, programs
and luck for every rule. matchlist's list is the one worth most to the applicant, proven to {study.gap:g}; it need not
be the one with the highest chance.

## In short
"""
    for known in KNOWLEDGE:
        yield f"When {KNOWN_WORDS[known]}:\n"
        yield from (in_short(cell) for cell in found.totals if cell.known == known)
        yield ""
        yield who_is_ahead(found, known) + "\n"


def _compared(found: Findings, known: str) -> Iterator[str]:
    yield f"\n## When {KNOWN_WORDS[known]}\n"
    yield "### Every rule, all specialties together\n"
    yield from _rules_table([cell for cell in found.totals if cell.known == known])
    yield "\n### Each specialty and type\n"
    yield (
        "Matched share in 100, and difference in points with its 95 % interval to the best rule of folklore in that "
        "row (chosen with hindsight, so rather too small), to the best that needs no estimated chances, and to the "
        "optimum under independence; then the worth of the match (1 in the home state or a preferred division, 0.7 "
        "elsewhere, 0 without; times 100) against the rule worth most; interviews; dollars of application fees.\n"
    )
    yield from _table(
        (
            "Specialty",
            "Type",
            "matchlist",
            "best rule",
            "its share",
            "difference",
            "without chances",
            "if independent",
            "worth",
            "interviews",
            "of best rule",
            "dollars",
        ),
        (_row(cell) for cell in found.cells if cell.known == known),
    )


def _row(cell: Cell) -> tuple[str, ...]:
    own, best = cell.rules[MATCHLIST], cell.rules[cell.best]
    return (
        cell.specialty,
        TYPE_NAMES[cell.kind],
        percent(own.matched),
        cell.best,
        percent(best.matched),
        points(cell.matched),
        f"{points(cell.matched_plain)} ({cell.best_plain})",
        points(cell.matched_independent),
        points(cell.utility),
        f"{own.interviews:.1f}",
        f"{best.interviews:.1f}",
        dollars(own.dollars),
    )


def _rules_table(cells: Sequence[Cell]) -> Iterator[str]:
    headings = ["Rule", *(f"{TYPE_NAMES[cell.kind]}: matched" for cell in cells)]
    headings += [f"{TYPE_NAMES[cell.kind]}: worth" for cell in cells]
    headings += [f"{TYPE_NAMES[cell.kind]}: interviews" for cell in cells]
    rows = []
    for rule in RULES:
        means = [cell.rules[rule] for cell in cells]
        rows.append(
            (
                f"{RULE_WORDS[rule]} (`{rule}`)",
                *(percent(one.matched) for one in means),
                *(percent(one.utility) for one in means),
                *(f"{one.interviews:.1f}" for one in means),
            )
        )
    rows.append(
        (
            "dollars spent, every rule",
            *(dollars(cell.rules[MATCHLIST].dollars) for cell in cells),
            *[""] * (2 * len(cells)),
        )
    )
    yield from _table(headings, rows)


def _calibrated(found: Findings) -> Iterator[str]:
    yield "\n## Are the stated chances true?\n"
    yield (
        "Stated chance to match against the true one of the same list in its season, each specialty and type as "
        "heavy as its applicants are many. The expected calibration error is the mean distance between the two over "
        "tenths of stated chance.\n"
    )
    for known in KNOWLEDGE:
        both = found.calibrations[known]
        yield f"### When {KNOWN_WORDS[known]}\n"
        yield (
            f"matchlist's lists: expected calibration error {percent(both[MATCHLIST].expected_error)} points, stated "
            f"less true {signed(both[MATCHLIST].bias)} points on average. All rules' lists: "
            f"{percent(both['all'].expected_error)} and {signed(both['all'].bias)}. By type "
            "(matchlist's lists; error, stated less true): "
            + "; ".join(
                f"{TYPE_NAMES[kind]} {percent(one.expected_error)}, {signed(one.bias)}"
                for (of, kind), one in found.by_type.items()
                if of == known
            )
            + ".\n"
        )
        yield from _reliability({"matchlist": both[MATCHLIST], "all rules": both["all"]})
        yield ""


def _reliability(columns: Mapping[str, Calibration]) -> Iterator[str]:
    headings = ["Stated, in 100"]
    for name in columns:
        headings += [f"{name}: lists", "stated", "true"]
    rows = []
    for low in range(10):
        cells = [f"{10 * low} to {10 * low + 10}"]
        for one in columns.values():
            inside = [part for part in one.bins if round(part.low * 10) == low]
            cells += (
                [f"{of_100(inside[0].share, 1)} %", percent(inside[0].stated), percent(inside[0].true)]
                if inside
                else ["-"] * 3
            )
        rows.append(tuple(cells))
    yield from _table(headings, rows)


def _everybody(found: Findings) -> Iterator[str]:
    if not found.adopted:
        return
    yield "\n## When everybody uses matchlist\n"
    yield (
        f"The same season twice, at scale {found.seasons.study.adoption_scale:g}: everybody follows folklore, then "
        "everybody sends matchlist's list (16 scenarios, "
        "proven to 0.001). There are no more positions than before: what one gains another may lose, and stated "
        "chances are those of one applicant among others who follow folklore. A type gains or loses where the interval "
        "of its difference, over people as if these were independent, leaves out 0.\n"
    )
    yield from _table(
        (
            *("Known", "Type", "applicants", "stated", "matched", "before", "difference"),
            *("worth", "before", "interviews", "before"),
        ),
        (
            (
                one.known,
                TYPE_NAMES[one.kind],
                f"{one.applicants:,}",
                percent(one.stated),
                percent(one.matched),
                percent(one.matched_before),
                points(one.more_matched),
                percent(one.utility),
                percent(one.utility_before),
                f"{one.interviews:.1f}",
                f"{one.interviews_before:.1f}",
            )
            for one in found.adopted
        ),
    )
    for known, one in found.adopted_calibrations.items():
        yield (
            f"\nKnown: {known}. Expected calibration error {percent(one.expected_error)} points, stated less true "
            f"{signed(one.bias)} points."
        )
    yield ""
    yield from _reliability({f"known: {known}": one for known, one in found.adopted_calibrations.items()})
    yield from _expecting(found)


def _expecting(found: Findings) -> Iterator[str]:
    yield "\n### Must the advice change?\n"
    yield (
        "Once more the same season, with advice that expects all others to follow it. A program holds as many "
        "interviews as before: where the lists above send more people than used to apply, everybody's chance there "
        "falls, and elsewhere it rises; lists made with these chances change it again, and so on, in ever smaller "
        f"steps (at most {found.seasons.study.adoption_rounds} rounds). Nothing that comes out of the season is used "
        "for it. “Alone” is one more person in the season above, among people whose advice expects nothing of others. "
        "Differences are to lists that expect nothing, with their 95 % interval over people, as if these were "
        "independent.\n"
    )
    yield from _table(
        ("Known", "Type", "stated", "matched", "difference", "worth", "interviews", "alone", "difference"),
        (
            (
                one.known,
                TYPE_NAMES[one.kind],
                percent(one.expecting.stated),
                percent(one.expecting.matched),
                points(one.expecting.more_matched),
                percent(one.expecting.utility),
                f"{one.expecting.interviews:.1f}",
                percent(one.expecting.alone),
                points(one.expecting.more_alone),
            )
            for one in found.adopted
        ),
    )
    for known, one in found.settling.items():
        stated = found.expecting_calibrations[known]
        yield (
            f"\nKnown: {known}. {of_100(one.changed, 1)} % of the applications change. Of all applicants "
            f"{tenths_in_100(one.matched_before)} match by folklore, {percent(one.matched)} with advice that expects "
            f"nothing of others, {percent(one.matched_expecting)} with advice that does; its expected calibration "
            f"error is {percent(stated.expected_error)} points, stated less true {signed(stated.bias)}. "
            f"After {one.rounds:.0f} rounds, on average, crowding was expected wrongly by {one.still_moving:.2f} in "
            "log-odds."
        )


def _world(found: Findings) -> Iterator[str]:
    evidence = load_evidence()
    yield "\n## Is the simulated season like the real one?\n"
    yield (
        "Where everybody follows folklore: share of applications interviewed, and of those with an interview who "
        "match, both in 100, with the published figure in brackets (- where none was found; there the season was "
        "fitted to what the estimate assumes). Interview rates are means over programs, as the published ones are; the "
        "share of all applications, which are aimed, is settled to the calibrated rate and lies above it. The seasons' "
        "true coefficients are drawn from their ranges, so results scatter.\n"
    )
    by_cell = {(one.specialty, one.kind): one for one in found.world}
    rows = []
    for specialty in found.seasons.study.specialties:
        cells = [specialty]
        for kind in APPLICANT_TYPES:
            rate = evidence.central("interview_rate", specialty, kind)
            cells.append(f"{percent(by_cell[specialty, kind].interview_rate)} ({percent(rate)})")
        for kind in APPLICANT_TYPES:
            published = evidence.has("match_rate", specialty, kind)
            told = percent(evidence.central("match_rate", specialty, kind)) if published else "-"
            cells.append(f"{percent(by_cell[specialty, kind].match_rate)} ({told})")
        rows.append(tuple(cells))
    names = [TYPE_NAMES[kind] for kind in APPLICANT_TYPES]
    yield from _table(
        ("Specialty", *(f"{name}: interviewed" for name in names), *(f"{name}: matched" for name in names)), rows
    )


_LIMITS = """
## What this can't show

- **That the world is like this.** Programs, people and luck are invented; the coefficients that rule them are the
  evidence table's, drawn from its ranges. A rule that is right about something the table doesn't know can't win here.
  The form differs from the estimate's where it is known to: programs fill places and don't throw dice, hidden strength
  has heavier tails (Student's t with five degrees of freedom in place of a normal distribution), everybody else's
  applications are aimed by what they have heard of programs, and a match takes what is left. Stated chances held
  against a real season are the real test.
- **What other people do.** Nobody publishes how applicants choose. What the background does (40 % regions, 25 %
  nearest, 20 % at random, 15 % most reputed, all of them moved by hearsay until their applications lie as far above a
  program drawn at random as `aim_effect` says) is an assumption; the more people crowd at reputed or near programs,
  the worse those rules do. Nobody whose list is compared has heard anything: a real person may, and should use it.
- **What guides mean by reach and safety.** Tiers are matchlist's own; a good adviser knows more. And "highest
  estimated chance first" is folklore in name only: it rests on matchlist's own estimate, signals included.
- **Taste.** A match is worth 1 in the home state or a preferred division and 0.7 elsewhere; people differ, and set
  their own priorities.
- **All of the season.** Several specialties at once, positions after the match, and programs' own quotas are left
  out; couples and first years are judged [on a page of their own](two-lists.md). Shares are of all who apply, not
  only of those with an interview.
- **Fees that aren't known** (obstetrics and gynecology): there the budget is a number of applications.
- **Real programs.** Nothing here is a fact about any."""


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(headings) + " |"
    yield "|" + " --- |" * len(headings)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
