"""How a checksum is shown: the same groups on pages, in mails and on receipts, so that people can compare them."""

_GROUPS, _DIGITS = 4, 4


def checksum_groups(checksum: str) -> str:
    """The beginning of a checksum in groups that can be read out over the telephone; empty for an empty one."""
    shown = checksum[: _GROUPS * _DIGITS]
    return " ".join(shown[start : start + _DIGITS] for start in range(0, len(shown), _DIGITS))
