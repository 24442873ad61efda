"""Keeping mails, unanswered questions, keys and files of nothing only as long as needed. The rows of mails stay."""

from datetime import date, datetime, timedelta

from roadmap.database import Database
from roadmap.store.erasing import empty_late_mails
from roadmap.store.evidence import all_files
from roadmap.store.evidence_checking import sweep
from roadmap.store.evidence_folder import EvidenceFolder
from roadmap.store.mail.archive import empty_some
from roadmap.store.mail.opt_ins import forget_unanswered
from roadmap.store.operations import forget_operations

# No browser sends a form again after so long.
_SENT_AGAIN = timedelta(days=30)
# Long enough for the secretariat to see that somebody did not answer.
_UNANSWERED = timedelta(days=30)


class Keeper:
    """Tidies on the first turn of each day that a clock takes, in the folder of evidence as well if there is one."""

    def __init__(self, database: Database, days: int, folder: EvidenceFolder | None = None) -> None:
        self._database, self._days, self._folder = database, days, folder
        self._last: date | None = None

    def look(self, at: datetime) -> None:
        """Tidies, if that was not done on this day yet."""
        if at.date() != self._last:
            tidy(self._database, at, self._days)
            if self._folder:
                sweep_files(self._database, self._folder, at)
            self._last = at.date()


def tidy(database: Database, at: datetime, days: int) -> int:
    """Empties mails that were settled more than ``days`` days ago; forgets addresses that never answered, and old keys.

    Mails to somebody who was erased are emptied at once: an edition that was being written then may have brought one.
    Answers how many mails were emptied. Doing it again changes nothing, so any number of clocks may.
    """
    total = 0
    while emptied := _emptied(database, at - timedelta(days=days)):
        total += emptied
    with database.writing() as session:
        forget_unanswered(session, at - _UNANSWERED)
        forget_operations(session, at - _SENT_AGAIN)
        empty_late_mails(session, at)
        session.commit()
    return total


def sweep_files(database: Database, folder: EvidenceFolder, at: datetime) -> int:
    """Takes out what broken-off uploads left; answers how many files. The folder is listed before the rows are read."""
    found = list(folder.files())
    with database.reading() as session:
        rows = all_files(session)
    return sweep(folder, found, rows, at)


def _emptied(database: Database, before: datetime) -> int:
    with database.writing() as session:
        emptied = empty_some(session, before)
        session.commit()
    return emptied
