"""The Cohort page: a class brought in, its lists built beside the pages, their joint plan, and one student's list."""

from optimizer.dashboard.cohort.in_hand import note_the_page_is_open
from optimizer.dashboard.cohort.page import cohort_page

__all__ = ["cohort_page", "note_the_page_is_open"]
