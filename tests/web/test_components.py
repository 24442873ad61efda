"""The component macros, drawn one by one."""

from datetime import date
from types import SimpleNamespace

import pytest
from jinja2 import UndefinedError
from werkzeug.datastructures import MultiDict

from tests.web.conftest import Draw
from tests.web.gallery_app import TYPED, ReportForm

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("status", "shape", "word"),
    [
        ("not_started", "–", "Not started"),
        ("in_progress", "▶", "In progress"),
        ("overdue", "!", "Overdue"),
        ("reported_done", "◐", "Reported done"),
        ("confirmed_done", "✓", "Confirmed done"),
        ("done_late", "✓⁺", "Done late"),
        ("returned", "↩", "Returned for rework"),
        ("removed", "⊘", "Removed from control"),
        ("excluded", "✕", "Excluded"),
    ],
)
def test_a_control_mark_is_a_hidden_shape_and_a_word(draw: Draw, status: str, shape: str, word: str) -> None:
    drawn = draw("marks", "{{ it.control_mark(status) }}", status=status)
    assert f'aria-hidden="true">{shape}' in drawn
    assert f"<span>{word}</span>" in drawn


@pytest.mark.parametrize(
    ("confidence", "shape", "word"),
    [
        ("on_track", "●", "On track"),
        ("at_risk", "▲", "At risk"),
        ("off_track", "■", "Off track"),
        ("no_data", "○", "No data"),
    ],
)
def test_a_confidence_mark_is_a_hidden_shape_and_a_word(draw: Draw, confidence: str, shape: str, word: str) -> None:
    drawn = draw("marks", "{{ it.confidence_mark(confidence) }}", confidence=confidence)
    assert f'aria-hidden="true">{shape}' in drawn
    assert f"<span>{word}</span>" in drawn


def test_an_unknown_status_is_refused_instead_of_drawn_as_nothing(draw: Draw) -> None:
    with pytest.raises((UndefinedError, TypeError)):
        draw("marks", "{{ it.control_mark('fine') }}")


def test_what_the_letter_does_not_say_is_said_to_be_missing(draw: Draw) -> None:
    assert "Not stated in the letter" in draw("blanks", "{{ it.blank() }}")
    assert "Not assigned" in draw("blanks", "{{ it.blank('Not assigned') }}")
    assert "Not stated in the letter" in draw("blanks", "{{ it.fallback_text(none) }}")
    assert "Not stated in the letter" in draw("cards", "{{ it.card_person() }}")


def test_proposed_assumed_and_implied_are_tagged_in_words(draw: Draw) -> None:
    drawn = draw("blanks", "{{ it.proposed_tag() }}{{ it.assumed_tag() }}{{ it.implied_tag() }}")
    assert "Proposed – not in the letter" in drawn
    assert "Assumed" in drawn
    assert "Implied by the letter" in drawn


def test_a_text_that_fell_back_carries_its_language_and_says_so(draw: Draw) -> None:
    text = SimpleNamespace(text="Проект", language="ru", fell_back=True)
    drawn = draw("blanks", "{{ it.fallback_text(text) }}", text=text)
    assert '<span lang="ru">Проект</span>' in drawn
    assert "only in Russian so far" in drawn


def test_a_text_in_the_readers_language_is_left_as_it_is(draw: Draw) -> None:
    text = SimpleNamespace(text="Draft", language="en", fell_back=False)
    assert draw("blanks", "{{ it.fallback_text(text) }}", text=text) == "Draft"


def faulty_form() -> ReportForm:
    form = ReportForm(MultiDict({**TYPED, "confidence": ""}), meta={"csrf": False})
    form.validate()
    return form


def test_a_faulty_field_names_its_hint_and_its_error(draw: Draw) -> None:
    drawn = draw("fields", "{{ it.textarea_field(form.done, hint='Two sentences', lang='kk') }}", form=faulty_form())
    assert 'aria-describedby="done-hint done-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="done-hint">Two sentences' in drawn
    assert 'id="done-error"' in drawn
    assert 'for="done"' in drawn
    assert 'lang="kk"' in drawn


def test_a_field_without_fault_or_hint_carries_no_reference(draw: Draw) -> None:
    drawn = draw("fields", "{{ it.text_field(form.ask) }}{{ it.date_field(form.by) }}", form=faulty_form())
    assert "aria-" not in drawn
    assert 'type="date"' in drawn


