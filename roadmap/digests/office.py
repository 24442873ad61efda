"""What the letters of one installation have in common."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """What the letters of one installation have in common."""

    sender: str
    secret: str
    public_url: str
