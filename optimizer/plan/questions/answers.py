"""What a person's answers mean when a plan is asked for question by question: a value, or the fault to tell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from optimizer.applicant import NO_STATE, Applicant
from optimizer.directory import DIVISIONS, Directory, Place, load_gazetteer, state_named
from optimizer.directory.importing import load_layouts
from optimizer.errors import Fault, validation_faults
from optimizer.plan.document import plan_from_content
from optimizer.plan.problem import region_of_programs

ZIP_CODE_MILES = 50.0
_MOST_CHOICES = 9
_UNKNOWN = frozenset({"", "-", "unknown", "don't know", "dont know", "idk", "no idea", "not sure"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a place's name may mean.

    Attributes
    ----------
    words : str
        As the person is told: "Texas, the state".
    name : str
        Short, for a region of the plan.
    region, tie : mapping
        How a region and a tie of a plan say it; the tie is None where ties have no such place.
    """

    words: str
    name: str
    region: Mapping[str, object]
    tie: Mapping[str, str] | None


def is_unknown(text: str) -> bool:
    """Whether an answer says that the answer isn't known."""
    return text.strip().casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") in _UNKNOWN


def meant_specialties(text: str, offered: Sequence[str]) -> tuple[str, ...] | Fault:
    """Specialties by their numbers among those offered, slugs, names or beginnings, several with commas between."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        one = _specialty(part, offered)
        if one is None:
            allowed = f"a number from 1 to {len(offered)}, or a name from the list; several with commas between"
            return Fault("is none of these specialties", "specialty", part, allowed, "Choose from the list")
        found.append(one)
    return tuple(dict.fromkeys(found)) or Fault(
        "is no specialty", "specialty", text, "a number or a name", "Choose one"
    )


def _specialty(text: str, offered: Sequence[str]) -> str | None:
    if text.isdecimal():
        return offered[int(text) - 1] if 1 <= int(text) <= len(offered) else None
    named = load_layouts().specialty(text)
    if named in offered:
        return named
    slug = "-".join(text.casefold().split())
    beginning = [one for one in offered if one.startswith(slug)]
    return beginning[0] if len(beginning) == 1 else None


def meant_choice(text: str, offered: Mapping[str, str], where: str) -> str | Fault:
    """One of some slugs, by its number, the slug itself or its name in words, capitals and hyphens aside."""
    slugs = list(offered)
    if text.isdecimal() and 1 <= int(text) <= len(slugs):
        return slugs[int(text) - 1]
    plain = _plain(text)
    for slug, words in offered.items():
        if plain in (_plain(slug), _plain(words)):
            return slug
    return Fault("is none of these", where, text, f"1 to {len(slugs)}, or {', '.join(slugs)}", "Choose one of them")


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def meant_number(text: str, key: str) -> float | int | Fault:
    """A number that the applicant's field of this name can be; dollars and thousands as people write them."""
    cleaned = text.replace("$", "").replace(",", "").strip()
    try:
        number: float | int = int(cleaned) if cleaned.lstrip("+-").isdecimal() else float(cleaned)
    except ValueError:
        description = Applicant.model_fields[key].description or "a number"
        return Fault("is no number", key.replace("_", " "), text, description, "Correct it")
    try:
        # Of the four types, the one that may answer every question.
        Applicant.model_validate({"type": "us-do", "specialties": ("any",), key: number})
    except ValidationError as error:
        fault = validation_faults(error, Applicant, key)[0]
        return Fault(fault.what, key.replace("_", " "), text, fault.allowed, fault.remedy)
    return number


def meant_yes_or_no(text: str) -> bool | Fault:
    """Yes or no, in full or by the first letter."""
    said = {"yes": True, "y": True, "no": False, "n": False}.get(text.strip().casefold())
    return Fault("is neither yes nor no", "answer", text, "yes or no", "Answer yes or no") if said is None else said


def meant_amount(text: str, where: str, most: float) -> float | Fault:
    """An amount from 0 to `most`, as people write dollars."""
    try:
        amount = float(text.replace("$", "").replace(",", "").strip())
    except ValueError:
        return Fault("is no number", where, text, f"a number from 0 to {most:,.0f}", "Correct it")
    if not 0 <= amount <= most:
        return Fault("can't be so much or so little", where, text, f"a number from 0 to {most:,.0f}", "Correct it")
    return amount


