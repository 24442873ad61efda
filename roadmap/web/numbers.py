"""Numbers in addresses: only such as a database can keep. Of any other there is nothing, and nobody is asked for it."""

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
_DIGITS = len(str(LARGEST))


class NumberConverter(IntegerConverter):
    """``<int:…>`` in a rule: plain digits, and never more than a database's own numbers; anything else is a 404."""

    regex = f"[0-9]{{1,{_DIGITS}}}"

    def __init__(self, map: Map, max: int = LARGEST) -> None:
        super().__init__(map, max=min(max, LARGEST))


def attach(app: Flask) -> None:
    """Bounds every number in the rules that are added from here on."""
    app.url_map.converters["int"] = NumberConverter


def number_asked(name: str) -> int | None:
    """The number that the address asks for after the "?"; ``None`` where there is none, or none that can be meant."""
    typed = request.args.get(name, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS):
        return None
    return int(typed) if int(typed) <= LARGEST else None
