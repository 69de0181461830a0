"""Specialties by every name that people use for them, and the words for tracks that stand beside such a name."""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.nearest import nearest
from optimizer.prebuilt import prebuilt

_WORD = re.compile(r"[a-z0-9&]+")
_ADDED = frozenset({"residency", "residencies", "program", "programs", "track", "training", "resident", "the", "dept"})
_JOINING = frozenset({"and", "of", "in", "&", "general"})
_LONGEST_NAME = 8
_MOST_NEAR = 3
_LONGEST_SHORT_FORM = 5


class SpecialtyNames(BaseModel):
    """How a specialty is called and coded; the fields are those that specialties.toml explains at its top."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    short: str
    read: str | None = None
    surgical: bool = False
    code: str | None = None
    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @property
    def whole_names(self) -> tuple[str, ...]:
        """Names that aren't short forms, beside the slug's own words."""
        return self.names if self.read is None else (self.read, *self.names)


class Vocabulary(BaseModel):
    """Everything in specialties.toml."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", ignored_types=(cached_property,))

    specialties: dict[str, SpecialtyNames]
    tracks: dict[str, tuple[str, ...]]

    @cached_property
    def by_code(self) -> Mapping[str, str]:
        """Slugs by the three digits in ids."""
        return {known.code: slug for slug, known in self.specialties.items() if known.code}

    @cached_property
    def surgical(self) -> frozenset[str]:
        """Specialties whose programs differ from each other in another way than those of the others."""
        return frozenset(slug for slug, known in self.specialties.items() if known.surgical)

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        return {
            _key(name): slug
            for slug, known in self.specialties.items()
            for name in (slug, *known.whole_names, *known.forms)
        }

    @cached_property
    def _by_words(self) -> Mapping[tuple[str, ...], str]:
        """Slugs by names that may stand within a longer text; a single word must be the whole slug."""
        found: dict[tuple[str, ...], str] = {}
        for slug, known in self.specialties.items():
            for name in (slug, *known.whole_names):
                words = tuple(_words(name))
                if len(words) > 1 or name == slug:
                    found[words] = slug
        return found

    @cached_property
    def _tracks_by_words(self) -> Mapping[tuple[str, ...], str]:
        return {tuple(_words(name)): track for track, names in self.tracks.items() for name in (track, *names)}

    def name_of(self, slug: str) -> str:
        """What people read, within a sentence: "obstetrics and gynecology"; of an unknown one the slug's own words."""
        known = self.specialties.get(slug)
        return slug.replace("-", " ") if known is None or known.read is None else known.read

    def specialty(self, text: str) -> str | None:
        """The specialty that a cell or an answer names; None where it is none, or more than one.

        Any case, spelling or short form: "Psychiatry", "OB/GYN", "IM (Categorical)", "Prelim Surgery".
        """
        return self.specialty_and_tracks(text)[0]

    def specialty_and_tracks(self, text: str) -> tuple[str | None, tuple[str, ...]]:
        """As `specialty`, with the tracks that stand beside it."""
        found = self._by_key.get(_key(text))
        tracks = tuple(dict.fromkeys(self._tracks_in(_words(text))))
        if found is not None:
            return found, tracks
        words = [word for word in _words(text) if word not in _ADDED]
        for left in self._without_tracks(words):
            found = self._by_key.get("".join(left).replace("&", ""))
            if found is not None:
                return found, tracks
        # What stands behind a dash or in brackets may be a track that nobody listed, but not a second specialty.
        head, *rest = re.split(r"\s*[-(/:,\u2013\u2014]\s*", text, maxsplit=1)
        named = self._by_key.get(_key(head))
        others = {self._by_key.get(word) for part in rest for word in _words(part)}
        if named is not None and self._begins_preliminary(rest):
            # "Medicine-Preliminary/Neurology": one year of medicine, for those who match in neurology.
            return named, tracks
        if others - {None, named}:
            return None, tracks
        if named is None or (rest and self.specialty_within(rest[0]) not in {None, named}):
            return None, tracks
        return (None if rest and self._by_key.get(_key(rest[0])) not in {None, named} else named), tracks

    def _begins_preliminary(self, rest: Sequence[str]) -> bool:
        """Whether what stands behind a specialty begins with the word for one-year positions."""
        words = _words(rest[0]) if rest else []
        return bool(words) and self._tracks_by_words.get((words[0],)) == "preliminary"

    def is_whole_name(self, text: str) -> bool:
        """Whether a text is a specialty's name written out, perhaps with a track, and nothing else."""
        return any(
            "".join(left).replace("&", "") in self._long_keys
            for left in self._without_tracks([word for word in _words(text) if word not in _ADDED])
        )

    @cached_property
    def _long_keys(self) -> frozenset[str]:
        keys = {_key(name) for slug, known in self.specialties.items() for name in (slug, *known.whole_names)}
        return frozenset(key for key in keys if len(key) > _LONGEST_SHORT_FORM)

    def specialty_within(self, text: str) -> str | None:
        """The specialty that a longer text holds, such as a file's name; the longest where one is within another.

        Short forms don't count there, nor do single words that institutions have in their names.
        """
        spans = self._spans(text)
        longest = max((end - start for start, end, _ in spans), default=0)
        named = {slug for start, end, slug in spans if end - start == longest}
        return named.pop() if len(named) == 1 else None

    def without_specialty(self, text: str, specialty: str) -> str:
        """A text without the words that name a specialty in it; the text itself where nothing else would be left."""
        words = _words(text)
        spans = [span for span in self._spans(text) if span[2] == specialty]
        if not spans:
            # "Lakes IM": a short form counts at the end alone.
            head, _, last = text.rpartition(" ")
            known = self.specialties.get(specialty)
            forms = {_key(form) for form in known.forms} if known else set()
            return head.rstrip(f" {_DASH}/,:") if head.strip() and _key(last) in forms else text
        start, end, _ = max(spans, key=lambda span: span[1] - span[0])
        left = [*words[:start], *words[end:]]
        if not [word for word in left if word not in _ADDED | _JOINING]:
            return text
        return " ".join(left)

    def tracks_at_end(self, name: str) -> tuple[str, tuple[str, ...]]:
        """A program's name without tracks at its end, and these: "Summa Health (Categorical)", "Lakes - Rural Track".

        A word counts as a track only behind a dash, a colon, a slash, a comma or in brackets, or before "Track" or
        "Program" where it can be nothing else, so that Rural Health Group stays what it is.
        """
        tracks: list[str] = []
        left = name.strip()
        while (found := _AT_END.fullmatch(left)) is not None:
            words = [word for word in _words(found["bracket"] or found["tail"] or "") if word not in _ADDED]
            track = self._tracks_by_words.get(tuple(words)) or self._tracks_by_words.get(
                tuple(self._without_specialty_name(words))
            )
            if track is None or not found["head"].strip():
                break
            tracks.append(track)
            left = found["head"].strip()
        for pattern in (_BEFORE_TRACK, _PLAIN_WORD):
            plain = pattern.fullmatch(left)
            head, tail = ("", "") if plain is None else [part for part in plain.groups() if part]
            track = self._tracks_by_words.get(tuple(_words(tail)))
            if track is not None:
                tracks.append(track)
                left = head.strip(f" {_DASH}/,:") or left
        return (left or name), tuple(tracks)

    def tracks_named(self, text: str) -> tuple[str, ...]:
        """The tracks that a cell names: "Preliminary", "Categorical; Primary Care"; empty where it names none."""
        words = tuple(word for word in _words(text) if word not in _ADDED)
        whole = self._tracks_by_words.get(words)
        return (whole,) if whole else tuple(dict.fromkeys(self._tracks_in(words)))

    def near(self, text: str) -> tuple[str, ...]:
        """Specialties whose names are spelled like a text, the likeliest first."""
        close = nearest(_key(text), self._by_key, _MOST_NEAR, alike=0.75)
        return tuple(dict.fromkeys(self._by_key[key] for key in close))

    def _spans(self, text: str) -> list[tuple[int, int, str]]:
        words = _words(text)
        return [
            (start, end, slug)
            for start in range(len(words))
            for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1)
            if (slug := self._by_words.get(tuple(words[start:end]))) is not None
        ]

    def _without_tracks(self, words: Sequence[str]) -> list[list[str]]:
        """The words without a track at either end, in every way there is."""
        found = [list(words)]
        for length in range(1, len(words)):
            if tuple(words[-length:]) in self._tracks_by_words:
                found.append(list(words[:-length]))
            if tuple(words[:length]) in self._tracks_by_words:
                found.append(list(words[length:]))
        return found

    def _without_specialty_name(self, words: list[str]) -> list[str]:
        for length in range(len(words) - 1, 0, -1):
            if "".join(words[:length]) in self._by_key:
                return words[length:]
            if "".join(words[-length:]) in self._by_key:
                return words[:-length]
        return words

    def _tracks_in(self, words: Sequence[str]) -> list[str]:
        return [
            track
            for start in range(len(words))
            for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1)
            if (track := self._tracks_by_words.get(tuple(words[start:end]))) is not None and "".join(words) != track
        ]


