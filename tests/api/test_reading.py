"""What programs read is what the pages show, in a constant number of queries, and under an entity tag."""

import json
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from roadmap.domain.access_tokens import Scope
from roadmap.domain.text import LocalizedText
from roadmap.store.chain import StoredEntry, StoredLine, checksum
from roadmap.store.last_lines import last_lines_of
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow
from roadmap.store.plan_reading import roadmap_by_slug
from roadmap.store.portfolio import portfolio_on
from tests.builders.programs import Programs
from tests.builders.queries import counted


def test_the_portfolio_is_the_read_model_of_that_day(programs: Programs) -> None:
    answered = programs.get("controller", "/roadmaps/first/portfolio")
    day = date.fromisoformat(answered["day"])
    with programs.house.database.reading() as session:
        roadmap = roadmap_by_slug(session, "first")
        assert roadmap
        found, last = portfolio_on(session, roadmap, day), last_lines_of(session, roadmap.id)
    first, one = found.measures[0], answered["measures"][0]
    assert (one["control"], one["confidence"]) == (first.control, first.confidence)
    assert one["last_line"] == last[first.measure.id] == programs.house.known["last_line"]
    assert one["title"] == {"kk": "1-шара", "ru": None, "en": "Measure 1"}
    assert one["responsible"]["person"]["name"] == "Responsible Someone"
    assert one["milestones"][0]["control"] == "reported_done"
    assert [ask["what"]["en"] for ask in one["asks"]] == ["Who pays?"]
    assert programs.get("controller", "/roadmaps/first/measures/1") == one


def test_no_mail_address_stands_anywhere(programs: Programs) -> None:
    for path in ("portfolio", "plan", "lines", "measures/1", "measures/1/evidence"):
        assert "@" not in json.dumps(programs.get("controller", f"/roadmaps/first/{path}"))


def test_a_day_and_a_moment_before_everything_show_an_empty_record(programs: Programs) -> None:
    for query in ("on=2020-01-01", "known=2020-01-01T00:00:00Z"):
        measure = programs.get("controller", f"/roadmaps/first/portfolio?{query}")["measures"][0]
        assert (measure["control"], measure["last_report"], measure["asks"]) == ("not_started", None, [])


def test_whoever_follows_gets_every_line_once_and_can_verify_the_chain(programs: Programs) -> None:
    after, previous, count = 0, "", 0
    while True:
        page = programs.get("recipient", f"/roadmaps/first/lines?after={after}&limit=2")
        for line in page["lines"]:
            stored = StoredLine(
                line["seq"],
                line["act"],
                line["measure_id"],
                date.fromisoformat(line["effective_on"]),
                datetime.fromisoformat(line["recorded_at"]),
                line["author_id"],
                tuple(
                    StoredEntry(
                        entry["milestone_id"],
                        entry["facet"],
                        json.dumps(entry["fact"], ensure_ascii=False, sort_keys=True, separators=(",", ":")),
                    )
                    for entry in line["entries"]
                ),
            )
            assert line["previous_checksum"] == previous
            assert checksum(previous, stored) == line["checksum"]
            previous, count = line["checksum"], count + 1
        after = page["after"]
        if after == page["last"]:
            break
    assert count == after == programs.get("recipient", "/roadmaps/first")["seq"]
    assert programs.get("recipient", f"/roadmaps/first/lines?after={after}")["lines"] == []


def test_an_answer_that_has_not_changed_is_not_made_anew(programs: Programs) -> None:
    first = programs.ask("controller", "/roadmaps/first/portfolio")
    tag = {"If-None-Match": first.headers["ETag"]}
    again = programs.ask("controller", "/roadmaps/first/portfolio", headers=tag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    with programs.house.database.writing() as session:
        row = session.get(RoadmapRow, 1)
        assert row
        row.revision += 1
        session.commit()
    assert programs.ask("controller", "/roadmaps/first/portfolio", headers=tag).status_code == 200


def test_twice_the_measures_are_read_with_the_same_queries(programs: Programs) -> None:
    paths = ["portfolio", "plan", "lines", "measures/1", "measures/1/evidence"]
    counts = []
    for _ in range(2):
        # A token of its own: the lot of requests that is drawn at first lasts for all that are counted.
        programs.give("controller", *Scope)
        programs.get("controller", "/roadmaps")
        found = []
        for path in paths:
            with counted(programs.house.database.engine) as count:
                programs.get("controller", f"/roadmaps/first/{path}")
            found.append((path, count.total))
        counts.append(found)
        if len(counts) == 1:
            with programs.house.database.writing() as session:
                _double(session)
                session.commit()
    assert counts[0] == counts[1]


def _double(session: Session) -> None:
    for position in range(3, 9):
        row = MeasureRow(roadmap_id=1, number=str(position), position=position, title=LocalizedText(en="More"))
        session.add(row)
        session.flush()
        session.add(MilestoneRow(measure_id=row.id, number=f"{position}.1", position=1, title=LocalizedText(en="Step")))


def test_moments_are_in_utc(programs: Programs) -> None:
    said = programs.get("controller", "/roadmaps/first/lines")["lines"][0]["recorded_at"]
    assert datetime.fromisoformat(said).tzinfo == UTC
