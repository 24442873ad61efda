"""Where the pages of this room are hung up; they are in several modules."""

from flask import Blueprint

from roadmap.domain.settled import settled_asks, settled_lately
from roadmap.web.roadmaps import take_slug

blueprint = Blueprint("coordination", __name__)
take_slug(blueprint)
for _found in (settled_asks, settled_lately):
    blueprint.add_app_template_filter(_found)
