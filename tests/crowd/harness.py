"""Lets a crowd loose on one measure, and counts: everything sent was accepted or refused, and nothing was lost."""

import re
import time
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from threading import Barrier, Thread

from roadmap.domain.facts import DeadlineFact, ReportFact
from roadmap.store.audit import first_misfit
from tests.builders.house import House, house_on
from tests.crowd.acts import Act, edit, move, report
from tests.crowd.people import Somebody, Tally
from tests.crowd.server import serving

SAID = re.compile(r"^(.+ says \d+) after line (\d+)\.$")
EDITED = re.compile(r"^.+ edits \d+ over (\w+)\.$")
# What each of five people does: two report, one moves dates, two edit the plan.
ACTS: tuple[Act, ...] = (move, report, edit, report, edit)
CAREFUL, CARELESS = "wsgi:app", "tests.crowd.careless:app"


@dataclass(frozen=True)
class Outcome:
    """A run's counts. ``lost`` are accepted words that another writer overrode without having seen them."""

    people: int
    tally: Tally
    kept: int
    lost: int
    whole: bool
    seconds: float

    @property
    def accounted(self) -> bool:
        """Everything that was sent was either accepted or refused with both shown, and every accepted word is there."""
        told = self.tally.accepted + self.tally.crossed == self.tally.sent and not self.tally.wrong
        return told and self.kept == self.tally.accepted and self.whole

    def line(self) -> str:
        """Everything in one line."""
        wrong = "; ".join(f"{what}: {count}" for what, count in self.tally.wrong.items()) or "nothing"
        return (
            f"people={self.people} sent={self.tally.sent} accepted={self.tally.accepted} crossed={self.tally.crossed} "
            f"kept={self.kept} lost={self.lost} chain={'whole' if self.whole else 'BROKEN'} wrong={wrong} "
            f"seconds={self.seconds:.0f}"
        )


def crowd(database_url: str, people: int, times: int, application: str = CAREFUL) -> Outcome:
    """``people`` at once, three of five controlling, each sending ``times`` forms about the same measure."""
    house = house_on(database_url)
    names = [f"Person {number}" for number in range(people)]
    for number, name in enumerate(names):
        house.person(name, ("coordinator", house.measures[0]) if ACTS[number % 5] is report else ("controller", None))
    cookies = {name: _cookie(house, name) for name in names}
    with serving(database_url, application) as port:
        everybody = {name: Somebody(port, cookies[name]) for name in names}
        begun = time.monotonic()
        _at_once([(ACTS[n % 5], everybody[name], name, times) for n, name in enumerate(names)])
        seconds = time.monotonic() - begun
    for each in everybody.values():
        each.connection.close()
    tally = sum((each.tally for each in everybody.values()), Tally())
    found = _outcome(house, people, tally, seconds)
    house.close()
    return found


def _cookie(house: House, name: str) -> str:
    cookie = house.browser(name).get_cookie("roadmap")
    assert cookie is not None
    return cookie.value


def _at_once(tasks: list[tuple[Act, Somebody, str, int]]) -> None:
    gate = Barrier(len(tasks))

    def run(act: Act, somebody: Somebody, name: str, times: int) -> None:
        gate.wait()
        for attempt in range(times):
            try:
                act(somebody, name, attempt)
            except Exception as error:
                somebody.tally.wrong[f"{type(error).__name__}: {error}"] += 1

    threads = [Thread(target=run, args=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _outcome(house: House, people: int, tally: Tally, seconds: float) -> Outcome:
    lines = sorted(house.lines(house.measures[0]), key=lambda line: line.seq)
    before = {line.seq: earlier.seq for earlier, line in pairwise(lines)}
    kept: Counter[str] = Counter()
    lost = 0
    for line in lines:
        for words in {_words_of(entry.fact) for entry in line.entries} - {""}:
            kept[words] += 1
            found = SAID.match(words)
            lost += bool(found and int(found[2]) != before[line.seq])
    with house.database.reading() as session:
        whole = first_misfit(session, house.roadmap_id) is None
    edits = [words for words in tally.said if EDITED.match(words)]
    # Each edit names the text it was written over; a text that two were written over has lost one of them.
    over = Counter(found[1] for found in map(EDITED.match, edits) if found)
    lost += sum(count - 1 for count in over.values())
    once = sum(1 for words in tally.said if kept[words] == 1) + len(edits)
    return Outcome(people, tally, once, lost, whole, seconds)


def _words_of(fact: object) -> str:
    match fact:
        case ReportFact():
            return fact.done.en or ""
        case DeadlineFact():
            return fact.reason
        case _:
            return ""
