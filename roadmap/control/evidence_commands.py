"""``flask evidence``: whether every file that the ledger speaks of is there and unchanged."""

import sys
from collections.abc import Mapping

import click
from flask.cli import with_appcontext

from roadmap.store.evidence import FileOfLine, all_files
from roadmap.store.evidence_checking import Finding, Flaw, known_files, verify
from roadmap.store.evidence_checking import sweep as sweep_folder
from roadmap.web.commands import needs_database
from roadmap.web.sessions import database, now
from roadmap.web.uploads import evidence_folder

_SAID = {
    Flaw.MISSING: "missing: the file is not in the folder",
    Flaw.CHANGED: "changed: the file is not the one that was put in",
    Flaw.UNRECORDED: "unrecorded: no line of the ledger speaks of it",
    Flaw.DISAGREES: "disagrees: the table of files says otherwise than the ledger",
    Flaw.LEFT_OVER: "left over: removed by decision, and still in the folder",
    Flaw.ORPHANED: "orphaned: an upload that was broken off",
}


@click.group("evidence")
def group() -> None:
    """Look after the files of evidence."""


@group.command("verify")
@with_appcontext
@needs_database
def verify_files() -> None:
    """Read every file and compare it with the ledger. Ends with code 1 if one is missing, changed or contradicted."""
    with database().reading() as session:
        known = known_files(session)
    found = verify(known, evidence_folder())
    for finding in found.findings:
        click.echo(_words(finding))
    click.echo(f"files={found.files} flaws={len(found.findings)}")
    if not found.sound:
        sys.exit(1)


@group.command("sweep")
@with_appcontext
@needs_database
def sweep() -> None:
    """Take out what broken-off uploads left more than a day ago, and what was to be removed. Clocks do it nightly."""
    folder = evidence_folder()
    found = list(folder.files())
    click.echo(f"removed={sweep_folder(folder, found, _rows(), now())}")


def _rows() -> Mapping[str, FileOfLine]:
    with database().reading() as session:
        return all_files(session)


def _words(finding: Finding) -> str:
    where = f" ({finding.roadmap}, line {finding.seq})" if finding.seq else ""
    return f"{finding.number}{where}: {_SAID[finding.flaw]}"
