"""The estimate held against what was left out: tables for a terminal and for the documentation, and JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.export.text import heading, plain_table, whom
from optimizer.wording import in_100, of_100, signed_of_100

if TYPE_CHECKING:
    from optimizer.estimate import Block, Growth, HeldAgainst, Reported, Validation

_COLUMNS = ("figures", "error", "bias", "bias by chance", "within 10", "in the 80 % range", "simplest rule", "least")
_GROWTH = ("Step 2 CK", "held from 40", "from 120", "elasticity", "of invitations")
_WORST = 12
_BEFORE = """\
<!-- Made by data/build_evidence_pages.py; edit the data, not this page. -->

# The estimate held against what it was not made from

`matchlist evidence --validate` prints these tables. Points in 100. Each published figure is left out and said
from the others: error is the mean distance, bias said less published, within 10 the share of figures no farther
off than ten points; in the 80 % range counts published figures inside the range that was said. The simplest
rule is the mean of the type's other published rates; of a curve the other specialties', of a score band the
group's rate. Bias by chance is the standard deviation that the bias has if all is as the model of rates has it: rates
left out together are missed to the same side. Least is the error that is left to who knows all but two things: chance
in counts of so many people, and what a season does to a specialty that its nearest season doesn't foretell; of rank
curves, what the few people behind them leave open. Rates of fewer than 40 people are not counted.

What is good: rates left out by specialty are said within four points, a third as far off as the simplest rule, more
than nine in ten of them within ten points; no type is biased by more than one and a half; ranges hold what they
say. That is with spreads fitted to all of them; where these are fitted anew without each, as
`data/fit_rates.py --left-out` does, it is a quarter of a point more: four points are just missed. What is not good:
a whole year left out is missed by five points, not by the four that were
aimed at, and 84 of 100 are within ten, not 90. That is what seasons are like: radiology's rates of US DO seniors
moved by 27 points within two years, and with seasons as wide as they are found to be so much error is left to who
knows all else. Non-US IMGs of 2026
are then said from three specialties of 2013 to 2018, and three points too low, twice what was aimed at: by as much as
the model says that fourteen rates of one year may be missed together. Psychiatry alone went from 35 to 58 in 100
between the years that are published. Of US IMGs six old rates of three specialties are all there is.

Rank curves are within four points as fitted (five were aimed at), but seven to eight off where a specialty is left out
altogether. Five can't be reached over all of them: the published curves are made from means and spreads of the ranks of
58 to 7,000 people, and their own points are uncertain by six in the mean, by three at one rank and by eleven at twelve.
Where nothing but the curve is left out, and the mean number of ranks stays known, the error is as large as that; of the
22 points that are known within five it is four. So what is missing is how many interviews there are, more than how
flat a curve is. Two fifths of what is missed is general and neurological surgery, where 54 and 43 of 100 with twelve
ranks match (range 30 to 77, and 14 to 77) and 85 and 83 are said. Said from how few match there it would be half a
point less, and worse in obstetrics.

Scores of 225 are within three points as fitted (six were aimed at), seven to eight left out. Nobody publishes how much
a specialty minds a low score but by its own applicants, and neither demand, match rates nor the slopes of international
graduates tell it: in anesthesiology, surgery and radiology it counts twice as much as in obstetrics, dermatology and
psychiatry. One slope for all specialties, the best in hindsight, would leave more than six points there; the published
figures themselves are uncertain by four. Non-US IMGs of 255 are said four points too high: family medicine alone makes
more than half of it, where fewer match at 255 than at 225, as those with high scores go elsewhere; the others make two,
which is what their few people leave open.

What made it better, chosen by how likely it makes the rates that are known and not by those left out: how many of a
specialty's applicants are US MD seniors, which is published for each; that a specialty's season moves US DO seniors
most and non-US IMGs least; and that the rising rate of US DO seniors for any position, while the positions of the
osteopathic match came into this one, is for the most part none of rates by specialty. What was tried and left:
applicants of other types per position, a year's deviation of all rates, a spread of international graduates' own;
before that, competitiveness, US MDs' scores and interview rates.

