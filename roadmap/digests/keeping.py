"""Keeping mails and unanswered questions only as long as they are needed. The rows of mails stay, without content."""

from datetime import datetime, timedelta

from roadmap.database import Database
from roadmap.store.mail.archive import empty_some
from roadmap.store.mail.opt_ins import forget_unanswered

# Long enough for the secretariat to see that somebody did not answer.
_UNANSWERED = timedelta(days=30)


def tidy(database: Database, at: datetime, days: int) -> int:
    """Empties mails that were settled more than ``days`` days ago, and forgets addresses that never answered.

    Answers how many mails were emptied. Doing it again changes nothing, so any number of clocks may.
    """
    total = 0
    while emptied := _emptied(database, at - timedelta(days=days)):
        total += emptied
    with database.writing() as session:
        forget_unanswered(session, at - _UNANSWERED)
        session.commit()
    return total


def _emptied(database: Database, before: datetime) -> int:
    with database.writing() as session:
        emptied = empty_some(session, before)
        session.commit()
    return emptied
