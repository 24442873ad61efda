"""Runs a program as a terminal would, with an environment of its own and nothing of this process's settings."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ROADMAP_ENV": "production",
    "DATABASE_URL": "sqlite://",
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "PUBLIC_URL": "https://roadmap.ministry.example",
    "SMTP_URL": "smtp+starttls://user:word@mail.ministry.example:587",
    "MAIL_FROM": "Road map <roadmap@ministry.example>",
    "PORT": "8123",
    "PUBLIC_PROGRESS": "false",
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``python`` with these arguments in the project's folder; the environment holds what is given and PATH."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error"} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
