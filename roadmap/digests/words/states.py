"""How a delivery stands, and what kind it is, in words that a reader of mail understands."""

from flask_babel import lazy_gettext

STATES = {
    "queued": lazy_gettext("waiting to be handed over"),
    "leased": lazy_gettext("being handed over"),
    "handing": lazy_gettext("being handed over"),
    "sent": lazy_gettext("sent"),
    "failed": lazy_gettext("refused"),
    "in_doubt": lazy_gettext("in doubt"),
    "expired": lazy_gettext("too late to be sent"),
    "suppressed": lazy_gettext("not sent, the address is closed"),
    "held": lazy_gettext("held back"),
}
EXPLAINED = {
    "sent": lazy_gettext("The mail relay took it. Whether it reached your mailbox the relay does not say."),
    "failed": lazy_gettext("The mail relay did not take it, or it could not be composed for this address."),
    "in_doubt": lazy_gettext("The mail relay did not say whether it took it."),
    "expired": lazy_gettext("It waited until it was no longer worth reading."),
    "suppressed": lazy_gettext("The mail relay refused this address before. The secretariat can open it again."),
    "held": lazy_gettext("It waits until the operator lets mail go out."),
}
KINDS = {
    "digest": lazy_gettext("Digest"),
    "reminder": lazy_gettext("Reminder"),
    "test": lazy_gettext("Test mail"),
}
