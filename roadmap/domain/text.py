"""Text in Kazakh, Russian and English, and the order in which one language stands in for another."""

from dataclasses import dataclass

LANGUAGES = ("kk", "ru", "en")

# A reader of Kazakh nearly always reads Russian as well, and the other way round; English comes last for both.
_STANDS_IN = {"kk": ("kk", "ru", "en"), "ru": ("ru", "kk", "en"), "en": ("en", "ru", "kk")}


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as one reader sees it: the words, the language they are in, and whether that is not the one asked for."""

    text: str
    language: str
    fell_back: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """The same statement in up to three languages; a language that is missing is ``None``, never an empty string."""

    kk: str | None = None
    ru: str | None = None
    en: str | None = None

    def __bool__(self) -> bool:
        return bool(self.kk or self.ru or self.en)

    def shown(self, language: str) -> ShownText | None:
        """The text for a reader of ``language``, or ``None`` when there is none in any language."""
        for candidate in _STANDS_IN[language]:
            text = getattr(self, candidate)
            if text:
                return ShownText(text, candidate, candidate != language)
        return None

    def within(self, language: str) -> str:
        """The plain words for a reader of ``language``; an empty string when there are none."""
        shown = self.shown(language)
        return shown.text if shown else ""

    def as_dict(self) -> dict[str, str]:
        """Only the languages that are there, for storing and for checksums."""
        return {code: text for code in LANGUAGES if (text := getattr(self, code))}


NO_TEXT = LocalizedText()
