"""Rows of real applicants, held against the estimate: calibration, coverage and log score. Nothing of them is kept."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from optimizer.errors import BadInput, Fault
from optimizer.estimate.holding import held_quantiles
from optimizer.estimate.population import Population, population
from optimizer.evidence import Evidence, Season
from optimizer.vocabulary import APPLICANT_TYPES

NEEDED = ("type", "specialty", "applications", "interviews", "matched")
ALSO_READ = ("step2", "year", "us_clinical_months", "visa")
_YES, _NO = {"yes", "true", "1", "matched"}, {"no", "false", "0", "unmatched", "not matched"}
_LOWEST_STEP2, _HIGHEST_STEP2 = 100, 300
_LEVELS = (0.1, 0.9)
_BINS = (0.0, 0.25, 0.5, 0.75, 0.9, 1.0)
_LEAST = 0.005


@dataclass(frozen=True, slots=True)
class ApplicantRow:
    """One person: no name, only what the estimate uses and what came of it; `matched` is None where not said."""

    type: str
    specialty: str
    applications: int
    interviews: int
    matched: bool | None
    step2: int | None


@dataclass(frozen=True, slots=True)
class Bin:
    """People who were told alike: how many, the mean of what they were told, and the share that matched."""

    count: int
    said: float
    happened: float


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """What real rows say of the estimate.

    Attributes
    ----------
    counted : int
    left_out : mapping of reason to how many rows
        Never averaged in.
    said_interviews, had_interviews : float
        Means.
    coverage : float
        Share of people whose interviews lie in the 80 % range of people with their answers.
    with_outcome : int
    said_match, had_match : float
        Means of those with an outcome.
    log_score, rival_log_score : float
        Mean logarithm of the chance that was said of what happened, and of the published rate of the type.
    bins : tuple of Bin
    """

    counted: int
    left_out: Mapping[str, int]
    said_interviews: float
    had_interviews: float
    coverage: float
    with_outcome: int
    said_match: float
    had_match: float
    log_score: float
    rival_log_score: float
    bins: tuple[Bin, ...]


def read_applicants(path: Path, evidence: Evidence) -> tuple[tuple[ApplicantRow, ...], Counter[str]]:
    """Read rows of applicants.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 with the columns of `NEEDED`, and any of `ALSO_READ`; see docs/validation.md.
    evidence : Evidence
        Its specialties and types are known.

    Returns
    -------
    rows, and how many were left out for each reason

    Raises
    ------
    BadInput
        The file can't be read, or a column is missing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            header = [(column or "").strip() for column in reader.fieldnames or ()]
            lines = [{(key or "").strip(): (cell or "").strip() for key, cell in row.items()} for row in reader]
    except OSError as error:
        raise BadInput(Fault("the rows can't be read", str(path), error.strerror, remedy="Check the path")) from None
    except (UnicodeDecodeError, csv.Error, AttributeError) as error:
        what = "the file is no CSV in UTF-8"
        raise BadInput(Fault(what, path.name, str(error), remedy="Save it as CSV UTF-8")) from None
    missing = [name for name in NEEDED if name not in header]
    if missing:
        what = "a column is missing"
        raise BadInput([Fault(what, f"{path.name}, line 1", name, ", ".join(NEEDED), "Add it") for name in missing])
    found, left_out = [], Counter[str]()
    for line in lines:
        row = _row(line, evidence)
        if isinstance(row, str):
            left_out[row] += 1
        else:
            found.append(row)
    return tuple(found), left_out