Two curves that stand in no row are a harder test (means and spreads of the ranks of non-US IMGs of 2026, NRMP Charting
Outcomes as transcribed in github.com/saieeshb/img-match-2026, made into curves as the others): physical medicine and
rehabilitation, of 39 people, is missed by twelve points in the mean, child neurology, of 50, by seven: by seventeen
before its mean number of ranks stood in the table, 3.8 where 5.8 interviews were said. Of the first 54 in 100 matched,
and 38 are said, as 39 people count little beside what the specialty lets expect.

Other published rates than those in the table are the better test: run it on yours. Strength before and after
the interview is shared by a type's specialties and is not fitted anew each time.

## Left out in turn
"""
_ABOUT_REPORTED = """\
Means of public sheets that applicants filled in; who fills one in does better than average, and of
international graduates above all those with interviews. Usual here: usual applications of the group, of those
with any interview. US MD and US DO seniors lie within a factor of 0.75 to 1.33; international graduates report
about twice as many, and rank lists, which count everybody, have what is said here."""
_AFTER = """\

One and the same person at programs drawn at random, all signals used: an average one of the group, then one 20 points
below. Elasticity 0.3: twice the applications, 2 to the power of 0.3 times the interviews, a quarter more. Average US
seniors have 0.1 to 0.5, those well below up to 0.6, which is what was aimed at. Two things make it. Signals are few,
so what is added goes without one: in orthopaedic surgery that is nearly in vain. And nobody holds more than 18
interviews; invitations go on growing, and of who is far from the limit, as most international graduates are, so do
interviews, with an elasticity of 0.7.

Over all specialties seniors lie above 0.6 in three: psychiatry 20 points below (0.61), and US DO seniors in vascular
surgery 20 points below (0.7) and in thoracic surgery (1.0), where there are 76 and 34 programs, so that nobody can send
120. And nobody draws programs at random. From the best list of 40
programs for them to the best of 120, with nothing known but place, kind and hospital, average seniors in internal
medicine, psychiatry, neurology and general surgery have 0.1 to 0.3, those 20 points below 0.3 to 0.5 (psychiatry 0.5 of
US MD and 0.4 of US DO seniors), and with an address in Texas 0.1 to 0.3 and 0.2 to 0.4.

The evidence: among people of one score in public sheets interviews grow with an elasticity of 0.2 to 0.5; in urology
39 % fewer applications in two years brought 8 % fewer interviews. The doubt: weaker people apply more, and where all
send fewer, programs invite as many as before, so that both are less than what one person gains by sending more; and the
programs that a person adds last fit less well than the first, which the table doesn't count.

## Rows of your own applicants

`matchlist evidence --validate --applicants FILE.csv` holds the estimate against rows that you have:
calibration, coverage and log score, against the type's rate alone. A CSV in UTF-8, one row a person, without
names; nothing of it is kept.

| column | what | needed |
| --- | --- | --- |
| `type` | `us-md`, `us-do`, `us-img` or `non-us-img` | yes |
| `specialty` | such as `internal-medicine` | yes |
| `applications`, `interviews` | whole numbers, in this specialty | yes |
| `matched` | yes or no; empty where not known | yes |
| `step2` | Step 2 CK | no |
| `year`, `us_clinical_months`, `visa` | may be there; not used yet | no |

Rows that can't be are counted apart, by reason, and never averaged in: more interviews than applications, a
match without an interview, an outcome with no applications, zeros that mean "not said" (no interviews and no
outcome), and types, specialties or scores that don't exist.
"""


def validation_text(found: "Validation") -> RenderableType:
    """Error, bias, coverage and the simplest rule's error, by block."""
    parts: list[RenderableType] = [
        Text("Points in 100. Each figure is said from the others, without it.", style="bold")
    ]
    for name, blocks in found.blocks():
        table = plain_table("", *_COLUMNS, numbers=_COLUMNS)
        for block in blocks:
            table.add_row(*_block_cells(block))
        parts += [heading(name), table]
    numbers = ("reported", "usual here", "factor")
    reported = plain_table("interviews", *numbers, numbers=numbers)
    for one in found.reported:
        reported.add_row(*_reported_cells(one))
    growth = plain_table("interviews", *_GROWTH, numbers=_GROWTH)
    for person in found.growth:
        growth.add_row(*_growth_cells(person))
    return Group(
        *parts,
        heading("Interviews that applicants reported, who are more successful than average"),
        reported,
        heading("How one person's interviews grow from 40 to 120 applications"),
        growth,
    )


