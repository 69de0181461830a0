"""The evidence table with the plan's own figures in it: those of its file, and those that the plan itself names."""

from pathlib import Path

from optimizer.evidence import Evidence, read_own_figures
from optimizer.plan.document import Plan


def plan_evidence(plan: Plan, evidence: Evidence) -> Evidence:
    """Put a plan's own figures in place of published ones; what the plan names itself has the last word.

    Raises
    ------
    BadInput
        The file can't be used, or a figure fits no row or makes no sense in its unit.
    """
    from_file = {} if plan.evidence_file is None else read_own_figures(Path(plan.evidence_file))
    return evidence.override(from_file).override(plan.evidence)
