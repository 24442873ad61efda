"""Where files of evidence are kept, and how large they may be."""

from pathlib import Path

import pytest

from config import INSTANCE, PROJECT, Config, ConfigError

SECRET = {"ROADMAP_ENV": "development", "SECRET_KEY": "a secret for tests, long enough and more"}


def settings(**given: str) -> Config:
    return Config.from_environment(SECRET | given)


def test_files_lie_beside_the_database_unless_said_otherwise() -> None:
    assert settings(DATABASE_URL="sqlite:////var/data/roadmap.db").evidence_folder == Path("/var/data/evidence")
    assert settings(DATABASE_URL="sqlite://").evidence_folder == INSTANCE / "evidence"
    assert settings(DATABASE_URL="postgresql://user@host/name").evidence_folder == INSTANCE / "evidence"
    assert settings(EVIDENCE_FOLDER="/var/files").evidence_folder == Path("/var/files")
    assert settings().evidence_file_mb == 20


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("EVIDENCE_FOLDER", "files", "a whole path"),
        ("EVIDENCE_FOLDER", str(PROJECT / "roadmap" / "static"), "outside of the program"),
        ("EVIDENCE_FOLDER", str(PROJECT / "instance" / ".." / "templates"), "outside of the program"),
        ("EVIDENCE_FILE_MB", "0", "from 1 to 1024"),
        ("EVIDENCE_FILE_MB", "1025", "from 1 to 1024"),
        ("EVIDENCE_FILE_MB", "²", "from 1 to 1024"),
        ("EVIDENCE_FILE_MB", "-5", "from 1 to 1024"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_in_one_line(name: str, value: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as refusal:
        settings(**{name: value})
    assert str(refusal.value).startswith(name)
