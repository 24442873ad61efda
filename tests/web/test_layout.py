"""The frame of every page, and what the stylesheet promises."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template

from tests.web.gallery_app import PROJECT

STYLES = (PROJECT / "roadmap" / "static" / "roadmap.css").read_text(encoding="utf-8")
# Mails carry their own styles: a mail reader loads none.
TEMPLATES = [path for path in sorted((PROJECT / "templates").rglob("*.html")) if "emails" not in path.parts]
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", STYLES.partition("/* 2 Text */")[0]))


def test_the_page_says_its_language_and_title(gallery: Flask) -> None:
    page = gallery.test_client().get("/overview").text
    assert '<html lang="kk">' in page
    assert "<title>overview · Roadmap Monitor</title>" in page


def test_the_current_language_and_page_are_marked(gallery: Flask) -> None:
    page = gallery.test_client().get("/overview").text
    assert 'lang="kk" hreflang="kk" aria-current="true">Қазақша</a>' in page
    assert page.count('aria-current="page"') == 1


def test_signing_out_is_a_form_that_posts_a_token(gallery: Flask) -> None:
    page = gallery.test_client().get("/overview").text
    form = page[page.index('<form method="post" action="/sign-out">') :]
    assert 'name="csrf_token" value="' in form[: form.index("</form>")]


def test_a_stranger_is_offered_to_sign_in(gallery: Flask) -> None:
    page = gallery.test_client().get("/narrow").text
    assert 'href="/sign-in"' in page
    assert "/sign-out" not in page


@pytest.mark.parametrize("demonstration", [True, False])
def test_demonstration_data_says_so_on_the_page(gallery: Flask, demonstration: bool) -> None:
    with gallery.test_request_context():
        page = render_template("layouts/base.html", demonstration=demonstration)
    assert ("Demonstration data" in page) is demonstration


def test_the_foot_says_what_the_page_is_and_which_record_it_shows(gallery: Flask) -> None:
    with gallery.test_request_context():
        page = render_template("layouts/base.html", record_stamp=SimpleNamespace(seq=214, checksum="9f3a 77c1"))
    assert "A working record, not an official document." in page
    assert "Record 214 · 9f3a 77c1" in page


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_styles_scripts_or_trusted_markup(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|\|\s*safe\b", source)


def test_the_stylesheet_asks_no_other_host() -> None:
    assert not re.search(r"https?:|@import|url\(", STYLES)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent", "accent-deep", "green", "amber", "red"])
def test_every_colour_of_letters_can_be_read(ink: str, ground: str) -> None:
    assert contrast(COLOURS[ink], COLOURS[ground]) >= 4.5


def test_the_edge_of_a_field_can_be_seen() -> None:
    assert contrast(COLOURS["edge"], COLOURS["paper"]) >= 3
