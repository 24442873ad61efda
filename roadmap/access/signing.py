"""Signed tokens for addresses: what they say can be read by anybody, and be made only here."""

from functools import lru_cache
from hashlib import sha256
from typing import Any

from itsdangerous import Signer, URLSafeSerializer
from itsdangerous.encoding import base64_encode

# What is shorter than this hardly gets shorter by being compressed, and trying takes longest of all.
_WORTH_COMPRESSING = 40


def signed(what: Any, secret: str, salt: str) -> str:
    """The token, the same each time for the same thing; ``salt`` tells tokens of several kinds apart."""
    serializer, signer = _signer(secret, salt)
    said: str = serializer.serializer.dumps(what, **serializer.serializer_kwargs)
    if len(said) >= _WORTH_COMPRESSING:
        return str(serializer.dumps(what))
    return signer.sign(base64_encode(said)).decode()


def said_by(token: str, secret: str, salt: str) -> Any:
    """What a token says; raises ``itsdangerous.BadSignature`` if it was not made here."""
    return _signer(secret, salt)[0].loads(token)


@lru_cache(maxsize=16)
def _signer(secret: str, salt: str) -> tuple[URLSafeSerializer, Signer]:
    serializer = URLSafeSerializer(secret, salt=salt, signer_kwargs={"digest_method": sha256})
    return serializer, serializer.make_signer(salt)
