"""The blueprint that every page of the controlling side is put on."""

from flask import Blueprint

from roadmap.web.roadmaps import address, take_slug

blueprint = Blueprint("control", __name__)
take_slug(blueprint)
blueprint.context_processor(lambda: {"address": address})
