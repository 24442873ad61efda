"""The browser: the one named, or a system one."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# It runs as root in a container, and speaks to nobody but the server under test.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def path_of_chromium() -> str | None:
    """The program to start, or nothing where there is none."""
    candidates = (shutil.which(name) for name in (os.environ.get("CHROMIUM"), *NAMES) if name)
    return next((found for found in candidates if found), None)
