"""A small application that shows every component, with nothing of the program behind it."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, flash, render_template
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import FileSystemLoader
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    Form,
    FormField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from tests.web.gallery_words import KAZAKH

PROJECT = Path(__file__).resolve().parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
CONTROLS = [
    "not_started",
    "in_progress",
    "overdue",
    "reported_done",
    "confirmed_done",
    "done_late",
    "returned",
    "removed",
    "excluded",
]
CONFIDENCES = ["on_track", "at_risk", "off_track", "no_data"]
TODAY = date(2026, 11, 23)
CARDS: list[dict[str, Any]] = [
    {
        "number": "1",
        "title": "Еңбек және халықты әлеуметтік қорғау министрлігі жанынан Көші-қон комитетін құру",
        "control": "in_progress",
        "confidence": "on_track",
        "clauses": (1, 2),
        "milestones": (5, 8),
        "next": ("1.6", "Мемлекеттік тіркеуден өткізу", "4 желтоқсан · 9 жұмыс күні қалды"),
        "word": "Ереже жобасы мүдделі мемлекеттік органдардың келісуіне жіберілді.",
        "person": "Б. Демо",
        "post": "Еңбек вице-министрі",
    },
    {
        "number": "2",
        "title": "Көші-қон ағынын реттеу жөніндегі ақпараттық жүйе және ықпалдастыру",
        "control": "overdue",
        "confidence": "off_track",
        "clauses": (0, 4),
        "milestones": (2, 8),
        "next": (
            "2.3",
            "Бюджетте қаржыландыруды көздеу",
            "10 қараша · 9 жұмыс күні кеш · мерзімі екі рет ауысты, +94 күн",
        ),
        "word": "Республикалық бюджет комиссиясының отырысы кейінге қалдырылды.",
        "person": "В. Демо",
        "post": "Цифрлық даму департаментінің директоры",
    },
    {
        "number": "3",
        "title": "Келісім жобасы: «Еңбек рұқсаттары жүйесі», БАӘ және басқа да дамыған елдер",
        "control": "in_progress",
        "confidence": "at_risk",
        "clauses": (0, 3),
        "milestones": (2, 7),
        "beyond": (0, 4),
        "next": (
            "3.3",
            "Келісім жобасын мемлекеттік органдармен келісу",
            "18 желтоқсан · Корея тарапының жауабы 41 күн күтілуде",
        ),
        "word": "Екі мемлекеттік органның ескертулері алынды.",
        "person": None,
        "post": None,
    },
]
DUE = [
    ("2.3", "Бюджетте қаржыландыруды көздеу", "ЕХӘҚМ, В. Демо", "10 қараша", "27 қараша", "+13", "overdue"),
    ("2.2", "Техникалық тапсырманы бекіту", "ЕХӘҚМ, В. Демо", "16 қараша", "30 қараша", "+10", "returned"),
    ("1.6", "Мемлекеттік тіркеуден өткізу", "Әділет министрлігі", "4 желтоқсан", "4 желтоқсан", "0", "in_progress"),
    ("2.4", "Жүйені әзірлеу туралы шарт жасасу", "ЕХӘҚМ, В. Демо", "4 желтоқсан", "25 желтоқсан", "+15", "not_started"),
    ("3.3", "Келісім жобасын мемлекеттік органдармен келісу", "СІМ", "", "18 желтоқсан", "–", "reported_done"),
    ("3.5", "БАӘ тарапына келісім жобасының негізін жолдау", "СІМ", "18 желтоқсан", "18 желтоқсан", "0", "in_progress"),
    ("1.7", "Комитеттің штат кестесін бекіту", "ЕХӘҚМ, Б. Демо", "22 желтоқсан", "22 желтоқсан", "0", "not_started"),
]

TYPED = {
    "confidence": "off_track",
    "done": "",
    "ask": "Шекара қызметінің жүйесімен ықпалдастыруды қай орган қаржыландырады?",
    "whom": "dpm",
    "by": "2026-11-30",
    "rows-0-state": "in_progress",
    "rows-0-forecast": "",
    "rows-1-state": "done",
    "rows-1-forecast": "2026-11-16",
    "rows-1-document": "№ 412, 13.11.2026",
}


class RowForm(Form):
    state = SelectField("Күйі", choices=[SelectChoice("in_progress", "Орындалуда"), SelectChoice("done", "Орындалды")])
    forecast = DateField("Болжамды мерзім", validators=[DataRequired("Күнді КК.АА.ЖЖЖЖ түрінде енгізіңіз")])
    document = StringField("Аяқталу құжаты")


class ReportForm(FlaskForm):
    confidence = RadioField(
        "Барысы қалай?",
        choices=[SelectChoice(each, each) for each in CONFIDENCES[:3]],
        validators=[DataRequired("Біреуін таңдаңыз")],
    )
    done = TextAreaField("Не атқарылды?", validators=[DataRequired("Осы өрісті толтырыңыз")])
    ask = StringField("Қандай шешім қажет?")
    whom = SelectField("Кімнен?", choices=[SelectChoice("dpm", "Премьер-Министрдің орынбасары")])
    by = DateField("Қай мерзімге?")
    rows = FieldList(FormField(RowForm), min_entries=2)
    copy = BooleanField("Түбіртекті поштама жіберу")


class SignInForm(FlaskForm):
    email = EmailField("Электрондық пошта", validators=[DataRequired()])
    password = PasswordField("Құпиясөз", validators=[DataRequired()])


def gallery_app(words: dict[str, str] = KAZAKH) -> Flask:
    """An application with `/overview`, `/report`, `/digest`, `/narrow`, under the strict policy of the real one."""
    app = Flask("roadmap", template_folder=str(PROJECT / "templates"))
    app.config.update(SECRET_KEY="gallery", BOOTSTRAP_SERVE_LOCAL=True, BABEL_DEFAULT_LOCALE="kk")
    folders = FileSystemLoader([PROJECT / "templates", PROJECT / "tests" / "web"])
    app.jinja_env.loader = folders
    Babel(app)
    Bootstrap5(app)
    CSRFProtect(app)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda said: words.get(said, said), lambda one, many, count: one if count == 1 else many, newstyle=True
    )
    app.context_processor(_frame)
    app.after_request(_strict)
    app.add_url_rule("/<any(overview, report, digest):part>", "part", _part, methods=["GET", "POST"])
    app.add_url_rule("/narrow", "narrow", _narrow)
    return app


def _part(part: str) -> str:
    form = ReportForm(MultiDict(TYPED) if part == "report" else None, meta={"csrf": part != "report"})
    if part == "report":
        form.validate()
        flash("Жобалық нұсқа сақталды.", "success")
    return render_template(
        "gallery.html",
        part=part,
        today=TODAY,
        form=form,
        cards=CARDS,
        due=DUE,
        controls=CONTROLS,
        confidences=CONFIDENCES,
    )


def _narrow() -> str:
    return render_template("gallery/narrow.html", form=SignInForm(), reader=None, navigation=[])


def _frame() -> dict[str, Any]:
    spoken = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
    pages = [("Жалпы шолу", True, 0), ("Менің тармақтарым", False, 3), ("Құжаттар", False, 0)]
    return {
        "language": "kk",
        "languages": [
            SimpleNamespace(code=code, name=name, href=f"?lang={code}", current=code == "kk") for code, name in spoken
        ],
        "navigation": [
            SimpleNamespace(label=label, href="#nav", current=current, count=count) for label, current, count in pages
        ],
        "reader": SimpleNamespace(name="А. Демо", signed_in=True),
        "demonstration": True,
        "record_stamp": SimpleNamespace(seq=214, checksum="9f3a 77c1 05be 1d20"),
    }


def _strict(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response
