"""The blueprint that every page of the controlling side is put on."""

from flask import Blueprint

from roadmap.web.roadmaps import take_slug

blueprint = Blueprint("control", __name__)
take_slug(blueprint)