def _block_cells(block: "Block") -> tuple[str, ...]:
    coverage = "-" if block.coverage is None else of_100(block.coverage)
    return (
        block.name,
        str(block.count),
        of_100(block.error, 1),
        signed_of_100(block.bias, 1),
        "-" if block.bias_by_chance is None else of_100(block.bias_by_chance, 1),
        of_100(block.within),
        coverage,
        of_100(block.rival_error, 1),
        "-" if block.least is None else of_100(block.least, 1),
    )


def _reported_cells(one: "Reported") -> tuple[str, ...]:
    return whom(one.row), f"{one.row.central:.1f}", f"{one.said:.1f}", f"{one.factor:.2f}"


def _growth_cells(one: "Growth") -> tuple[str, ...]:
    few, many = one.held
    return (
        f"{one.specialty}, {one.applicant_type}",
        f"{one.step2:.0f}",
        f"{few:.1f}",
        f"{many:.1f}",
        f"{one.elasticity:.2f}",
        f"{one.elasticity_of_invitations:.2f}",
    )


def validation_json(found: "Validation") -> str:
    """`blocks`, by how figures were left out; `figures`, each one; `reported`; `growth` with applications."""
    told = {
        "status": "validated",
        "blocks": {name: [asdict(block) for block in blocks] for name, blocks in found.blocks()},
        "figures": {name: [asdict(one) for one in held] for name, held in found.held.items()},
        "reported": [
            {"label": one.row.label, "reported": one.row.central, "usual_here": one.said, "factor": one.factor}
            for one in found.reported
        ],
        "growth": [
            asdict(one) | {"elasticity": one.elasticity, "elasticity_of_invitations": one.elasticity_of_invitations}
            for one in found.growth
        ],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def validation_page(found: "Validation") -> str:
    """docs/validation.md: what was left out and said from the rest, and what that shows, as Markdown."""
    return "\n".join([_BEFORE.rstrip(), *_lines(found), _AFTER])


def _lines(found: "Validation") -> Iterator[str]:
    for name, blocks in found.blocks():
        yield from ("", f"### {name[0].upper()}{name[1:]}", "", *_table(("", *_COLUMNS), map(_block_cells, blocks)))
        worst = sorted(found.held[name], key=lambda one: -abs(one.said - one.published))[:_WORST]
        told = "; ".join(f"{one.label} {of_100(one.published)}, said {of_100(one.said)}" for one in worst)
        yield from ("", f"Farthest off, published and said: {told}.")
    yield from ("", "### Interviews that applicants reported", "")
    yield from _table(("", "reported", "usual here", "factor"), map(_reported_cells, found.reported))
    yield from ("", _ABOUT_REPORTED, "", "### From 40 to 120 applications", "")
    yield from _table(("", *_GROWTH), map(_growth_cells, found.growth))


def _table(columns: Sequence[str], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    for cells in (columns, ["---"] * len(columns), *rows):
        yield f"| {' | '.join(cells)} |"


def applicants_text(found: "HeldAgainst") -> RenderableType:
    """Calibration, coverage and log score of rows of real applicants, and what was left out."""
    numbers = ("people", "said", "happened")
    table = plain_table("chance of a match, out of 100", *numbers, numbers=numbers)
    for one in found.bins:
        table.add_row("", str(one.count), of_100(one.said), of_100(one.happened))
    lines = [
        f"{found.counted} people counted; nothing of the file is kept.",
        (
            f"Interviews: {found.had_interviews:.1f} in the mean, {found.said_interviews:.1f} said; "
            f"{in_100(found.coverage)} in the 80 % range."
        ),
    ]
    if found.with_outcome:
        lines.append(
            f"Outcome known of {found.with_outcome}: {in_100(found.had_match)} matched, "
            f"{of_100(found.said_match)} said. Log score {found.log_score:.3f}; with the rate of the type alone "
            f"{found.rival_log_score:.3f}."
        )
    left_out = [f"Left out, {reason}: {count}." for reason, count in found.left_out.items()]
    return Group(*(Text(line) for line in (*lines, *left_out)), table)


def applicants_json(found: "HeldAgainst") -> str:
    """What `HeldAgainst` has."""
    return json.dumps({"status": "held against", **asdict(found)}, indent=2, ensure_ascii=False)
