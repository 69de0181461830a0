"""Writes docs/where-to-find-facts.md from facts_guide.toml; run by hand after a change of that file."""

from pathlib import Path

from optimizer.directory import load_facts_guide

PAGE = Path(__file__).parent.parent / "docs" / "where-to-find-facts.md"

if __name__ == "__main__":
    PAGE.write_text(load_facts_guide().markdown(), encoding="utf-8")
