"""One entry of the catalogue: fetched, joined into what is known, and kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.clock import today
from optimizer.directory.fetching.catalogue import PublicFiles, decided_rows
from optimizer.directory.fetching.download import Progress, fetched_files
from optimizer.directory.importing import Given, ImportReport, Wishes, import_programs
from optimizer.directory.kept import About, KeptFacts, chosen_facts, directory_with, keep


@dataclass(frozen=True, slots=True)
class Fetched:
    """What fetching an entry did.

    Parameters
    ----------
    kept : KeptFacts
    report : ImportReport
        Its rows joined into the shipped directory and what was kept before.
    """

    kept: KeptFacts
    report: ImportReport


def fetch(
    entry: PublicFiles,
    source: str | None = None,
    *,
    usual: Mapping[str, Mapping[str, float]] | None = None,
    progress: Progress = lambda _: None,
) -> Fetched:
    """Fetch the files of an entry, join them and keep them; what was kept stays as it is where that can't be done.

    Parameters
    ----------
    entry : PublicFiles
    source : str, optional
        As `fetched_files` takes it.
    usual : mapping, optional
        As `Wishes.usual`.
    progress : callable
        Called with the name of each file that is there.

    Raises
    ------
    BadInput
        As `fetched_files`, `import_programs` and `keep`.
    """
    files = fetched_files(entry, source, progress)
    given = tuple(
        Given(f"{entry.name}/{file.name}", content, str(entry.season or ""), file.specialty) for file, content in files
    )
    wishes = Wishes(named=decided_rows(entry), usual=usual or {})
    others = [one.name for one in chosen_facts(None) if one.name != entry.name]
    report = import_programs(directory_with(others), given, wishes).report
    about = About(
        **entry.model_dump(include={"name", "title", "publisher", "version", "licence", "origin", "season"}),
        kept_on=today().isoformat(),
        came_from=source or entry.base,
    )
    return Fetched(keep(about, given, wishes), report)
