"""The letters about accounts: composed before the act, in the language of whoever gets them."""

from datetime import datetime

from flask import current_app, render_template

from config import Config
from roadmap.web.letters import ComposedLetter, Letter, compose
from roadmap.web.locale import speaking


def letter(template: str, *, key: str, address: str, language: str, at: datetime, **values: object) -> ComposedLetter:
    """A letter from ``templates/emails/<template>``. The same ``key`` is never written down twice."""
    config: Config = current_app.config["ROADMAP"]
    with speaking(language):
        subject, text, html = (
            render_template(f"emails/{template}/{part}", letter_language=language, **values)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return compose(
        Letter(key, address, language, subject.strip(), text, html, {}),
        sender=config.mail_from,
        secret=config.secret_key,
        public_url=config.public_url,
        at=at,
    )


def link_to(path: str, language: str) -> str:
    """An address for a mail, built from ``PUBLIC_URL`` and from nothing that a request says."""
    return f"{current_app.config['PUBLIC_URL']}/{path}?lang={language}"
