"""flask --app wsgi ledger …: whether the record is still what was written, and where it stands."""

import re
import sys

import click
from flask.cli import AppGroup

from roadmap.domain.plan import Roadmap
from roadmap.store.audit import Examined, KeptHead, examine
from roadmap.store.plan_reading import all_roadmaps, roadmap_by_slug
from roadmap.store.security_audit import examine_security_log
from roadmap.store.security_reading import security_head
from roadmap.web.commands import needs_database
from roadmap.web.sessions import reading

# As a digest prints it, or as ``ledger head`` does.
_HEAD = re.compile(r"(\d{1,18})\s*[:·]\s*([0-9a-f ]*)")
_SHORTEST = 8
_NOT_CHAINED = "Changes of the calendar are not chained: only the database keeps them from being changed."


class HeadType(click.ParamType[KeptHead]):
    """A line's number and the beginning of its checksum."""

    name = "SEQ:HASH"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> KeptHead:
        """Reads what was typed; at least eight digits of the checksum, or it would say nothing."""
        found = _HEAD.fullmatch(str(value).strip().lower())
        digits = found[2].replace(" ", "") if found else ""
        if not found or not _SHORTEST <= len(digits) <= 64:
            self.fail("write the number and the checksum as a digest prints them, such as '12:0123 4567 89ab cdef'")
        return KeptHead(int(found[1]), digits)


_kept = click.option("--head", "kept", type=HeadType(), multiple=True, help="Where the record stood, from an old mail.")
_which = click.option("--roadmap", "slug", help="Only the road map with this short name.")

ledger = AppGroup("ledger", help="The record that is only added to.")
security = AppGroup("security", help="The log of security events.")


@ledger.command("verify")
@_which
@_kept
@needs_database
def verify(slug: str | None, kept: tuple[KeptHead, ...]) -> None:
    """Walk every chain, or one road map's. Ends with 1 and the first line that does not fit, if there is one."""
    roadmaps = _chosen(slug)
    if kept and len(roadmaps) != 1:
        raise click.UsageError("a kept head is one road map's: name it with --roadmap")
    whole = [_said(f"Road map {each.slug}", "lines", examine(reading(), each.id, kept)) for each in roadmaps]
    if slug is None:
        whole.append(_said("Security log", "events", examine_security_log(reading())))
        click.echo(_NOT_CHAINED)
    sys.exit(0 if all(whole) else 1)


@ledger.command("head")
@_which
@needs_database
def head(slug: str | None) -> None:
    """Print where each record stands, to be kept where nobody here can reach it."""
    for roadmap in _chosen(slug):
        click.echo(f"{roadmap.slug} {roadmap.head_seq}:{roadmap.head_hash}")


@security.command("verify")
@_kept
@needs_database
def verify_security(kept: tuple[KeptHead, ...]) -> None:
    """Walk the chain of security events."""
    sys.exit(0 if _said("Security log", "events", examine_security_log(reading(), kept)) else 1)


@security.command("head")
@needs_database
def head_of_security() -> None:
    """Print where the log of security events stands."""
    seq, checksum = security_head(reading())
    click.echo(f"{seq}:{checksum}")


def _chosen(slug: str | None) -> list[Roadmap]:
    if slug is None:
        return all_roadmaps(reading())
    found = roadmap_by_slug(reading(), slug)
    if found is None:
        raise click.ClickException(f"there is no road map {slug!r}")
    return [found]


def _said(what: str, parts: str, found: Examined) -> bool:
    """Prints what came of one walk, and answers whether the chain is whole."""
    if found.finding:
        click.echo(f"{what}: {parts[:-1]} {found.finding.seq} does not fit: {found.finding.reason}.")
        return False
    click.echo(f"{what}: {found.seq} {parts}, whole. Head {found.seq}:{found.checksum}")
    return True
