"""The fields of this room's forms, which are everybody's."""

from roadmap.web.fields import ChoiceOfOne, DayField, LastSeenField, LineField, WordsField

__all__ = ["ChoiceOfOne", "DayField", "LastSeenField", "LineField", "WordsField"]
