"""How far a road map itself is, in words."""

from flask_babel import gettext

from roadmap.domain.plan import Roadmap, Stage
from roadmap.web.wording import short_day


def stage_words(roadmap: Roadmap) -> str:
    """How far the road map itself is, with the act that adopted or amended it."""
    if roadmap.stage is Stage.BEING_DEVELOPED:
        return gettext("Being developed (not adopted)")
    act = roadmap.stage_act
    if roadmap.stage is Stage.ADOPTED:
        if act is None:
            return gettext("Adopted")
        return gettext("Adopted, № %(number)s of %(day)s", number=act.number, day=short_day(act.dated_on))
    if act is None:
        return gettext("Amended")
    return gettext("Amended, № %(number)s of %(day)s", number=act.number, day=short_day(act.dated_on))
