"""Writing one line for a program: once for each key, and only on what its writer has seen."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from flask import request
from pydantic import BaseModel
from sqlalchemy.orm import Session

from roadmap.access.reader import current_reader
from roadmap.api.lines import line_answers
from roadmap.api.schemas.writing import ReceiptAnswer
from roadmap.domain.ledger import Act, Statement
from roadmap.domain.measures import MeasureState
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Roadmap
from roadmap.store import operations
from roadmap.store.following import written_after
from roadmap.store.ledger import MovedOn, append, last_line_of
from roadmap.store.receipts import receipt_of
from roadmap.web.problem_details import ProblemFound
from roadmap.web.sessions import now, reading, writing

HEADER = "Idempotency-Key"
KEY = r"[A-Za-z0-9_-]{16,64}"
_MOST_LINES = 100


class Replayed(Exception):
    """The same request had its effect before; this was its answer."""

    def __init__(self, receipt: ReceiptAnswer) -> None:
        super().__init__(f"done before: line {receipt.seq}")
        self.receipt = receipt


@dataclass(frozen=True, slots=True)
class Operation:
    """One request of one person under one key. ``said`` is a checksum of all that was sent."""

    key: str
    person_id: int
    act: str
    said: str

    def look(self, outcome: str | None) -> None:
        """Raises ``Replayed`` if this had its effect before, and 422 if something else had under the same key."""
        if outcome is None:
            return
        _kind, _words, said, receipt = json.loads(outcome)
        if said != self.said:
            raise ProblemFound(422, "key_reused")
        raise Replayed(ReceiptAnswer.model_validate(receipt))

    def finish(self, session: Session, receipt: ReceiptAnswer) -> None:
        """Remembers the answer, in the transaction of the line itself."""
        outcome = json.dumps(["api", "", self.said, receipt.model_dump(mode="json")])
        operations.finish(session, self.key, self.person_id, self.act, outcome, now())


def operation(act: str, body: BaseModel) -> Operation:
    """The operation of this request. 400 without a key; raises ``Replayed``."""
    key = request.headers.get(HEADER, "")
    if not re.fullmatch(KEY, key, re.ASCII):
        wrong = {"field": HEADER, "code": "missing", "message": "16 to 64 letters, figures, hyphens and underscores."}
        raise ProblemFound(400, "bad_request", f"The header {HEADER} is needed.", [wrong])
    said = sha256(f"{request.path}\n{body.model_dump_json()}".encode()).hexdigest()
    mine = Operation(key, writer(), act, said)
    mine.look(operations.finished(reading(), key, mine.person_id, act))
    return mine


def writer() -> int:
    """The number of the person whose token it is."""
    person = current_reader().person
    if person is None:
        raise ProblemFound(401, "unauthorized")
    return person.id


def refuse_unseen(roadmap: Roadmap, measure: MeasureState, last_seen: int) -> None:
    """409 with what was written meanwhile; 422 if nobody was ever given that number."""
    last = last_line_of(reading(), measure.measure.id)
    if last_seen > last:
        refuse([Objection("last_seen", "unknown", {"last": last})])
    if last_seen < last:
        raise _crossed(roadmap, measure, last_seen)


def _crossed(roadmap: Roadmap, measure: MeasureState, last_seen: int) -> ProblemFound:
    since = written_after(reading(), roadmap.id, last_seen, _MOST_LINES, measure.measure.id)
    told = [line.model_dump(mode="json") for line in line_answers(since)]
    return ProblemFound(409, "conflict", last_line=since[-1].seq if since else last_seen, lines=told)


def refuse(objections: Sequence[Objection]) -> None:
    """422 that names the fields, if anything speaks against it."""
    if objections:
        raise ProblemFound(422, "objections", errors=[_told(each) for each in objections])


def _told(each: Objection) -> dict[str, object]:
    values = {name: v.isoformat() if isinstance(v, date) else v for name, v in each.values.items()}
    return {"field": each.field, "code": each.code} | ({"values": values} if values else {})


def written(
    mine: Operation,
    act: Act,
    roadmap: Roadmap,
    measure: MeasureState,
    statements: Sequence[Statement],
    effective_on: date,
    last_seen: int,
) -> ReceiptAnswer:
    """Writes the line and answers its receipt; 409 if somebody wrote meanwhile."""
    try:
        with writing() as session:
            mine.look(operations.begun(session, mine.key, mine.person_id, mine.act))
            seq = append(
                session,
                roadmap_id=roadmap.id,
                measure_id=measure.measure.id,
                act=act,
                statements=statements,
                effective_on=effective_on,
                recorded_at=now(),
                author_id=mine.person_id,
                last_seen=last_seen,
            )
            receipt = _receipt(session, measure, seq)
            mine.finish(session, receipt)
            session.commit()
    except MovedOn:
        raise _crossed(roadmap, measure, last_seen) from None
    return receipt


def _receipt(session: Session, measure: MeasureState, seq: int) -> ReceiptAnswer:
    found = receipt_of(session, measure.measure.id, seq)
    if found is None:
        raise LookupError(f"line {seq} was written and is not there")
    return ReceiptAnswer(
        seq=seq,
        act=found.line.act,
        measure=measure.measure.number,
        effective_on=found.line.effective_on,
        recorded_at=found.line.recorded_at,
        checksum=found.checksum,
    )
