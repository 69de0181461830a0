"""The questions that a plan is asked for by, in order; each answer goes into the draft at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from optimizer.cli.prompting import ask, ask_place, say, show
from optimizer.vocabulary import (
    INTERNATIONAL_TYPES,
    NO_VISA,
    TIE_MEANINGS,
    TYPE_MEANINGS,
    TYPE_NAMES,
    VISA_CHOICES,
    visas_meant,
)
from optimizer.wording import capitalised, whole_dollars

if TYPE_CHECKING:
    from optimizer.directory import Directory
    from optimizer.evidence import Season
    from optimizer.plan import Plan

TYPES: Mapping[str, str] = {kind: f"{TYPE_NAMES[kind]}: {meaning}" for kind, meaning in TYPE_MEANINGS.items()}
VISAS: Mapping[str, str] = {**VISA_CHOICES, NO_VISA: "none needed (citizen, green card, or authorised otherwise)"}
_PRIORITIES = (10.0, 8.0, 7.0, 6.0)
_TAKEN_BACK = -1.0
_USUAL_APPLICATIONS = 60
_MOST_DOLLARS = 1_000_000.0
_MOST_APPLICATIONS = 1_000.0


@dataclass
class Draft:
    """What has been answered so far, by the plan's keys."""

    applicant: dict[str, object] = field(default_factory=dict)
    ties: list[dict[str, object]] = field(default_factory=list)
    regions: list[dict[str, object]] = field(default_factory=list)
    rest: dict[str, object] = field(default_factory=dict)
    season: int = 0

    @property
    def specialties(self) -> tuple[str, ...]:
        """Those chosen."""
        found = self.applicant.get("specialties", ())
        return tuple(found) if isinstance(found, list | tuple) else ()

    @property
    def is_enough(self) -> bool:
        """Whether there is enough for a plan file."""
        return {"type", "specialties"} <= self.applicant.keys()

    def plan(self) -> "Plan":
        """The plan so far."""
        from optimizer.plan import plan_from_content

        applicant = self.applicant | ({"ties": self.ties} if self.ties else {})
        content = self.rest | {"applicant": applicant, "regions": self.regions, "season": self.season}
        return plan_from_content(content, "your answers")


def ask_everything(draft: Draft) -> None:
    """All questions in order; each answer goes into the draft at once."""
    from optimizer.clock import today
    from optimizer.directory.kept import directory_with
    from optimizer.evidence import load_season, season_for
    from optimizer.plan import season_words

    draft.season = season_for(today())
    directory, season = directory_with(), load_season(draft.season)
    say(f"{season_words(season)}.\n")
    _ask_specialties(draft, directory, season)
    _ask_about_you(draft)
    _ask_ties(draft)
    _ask_regions(draft, directory)
    _ask_flexibility(draft)
    _ask_money(draft, season)


def _ask_specialties(draft: Draft, directory: "Directory", season: "Season") -> None:
    from optimizer.plan.questions import meant_specialties
    from optimizer.vocabulary import specialty_name

    # Those of whose programs there are any come first: the others need a file of the user's own.
    known = directory.specialties
    offered = (*known, *(one for one in season.specialties if one not in known))
    for number, slug in enumerate(offered, start=1):
        if number == len(known) + 1:
            say("With programs from a file of your own, as none are known here:")
        say(f"  {number:2} {specialty_name(slug)}")
    found = ask(
        "Specialty? A number or a name; several with commas between.",
        lambda text: meant_specialties(text, offered),
        "Those are the specialties of the season. With several, one budget is shared.",
        entered="",
    )
    draft.applicant["specialties"] = list(found or ())
    named = ", ".join(specialty_name(slug) for slug in found or ())
    draft.rest["title"] = f"{capitalised(named)}: my list"


