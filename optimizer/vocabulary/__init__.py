"""The field's words, once each: specialties, tracks, kinds of applicants, visas, citizenship, and other names."""

from optimizer.vocabulary.people import (
    PersonKind,
    load_people_words,
    person_meant,
    person_word,
    read_people_words,
)
from optimizer.vocabulary.specialties import (
    SpecialtyNames,
    Vocabulary,
    load_vocabulary,
    no_such_specialty,
    read_vocabulary,
    specialties_meant,
    specialty_meant,
    specialty_words,
)

__all__ = [
    "PersonKind",
    "SpecialtyNames",
    "Vocabulary",
    "load_people_words",
    "load_vocabulary",
    "no_such_specialty",
    "person_meant",
    "person_word",
    "read_people_words",
    "read_vocabulary",
    "specialties_meant",
    "specialty_meant",
    "specialty_words",
]
