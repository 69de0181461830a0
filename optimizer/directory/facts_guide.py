"""Where an applicant can find the facts of programs: one text for the docs, the terminal and the dashboard."""

import functools
import tomllib
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from optimizer.data_folder import data_folder


class _Part(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", str_strip_whitespace=True)


class FactSource(_Part):
    """One place where a kind of fact can be found.

    Parameters
    ----------
    name : str
    site : str or None
        Main site of whoever runs it; None where there is no one site.
    access : str
        What it costs and what account it needs.
    how : str
        What to do there, and what to expect.
    """

    name: str
    site: str | None = None
    access: str
    how: str


class FactKind(_Part):
    """A kind of fact.

    Parameters
    ----------
    name : str
    fields : tuple of str
        Fields of `Program` that hold it.
    worth : str
        What it is worth to the list; measured where it says so.
    sources : tuple of FactSource
        The best first.
    """

    name: str
    fields: tuple[str, ...]
    worth: str
    sources: tuple[FactSource, ...] = Field(alias="source")


class GuideStep(_Part):
    """A way to bring facts in: what to know, and the commands in their order."""

    name: str
    text: str
    commands: tuple[str, ...]


class FactsGuide(_Part):
    """The whole guide.

    Parameters
    ----------
    title, intro, care : str
        What it is about, why it pays, and what to take care of.
    facts : tuple of FactKind
        In the order of their worth.
    steps : tuple of GuideStep
    """

    title: str
    intro: str
    care: str
    facts: tuple[FactKind, ...] = Field(alias="fact")
    steps: tuple[GuideStep, ...] = Field(alias="step")

    def markdown(self) -> str:
        """The guide as a page of Markdown."""
        return "\n\n".join(self._paragraphs()) + "\n"

    def _paragraphs(self) -> Iterator[str]:
        yield f"# {self.title}"
        yield self.intro
        for fact in self.facts:
            yield f"## {fact.name}"
            yield f"**What it is worth.** {fact.worth}"
            yield "\n".join(_source_line(source) for source in fact.sources)
            yield f"Columns: {', '.join(f'`{name}`' for name in fact.fields)}."
        yield "## Bringing them in, in two minutes"
        for step in self.steps:
            yield f"**{step.name}.** {step.text}"
            yield "\n".join(["```", *step.commands, "```"])
        yield "## Take care"
        yield self.care


def _source_line(source: FactSource) -> str:
    site = f" ({source.site})" if source.site else ""
    return f"- **{source.name}**{site}: {source.access}. {source.how}"


@functools.cache
def load_facts_guide() -> FactsGuide:
    """The guide that comes with matchlist, data/facts_guide.toml."""
    text = (data_folder() / "facts_guide.toml").read_text(encoding="utf-8")
    return FactsGuide.model_validate(tomllib.loads(text))
