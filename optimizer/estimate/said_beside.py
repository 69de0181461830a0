"""Figures of the evidence table that no chance is made of: they are said beside a list, or asked for by the season."""

AT_THE_LIST = ("tier_safety_chance", "match_rate_reported.", "advanced_share", "first_year_applications")
"""Beginnings of rules, and of figures said beside a list, that are asked for once there is one."""
OF_THE_SEASON = (
    "invitations_out.",
    "letter_of_interest_effect",
    "ranks_matched",
    "rejections_out.",
    "second_look_effect",
    "time_share.",
)
"""Beginnings of the figures that are asked for once applications are out, or before there are any."""


def is_said_beside(name: str) -> bool:
    """Whether neither the estimate nor its calibration reads a figure of this name."""
    return name.startswith((*AT_THE_LIST, *OF_THE_SEASON))
