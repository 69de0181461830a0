"""Reading ahead while no visitor has come yet, so that the first one waits no longer than the next."""

import gc

from optimizer.dashboard.charts import icon_array
from optimizer.dashboard.draft import examples
from optimizer.dashboard.own_programs import shipped_programs
from optimizer.plan import ProgramList, build_list


def warm_up() -> None:
    """Read the shipped files and build the list that a visitor sees first, once, with all that this imports."""
    found = build_list(examples()[0].plan, shipped_programs())
    if isinstance(found, ProgramList):
        icon_array(found).chart.to_dict()
    # Streamlit collects garbage after every change of a page, and would look through all that was just read, a tenth
    # of a second each time. None of it ever becomes garbage.
    gc.collect()
    gc.freeze()
