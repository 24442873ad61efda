"""The blueprint that every page about the mail is put on."""

from flask import Blueprint

blueprint = Blueprint("digests", __name__)