def _ask_about_you(draft: Draft) -> None:
    from optimizer.plan.questions import meant_choice, meant_home, meant_number, meant_yes_or_no

    def number(key: str, words: str, explained: str) -> None:
        _put(draft.applicant, key, ask(words, lambda text: meant_number(text, key), explained))

    def yes_or_no(key: str, words: str, explained: str) -> None:
        _put(draft.applicant, key, ask(words, meant_yes_or_no, explained))

    show(TYPES)
    kind = ask(
        "What kind of applicant are you?",
        lambda text: meant_choice(text, TYPES, "type"),
        "Published rates differ most by this: choose the one that fits your school and citizenship.",
        entered="",
    )
    draft.applicant["type"] = kind
    if kind == "us-do":
        number("comlex2", "COMLEX-USA Level 2 CE score?", "Such as 560. Programs that take COMLEX alone go by it.")
    number("step2", "Step 2 CK score?", "Three digits, such as 245. Without it the range gets wider.")
    if kind == "us-do" and "step2" not in draft.applicant:
        yes_or_no("step2_taken", "Will you take Step 2 CK, yes or no?", "Some programs take no COMLEX score alone.")
    number("graduation_year", "Year of graduation from medical school, past or expected?", "In four digits.")
    if _graduated_before(draft):
        yes_or_no(
            "applied_before", "Have you been in a match before, yes or no?", "Whoever applies again matches less."
        )
    number("failed_attempts", "Failed attempts at USMLE or COMLEX, all steps together?", "0 if there were none.")
    if kind in INTERNATIONAL_TYPES:
        number(
            "us_clinical_months",
            "Months of hands-on clinical experience in the United States?",
            "Electives, subinternships, externships with patients; observing doesn't count.",
        )
        show(VISAS)
        visa = ask(
            "Which visa does a program have to sponsor?",
            lambda text: meant_choice(text, VISAS, "visa"),
            "Programs that don't sponsor it are next to out of reach.",
        )
        _put(draft.applicant, "visa", visa)
        if "h1b" in visas_meant(visa or ""):
            yes_or_no("step3_passed", "Have you passed USMLE Step 3, yes or no?", "An H-1B needs it.")
    state = ask(
        'State of your permanent address? "none" outside the United States.',
        meant_home,
        "Programs interview applicants of their state more.",
        entered="don't know",
    )
    _put(draft.applicant, "home_state", state)


def _graduated_before(draft: Draft) -> bool:
    """Whether one applies as a graduate of an earlier year."""
    year = draft.applicant.get("graduation_year")
    return isinstance(year, int) and year < draft.season


def _ask_ties(draft: Draft) -> None:
    from optimizer.plan.questions import meant_choice

    say("\nTies: what binds you to a place in the United States. One after the other.")
    show(TIE_MEANINGS)
    while True:
        kind = ask(
            "A tie? A number or a name.",
            lambda text: meant_choice(text, TIE_MEANINGS, "tie"),
            "Ties raise the chance of an interview at programs near them.",
            entered="no more",
        )
        if kind is None:
            return
        place = ask_place("Where?", for_tie=True)
        if place is not None and place.tie is not None:
            draft.ties.append({"kind": kind, **place.tie})
            say(f"Noted: {kind}, {place.words}.")


def _ask_regions(draft: Draft, directory: "Directory") -> None:
    from optimizer.plan.questions import meant_amount, programs_within

    say("\nWhere do you want to be? One or two places first, then one or two to fall back on; the best first.")
    specialties = draft.specialties
    while True:
        words = "A place: a state, a city, a Census division, or a ZIP code?"
        place = ask_place(words, for_tie=False, entered="no more")
        if place is None:
            break
        if any(region["name"] == place.name for region in draft.regions):
            say("You have named that already.")
            continue
        count = programs_within(place.region, directory, specialties)
        noun = "program" if count == 1 else "programs"
        say(f"{place.words}: {count} {noun} of your specialties, as far as matchlist knows.")
        usual = _PRIORITIES[min(len(draft.regions), len(_PRIORITIES) - 1)]
        priority = ask(
            f"How much do you want to be in {place.name}, 0 to 10? (x: take it back)",
            lambda text: _TAKEN_BACK if text.casefold() == "x" else meant_amount(text, "priority", 10.0),
            "10 is where you want to be most; x forgets the place.",
            enter=usual,
            entered=f"{usual:g}",
        )
        if priority != _TAKEN_BACK:
            draft.regions.append({"name": place.name, "priority": priority, **place.region})
    if draft.regions:
        elsewhere = ask(
            "And anywhere else, 0 to 10?",
            lambda text: meant_amount(text, "priority", 10.0),
            "How much you want to be outside the places you named.",
            enter=5.0,
            entered="5",
        )
        draft.rest["elsewhere_priority"] = elsewhere


