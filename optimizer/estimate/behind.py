"""Which rows of the evidence table stand behind a step of one program's chance."""

from optimizer.estimate.estimator import Estimate
from optimizer.estimate.steps import TERM_BY_NAME
from optimizer.evidence import EvidenceRow


def rows_behind(estimate: Estimate, index: int, mode: int, step: str) -> tuple[EvidenceRow, ...]:
    """Rows that a step of `chance_walk` is made from, as published or overridden; none where nothing is added.

    Parameters
    ----------
    estimate : Estimate
    index, mode : int
        Program and mode of the application, as positions in the estimate.
    step : str
        `Step.term`.
    """
    program, kind = estimate.situation.programs[index], estimate.situation.applicant.type
    found = (
        estimate.evidence.row(name, program.specialty, kind, program.state)
        for name in TERM_BY_NAME[step].rows(estimate, index, mode)
        if estimate.evidence.has(name, program.specialty, kind, program.state)
    )
    return tuple(dict.fromkeys(found))
