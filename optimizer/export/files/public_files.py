"""Public files and kept facts: what there is, what fetching did; as text for a terminal and as JSON."""

import json
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.directory.fetching import Fetched, PublicFiles
from optimizer.directory.kept import KeptFacts
from optimizer.export.files.import_report import import_text
from optimizer.export.text import bullet, heading

_KILO = 1000


def public_files_text(entries: Sequence[PublicFiles], kept: Sequence[KeptFacts]) -> RenderableType:
    """What can be fetched, and what is kept."""
    names = {one.name for one in kept}
    known = {entry.name for entry in entries}
    return Group(
        Text("Public files that matchlist knows. Nothing is fetched unless you ask for it.", style="bold"),
        *(line for entry in entries for line in _entry(entry, is_kept=entry.name in names)),
        *_kept([one for one in kept if one.name not in known]),
        Text("\nmatchlist fetch NAME fetches, checks, joins and keeps them; --from FOLDER takes them from a folder."),
        Text("matchlist fetch --remove NAME removes them again."),
    )


def _entry(entry: PublicFiles, *, is_kept: bool) -> Iterator[RenderableType]:
    yield heading(f"{entry.name}{' (kept)' if is_kept else ''}")
    yield bullet(f"{entry.title}. {len(entry.files)} files, {entry.bytes / _KILO:,.0f} kB, from {entry.host}.")
    yield bullet(f"Brings: {entry.brings}.")
    yield bullet(f"Publisher: {entry.publisher}, version {entry.version[:12]}. Licence: {entry.licence}.")
    yield bullet(f"What isn't known: {entry.origin}")


def _kept(others: Sequence[KeptFacts]) -> Iterator[RenderableType]:
    if others:
        yield heading("Kept as well")
    for one in others:
        yield bullet(
            f"{one.name}: {one.about.title or 'files of your own'} ({', '.join(file.name for file in one.given)})"
        )


def public_files_json(entries: Sequence[PublicFiles], kept: Sequence[KeptFacts]) -> str:
    """The same as one JSON object."""
    answer = {
        "status": "listed",
        "files": [entry.model_dump(mode="json") | {"bytes": entry.bytes} for entry in entries],
        "kept": [_kept_values(one) for one in kept],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def kept_json(status: str, kept: KeptFacts) -> str:
    """One set of kept facts as a JSON object."""
    return json.dumps({"status": status, "facts": _kept_values(kept)}, ensure_ascii=False, indent=2)


def _kept_values(kept: KeptFacts) -> dict[str, object]:
    return kept.about.model_dump(mode="json") | {"mark": kept.mark, "files": [file.name for file in kept.given]}


def fetched_text(made: Fetched) -> RenderableType:
    """What fetching an entry did."""
    about = made.kept.about
    return Group(
        Text(f"{about.title}: {len(made.kept.given)} files, every sum as it should be.", style="bold"),
        import_text(made.report),
        Text(f"\nKept as {made.kept.name}. Plans that name no programs stand on these facts from now on, and say so;"),
        Text(f"facts = [] in a plan refuses them, matchlist fetch --remove {made.kept.name} removes them."),
    )


def fetched_json(made: Fetched) -> str:
    """The same as one JSON object."""
    report = made.report
    answer = {
        "status": "fetched",
        "facts": _kept_values(made.kept),
        "counts": report.counts(),
        "programs_before": report.programs_before,
        "programs_after": report.programs_after,
        "disagreements": len(report.disagreements),
        "known": {
            fact: {"before": report.known_before[fact], "after": known} for fact, known in report.known_after.items()
        },
    }
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2)