def _row(line: Mapping[str, str], evidence: Evidence) -> ApplicantRow | str:
    """A row, or why it is left out."""
    applications, interviews, step2 = (_whole(line.get(name, "")) for name in ("applications", "interviews", "step2"))
    said = line["matched"].casefold()
    matched = True if said in _YES else False if said in _NO else None
    known_score = step2 is not None and _LOWEST_STEP2 <= step2 <= _HIGHEST_STEP2
    faults = {
        "no such type of applicant": line["type"] not in APPLICANT_TYPES,
        "no figures of this specialty": not evidence.has("interview_rate", line["specialty"], APPLICANT_TYPES[0]),
        "no Step 2 CK score": bool(line.get("step2")) and not known_score,
        "an outcome that is neither yes nor no": bool(said) and matched is None,
        "applications or interviews not said": applications is None or interviews is None,
    }
    faults |= _impossible(applications or 0, interviews or 0, matched)
    reason = next((reason for reason, holds in faults.items() if holds), None)
    return reason or ApplicantRow(line["type"], line["specialty"], applications or 0, interviews or 0, matched, step2)


def _impossible(applications: int, interviews: int, matched: bool | None) -> dict[str, bool]:
    """Counts that can't be, or that say nothing."""
    return {
        "an outcome with no applications": applications == 0 and matched is not None and interviews > 0,
        "zeros that mean not said": applications == 0 or (interviews == 0 and matched is None),
        "more interviews than applications": interviews > applications,
        "a match without an interview": interviews == 0 and matched is True,
    }


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def held_against(
    rows: tuple[ApplicantRow, ...], left_out: Mapping[str, int], evidence: Evidence, season: Season
) -> HeldAgainst:
    """Hold the estimate against rows of real applicants: interviews at their score, match by interviews held.

    The chance of a match is that of people of the type, specialty and score who hold so many interviews.

    Raises
    ------
    BadInput
        No row is left.
    """
    if not rows:
        reasons = "; ".join(f"{reason}: {count}" for reason, count in left_out.items()) or "the file has no rows"
        raise BadInput(Fault("no row can be used", "--applicants", reasons, remedy="See docs/validation.md"))

    @cache
    def people(specialty: str, kind: str, step2: int | None) -> Population:
        return population(evidence, season, specialty, kind, step2=None if step2 is None else float(step2))

    told = [(row, people(row.specialty, row.type, row.step2)) for row in rows]
    held = [one.held(row.applications) for row, one in told]
    spans = [held_quantiles(one.held_distribution(row.applications), _LEVELS) for row, one in told]
    inside = [low <= min(row.interviews, one.most) <= high for (row, one), (low, high) in zip(told, spans, strict=True)]
    outcome = [(row, one) for row, one in told if row.matched is not None and row.interviews > 0]
    chance = np.array([_chance(row, one, evidence) for row, one in outcome])
    rival = np.array([evidence.central("match_rate", row.specialty, row.type) for row, _ in outcome])
    happened = np.array([bool(row.matched) for row, _ in outcome], dtype=np.float64)
    return HeldAgainst(
        counted=len(rows),
        left_out=dict(left_out),
        said_interviews=float(np.mean(held)),
        had_interviews=float(np.mean([row.interviews for row in rows])),
        coverage=float(np.mean(inside)),
        with_outcome=len(outcome),
        said_match=float(chance.mean()) if outcome else float("nan"),
        had_match=float(happened.mean()) if outcome else float("nan"),
        log_score=_log_score(chance, happened),
        rival_log_score=_log_score(rival, happened),
        bins=tuple(_bins(chance, happened)),
    )


def _chance(row: ApplicantRow, people: Population, evidence: Evidence) -> float:
    offer = evidence.central("offer_given_interview", row.specialty, row.type)
    return float(people.match_rate_by_ranks([row.interviews], offer, row.applications)[0])


def _log_score(chance: np.ndarray, happened: np.ndarray) -> float:
    if not chance.size:
        return float("nan")
    said = np.clip(chance, _LEAST, 1.0 - _LEAST)
    return float(np.mean(np.log(np.where(happened > 0, said, 1.0 - said))))


def _bins(chance: np.ndarray, happened: np.ndarray) -> Iterator[Bin]:
    for low, high in pairwise(_BINS):
        own = (chance > low) & (chance <= high)
        if own.any():
            yield Bin(int(own.sum()), float(chance[own].mean()), float(happened[own].mean()))
