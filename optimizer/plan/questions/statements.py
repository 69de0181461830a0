"""Which statements a list needs: one core, a paragraph a region, and the ties to name there. No text is written."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from optimizer.applicant import Applicant
from optimizer.plan.document import ELSEWHERE, Plan
from optimizer.plan.listing import ListedProgram, ProgramList, TieThere
from optimizer.vocabulary import MEETING_KINDS, PERSONAL_KINDS, specialty_name

_LETTER, _CONTACT = "letter", "contact"
_LOCAL_SCOPES = ("program", "institution", "city", "metro", "state")
"""A tie that shares no more than a Census division is no story for a program: nine of them make up the country."""
_OWN_SCOPES = ("program", "institution")


class _Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class StatementProgram(_Value):
    """A program of a regional statement: the ties to name for it, nearest first, and those to its very institution."""

    id: str
    name: str
    specialty: str
    signal: str
    ties: tuple[str, ...]
    own_ties: tuple[str, ...]


class StatementModule(_Value):
    """The regional paragraph of one region and specialty.

    Attributes
    ----------
    region, specialty : str
    programs : tuple of StatementProgram
        Which get it.
    story : str
        Why there, as the plan says it; empty where it doesn't.
    ties : tuple of str
        Ties to name: those that reach at least one of the programs by its state or nearer.
    letters, contacts, meetings : tuple of str
        Letters to assign, people to write to, rotations, research and conferences to mention there.
    stated_divisions : tuple of str
        Divisions of the programs that the application states as preferred.
    has_story : bool
        Whether there is a story, a tie or a stated preference to write about.
    """

    region: str
    specialty: str
    programs: tuple[StatementProgram, ...]
    story: str
    ties: tuple[str, ...]
    letters: tuple[str, ...]
    contacts: tuple[str, ...]
    meetings: tuple[str, ...]
    stated_divisions: tuple[str, ...]
    has_story: bool


class WithoutStory(_Value):
    """A program in a region of the plan for which the plan has no story: to be fixed or dropped.

    `value` is what the list loses without it, `dollars_saved` what it costs less.
    """

    id: str
    name: str
    region: str
    specialty: str
    value: float
    dollars_saved: float


class StatementPlan(_Value):
    """What has to be written for a list.

    Attributes
    ----------
    core : tuple of str
        Specialties, each of which needs a core statement of its own.
    core_only : tuple of str
        Ids of programs that get the core statement as it is: they lie in no region of the plan and have no tie.
    modules : tuple of StatementModule
        One a region and specialty, in the order of the plan's regions.
    without_story : tuple of WithoutStory
    notices : tuple of str
        In words: how many are to be written, and what lacks a story.
    """

    core: tuple[str, ...]
    core_only: tuple[str, ...]
    modules: tuple[StatementModule, ...]
    without_story: tuple[WithoutStory, ...]
    notices: tuple[str, ...]


def statement_plan(found: ProgramList, plan: Plan) -> StatementPlan:
    """Which statements a list needs.

    Parameters
    ----------
    found : ProgramList
    plan : Plan
        The plan that it was built from; of one with a preset, only the regions' stories and the applicant count.

    Returns
    -------
    StatementPlan
    """
    modules = tuple(_modules(found, plan))
    told = {program.id for module in modules for program in module.programs}
    core = tuple(name for name in plan.applicant.specialties if any(one.specialty == name for one in found.programs))
    by_id = {program.id: program for program in found.programs}
    without = tuple(
        WithoutStory(
            id=one.id,
            name=one.name,
            region=module.region,
            specialty=one.specialty,
            value=by_id[one.id].marginal_value,
            dollars_saved=by_id[one.id].dollars_saved,
        )
        for module in modules
        if not module.has_story
        for one in module.programs
    )
    core_only = tuple(program.id for program in found.programs if program.id not in told)
    return StatementPlan(
        core=core,
        core_only=core_only,
        modules=modules,
        without_story=without,
        notices=tuple(_notices(core, core_only, modules)),
    )


def _modules(found: ProgramList, plan: Plan) -> Iterator[StatementModule]:
    stories = {region.name: region.story for region in plan.regions}
    names = dict.fromkeys((*(region.name for region in plan.regions), *found.opened_regions, ELSEWHERE))
    for region in names:
        for specialty in plan.applicant.specialties:
            members = tuple(one for one in found.programs if one.region == region and one.specialty == specialty)
            if region == ELSEWHERE:
                # Elsewhere is no region to write about; a program there with a tie still deserves its paragraph.
                members = tuple(one for one in members if _local(one))
            if members:
                yield _module(region, specialty, members, stories.get(region, ""), plan.applicant)


def _module(
    region: str, specialty: str, members: tuple[ListedProgram, ...], story: str, applicant: Applicant
) -> StatementModule:
    local = [tie for program in members for tie in _local(program)]
    stated = applicant.preferred_divisions or ()
    divisions = tuple(name for name in stated if any(program.division == name for program in members))
    ties = _personal_first(local)
    return StatementModule(
        region=region,
        specialty=specialty,
        programs=tuple(_program(program) for program in members),
        story=story,
        ties=ties,
        letters=_personal_first(tie for tie in local if tie.kind == _LETTER),
        contacts=_personal_first(tie for tie in local if tie.kind == _CONTACT),
        meetings=_personal_first(tie for tie in local if tie.kind in MEETING_KINDS),
        stated_divisions=divisions,
        has_story=bool(story or ties or divisions),
    )


def _program(program: ListedProgram) -> StatementProgram:
    nearest = sorted(_local(program), key=lambda tie: _LOCAL_SCOPES.index(tie.scope))
    return StatementProgram(
        id=program.id,
        name=program.name,
        specialty=program.specialty,
        signal=program.signal,
        ties=_once(nearest),
        own_ties=_once(tie for tie in nearest if tie.scope in _OWN_SCOPES),
    )


def _local(program: ListedProgram) -> tuple[TieThere, ...]:
    return tuple(tie for tie in program.ties if tie.scope in _LOCAL_SCOPES)


def _personal_first(ties: Iterable[TieThere]) -> tuple[str, ...]:
    """Ties in words, each once; what is personal comes first, as it is said first."""
    return _once(sorted(ties, key=lambda tie: tie.kind not in PERSONAL_KINDS))


def _once(ties: Iterable[TieThere]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tie.label for tie in ties))


def _notices(core: tuple[str, ...], core_only: tuple[str, ...], modules: tuple[StatementModule, ...]) -> Iterator[str]:
    specialties = " and ".join(specialty_name(name) for name in core)
    if core:
        yield (
            f"{_counted(len(core), 'core statement')} ({specialties}) and "
            f"{_counted(len(modules), 'regional paragraph')} are to be written; {_counted(len(core_only), 'program')} "
            f"{'gets' if len(core_only) == 1 else 'get'} the core alone."
        )
    for module in modules:
        if not module.has_story:
            yield (
                f"{module.region}: {_counted(len(module.programs), 'program')} of {specialty_name(module.specialty)} "
                "and no story. Make a tie there, say why in the region's story, state its division, or drop them."
            )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
