"""Many applicants at once: a class, a joint plan, a simulated season of the whole country."""

from optimizer.cohort.deferred_acceptance import RankOrderLists, blocking_pairs, match

__all__ = ["RankOrderLists", "blocking_pairs", "match"]
