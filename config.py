"""The program's settings, read from the environment once. A bad or missing value stops the start in one clear line."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PROJECT = Path(__file__).resolve().parent
INSTANCE = PROJECT / "instance"

_SECRET_LENGTH = 32
# Only these drivers are installed; SQLAlchemy would look for any other at the first query.
_DRIVERS = {"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"}
_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_POLICIES = ("resend", "hold")
_YES, _NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


class ConfigError(SystemExit):
    """A setting that cannot be used: the process ends with this one line."""


@dataclass(frozen=True)
class Config:
    """All settings; see the table in the README."""

    environment: str
    database_url: str
    secret_key: str
    public_url: str
    smtp_url: str
    mail_from: str
    port: int
    public_progress: bool
    mail_kept_days: int
    in_doubt: str = "resend"
    journal_maildir: str = ""
    journal_address: str = ""
    mail_lease_seconds: float = 120
    mail_answer_seconds: float = 600
    mail_settle_seconds: float = 900
    sign_in_rest_minutes: int = 120
    trusted_proxies: int = 0
    evidence_folder: Path = INSTANCE / "evidence"
    evidence_file_mb: int = 20

    @property
    def development(self) -> bool:
        """Whether demonstration data may be loaded and secrets made up."""
        return self.environment == "development"

    @property
    def encrypted(self) -> bool:
        """Whether people reach the program by TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Reads and checks every setting; raises ``ConfigError`` that names the setting and what is wrong with it."""
        environment = environ.get("ROADMAP_ENV", "production")
        if environment not in ("production", "development"):
            raise ConfigError(f"ROADMAP_ENV must be production or development, not {environment!r}")
        development = environment == "development"
        port = _port(environ.get("PORT", "8000"))
        public_url = environ.get("PUBLIC_URL") or (f"http://localhost:{port}" if development else "")
        smtp_url = environ.get("SMTP_URL") or (f"smtp://127.0.0.1:{port + 2}" if development else "")
        mail_from = environ.get("MAIL_FROM") or ("roadmap@roadmap.test" if development else "")
        journal = _journal(environ.get("JOURNAL_MAILDIR", ""), environ.get("JOURNAL_ADDRESS", ""))
        lease, answer, settle = _mail_times(environ)
        return cls(
            environment=environment,
            database_url=database_url(environ),
            secret_key=_secret_key(environ.get("SECRET_KEY"), development),
            public_url=_public_url(public_url, development),
            smtp_url=_smtp_url(smtp_url),
            mail_from=_mail_from(mail_from),
            port=port,
            public_progress=_flag("PUBLIC_PROGRESS", environ.get("PUBLIC_PROGRESS", "")),
            mail_kept_days=_days("MAIL_KEPT_DAYS", environ.get("MAIL_KEPT_DAYS", "400")),
            in_doubt=_in_doubt(environ.get("IN_DOUBT") or "resend"),
            journal_maildir=journal[0],
            journal_address=journal[1],
            mail_lease_seconds=lease,
            mail_answer_seconds=answer,
            mail_settle_seconds=settle,
            sign_in_rest_minutes=_whole("SIGN_IN_REST_MINUTES", environ.get("SIGN_IN_REST_MINUTES") or "120", 1, 720),
            trusted_proxies=_whole("TRUSTED_PROXIES", environ.get("TRUSTED_PROXIES") or "0", 0, 9),
            evidence_folder=_evidence_folder(environ),
            evidence_file_mb=_megabytes("EVIDENCE_FILE_MB", environ.get("EVIDENCE_FILE_MB") or "20"),
        )


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """The database's address, checked: the one setting that migrating needs. Raises ``ConfigError``."""
    value = environ.get("DATABASE_URL") or f"sqlite:///{INSTANCE / 'roadmap.db'}"
    try:
        driver = make_url(value).drivername
    except (ArgumentError, ValueError):
        raise ConfigError("DATABASE_URL is not a database address; an example is postgresql://user@host/name") from None
    if driver not in _DRIVERS:
        raise ConfigError(f"DATABASE_URL must begin with sqlite:// or postgresql://, not with {driver}://")
    return value


