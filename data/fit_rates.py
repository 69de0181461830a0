"""Fits what published match rates have in common: the figures `rates_*` of the evidence table.

Run by hand when published rates change, never by the product; `data/calibrate.py --write` comes after it::

    python data/fit_rates.py             # what is most likely beside what the table has
    python data/fit_rates.py --write     # write what is most likely, rounded, into evidence.csv
    python data/fit_rates.py --left-out  # hold rates against what is said where they counted nowhere, here neither

Most likely are the values at which the published rates together are (`RateModel.log_likelihood`), each drawn a little
to where it started: a factor of e either way counts as one standard deviation. Usual rates (`rates_usual`) stay.
`--left-out` fits anew without each specialty and type, and without each year, before it says them.
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from optimizer.arrays import FloatArray
from optimizer.estimate.published_rates import Published, RateModel, RateOf, published_rates
from optimizer.estimate.validation import PEOPLE_THAT_COUNT
from optimizer.evidence import Evidence, load_evidence

EVIDENCE_FILE = Path(__file__).with_name("evidence.csv")
BEFORE = {
    "rates_demand_sd": 2.7,
    "rates_type_demand_sd": 1.0,
    "rates_seniors_sd": 1.0,
    "rates_type_seniors_sd": 0.5,
    "rates_type_sd": 0.5,
    "rates_interview_sd": 0.38,
    "rates_type_season_sd": 0.11,
    "rates_specialty_sd": 0.44,
    "rates_season_sd": 0.4,
    "rates_season_years": 3.0,
    "rates_cell_sd": 0.15,
    "rates_cell_season_sd": 0.14,
    "rates_alike_share/us-do": 0.9,
    "rates_alike_share/us-img": 0.4,
    "rates_alike_share/non-us-img": 0.35,
    "rates_season_share/us-md": 1.0,
    "rates_season_share/us-img": 1.0,
    "rates_season_share/non-us-img": 1.0,
    "rates_year_share/us-do": 1.0,
    "rates_year_share/us-img": 1.0,
}
"""Labels of the figures that are looked for, and where each starts; one type's share is the measure of each kind.

A season's deviation is widest of US DO seniors. What a year does to all of a type counts in full of the other two.
"""


def with_values(evidence: Evidence, logarithms: FloatArray) -> Evidence:
    """A view of the table with other values of what is looked for."""
    values = evidence.values.copy()
    for label, value in zip(BEFORE, np.exp(logarithms).tolist(), strict=True):
        name, _, kind = label.partition("/")
        values[evidence.position(name, None, kind or None, None)] = value
    return replace(evidence, values=values)


def most_likely(evidence: Evidence, told: Sequence[Published]) -> Evidence:
    """The table with the most likely values given published rates, and that of US IMGs over all specialties."""
    start = np.log(list(BEFORE.values()))
    latest = max(one.whose.year for one in told)
    specialties = dict.fromkeys(one.whose.specialty for one in told)
    us_imgs = [RateOf(specialty, "us-img", latest) for specialty in specialties]

    def unlikely(logarithms: FloatArray) -> float:
        model = RateModel(with_values(evidence, logarithms))
        likely = model.log_likelihood(told) + model.log_likelihood_pooled(model.rates(us_imgs, told))
        return float(0.5 * np.sum((logarithms - start) ** 2)) - likely

    found = minimize(unlikely, start, method="L-BFGS-B", options={"ftol": 1e-7})
    return with_values(evidence, found.x)


def rounded(evidence: Evidence) -> dict[str, str]:
    """What is looked for, as a table has it, to two figures."""
    found = {}
    for label in BEFORE:
        name, _, kind = label.partition("/")
        found[label] = f"{evidence.central(name, None, kind or None):.2g}"
    return found


def write(values: dict[str, str]) -> None:
    """Put values into evidence.csv."""
    with EVIDENCE_FILE.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        names, rows = list(reader.fieldnames or ()), list(reader)
    for row in rows:
        label = "/".join(part for part in (row["name"], row["specialty"], row["applicant_type"], row["state"]) if part)
        if label in values:
            row["low"] = row["central"] = row["high"] = values[label]
    with EVIDENCE_FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def left_out(evidence: Evidence, group: Callable[[RateOf], object]) -> Iterator[tuple[str, float]]:
    """How far each rate lies from what is said without it and its group: type, and said less published."""
    told = published_rates(evidence)
    for own in dict.fromkeys(group(one.whose) for one in told):
        rest = [one for one in told if group(one.whose) != own]
        out = [one for one in told if group(one.whose) == own and round(one.people) >= PEOPLE_THAT_COUNT]
        if out:
            rates = RateModel(most_likely(evidence, rest)).rates([one.whose for one in out], rest)
            for one, said in zip(out, expit(rates.mean).tolist(), strict=True):
                yield one.whose.applicant_type, said - one.row.central


def main() -> None:
    """Fit, and print or write."""
    arguments = argparse.ArgumentParser(description="Fit what published match rates have in common.")
    arguments.add_argument("--write", action="store_true", help="write what is most likely into evidence.csv")
    arguments.add_argument("--left-out", action="store_true", help="fit anew without each group of rates, and say them")
    given, evidence = arguments.parse_args(), load_evidence()
    if given.left_out:
        ways: dict[str, Callable[[RateOf], object]] = {
            "one specialty and type": lambda one: (one.specialty, one.applicant_type),
            "one year": lambda one: one.year,
        }
        for name, group in ways.items():
            held = list(left_out(evidence, group))
            for kind in ("all", *dict.fromkeys(kind for kind, _ in held)):
                off = 100 * np.array([error for one, error in held if kind in {"all", one}])
                error, bias, within = np.abs(off).mean(), off.mean(), 100 * np.mean(np.abs(off) <= 10)
                block = f"{name} left out, {kind}: {off.size} figures"
                print(f"{block}, error {error:.1f}, bias {bias:+.1f}, within 10 {within:.0f}")
        return
    values = rounded(most_likely(evidence, published_rates(evidence)))
    for label, value in values.items():
        print(f"{label}: {value}")
    if given.write:
        write(values)


if __name__ == "__main__":
    main()
