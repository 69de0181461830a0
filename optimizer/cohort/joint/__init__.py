"""The joint plan: the lists of a whole class together under shared caps, searched, proven, kept, and in words."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.cohort.joint.files import joint_csv, places_csv
    from optimizer.cohort.joint.plan import (
        JOINT_GAP,
        MOST_STUDENTS_JOINTLY,
        TIME_LIMIT_S,
        CapUse,
        JointFigures,
        JointPlan,
        JointRequest,
        JointStudent,
        check_joint_size,
    )
    from optimizer.cohort.joint.planning import plan_jointly
    from optimizer.cohort.joint.words import fairness_words, joint_content, joint_json, joint_text, proof_words

__all__ = [
    "JOINT_GAP",
    "MOST_STUDENTS_JOINTLY",
    "TIME_LIMIT_S",
    "CapUse",
    "JointFigures",
    "JointPlan",
    "JointRequest",
    "JointStudent",
    "check_joint_size",
    "fairness_words",
    "joint_content",
    "joint_csv",
    "joint_json",
    "joint_text",
    "places_csv",
    "plan_jointly",
    "proof_words",
]

opened_later(__name__)