_DASH = "-\u2013\u2014"
_AT_END = re.compile(
    rf"(?P<head>.*?)\s*(?:\((?P<bracket>[^()]*)\)|(?:\s[{_DASH}/]\s?|[{_DASH}/]\s?|[:,;]\s?)(?P<tail>[^{_DASH}/:,;()]*))"
    r"(?:\s+(?:program|track|residency))*\s*",
    re.IGNORECASE,
)
_BEFORE_TRACK = re.compile(
    r"(?P<head>.*?\S)\s+(?P<tail>categorical|preliminary|prelim|advanced|primary care|research|rural training|rural|"
    r"hospitalist|urban|global health|physician scientist)"
    r"(?:\s+(?:residency|training))?\s+(?:track|pathway)(?:\s+program)?\s*"
    r"|(?P<lettered_head>.*?\S)\s+(?P<lettered>(?:program|track)\s+(?:[a-c]|[1-3]|i{1,3}))\s*",
    re.IGNORECASE,
)
_PLAIN_WORD = re.compile(
    r"(?P<head>.*?\S)\s+(?P<tail>categorical|preliminary|prelim)(?:\s+(?:program|residency|year))*\s*", re.IGNORECASE
)


def _key(text: str) -> str:
    """Letters and digits in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() if not text.isascii() else text
    return "".join(filter(str.isalnum, plain.casefold()))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def no_such_specialty(text: str, where: str, allowed: Sequence[str]) -> Fault:
    """The refusal of a word that names no specialty, with what it may have been meant to be."""
    near = [slug for slug in load_vocabulary().near(text) if slug in allowed]
    remedy = f"Did you mean {' or '.join(near)}?" if near else "Choose one of these"
    return Fault("no such specialty", where, text, ", ".join(allowed), remedy)


def specialty_meant(text: str) -> str:
    """The slug of what a person calls a specialty; the text itself where it is none."""
    return load_vocabulary().specialty(text) or text


def specialty_name(slug: str) -> str:
    """What people read for a specialty, within a sentence: "obstetrics and gynecology"."""
    return load_vocabulary().name_of(slug)


def specialties_meant(text: str) -> tuple[str, ...]:
    """Slugs of the specialties in one cell, parted by semicolons, commas, slashes, plus signs or "and"."""
    parts: list[str] = []
    for one in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        if load_vocabulary().specialty(one) is not None:
            parts.append(one)
            continue
        inner = [part.strip() for part in re.split(r"\s*(?:,|/|\+|\||\band\b|&)\s*", one) if part.strip()]
        known = all(load_vocabulary().specialty(part) is not None for part in inner)
        parts += inner if known else [one]
    return tuple(dict.fromkeys(specialty_meant(part) for part in parts))


@functools.cache
def load_vocabulary() -> Vocabulary:
    """The words that come with matchlist, read once; raises as `read_vocabulary`."""
    file = data_folder() / "specialties.toml"
    return prebuilt("specialties", (file,), lambda: read_vocabulary(file))


def read_vocabulary(path: Path) -> Vocabulary:
    """Read a file of words.

    Raises
    ------
    BadInput
        It can't be read, or an entry can't be used; all faults at once.
    """
    remedy = "Correct the entry, or restore the file that came with matchlist"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(Fault(f"can't be read ({error})", str(path), None, "words in TOML", remedy)) from None
    try:
        return Vocabulary.model_validate(raw)
    except ValidationError as error:
        raise BadInput(validation_faults(error, Vocabulary, str(path))) from None
