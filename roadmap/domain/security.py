"""What is kept of accounts beside the ledger: who signed in, whose role changed, whose password."""

from enum import StrEnum


class SecurityKind(StrEnum):
    """What happened. Whom it happened to and who did it stand with the event."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    INVITED = "invited"
    INVITATION_USED = "invitation_used"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    RESET_ASKED = "reset_asked"
    RESET_USED = "reset_used"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_REOPENED = "account_reopened"
    ADDRESS_CHANGED = "address_changed"
    PERSON_ERASED = "person_erased"
    TOKEN_MADE = "token_made"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105
