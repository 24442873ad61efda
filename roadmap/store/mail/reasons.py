"""The program's own words about a step of a delivery, where they are not the relay's."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a delivery took a step."""

    TAKEN = "taken by a sender"
    DOT_NEXT = "the final dot is about to be sent"
    SENDER_GONE = "the sender ended before it handed the message over"
    SENDER_GONE_AT_THE_DOT = "the sender ended before the relay answered"
    NOT_ITS_TURN = "given back before its turn came"
    ALL_HELD = "all mail is held"
    TOO_OLD = "too old to be worth reading"
    SUPERSEDED = "superseded by a newer digest of the same person"
    ADDRESS_REFUSED = "the relay refused this address for good"
    LEFT = "the person is no longer active"
    MOVED = "the person has another address by now"
    NO_ROLE = "the person has no role any more"
    STOPPED = "the person stopped this mail after it was written down"
    IN_JOURNAL = "the journal holds a copy: the relay took it"
    NOT_IN_JOURNAL = "the journal holds no copy: the relay did not take it"
    ONCE_MORE = "no evidence: the identical message is handed over once more"
    ARRIVED = "by hand: it arrived"
    SEND_AGAIN = "by hand: handed over once more"
    RETRIED = "by hand: tried again"
    KEPT_BACK = "kept back until somebody decides"
    RELEASED = "by hand: released"
    LET_BE = "by hand: not sent any more"
