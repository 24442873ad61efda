"""Where the pages of this room are hung up; they are in several modules."""

from flask import Blueprint

blueprint = Blueprint("access", __name__)
