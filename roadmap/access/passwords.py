"""Passwords: what may be one, and keeping and checking them as argon2id (RFC 9106, its profile for little memory)."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext

SHORTEST, LONGEST = 12, 1024

# What is left of the lists of commonest passwords once everything under twelve characters is refused anyway.
_COMMONEST = (
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789012345",
    "1234567890123456",
    "0987654321098",
    "111111111111",
    "000000000000",
    "123123123123",
    "121212121212",
    "112233445566",
    "123456123456",
    "1234567890qwe",
    "1234567890qwerty",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "qazwsxedcrfv",
    "qwertyuiopas",
    "qwertyuiop[]",
    "qwertyuiop123",
    "qwertyuiopasdfghjkl",
    "qwerty123456",
    "qwerty1234567",
    "qwertyqwerty",
    "asdfghjkl123",
    "asdfghjklqwe",
    "zxcvbnm12345",
    "abcdefghijkl",
    "abcdefghijklmnop",
    "abc123abc123",
    "abcd12345678",
    "aaaaaaaaaaaa",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "administrator",
    "administrator1",
    "adminadminadmin",
    "changemechangeme",
    "letmeinletmein",
    "iloveyou1234",
    "iloveyouiloveyou",
    "йцукенгшщзхъ",
    "парольпароль",
    "пароль123456",
    "құпиясөзқұпиясөз",
    "kazakhstan123",
    "qazaqstan1234",
)
# A local part of one or two letters is in nearly every password by chance.
_TELLING = 3

_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
# Of a password that nobody has; checking against it takes as long as checking against somebody's.
_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$YMtjzuaP0c5XxT42gPQa8w$3rV9B5/vfPCPz/gLNqawgVqzMXvOfEKhbHxf17uiFso"
# Each check takes 64 MiB; a crowd at the door waits instead of taking all the memory.
_at_once = BoundedSemaphore(2)


def objection_to(password: str, email: str) -> str | None:
    """Why a new password cannot be taken, in words for its owner; ``None`` if it can."""
    folded = unicodedata.normalize("NFC", password).casefold()
    local_part = email.partition("@")[0].casefold()
    if len(password) < SHORTEST:
        return gettext("Use at least %(number)s characters.", number=SHORTEST)
    if len(password) > LONGEST:
        return gettext("Use at most %(number)s characters.", number=LONGEST)
    if "\0" in password:
        return gettext("The password contains a character that cannot be used.")
    if len(local_part) >= _TELLING and local_part in folded:
        return gettext("The password must not contain your mail address.")
    if folded in _COMMONEST or len(set(folded)) < _TELLING:
        return gettext("This password is one of the first that somebody would try. Choose another.")
    return None


def hashed(password: str) -> str:
    """The password as it is kept, in argon2's own text form."""
    with _at_once:
        return _hasher.hash(_typed(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether this is the password that was kept. Without one it takes as long, and the answer is no."""
    if len(password) > LONGEST or "\0" in password:
        return False
    try:
        with _at_once:
            _hasher.verify(kept or _NOBODYS, _typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether it should be hashed anew, because the parameters have changed since."""
    return _hasher.check_needs_rehash(kept)


def _typed(password: str) -> str:
    # Keyboards differ in whether "й" is one character or two; whoever typed it meant the same.
    return unicodedata.normalize("NFC", password)