def _port(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= 65533:
        raise ConfigError(f"PORT must be a number from 1 to 65533, not {value!r}")
    return int(value)


def _days(name: str, value: str) -> int:
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= 36500:
        raise ConfigError(f"{name} must be a number of days from 1 to 36500, not {value!r}")
    return int(value)


def _whole(name: str, value: str, least: int, most: int) -> int:
    if not value.isascii() or not value.isdecimal() or not least <= int(value) <= most:
        raise ConfigError(f"{name} must be a number from {least} to {most}, not {value!r}")
    return int(value)


def _flag(name: str, value: str) -> bool:
    if value.lower() in _YES | _NO:
        return value.lower() in _YES
    raise ConfigError(f"{name} must be true or false, not {value!r}")


def _secret_key(value: str | None, development: bool) -> str:
    if value is None and development:
        return _kept_secret(INSTANCE / "secret-key")
    if value is None:
        raise ConfigError("SECRET_KEY is missing: set it to at least 32 random characters")
    if len(value) < _SECRET_LENGTH or len(set(value)) < 8:
        raise ConfigError("SECRET_KEY is too weak: it needs at least 32 random characters")
    return value


def _kept_secret(path: Path) -> str:
    """A key made once for trying the program out, so that sign-ins outlive a restart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def _url(name: str, value: str, schemes: tuple[str, ...]) -> str:
    if not value:
        raise ConfigError(f"{name} is missing")
    try:
        parts = urlsplit(value)
        valid = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        # What is added to the address would become part of these.
        valid = valid and not parts.query and not parts.fragment
    except ValueError:
        valid = False
    if not valid or any(ord(character) <= 32 for character in value):
        raise ConfigError(f"{name} must be an address that begins with {' or '.join(s + '://' for s in schemes)}")
    return value.rstrip("/")


def _public_url(value: str, development: bool) -> str:
    """Without TLS only on this very machine, where nobody can listen."""
    plain = development or urlsplit(value).hostname in _THIS_MACHINE
    return _url("PUBLIC_URL", value, ("https", "http") if plain else ("https",))


def _smtp_url(value: str) -> str:
    checked = urlsplit(_url("SMTP_URL", value, ("smtp", "smtps", "smtp+starttls")))
    if checked.scheme == "smtp" and checked.password and checked.hostname not in _THIS_MACHINE:
        raise ConfigError("SMTP_URL would send its password unencrypted: begin it with smtps:// or smtp+starttls://")
    return value.rstrip("/")


def _mail_from(value: str) -> str:
    addresses = [address for _name, address in getaddresses([value])]
    one = len(addresses) == 1 and _ADDRESS.fullmatch(addresses[0])
    if not one or any(ord(character) < 32 for character in value):
        raise ConfigError("MAIL_FROM must be a mail address, such as roadmap@ministry.example")
    return value


def _in_doubt(value: str) -> str:
    if value not in _POLICIES:
        raise ConfigError(f"IN_DOUBT must be resend or hold, not {value!r}")
    return value


def _journal(maildir: str, address: str) -> tuple[str, str]:
    """Where copies go and where they are found: one without the other is evidence of nothing."""
    if bool(maildir) != bool(address):
        raise ConfigError("JOURNAL_MAILDIR and JOURNAL_ADDRESS belong together: set both or neither")
    if address and not _ADDRESS.fullmatch(address):
        raise ConfigError("JOURNAL_ADDRESS must be a mail address, such as journal@ministry.example")
    if maildir and not Path(maildir).is_absolute():
        raise ConfigError("JOURNAL_MAILDIR must be a whole path, such as /var/mail/journal")
    return maildir, address


def _mail_times(environ: Mapping[str, str]) -> tuple[float, float, float]:
    """A doubt is settled only after whoever might still end it has given up, else there would be copies."""
    lease, answer = _seconds(environ, "MAIL_LEASE_SECONDS", "120"), _seconds(environ, "MAIL_ANSWER_SECONDS", "600")
    settle = _seconds(environ, "MAIL_SETTLE_SECONDS", "900")
    if settle < lease + answer:
        raise ConfigError("MAIL_SETTLE_SECONDS must be at least MAIL_LEASE_SECONDS and MAIL_ANSWER_SECONDS together")
    return lease, answer, settle


def _seconds(environ: Mapping[str, str], name: str, default: str) -> float:
    value = environ.get(name) or default
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", value) or not float(value):
        raise ConfigError(f"{name} must be a number of seconds, not {value!r}")
    return float(value)


def _evidence_folder(environ: Mapping[str, str]) -> Path:
    """Beside the SQLite file, so that one folder is the whole backup; never where files are served from."""
    given = environ.get("EVIDENCE_FOLDER")
    if given is None or not given:
        url = make_url(database_url(environ))
        file = url.database if url.get_backend_name() == "sqlite" and url.database != ":memory:" else None
        return Path(file).resolve().parent / "evidence" if file else INSTANCE / "evidence"
    if not Path(given).is_absolute():
        raise ConfigError("EVIDENCE_FOLDER must be a whole path, such as /var/lib/roadmap/evidence")
    folder = Path(given).resolve()
    if folder.is_relative_to(PROJECT / "roadmap") or folder.is_relative_to(PROJECT / "templates"):
        raise ConfigError("EVIDENCE_FOLDER must lie outside of the program's own folders")
    return folder


def _megabytes(name: str, value: str) -> int:
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= 1024:
        raise ConfigError(f"{name} must be a number of megabytes from 1 to 1024, not {value!r}")
    return int(value)
