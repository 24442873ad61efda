"""What the letters of one installation have in common."""

from dataclasses import dataclass

from config import Config


@dataclass(frozen=True, slots=True)
class Office:
    """What the letters of one installation have in common."""

    sender: str
    secret: str
    public_url: str

    @classmethod
    def of(cls, settings: Config) -> "Office":
        """The office that the settings describe."""
        return cls(settings.mail_from, settings.secret_key, settings.public_url)
