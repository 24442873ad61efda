"""The page for whoever sends a form without being signed in any more: everything typed is on it, ready to go on."""

from flask import render_template, request, url_for

from roadmap.coordination.brought import file_came, sent_fields


def kept_page(status: int) -> tuple[str, int]:
    """The typed fields, how to sign in beside them, and a button that brings them back into the form."""
    typed = {
        name: text for name, text in sent_fields().items() if name not in ("csrf_token", "operation_key", "action")
    }
    texts = [text for name, text in typed.items() if name.startswith("done_") and text.strip()]
    sign_in = url_for("access.sign_in", next=request.path)
    html = render_template(
        "coordination/kept.html", typed=typed, texts=texts, sign_in=sign_in, choose_again=file_came()
    )
    return html, status
