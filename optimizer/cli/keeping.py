"""What a build leaves behind: the files asked for, and a version beside the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.clock import now
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.plan import Plan, ProgramList


@dataclass(frozen=True, slots=True)
class Written:
    """Files that a build is to write; None where one isn't wanted."""

    out: Path | None
    tracking: Path | None
    adviser: Path | None
    save_plan: Path | None

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return any((self.out, self.tracking, self.adviser, self.save_plan))

    def check(self) -> None:
        """Refuse, before anything is worked out, places where nothing can or may be written."""
        if not self.any:
            return
        from optimizer.export import ENDINGS, TRACKING_ENDINGS, checked_ending

        faults: list[Fault] = []
        wanted = (
            ("--out", self.out, ENDINGS),
            ("--tracking", self.tracking, TRACKING_ENDINGS),
            ("--adviser", self.adviser, (".pdf",)),
            ("--save-plan", self.save_plan, (".toml",)),
        )
        for option, path, endings in wanted:
            if path is not None:
                try:
                    checked_ending(path, option, endings)
                except BadInput as error:
                    faults += error.faults
        never = (("--tracking", self.tracking, "a tracking sheet"), ("--save-plan", self.save_plan, "a plan"))
        for option, path, what in never:
            # What a person filled in or wrote is not matchlist's to lose.
            if path is not None and path == self.out:
                faults.append(Fault("is the list's file", option, str(path), "another file", "Choose another name"))
            elif path is not None and path.is_file():
                words = f"the file exists already, and {what} never takes the place of another file"
                faults.append(Fault(words, option, str(path), "a new file", "Choose another name"))
        if self.adviser is not None and self.adviser == self.out:
            faults.append(
                Fault("is the list's file", "--adviser", str(self.adviser), "another file", "Choose another name")
            )
        if faults:
            raise BadInput(faults)

    def write(self, program_list: "ProgramList", plan: "Plan") -> Iterator[str]:
        """Write the files and say so, a sentence each."""
        if not self.any:
            return
        from optimizer.export import (
            TRACKING_ENDINGS,
            adviser_pdf,
            first_year_csv,
            list_bytes,
            tracking_bytes,
            write_keeping_previous,
            write_whole,
        )
        from optimizer.plan import plan_directory, plan_text

        if self.out is not None:
            content = list_bytes(program_list, plan, self.out.suffix.lower())
            # Somebody may have edited the list that stands there.
            editable = self.out.suffix.lower() in TRACKING_ENDINGS
            previous = write_keeping_previous(self.out, content, "--out") if editable else None
            if not editable:
                write_whole(self.out, content, "--out")
            yield f"The list is in {self.out}."
            second = first_year_csv(program_list, plan) if self.out.suffix.lower() == ".csv" else None
            if second is not None:
                beside = self.out.with_name(f"{self.out.stem}-first-year.csv")
                write_keeping_previous(beside, second, "--out")
                yield f"The second list, for the first year, is in {beside}."
            if previous is not None:
                yield f"What {self.out.name} held before is in {previous}."
        if self.tracking is not None:
            write_whole(self.tracking, tracking_bytes(program_list, self.tracking.suffix.lower()), "--tracking")
            yield f"The tracking sheet is in {self.tracking}."
        if self.adviser is not None:
            write_whole(self.adviser, adviser_pdf(program_list, plan, plan_directory(plan)), "--adviser")
            yield f"The page for an adviser is in {self.adviser}."
        if self.save_plan is not None:
            write_whole(self.save_plan, plan_text(plan).encode(), "--save-plan")
            yield f"The plan is in {self.save_plan}."


def keep_if_wanted(
    plan_file: Path, plan: "Plan", program_list: "ProgramList", written: Written, *, keep: bool | None
) -> Iterator[str]:
    """Keep a version beside the plan's file and say so, where it is wanted and something has changed.

    Without --keep or --no-keep it is wanted once anything leaves matchlist in a file, since that may come back, and
    where a history was begun; never among matchlist's own examples.
    """
    asked_for = keep is True
    if not (_is_begun(plan_file, written) if keep is None else keep):
        return
    from optimizer.export import keep_version
    from optimizer.plan import next_version

    try:
        file = next_version(plan_file, plan, program_list, now())
        if file is not None:
            keep_version(file, plan_file, program_list, plan)
            yield f"This version is kept as {file}."
    except BadInput as error:
        if asked_for:
            raise
        # The list was wanted, and is there; that a version is kept beside it was matchlist's own idea.
        yield from (f"No version was kept. {fault}" for fault in error.faults)


def _is_begun(plan_file: Path, written: Written) -> bool:
    """Whether a version is wanted without being asked for."""
    from optimizer.data_folder import data_folder

    ours = plan_file.resolve().is_relative_to(data_folder().resolve())
    if ours or plan_file.suffix.lower() != ".toml":
        return False
    from optimizer.plan import history_folder

    return written.any or history_folder(plan_file).is_dir()
