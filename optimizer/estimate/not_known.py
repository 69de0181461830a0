"""Specialties of which too little is published to estimate chances: the chance there is not known, which is no number.

A list can be made all the same: within a specialty of unknown chances every program counts as likely as every other, so
that preferences, quotas and dollars choose, and signals go where a match is wanted most. How large that even chance is
changes none of this, is said nowhere, and is no estimate; beside a specialty of known chances it is that of its middle
program.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from optimizer.arrays import BoolArray, FloatArray
from optimizer.estimate.said_beside import is_said_beside
from optimizer.estimate.situation import Situation
from optimizer.evidence import Evidence, EvidenceRow
from optimizer.vocabulary import APPLICANT_TYPES, MODES, NO_SIGNAL, SIGNAL_KINDS, STRONGEST_OF_EACH

NEEDED = ("interview_rate", "offer_given_interview")
"""Figures of a specialty and type without which no chance can be estimated there."""
STAND_IN = "a stand-in where nothing is published: shown nowhere"
_EVEN = 0.01
"""Small, so that a long list of such programs is never as good as certain and preferences go on counting."""
_BY_SIGNAL = {NO_SIGNAL: 1.0} | {kind: 2.0 if kind in STRONGEST_OF_EACH else 1.5 for kind in SIGNAL_KINDS}
_MOST = 0.5


def chance_is_known(evidence: Evidence, specialty: str, applicant_type: str) -> bool:
    """Whether enough is published of a specialty to estimate the chances of a type of applicants."""
    return all(
        evidence.has(name, specialty, applicant_type)
        and evidence.row(name, specialty, applicant_type).source != STAND_IN
        for name in NEEDED
    )


def with_stand_ins(evidence: Evidence, specialties: Sequence[str]) -> Evidence:
    """The table with rows in which arithmetic finds what it asks for; what comes out of them is thrown away.

    Parameters
    ----------
    evidence : Evidence
    specialties : sequence of str
        Those without figures; where there are none, the table itself.
    """
    every = tuple(product(NEEDED, APPLICANT_TYPES))
    missing = [one for one in specialties if not all(evidence.has(name, one, kind) for name, kind in every)]
    if not missing:
        return evidence
    used = [row for row in evidence.rows if row.specialty is not None and not is_said_beside(row.name)]
    first = {row.name: row for row in reversed(used)}
    added = [
        _stand_in(row, specialty, kind)
        for row, specialty in product(first.values(), missing)
        for kind in (APPLICANT_TYPES if row.applicant_type is not None else (None,))
        if not evidence.has(row.name, specialty, kind)
    ]
    return Evidence.of((*evidence.rows, *added))


def _stand_in(row: EvidenceRow, specialty: str, kind: str | None) -> EvidenceRow:
    values = {"low": row.central, "high": row.central, "specialty": specialty, "applicant_type": kind}
    nothing = {"season": "", "source": STAND_IN, "address": "", "grade": "C", "note": ""}
    return row.model_copy(update={**values, **nothing})


def known_programs(situation: Situation, evidence: Evidence) -> BoolArray:
    """Programs of specialties with known chances, shape (programs,)."""
    known = [chance_is_known(evidence, one, situation.applicant.type) for one in situation.specialties]
    return np.array(known, dtype=np.bool_)[situation.specialty_index]


def knowing(situation: Situation, evidence: Evidence) -> Situation:
    """The situation with which of its programs' chances are known."""
    return replace(situation, chance_known=known_programs(situation, evidence))


def even_chances(situation: Situation, chances: FloatArray) -> FloatArray:
    """Chances, shape (programs, modes, scenarios), with even ones where they aren't known.

    Parameters
    ----------
    situation : Situation
    chances : array
        Of all modes, or of one mode for each program.
    """
    known = situation.chance_known
    if known.all():
        return chances
    # Beside known ones as the middle of these, so that neither crowds out the other by its mere size.
    level = float(np.median(chances[known, 0].mean(axis=-1))) if known.any() else _EVEN
    modes = [_BY_SIGNAL[name] for name in MODES] if chances.shape[1] == len(MODES) else [1.0] * chances.shape[1]
    even = np.minimum(level * np.array(modes), _MOST)
    return np.where(known[:, None, None], chances, even[:, None])
