"""The blueprint that every page about the mail is put on."""

from flask import Blueprint

from roadmap.web.roadmaps import address, take_slug

blueprint = Blueprint("digests", __name__)
take_slug(blueprint)
blueprint.context_processor(lambda: {"address": address})
