"""The field's words, once each: specialties, what people call them, and the tracks of a program."""

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
    "SpecialtyNames",
    "Vocabulary",
    "load_vocabulary",
    "no_such_specialty",
    "read_vocabulary",
    "specialties_meant",
    "specialty_meant",
    "specialty_words",
]
