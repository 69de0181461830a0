"""Which facts a list stands on, so that it can be built again."""

from typing import TYPE_CHECKING

from optimizer.directory.kept import pinned

if TYPE_CHECKING:
    from optimizer.plan import Plan


def facts_behind(plan: "Plan") -> tuple[str, ...]:
    """The kept facts that count in a plan, as its key `facts` takes them: NAME@MARK, by which no others will do.

    Empty where none do, or where the plan names its programs' files itself.
    """
    return () if plan.programs else pinned(plan.facts)