def test_a_required_field_is_marked(draw: Draw) -> None:
    form = faulty_form()
    assert "required-mark" in draw("fields", "{{ it.textarea_field(form.done) }}", form=form)
    assert "required-mark" not in draw("fields", "{{ it.text_field(form.ask) }}", form=form)


def test_each_choice_is_tied_to_its_definition(draw: Draw) -> None:
    template = "{{ it.choice_group(form.confidence, definitions={'at_risk': 'May slip'}) }}"
    drawn = draw("choices", template, form=faulty_form())
    assert 'role="radiogroup" aria-invalid="true" aria-describedby="confidence-error"' in drawn
    assert 'aria-describedby="confidence-1-definition"' in drawn
    assert 'id="confidence-1-definition">May slip' in drawn
    assert "confidence-0-definition" not in drawn


def test_a_checkbox_stands_before_its_label(draw: Draw) -> None:
    drawn = draw("choices", "{{ it.checkbox_field(form.copy, hint='By mail') }}", form=faulty_form())
    assert drawn.index('type="checkbox"') < drawn.index('<label for="copy">')
    assert 'aria-describedby="copy-hint"' in drawn


def test_the_summary_leads_to_every_faulty_field_in_rows_too(draw: Draw) -> None:
    drawn = draw("problems", "{{ it.error_summary(form) }}", form=faulty_form())
    assert 'role="alert" tabindex="-1"' in drawn
    assert "There is a problem" in drawn
    for target in ("#confidence-0", "#done", "#rows-0-forecast"):
        assert f'href="{target}"' in drawn


def test_a_form_without_faults_has_no_summary(draw: Draw) -> None:
    assert draw("problems", "{{ it.error_summary(form) }}", form=SimpleNamespace(errors={})) == ""


def test_a_cell_repeats_its_column_for_a_phone(draw: Draw) -> None:
    template = """{% call it.data_table('Late', [('Slip', 'number')], caption_hidden=true) %}{% call it.row() %}
      {{ it.row_header('No.', '2.3') }}{{ it.cell('Slip', 9, 'number') }}{% endcall %}{% endcall %}"""
    drawn = draw("tables", template)
    assert '<caption class="visually-hidden">Late</caption>' in drawn
    assert '<td role="cell" data-label="Slip" class="cell-number"><div class="cell-body">9</div></td>' in drawn
    assert '<th role="rowheader" scope="row" data-label="No." class="cell-title">2.3</th>' in drawn


def test_a_history_line_gives_the_day_to_machines_and_opens_its_line(draw: Draw) -> None:
    template = "{{ it.history_line(day, '23 Nov', 'Confirmed', '/lines/7', who='B. Demo', recorded='entered 25 Nov') }}"
    drawn = draw("history", template, day=DAY)
    assert '<time datetime="2026-11-23">23 Nov</time>' in drawn
    assert '<a href="/lines/7">Confirmed</a>' in drawn
    assert "B. Demo" in drawn
    assert "entered 25 Nov" in drawn


@pytest.mark.parametrize("kind", ["info", "success", "warning", "error", "message"])
def test_a_notice_says_its_kind_in_a_word(draw: Draw, kind: str) -> None:
    words = {"success": "Done", "warning": "Warning", "error": "Error"}
    drawn = draw("notices", "{{ it.notice(kind, 'Text') }}", kind=kind)
    assert f'visually-hidden">{words.get(kind, "Notice")}:' in drawn


def test_an_empty_list_says_a_sentence(draw: Draw) -> None:
    assert "Nothing is due" in draw("notices", "{{ it.empty_state('Nothing is due') }}")


def test_what_people_typed_is_text_and_never_markup(draw: Draw) -> None:
    typed = "<script>alert(1)</script>"
    drawn = "".join(
        [
            draw("asks", "{{ it.ask(typed, '#', typed, typed, typed, typed) }}", typed=typed),
            draw(
                "cards", "{{ it.card_word(typed, typed, day) }}{{ it.card_person(typed, typed) }}", typed=typed, day=DAY
            ),
            draw("history", "{{ it.history_line(day, typed, typed, '#', typed, typed) }}", typed=typed, day=DAY),
            draw("notices", "{{ it.notice('info', typed) }}{{ it.empty_state(typed) }}", typed=typed),
            draw("tables", "{{ it.cell(typed, typed) }}{{ it.row_header(typed, typed) }}", typed=typed),
            draw("headings", "{{ it.page_heading(typed, typed) }}{{ it.section_heading(typed) }}", typed=typed),
        ]
    )
    assert "<script" not in drawn
