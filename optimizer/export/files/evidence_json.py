"""Evidence, typical applicants and calibration as one JSON object each."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from optimizer.evidence import EvidenceRow, LeftOut, of_words

if TYPE_CHECKING:
    from optimizer.estimate import Comparison, Found, Typical


def evidence_json(rows: Sequence[EvidenceRow]) -> str:
    """Rows of the evidence table: `count`, and `rows`, each with its `label` for overrides, and what it is `of`."""
    told = [{"label": row.label, "of": of_words(row)} | row.model_dump(mode="json") for row in rows]
    return _text({"count": len(rows), "rows": told})


def typical_json(typicals: "Sequence[Typical]", *, one: bool) -> str:
    """A typical applicant as `Typical` has it, or several under `typical`."""
    found = [typical.model_dump(mode="json") for typical in typicals]
    return _text(found[0] if one else {"typical": found})


def calibration_json(
    figures: "Sequence[Found]",
    comparisons: "Sequence[Comparison]",
    *,
    holds: bool,
    version: int,
    left_out: Sequence[LeftOut],
) -> str:
    """What calibration finds.

    Returns
    -------
    str
        `version`; `holds`, whether the evidence table has what is found; `found`; `comparisons`, each with the
        published figure's `label`, `published`, `reproduced`, `residual` and whether it was `fitted`; `left_out`.
    """
    compared = [
        {
            "label": one.row.label,
            "published": one.row.central,
            "reproduced": one.reproduced,
            "residual": one.residual,
            "fitted": one.fitted,
        }
        for one in comparisons
    ]
    found = [
        {
            "name": one.name,
            "specialty": one.specialty,
            "applicant_type": one.applicant_type,
            "low": one.low,
            "central": one.central,
            "high": one.high,
        }
        for one in figures
    ]
    skipped = [one.model_dump(mode="json") for one in left_out]
    return _text({"version": version, "holds": holds, "found": found, "comparisons": compared, "left_out": skipped})


def _text(answer: dict[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2)
