"""All files of a class in one ZIP: a list a student, the class at a glance, and where classmates meet."""

import io
import zipfile
from collections.abc import Iterator, Mapping

from optimizer.cohort.summary import Summary, overlaps_csv, summary_csv
from optimizer.export import list_csv, list_xlsx
from optimizer.plan import Plan, ProgramList

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""A file's date within a ZIP; a fixed one, so that the same lists make the same file."""


def lists_zip(summary: Summary, workbooks_of: Mapping[str, Plan] | None = None) -> bytes:
    """The files of a class.

    Parameters
    ----------
    summary : Summary
    workbooks_of : mapping of str to Plan or None
        The plan of each student by code, for lists as Excel workbooks; None for CSV.

    Returns
    -------
    bytes
        A ZIP with ``students/CODE.csv`` or ``.xlsx``, ``summary.csv`` and ``overlaps.csv``.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for name, content in _files(summary, workbooks_of):
            files.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _files(summary: Summary, plans: Mapping[str, Plan] | None) -> Iterator[tuple[str, bytes]]:
    yield "summary.csv", summary_csv(summary)
    yield "overlaps.csv", overlaps_csv(summary)
    for built in summary.students:
        found = built.outcome
        if not isinstance(found, ProgramList):
            continue
        if plans is None:
            yield f"students/{built.code}.csv", list_csv(found)
        else:
            yield f"students/{built.code}.xlsx", list_xlsx(found, plans[built.code])
