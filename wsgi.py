"""The program as a WSGI server sees it."""

from config import Config
from roadmap.app import create_app

app = create_app(Config.from_environment())
