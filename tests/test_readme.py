"""What the README and the page of commands show works as it stands there."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from optimizer.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
SHOWN = README + (ROOT / "docs/commands.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].split()[1:]
    for _, block in re.findall(r"^```(\w*)\n(.*?)^```", SHOWN, flags=re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.startswith(".venv/bin/matchlist") and not line.split("#")[0].rstrip().endswith(" app")
]

OF_THE_SEASON = ("track", "next", "rank")


def test_the_python_example_prints_a_chance_and_five_programs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = (block for language, block in BLOCKS if language == "python")
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - it is the README's own example
    headline, *programs = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"about \d+% \(\d+% to \d+%\), proven to 0\.000\d", headline)
    assert len(programs) == 5


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_does_what_it_is_shown_for(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(ROOT / "data/examples/los-angeles-img.toml", tmp_path / "my-plan.toml")
    text = "name,institution,specialty,city,state\nNew Hospital,New Hospital,psychiatry,Fresno,CA\n"
    (tmp_path / "psychiatry.csv").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "data/examples/ties/los-angeles.toml", tmp_path / "actions.toml")
    shutil.copy(ROOT / "data/examples/class.csv", tmp_path / "class.csv")
    shutil.copytree(ROOT / "data/examples", tmp_path / "data/examples")
    monkeypatch.setenv("MATCHLIST_TRACKER", str(tmp_path / "season.sqlite"))
    monkeypatch.chdir(tmp_path)
    if words[0] in OF_THE_SEASON and words[:2] != ["track", "start"]:
        assert CliRunner().invoke(app, ["track", "start", "my-plan.toml"]).exit_code == 0
    if "list.xlsx" in words and "--out" not in words:
        CliRunner().invoke(app, ["build", "my-plan.toml", "--no-standing", "--out", "list.xlsx"])
    given = ["im-ca-cedars-sinai-medical-center" if word == "PROGRAM_ID" else word for word in words]
    answer = CliRunner().invoke(app, given)
    assert answer.exit_code == 0, answer.output
    for option in {"--out", "--tracking"} & {*words}:
        assert (tmp_path / words[words.index(option) + 1]).stat().st_size > 0


def test_every_make_target_that_it_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)\b", README)) - {"it"}
    assert named
    assert named <= targets, named - targets


def test_every_file_that_it_links_to_exists() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link.partition("#")[0]).exists()] == []
