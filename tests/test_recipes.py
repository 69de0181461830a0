"""Recipes of CONTRIBUTING.md, each followed for real in a copy of the package: as many files of code, and it works."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
COUNTS = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Recipes")[1]
Edits = Mapping[str, Mapping[str, str]]
"""By file: what is put in place of what, each of which stands there once."""


@dataclass(frozen=True)
class Followed:
    """A copy of matchlist in which a recipe was followed."""

    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        script = "import sys; from optimizer.cli import main; sys.argv[0] = 'matchlist'; main()"
        environment = os.environ | {"PYTHONPATH": str(self.folder), "PYTHONSAFEPATH": "1"}
        command = [sys.executable, "-c", script, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder, env=environment)

    def plan(self, wishes: str, *, specialty: str = "psychiatry") -> str:
        path = self.folder / "plan.toml"
        applicant = f'[applicant]\ntype = "us-md"\nspecialties = ["{specialty}"]\n[budget]\ndollars = 400\n'
        path.write_text(f"season = 2026\n{wishes}\n{applicant}", encoding="utf-8")
        return str(path)

    def built(self, wishes: str) -> Any:
        done = self.run("build", self.plan(wishes), "--json", "--no-standing", "--no-keep")
        assert done.stdout, done.stderr
        return json.loads(done.stdout)


def follow(tmp_path: Path, edits: Edits, new: Mapping[str, str] | None = None) -> Followed:
    shutil.copytree(ROOT / "optimizer", tmp_path / "optimizer", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "data").symlink_to(ROOT / "data")
    for name, changes in edits.items():
        path = tmp_path / "optimizer" / name
        text = path.read_text(encoding="utf-8")
        for old, changed in changes.items():
            assert text.count(old) == 1, f"{name}: {old!r} stands there {text.count(old)} times"
            text = text.replace(old, changed)
        path.write_text(text, encoding="utf-8")
    for name, content in (new or {}).items():
        (tmp_path / "optimizer" / name).write_text(content, encoding="utf-8")
    return Followed(tmp_path)


def counted(recipe: str) -> int:
    """Files of code that CONTRIBUTING.md says a recipe takes."""
    found = re.search(rf"^\| {recipe} \| (\d+)", COUNTS, flags=re.MULTILINE)
    assert found is not None
    return int(found[1])


STATE_QUOTA: Edits = {
    "plan/document/request.py": {
        "    opened_regions: Quota = Field(": (
            '    state: dict[str, Quota] = Field({}, description=f"{_QUOTA_TABLE} of a state")\n'
            "    opened_regions: Quota = Field("
        )
    },
    "plan/document/commented.py": {"region, setting and specialty -": "region, setting, state and specialty -"},
    "plan/problem/wishes.py": {
        '    "setting",\n    "specialty",\n': '    "setting",\n    "state",\n    "specialty",\n',
        '("tier", "region", "setting", "specialty")': '("tier", "region", "setting", "state", "specialty")',
    },
    "plan/problem/limits.py": {
        '        ("specialty", plan.quotas.specialty, specialty),\n': (
            '        ("specialty", plan.quotas.specialty, specialty),\n'
            '        ("state", plan.quotas.state, np.array([one.state for one in directory.programs])),\n'
        )
    },
}


def test_a_kind_of_limit_is_kept_and_its_clash_is_said_and_mended(tmp_path: Path) -> None:
    assert len(STATE_QUOTA) == counted("A kind of limit")
    copy = follow(tmp_path, STATE_QUOTA)
    found = copy.built("[quotas.state]\nTX = { minimum = 5 }\nCA = { maximum = 1 }")
    states = [program["state"] for program in found["programs"]]
    assert states.count("TX") >= 5
    assert states.count("CA") <= 1
    assert {"state TX", "state CA"} <= {limit["name"] for limit in found["limits"]}
    clash = copy.built("[quotas.state]\nTX = { minimum = 500 }")
    assert (clash["status"], clash["conflict"]) == ("infeasible", ["state TX"])
    assert any("state TX" in str(remedy) for remedy in clash["remedies"])


SALARY: Edits = {
    "directory/program.py": {
        "    step2_minimum: Annotated[\n": (
            "    salary: Annotated[\n"
            "        Annotated[int, Field(ge=20_000, le=200_000)] | None,\n"
            "        BeforeValidator(_blank_is_unknown),\n"
            '        Field(description="dollars from 20000 to 200000, or nothing where unknown"),\n'
            '        Fact("salary of the first year", headers=("pgy-1 salary",), counted_as="salary"),\n'
            "    ] = None\n"
            "    step2_minimum: Annotated[\n"
        )
    },
    "plan/document/conditions.py": {
        "def _names_one(": (
            "class SalaryCondition(Condition):\n"
            "    minimum: Annotated[int, Field(ge=0, strict=True)]\n\n\n"
            "def _names_one("
        ),
        "    setting: SettingCondition | None = Field(": (
            '    salary: SalaryCondition | None = Field(None, description="a table [conditions.salary]")\n'
            "    setting: SettingCondition | None = Field("
        ),
    },
    "plan/problem/fits.py": {
        "        *_setting(plan, directory),\n": (
            "        *_setting(plan, directory),\n        *_salary(plan, directory),\n"
        ),
        "def price_level(": (
            "def _salary(plan: Plan, directory: Directory) -> Iterator[Fit]:\n"
            "    asked = plan.conditions.salary\n"
            "    if asked is not None:\n"
            "        enough = _at_least(-asked.minimum, -_numbers([one.salary for one in directory.programs]))\n"
            '        yield Fit("pays enough", TOLD["salary"].words, asked, enough)\n\n\n'
            "def price_level("
        ),
    },
}


def test_a_fact_is_imported_shown_and_asked_for(tmp_path: Path) -> None:
    assert len(SALARY) == counted("A program fact")
    copy = follow(tmp_path, SALARY)
    table = tmp_path / "table.csv"
    rows = (
        "ours,Alpha Program,Alpha Hospital,psychiatry,Fresno,CA,72000",
        "theirs,Beta Program,Beta Hospital,psychiatry,Fresno,CA,51000",
    )
    table.write_text(
        "\n".join(
            (
                "id,name,institution,specialty,city,state,salary",
                *rows,
                "third,Gamma Program,Gamma Hospital,psychiatry,Fresno,CA,",
            )
        )
    )
    asked = '[conditions.salary]\nminimum = 60000\nunknown = "exclude"'
    done = copy.run("build", copy.plan(asked), "--programs", str(table), "--json", "--no-standing", "--no-keep")
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert [program["id"] for program in found["programs"]] == ["ours"]
    assert any("of which the salary of the first year isn't known" in notice for notice in found["notices"])
    template = tmp_path / "template.csv"
    copy.run("template", "--specialty", "psychiatry", "--out", str(template))
    assert "salary" in template.read_text(encoding="utf-8-sig").splitlines()[0].split(",")


MARKDOWN: Edits = {
    "export/files/writing.py": {
        "from optimizer.export.files.list_xlsx import list_xlsx\n": (
            "from optimizer.export.files.list_markdown import list_markdown\n"
            "from optimizer.export.files.list_xlsx import list_xlsx\n"
        ),
        '".pdf": list_pdf}': '".pdf": list_pdf, ".md": list_markdown}',
    },
    "cli/lists.py": {'"LIST.csv|.xlsx|.json|.pdf"': '"LIST.csv|.xlsx|.json|.pdf|.md"'},
}
LIST_MARKDOWN = {
    "export/files/list_markdown.py": (
        "def list_markdown(program_list, plan):\n"
        '    return "\\n".join(f"- {one.name}" for one in program_list.programs).encode()\n'
    )
}


def test_a_format_is_written_and_named_where_another_ending_is_refused(tmp_path: Path) -> None:
    assert len(MARKDOWN) + len(LIST_MARKDOWN) == counted("A format to export")
    copy = follow(tmp_path, MARKDOWN, LIST_MARKDOWN)
    target = tmp_path / "list.md"
    copy.run("build", copy.plan(""), "--out", str(target), "--no-standing", "--no-keep")
    assert target.read_text(encoding="utf-8").startswith("- ")
    assert ".pdf or .md" in copy.run("build", copy.plan(""), "--out", str(tmp_path / "list.odt")).stderr
