"""What the site has beyond the files of docs/: pages that live elsewhere in the repository, and a list of decisions."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
ELSEWHERE = {
    "changes.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "examples/class.csv": "data/examples/class.csv",
    "examples/ties.toml": "data/examples/ties/los-angeles.toml",
    "sources.md": "data/SOURCES.md",
}
"""Pages and files of the site by the file of the repository that each shows."""
_LINK = re.compile(r"\]\((?P<to>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that docs/ doesn't hold."""
    for name, source in ELSEWHERE.items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    files.append(File.generated(config, "decisions/index.md", content=decisions_page()))
    return files


def decisions_page() -> str:
    """Every decision record by its title, in the order of their numbers."""
    lines = ["# Decisions", "", "Why things are as they are: one short page a decision, with what was measured.", ""]
    for path in sorted((ROOT / "docs/decisions").glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        lines.append(f"- [{title}]({path.name})")
    return "\n".join(lines) + "\n"


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Lead links out of docs/ to the page that shows the same file; name a file that the site has no page for."""
    here = ROOT / ELSEWHERE.get(page.file.src_uri, f"docs/{page.file.src_uri}")
    pages = {(ROOT / source).resolve(): name for name, source in ELSEWHERE.items()}
    up = "../" * page.file.src_uri.count("/")

    def led(match: re.Match[str]) -> str:
        to, anchor = match["to"], match["anchor"] or ""
        if ":" in to:
            return match[0]
        target = (here.parent / to).resolve()
        if target in pages:
            return f"]({up}{pages[target]}{anchor})"
        if target.is_relative_to(ROOT / "docs") and target.is_file():
            return f"]({up}{target.relative_to(ROOT / 'docs').as_posix()}{anchor})"
        return match[0]

    return _LINK.sub(led, markdown)
