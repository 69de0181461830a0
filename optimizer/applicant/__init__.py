"""Who applies: the applicant and the ties to places and programs."""

from optimizer.applicant.profile import NO_STATE, Applicant, Tie, answers_words

__all__ = [
    "NO_STATE",
    "Applicant",
    "Tie",
    "answers_words",
]