def _ask_flexibility(draft: Draft) -> None:
    from optimizer.plan.questions import meant_amount

    if draft.regions:
        found = ask(
            "How flexible are you, from 0, only where you want, to 10, anywhere?",
            lambda text: meant_amount(text, "flexibility", 10.0),
            "At 10 only the chance to match counts; at 0 a match counts by how much you want the place.",
            enter=5.0,
            entered="5",
        )
        draft.rest["flexibility"] = (found or 0.0) / 10


def _ask_money(draft: Draft, season: "Season") -> None:
    from optimizer.plan.questions import application_dollars, meant_amount
    from optimizer.vocabulary import specialty_name

    specialties = draft.specialties
    first = specialties[0]
    costs = {count: application_dollars(season, first, count) for count in (30, _USUAL_APPLICATIONS, 100)}
    say("")
    if all(application_dollars(season, one, 1) is not None for one in specialties):
        told = ", ".join(f"{count} cost {whole_dollars(dollars)}" for count, dollars in costs.items() if dollars)
        say(f"Application fees in {specialty_name(first)}: {told}.")
        dollars = ask(
            "Dollars for application fees?",
            lambda text: meant_amount(text, "budget", _MOST_DOLLARS),
            "The most you want to spend on fees; the list never costs more.",
        )
        if dollars is not None:
            draft.rest["budget"] = {"dollars": dollars}
            _ask_reserve(draft, season, dollars)
            return
    most = ask(
        "At most how many applications?",
        lambda text: meant_amount(text, "applications", _MOST_APPLICATIONS),
        "Without a bound the list would have every program.",
        enter=float(_USUAL_APPLICATIONS),
        entered=str(_USUAL_APPLICATIONS),
    )
    draft.rest["quotas"] = {"applications": {"maximum": int(most or 0)}}


def _ask_reserve(draft: Draft, season: "Season", dollars: float) -> None:
    """Ask what is kept for first years where positions may begin in the second year."""
    from optimizer.evidence import load_evidence
    from optimizer.plan import advanced_specialties
    from optimizer.plan.questions import application_dollars, meant_amount, usual_applications
    from optimizer.vocabulary import specialty_name

    evidence = load_evidence()
    advanced = advanced_specialties(draft.plan(), evidence)
    if not advanced:
        return
    usual = round(usual_applications(evidence).central)
    cost = application_dollars(season, "transitional-year", usual)
    names = " and ".join(map(specialty_name, advanced))
    priced = "" if cost is None else f", which cost {whole_dollars(cost)}"
    say(
        f"Positions in {names} may begin in the second year: a first year then has to be found as well. "
        f"{usual} applications to first years are usual{priced}."
    )
    reserve = ask(
        "How many of these dollars are kept for first years?",
        lambda text: meant_amount(text, "dollars kept", dollars),
        "The list leaves them unspent; bring in a file of first years and they are chosen too.",
        enter=0.0,
        entered="0",
    )
    if reserve:
        draft.rest["first_year"] = {"reserve": reserve}


def _put(answers: dict[str, object], key: str, answer: object) -> None:
    """Note an answer; what isn't known is left out."""
    if answer is not None:
        answers[key] = answer
