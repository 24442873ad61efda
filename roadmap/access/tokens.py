"""Random tokens, and the checksums that are kept in their place."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """256 random bits, safe in an address and in a cookie."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored instead of the token, so that a stolen database opens nothing."""
    return sha256(token.encode()).hexdigest()


PREFIX = "roadmap_"
"""What a program's token begins with, so that whoever finds one in a file knows what it is."""


def new_access_token() -> str:
    """A token for a person's programs: 256 random bits behind ``PREFIX``."""
    return PREFIX + new_token()
