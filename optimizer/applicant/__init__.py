"""Who applies: the applicant and the ties to places and programs."""

from optimizer.applicant.profile import MOST_PREFERRED_DIVISIONS, NO_STATE, Applicant, Tie, answers_words

__all__ = [
    "MOST_PREFERRED_DIVISIONS",
    "NO_STATE",
    "Applicant",
    "Tie",
    "answers_words",
]