def meant_state(text: str) -> str | Fault:
    """Code of a state."""
    found = state_named(text)
    return Fault("no such state", "state", text, "a state, such as CA", "Correct it") if found is None else found.code


def meant_home(text: str) -> str | Fault:
    """Code of a state, or that the address lies outside the United States."""
    return NO_STATE if text.casefold() == NO_STATE else meant_state(text)


def meanings(text: str) -> tuple[Meaning, ...] | Fault:
    """Everything that a place's name may mean: a ZIP code, a division, a state, a metropolitan area, a city."""
    gazetteer, cleaned = load_gazetteer(), " ".join(text.split())
    if cleaned.isdecimal():
        found = gazetteer.zip_code(cleaned)
        if found is None:
            return Fault("no such ZIP code", "place", text, "five digits, such as 90012", "Correct it, or name a city")
        circle = {"within": [{"city": cleaned, "miles": ZIP_CODE_MILES}]}
        words = f"{ZIP_CODE_MILES:.0f} miles around ZIP code {cleaned}"
        return (Meaning(words, f"Around {cleaned}", circle, None),)
    # Cities called Pacific are small; whoever says so means the division.
    choices = _divisions(cleaned) or [*_states(cleaned), *_metros(cleaned), *_cities(cleaned)]
    if not choices:
        similar = [f"{place.city}, {place.state}" for place in gazetteer.search(cleaned)[:_MOST_CHOICES]]
        allowed = "; ".join(similar) or 'a state, a Census division, a city such as "Fresno, CA", or a ZIP code'
        return Fault("no such place", "place", text, allowed, "Name one of them")
    return tuple(choices[:_MOST_CHOICES])


def _divisions(text: str) -> list[Meaning]:
    named = [one for one in DIVISIONS if one.casefold() == text.casefold()]
    return [Meaning(f"{one}, the Census division", one, {"divisions": [one]}, {"division": one}) for one in named]


def _states(text: str) -> list[Meaning]:
    found = state_named(text)
    if found is None:
        return []
    return [Meaning(f"{found.name}, the state", found.name, {"states": [found.code]}, {"state": found.code})]


def _metros(text: str) -> list[Meaning]:
    """Metropolitan areas of this name; of the city, where the text is a city with its state."""
    gazetteer = load_gazetteer()
    titles = list(gazetteer.find_metros(text))
    if "," in text:
        titles = [place.metro for place in gazetteer.named(text) if place.metro] or titles
    named_so = [title for title in titles if text.casefold() in _cities_of_title(title)]
    if named_so or state_named(text) is not None:
        # There is a California in Maryland, but nobody means its metropolitan area.
        titles = named_so
    return [
        Meaning(f"{one}, the metropolitan area", _short(one), {"metros": [one]}, {"metro": one})
        for one in dict.fromkeys(titles)
    ]


def _cities_of_title(metro: str) -> list[str]:
    """The cities that a metropolitan area is named after, in lower case, without their states."""
    return metro.partition(",")[0].casefold().split("-")


def _cities(text: str) -> list[Meaning]:
    """Cities, where nothing larger has the name, or the state was given with it."""
    if "," not in text and (_metros(text) or _states(text)):
        return []
    return [_city(place) for place in load_gazetteer().named(text)]


def _city(place: Place) -> Meaning:
    name = f"{place.city}, {place.state}"
    return Meaning(f"{name}, the city alone", name, {"cities": [name]}, {"city": name})


def _short(metro: str) -> str:
    """The first city of a metropolitan area with its state, unless there is no other of this name."""
    city = metro.partition(",")[0].partition("-")[0]
    return city if len(load_gazetteer().find_metros(city)) == 1 else f"{city},{metro.partition(',')[2]}"


def programs_within(region: Mapping[str, object], directory: Directory, specialties: Sequence[str]) -> int:
    """How many programs of some specialties lie in a region."""
    plan = plan_from_content(
        {
            "applicant": {"type": "us-md", "specialties": list(specialties)},
            "regions": [{"name": "here", **region}],
        },
        "place",
    )
    return Counter(region_of_programs(plan, directory.of_specialties(specialties)).tolist())["here"]
