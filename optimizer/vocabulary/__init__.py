"""The field's words, once each: specialties, what people call them, and the tracks of a program."""

from optimizer.vocabulary.specialties import SpecialtyNames, Vocabulary, load_vocabulary, read_vocabulary

__all__ = ["SpecialtyNames", "Vocabulary", "load_vocabulary", "read_vocabulary"]
