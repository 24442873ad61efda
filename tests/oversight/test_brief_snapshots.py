"""The brief in every language, as text to be read by eye: tests/oversight/snapshots.

``UPDATE_SNAPSHOTS=1`` writes them anew; then look at what changed before it is committed.
"""

import os
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.oversight.conftest import House
from tests.oversight.test_brief import busy

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_brief_says_what_it_said(house: House, language: str) -> None:
    busy(house)
    content = house.signed_in().get(f"/brief.pdf?lang={language}").data
    said = "\n".join(line.strip() for line in PdfReader(BytesIO(content)).pages[0].extract_text().splitlines())
    # The stamp follows from the moment at which the lines were written.
    before, _, stamp = said.rpartition(" · ")
    said = f"{before} · {stamp.partition(chr(10))[2]}".strip() + "\n"
    kept = SNAPSHOTS / f"brief-{language}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        kept.write_text(said)
    assert said == kept.read_text()
