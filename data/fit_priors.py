"""Makes the coefficients of programs without rates of their own, and the files that they stand on.

Run by hand, never by the product::

    python data/fit_priors.py FOLDER    # a folder of files of program interview rates, one a specialty

It reads the files through the importer, joins them with programs.csv, fits (`optimizer.estimate.prior_fit`) and writes
into evidence.csv: `program_prior.*`, `program_prior_surgical.*`, `program_prior_level`, and for the same applicant
types `state_effect`, `university_effect` and `research_intensive_effect`, all fitted together. surroundings.csv and
trait_averages.csv are made of programs.csv alone. No program's rate is written anywhere.

US MD seniors keep the rows that they have: in internal medicine nothing is gained for them.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import scipy.optimize
from scipy.special import expit, logit

from optimizer.arrays import FloatArray
from optimizer.directory import TRAITS, Directory, distances_miles, load_directory
from optimizer.directory.traits import SURROUNDINGS, trait_deviations, traits_among
from optimizer.estimate.prior_fit import Fitted, RateTable
from optimizer.estimate.priors import LEVEL, OWN_ROWS
from optimizer.evidence import Evidence, load_evidence
from optimizer.vocabulary import load_vocabulary

HERE = Path(__file__).parent
TYPES = ("us-do", "us-img", "non-us-img")
SOURCE = "Program rates of 2023-24, github.com/datadoc1/signal-analysis (upstream not named)"
ADDRESS = "https://github.com/datadoc1/signal-analysis"
_RANGE = 1.2816
_AS_SPECIALTIES_DIFFER = 0.15
_RATE_WHERE_NONE = 0.1
_APPLICANTS_SD = 0.5


def write_surroundings(directory: Directory) -> Mapping[tuple[str, str], tuple[float, ...]]:
    """Write surroundings.csv: the shipped programs around each city that has one."""
    placed = list(zip(directory.programs, directory.places, strict=True))
    in_city = Counter((program.city, program.state) for program, _ in placed)
    in_metro = Counter(place.metro for _, place in placed if place is not None and place.metro is not None)
    main = {(at.latitude, at.longitude) for one, at in placed if one.setting == "university" and at is not None}
    latitude, longitude = np.array(sorted(main)).T
    around = {}
    for program, place in placed:
        city, alone = (program.city, program.state), in_city[program.city, program.state]
        miles = distances_miles(place.latitude, place.longitude, latitude, longitude).min() if place else np.nan
        metro = alone if place is None or place.metro is None else in_metro[place.metro]
        around[city] = (float(alone), float(metro), round(float(miles), 1))
    rows = ([*city, *(f"{value:g}" for value in values)] for city, values in around.items())
    _write("surroundings.csv", ["city", "state", *SURROUNDINGS], sorted(rows, key=lambda row: (row[1], row[0])))
    return around


def write_averages(directory: Directory, around: Mapping[tuple[str, str], tuple[float, ...]]) -> None:
    """Write trait_averages.csv: the mean traits of each specialty's shipped programs."""
    traits = traits_among(directory, around)
    specialty = np.array([program.specialty for program in directory.programs])
    rows = []
    for name in ("", *directory.specialties):
        here = traits[specialty == name] if name else traits
        known = np.isfinite(here)
        mean = np.where(known, here, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        rows.append([name, *(f"{value:.4g}" for value in mean)])
    _write("trait_averages.csv", ["specialty", *TRAITS], rows)


def _write(name: str, header: list[str], rows: list[list[str]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def rows_of(
    kind: str, fitted: Fitted, table: RateTable, evidence: Evidence, shipped: Directory
) -> Iterator[dict[str, str]]:
    """The rows of one applicant type."""
    told = (
        f"Share of the differences explained on cities left out: {fitted.r2:.3f} "
        f"(by state and university hospital alone: {fitted.r2_before:.3f})"
    )
    counted = Counter(table.state[np.isfinite(table.rate(kind))].tolist())
    for (group, name), central in fitted.coefficient.items():
        error = fitted.error[group, name]
        if name in OWN_ROWS:
            width = max(_AS_SPECIALTIES_DIFFER, _RANGE * error)
            note = f"Against the specialty's other programs, all else held; standard error {error:.3f}. {told}."
            yield _row(OWN_ROWS[name], kind, "", central, width, note)
        elif group:
            prefix = "program_prior_surgical" if group == "surgical" else "program_prior"
            whose = "Surgical" if group == "surgical" else "Other"
            note = f"{whose} specialties together; standard error {error:.3f} between cities. {told}."
            yield _row(f"{prefix}.{name}", kind, "", central, _RANGE * error, note)
        else:
            note = f"{counted[name]} programs of 22 specialties; standard error {error:.3f}; shrunk; "
            note += "range +-1.28 standard errors."
            yield _row("state_effect", kind, name, central, _RANGE * error, note)
    yield from _levels(kind, fitted, evidence, shipped)


def _levels(kind: str, fitted: Fitted, evidence: Evidence, shipped: Directory) -> Iterator[dict[str, str]]:
    """What to take off, so that the mean chance over the shipped programs of a specialty stays its rate."""
    deviations = trait_deviations(shipped)
    note = "Taken off, so that the mean chance over the shipped programs stays the published rate."
    rated = [one for one in shipped.specialties if evidence.has("interview_rate", one, kind)]
    for specialty in ("", *rated):
        here = [k for k, program in enumerate(shipped.programs) if program.specialty == specialty or not specialty]
        group = "surgical" if specialty in load_vocabulary().surgical else "other"
        weight = np.array([fitted.coefficient["" if trait in OWN_ROWS else group, trait] for trait in TRAITS])
        states = np.array([fitted.coefficient.get(("", shipped.programs[k].state), 0.0) for k in here])
        moved = deviations[here] @ weight + states
        rate = evidence.central_or(_RATE_WHERE_NONE, "interview_rate", specialty or None, kind)
        spread = np.hypot(evidence.central("program_spread_sd", specialty or None, kind), _APPLICANTS_SD)
        flatter = 1.0 / np.sqrt(1.0 + np.pi / 8.0 * spread**2)
        level = scipy.optimize.brentq(_beyond, -3.0, 3.0, args=(rate, flatter, moved))
        yield {**_row(LEVEL, kind, "", float(level), 0.0, note), "specialty": specialty}


def _beyond(level: float, rate: float, flatter: float, moved: FloatArray) -> float:
    """How far the mean chance lies above the rate."""
    return float(expit(logit(rate) + flatter * (moved - level)).mean() - rate)


def _row(name: str, kind: str, state: str, central: float, width: float, note: str) -> dict[str, str]:
    central = round(central, 3)
    low, middle, high = (f"{round(value, 4) + 0.0:g}" for value in (central - width, central, central + width))
    return {
        "name": name, "specialty": "", "applicant_type": kind, "state": state,
        "low": low, "central": middle, "high": high,
        "unit": "log-odds", "season": "2024", "source": SOURCE, "address": ADDRESS, "grade": "B", "note": note,
    }  # fmt: skip


def main() -> None:
    """Fit and write."""
    shipped = load_directory()
    write_averages(shipped, write_surroundings(shipped))
    evidence, table = load_evidence(), RateTable.read(Path(sys.argv[1]), shipped)
    made = [row for kind in TYPES for row in rows_of(kind, table.fitted(kind), table, evidence, shipped)]
    with (HERE / "evidence.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, kept = list(reader.fieldnames or ()), list(reader)
    names = {row["name"] for row in made}
    gone = [k for k, row in enumerate(kept) if row["name"] in names and row["applicant_type"] in TYPES]
    at = next(k for k, row in enumerate(kept) if row["name"] == "university_effect")
    rest = [row for k, row in enumerate(kept) if k not in set(gone)]
    # The rows of a name stand together.
    order = {
        name: k
        for k, name in enumerate(dict.fromkeys([row["name"] for row in kept[at:]] + [row["name"] for row in made]))
    }
    before, after = kept[:at], rest[at:]
    new = [row | dict.fromkeys(set(columns) - set(row), "") for row in made]
    together = sorted([*after, *new], key=lambda row: order.get(row["name"], len(order)))
    with (HERE / "evidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*before, *together])
    print(f"{len(made)} rows of {len(table.directory.programs)} programs; calibrate.py --write comes next")


if __name__ == "__main__":
    main()
