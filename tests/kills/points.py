"""The named points, by who reaches them."""

CLOCK_POINTS = ("tick_start", "edition_inserted", "before_chunk_commit", "after_chunk_commit", "after_last_chunk")
SENDER_POINTS = (
    "after_claim_commit",
    "after_connect",
    "after_mail",
    "after_rcpt",
    "after_354",
    "mid_body",
    "before_intent_commit",
    "after_intent_commit",
    "after_dot",
    "after_250",
    "before_sent_commit",
    "after_sent_commit",
    "quit",
)
# A sender opens one line for a whole turn, and says goodbye once.
ONCE_A_CONNECTION = {"after_connect", "quit"}
# Reached by whoever takes a file in; killed there by tests/web/test_killed_uploads.py.
UPLOAD_POINTS = ("upload_after_write_before_row", "upload_after_row")
