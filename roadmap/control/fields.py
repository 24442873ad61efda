"""The fields of this room's forms, which are everybody's."""

from roadmap.web.fields import ChoiceOfOne, DayField, LastSeenField, LineField, NumberField, WordsField

__all__ = ["ChoiceOfOne", "DayField", "LastSeenField", "LineField", "NumberField", "WordsField"]
