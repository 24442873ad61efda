"""Every page of this room: importing it hangs them all up on the blueprint."""

from roadmap.access import (
    account_pages,
    erasing_pages,
    liveness,
    pages,
    password_pages,
    role_pages,
    security_pages,
    session_pages,
    token_pages,
)
from roadmap.access.blueprint import blueprint

__all__ = [
    "account_pages",
    "blueprint",
    "erasing_pages",
    "liveness",
    "pages",
    "password_pages",
    "role_pages",
    "security_pages",
    "session_pages",
    "token_pages",
]
