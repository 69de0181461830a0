"""docs/plan.md shows every key of a plan, and every plan that it shows is one."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from optimizer.directory import load_directory
from optimizer.errors import _model_within
from optimizer.plan import Plan, all_presets, parse_plan

PAGE = (Path(__file__).parents[2] / "docs" / "plan.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


def keys(model: type[BaseModel]) -> Iterator[str]:
    """Every key of a plan, of whichever table; the partner's plan within it has the same ones."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        inner = _model_within(field.annotation)
        if inner is not None and inner is not Plan:
            yield from keys(inner)


def test_every_key_of_a_plan_is_shown() -> None:
    missing = [key for key in dict.fromkeys(keys(Plan)) if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", PAGE)]
    assert missing == []


def test_every_preset_is_named() -> None:
    assert [one.slug for one in all_presets() if f"`{one.slug}`" not in PAGE] == []


def test_all_blocks_together_are_one_plan_with_programs_that_exist() -> None:
    text = "\n".join(BLOCKS)
    plan = parse_plan(text, "docs/plan.md")
    assert plan.preset == "regional-pivot"
    assert len(tomllib.loads(text)["regions"]) == 2
    named = {*plan.locks.apply, *plan.locks.never, *plan.locks.signal, *plan.tiers, *plan.signals.never}
    assert named <= set(load_directory().index_by_id)
