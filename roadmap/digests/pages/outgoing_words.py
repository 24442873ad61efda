"""The words for states of mail, for the operator's pages and the archive."""

from flask_babel import LazyString, lazy_gettext

from roadmap.store.mail.reasons import Reason

STATE_WORDS = {
    "queued": lazy_gettext("Waiting"),
    "leased": lazy_gettext("Being prepared"),
    "handing": lazy_gettext("Being handed over"),
    "in_doubt": lazy_gettext("In doubt"),
    "held": lazy_gettext("Held"),
    "sent": lazy_gettext("Sent"),
    "failed": lazy_gettext("Failed"),
    "expired": lazy_gettext("Expired"),
    "suppressed": lazy_gettext("Not sent on purpose"),
}
STATE_NOTES = {
    "queued": lazy_gettext("Waits for its turn, or for the next try."),
    "leased": lazy_gettext("A sender has taken it and is speaking with the relay."),
    "handing": lazy_gettext("Complete but for the relay's answer."),
    "in_doubt": lazy_gettext("The relay's answer was lost: it may have arrived and may not."),
    "held": lazy_gettext("Kept back until somebody decides."),
    "sent": lazy_gettext("The relay took it."),
    "failed": lazy_gettext("Refused for good, or it could not be composed."),
    "expired": lazy_gettext("Too old to be worth reading."),
    "suppressed": lazy_gettext("Its reader stopped the mail, left, or his address was refused."),
}
KINDS = {
    "digest": lazy_gettext("Digest"),
    "reminder": lazy_gettext("Reminder by hand"),
    "invitation": lazy_gettext("Invitation"),
    "opt_in": lazy_gettext("Request for consent"),
    "test": lazy_gettext("Test mail"),
    "password": lazy_gettext("About a password"),
}
BECAUSE = {
    "operator": lazy_gettext("An operator keeps mail back."),
    "restored": lazy_gettext("This database was restored from a copy."),
    "clock": lazy_gettext(
        "A clock jumped. See whether it is right; after a jump of more than a day mail waits until it is released here."
    ),
    "refusals": lazy_gettext("The relay refuses what the mails say."),
}
WORK = {
    "clock": lazy_gettext("Plans mail"),
    "sender": lazy_gettext("Hands mail over"),
    "clock and sender": lazy_gettext("Plans mail and hands it over"),
}
EDITION_STATES = {
    "expanding": lazy_gettext("Being written"),
    "written": lazy_gettext("Written"),
    "covered": lazy_gettext("Made up for by a later one"),
}

REASONS: dict[str, LazyString] = {
    Reason.TAKEN: lazy_gettext("Taken by a sender"),
    Reason.DOT_NEXT: lazy_gettext("Complete, and about to be confirmed by the relay"),
    Reason.SENDER_GONE: lazy_gettext("The sender ended before it handed the message over"),
    Reason.SENDER_GONE_AT_THE_DOT: lazy_gettext("The sender ended before the relay answered"),
    Reason.NOT_ITS_TURN: lazy_gettext("Given back before its turn came"),
    Reason.ALL_HELD: lazy_gettext("All mail was held"),
    Reason.TOO_OLD: lazy_gettext("Too old to be worth reading"),
    Reason.SUPERSEDED: lazy_gettext("Superseded by a newer digest of the same person"),
    Reason.ADDRESS_REFUSED: lazy_gettext("The relay refused this address for good"),
    Reason.LEFT: lazy_gettext("The person is no longer active"),
    Reason.MOVED: lazy_gettext("The person has another address by now"),
    Reason.NO_ROLE: lazy_gettext("The person has no role any more"),
    Reason.STOPPED: lazy_gettext("The person stopped this mail after it was written down"),
    Reason.IN_JOURNAL: lazy_gettext("The journal holds a copy: the relay took it"),
    Reason.NOT_IN_JOURNAL: lazy_gettext("The journal holds no copy: the relay did not take it"),
    Reason.ONCE_MORE: lazy_gettext("No evidence: the identical message is handed over once more"),
    Reason.ARRIVED: lazy_gettext("Decided by hand: it arrived"),
    Reason.SEND_AGAIN: lazy_gettext("Decided by hand: handed over once more"),
    Reason.RETRIED: lazy_gettext("Decided by hand: tried again"),
    Reason.KEPT_BACK: lazy_gettext("Kept back until somebody decides"),
    Reason.RELEASED: lazy_gettext("Decided by hand: released"),
    Reason.LET_BE: lazy_gettext("Decided by hand: not sent any more"),
}
# What the program says of the relay, before the relay's own words.
_BEGINNINGS: dict[str, LazyString] = {
    "the relay cannot be reached": lazy_gettext("The relay cannot be reached"),
    "the relay refused the user or the password": lazy_gettext("The relay refused the user or the password"),
    "the relay wants another sign-in": lazy_gettext("The relay wants another sign-in"),
    "the relay takes no mail from us": lazy_gettext("The relay takes no mail from us"),
    "the connection broke before the message was complete": lazy_gettext(
        "The connection broke before the message was complete"
    ),
    "no answer to the end of the message": lazy_gettext("No answer to the end of the message"),
    "not an answer to the end of the message": lazy_gettext("No usable answer to the end of the message"),
}


def reason_words(words: str | None) -> str:
    """The program's own reason in the reader's language, or the relay's words as they were said."""
    if not words:
        return ""
    beginning, colon, rest = words.partition(": ")
    if colon and beginning in _BEGINNINGS:
        return f"{_BEGINNINGS[beginning]}: {rest}"
    return str(REASONS.get(words, words))
