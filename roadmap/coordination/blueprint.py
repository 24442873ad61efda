"""Where the pages of this room are hung up; they are in several modules."""

from flask import Blueprint

from roadmap.web.roadmaps import take_slug

blueprint = Blueprint("coordination", __name__)
take_slug(blueprint)
