"""The settings about what is in doubt: a value that cannot be used stops the start in one line that names it."""

import pytest

from config import Config, ConfigError

DEVELOPMENT = {"ROADMAP_ENV": "development"}


def made(**values: str) -> Config:
    return Config.from_environment({**DEVELOPMENT, **values})


def test_without_settings_a_doubt_is_settled_by_sending_again_after_a_quarter_of_an_hour() -> None:
    config = made()
    assert (config.in_doubt, config.journal_maildir, config.journal_address) == ("resend", "", "")
    assert (config.mail_lease_seconds, config.mail_answer_seconds, config.mail_settle_seconds) == (120, 600, 900)


def test_what_is_set_is_taken() -> None:
    config = made(
        IN_DOUBT="hold",
        JOURNAL_MAILDIR="/var/mail/journal",
        JOURNAL_ADDRESS="journal@ministry.example",
        MAIL_LEASE_SECONDS="1.5",
        MAIL_ANSWER_SECONDS="0.5",
        MAIL_SETTLE_SECONDS="2",
    )
    assert (config.in_doubt, config.journal_maildir) == ("hold", "/var/mail/journal")
    assert config.journal_address == "journal@ministry.example"
    assert (config.mail_lease_seconds, config.mail_answer_seconds, config.mail_settle_seconds) == (1.5, 0.5, 2)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"IN_DOUBT": "guess"}, "IN_DOUBT"),
        ({"JOURNAL_MAILDIR": "/var/mail/journal"}, "JOURNAL_ADDRESS"),
        ({"JOURNAL_ADDRESS": "journal@ministry.example"}, "JOURNAL_MAILDIR"),
        ({"JOURNAL_MAILDIR": "journal", "JOURNAL_ADDRESS": "journal@ministry.example"}, "JOURNAL_MAILDIR"),
        ({"JOURNAL_MAILDIR": "/journal", "JOURNAL_ADDRESS": "journal, or two@x.test"}, "JOURNAL_ADDRESS"),
        ({"JOURNAL_MAILDIR": "/journal", "JOURNAL_ADDRESS": "a@b.test\nRCPT TO:<c@d.test>"}, "JOURNAL_ADDRESS"),
        ({"MAIL_LEASE_SECONDS": "0"}, "MAIL_LEASE_SECONDS"),
        ({"MAIL_ANSWER_SECONDS": "ten minutes"}, "MAIL_ANSWER_SECONDS"),
        ({"MAIL_SETTLE_SECONDS": "-1"}, "MAIL_SETTLE_SECONDS"),
        ({"MAIL_SETTLE_SECONDS": "nan"}, "MAIL_SETTLE_SECONDS"),
        ({"MAIL_SETTLE_SECONDS": "700"}, "MAIL_LEASE_SECONDS and MAIL_ANSWER_SECONDS together"),
    ],
)
def test_what_cannot_be_used_stops_the_start(values: dict[str, str], names: str) -> None:
    with pytest.raises(ConfigError) as stopped:
        made(**values)
    assert names in str(stopped.value)
    assert "\n" not in str(stopped.value)
