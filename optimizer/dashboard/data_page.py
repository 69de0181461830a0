"""The Data and method page: what is known, where it comes from, how to know more, and what can't be known."""

import re
from functools import partial

import pandas as pd
import streamlit as st

from optimizer.dashboard.advice import show_missing_facts
from optimizer.dashboard.bringing_in import show_bringing_in
from optimizer.dashboard.calibration import show_calibration
from optimizer.dashboard.draft import present
from optimizer.dashboard.evidence_table import show_evidence
from optimizer.dashboard.own_programs import directory_in_use, own_programs
from optimizer.dashboard.public_files import show_public_files
from optimizer.dashboard.showing import show_lines, show_views, table_height
from optimizer.dashboard.strip import show_strip
from optimizer.dashboard.words import fact_words
from optimizer.data_folder import data_folder
from optimizer.directory import load_facts_guide
from optimizer.directory.importing import completeness
from optimizer.plan import Plan
from optimizer.vocabulary import specialty_name

_VIEW = "data-view"
_FILES, _KNOWN, _FIGURES, _CHECK, _METHOD = (
    "My files",
    "What is known",
    "Figures",
    "Calibration",
    "Method and limits",
)
_CANNOT_SEE = (
    "Letters, essays, research, the interview itself: what makes a person is in no figure.",
    "Whom a program looks for this year, and what it doesn't publish.",
    "This year's competition: published rates are of past seasons.",
    "Programs that opened, closed, merged or were renamed since the directory was written. Check each on its own site.",
    "Rules that a program keeps to itself, such as scores below which nobody reads on.",
    "What your family, your partner or your own heart will say in March.",
)
_HOW = """
- The chance of an interview is a sum in log-odds that you can read term by term under “Why, or why not?” on the List
  page: the published rate of your specialty and group, moved by score, graduation, experience, attempts, visa, place,
  ties and signals.
- The chance to match there is the chance of an interview times the chance that it ends in a rank high enough.
- Programs share luck: how strong your application is found, and what kind of year each region has. So the list spreads
  over regions by itself, and the chance isn't flattered by adding up programs as if they were independent.
- The list is found by mathematical optimisation with a proof: an upper bound that no other list can exceed. A second
  piece of code that shares nothing with the first checks every answer.
- The range comes from trying other plausible values of every published figure, and of every answer not given.
"""


def data_page() -> None:
    """Draw the page."""
    draft = present()
    st.title("Data and method", anchor=False)
    show_strip(draft)
    show_views(
        {
            _FILES: partial(_show_files, draft.plan),
            _KNOWN: partial(_show_known, draft.plan),
            _FIGURES: partial(show_evidence, draft.plan),
            _CHECK: partial(show_calibration, draft.plan),
            _METHOD: _show_method,
        },
        key=_VIEW,
    )


def _show_files(plan: Plan) -> None:
    own = own_programs()
    what = "the programs that come with matchlist" if own is None else f"your own: {', '.join(own.files)}"
    st.markdown(
        "**Facts about programs improve the list more than anything else here.** Nothing that you bring in leaves this "
        "computer. What you copy from a site is for your own use, and its terms may limit copying: read them first."
    )
    st.caption(f"In use: {what}.")
    show_bringing_in(plan)
    show_public_files(plan)
    with st.expander("Where to find such facts"):
        st.markdown(_guide())


def _guide() -> str:
    """The guide to facts as a page says it: facts by their names, and nothing to type in a terminal."""
    guide = load_facts_guide().markdown().partition("\n")[2]
    lines = []
    for line in guide.splitlines():
        said = [one for one in re.split(r"(?<=[.;:]) ", line) if not re.search(r"--|`matchlist|\[", one)]
        lines.append(re.sub(r"`(\w+)`", lambda found: fact_words(found[1]), " ".join(said)))
    return "\n".join(lines)


def _show_known(plan: Plan) -> None:
    part = directory_in_use(plan).of_specialties(plan.applicant.specialties)
    total = len(part.programs)
    names = " and ".join(specialty_name(name) for name in plan.applicant.specialties)
    st.markdown(
        f"Of the {total} programs in {names}, this is how many each fact is known of. The rest is never guessed."
    )
    known = completeness(part)
    table = pd.DataFrame(
        {
            "Fact": [fact_words(name) for name in known],
            "known of": list(known.values()),
            "share": [n / max(total, 1) * 100 for n in known.values()],
        }
    )
    st.dataframe(
        table.sort_values("known of", ascending=False),
        hide_index=True,
        column_config={
            "share": st.column_config.ProgressColumn("share of programs", format="%.0f%%", min_value=0, max_value=100)
        },
        height=table_height(len(table), 420),
        alt=f"How many of {total} programs each fact is known of",
    )
    st.subheader("What knowing more would be worth", anchor=False)
    show_missing_facts(plan)


def _show_method() -> None:
    st.subheader("How it works", anchor=False)
    st.markdown(_HOW)
    st.subheader("What the model can't see", anchor=False)
    show_lines(_CANNOT_SEE)
    st.download_button(
        "Where the data come from, and their licences",
        (data_folder() / "SOURCES.md").read_bytes,
        file_name="sources.md",
        mime="text/markdown",
        on_click="ignore",
        icon=":material/download:",
    )
