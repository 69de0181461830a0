"""Which rows of the evidence table stand behind a step of one program's chance."""

from optimizer.estimate.estimator import Estimate
from optimizer.estimate.steps import TERM_BY_NAME
from optimizer.evidence import EvidenceRow


def rows_behind(made: Estimate, index: int, mode: int, step: str) -> tuple[EvidenceRow, ...]:
    """Rows that a step of `chance_walk` is made from, as published or overridden; none where nothing is added.

    Parameters
    ----------
    made : Estimate
    index, mode : int
        Program and mode of the application, as positions in the estimate.
    step : str
        `Step.term`.
    """
    program, kind = made.situation.programs[index], made.situation.applicant.type
    found = (
        made.evidence.row(name, program.specialty, kind, program.state)
        for name in TERM_BY_NAME[step].rows(made, index, mode)
        if made.evidence.has(name, program.specialty, kind, program.state)
    )
    return tuple(dict.fromkeys(found))
