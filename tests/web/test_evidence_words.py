"""Every file that is refused is refused in the reader's own language."""

import pytest

from roadmap.domain.objections import Objection
from roadmap.web.evidence_words import objection_words
from roadmap.web.locale import speaking
from tests.builders.people import app_on

VALUES: dict[str, str | int] = {"limit": 20, "size": 3 * 1024 * 1024, "ending": "jpg"}
CODES = [
    "deceptive_name",
    "unknown_kind",
    "empty_file",
    "too_large",
    "not_that_kind",
    "old_or_locked",
    "damaged",
    "too_many_pixels",
    "too_many_entries",
    "unpacks",
    "tricks",
    "nested",
    "macros",
    "external",
    "entities",
]


@pytest.mark.parametrize("code", CODES)
def test_a_refused_file_is_explained_in_three_languages(code: str) -> None:
    said = set()
    for language in ("kk", "ru", "en"):
        with app_on("sqlite://").app_context(), speaking(language):
            said.add(objection_words(Objection("file", code, VALUES)))
    assert len(said) == 3
    assert all("%(" not in words for words in said)
