"""How questions look: govuk-frontend-wtf's widgets, each with a slot for its error and help from the protocol.

Every question has an error slot that is always there, so that an error can be put in or taken out
without touching the control that somebody may be typing in.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import current_app
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovRadioInput, GovSelect, GovTextArea, GovTextInput
from markupsafe import Markup

from forms.engine.skeletons import Skeleton, hole

if TYPE_CHECKING:
    from forms.engine.question import Question
    from forms.engine.rows import Row

PARTS = "components/question_parts.html"
ROWS = "components/question_rows.html"
# The design system's fieldset leaves no place for the slot, so the project's own goes around the controls.
WITHOUT_FIELDSET = {"fieldset": None, "hint": None}
NOT_CHOSEN = {"value": "", "text": "Choose one"}


def component(name: str, *values: Any, file: str = PARTS) -> Markup:
    """One of the project's own macros for the parts of a question, rendered."""
    macros = current_app.jinja_env.get_template(file).module
    return Markup(getattr(macros, name)(*values))  # noqa: S704 - a macro of an autoescaped template


def error_html(question: Question) -> Markup:
    """The error message of a question, with the people to choose from where several fit what was typed."""
    return component("error", question)


def slot_html(question: Question, oob: bool) -> Markup:
    """A question's error slot with what is in it."""
    error = error_html(question) if question.error else ""
    return _slot(oob).fill({"name": question.name, "error": error})


@cache
def _slot(oob: bool) -> Skeleton:
    return Skeleton(component("slot", hole("name"), hole("error"), oob))


class SkeletonWidget(ABC):
    """Renders the macro once for each question and council, then fills the holes."""

    template: str

    def __call__(self, field: Any, cite_href: str = "", **kwargs: Any) -> Markup:
        """cite_href: the address of the page of statements, to which a statement's id is added after '#'."""
        if cite_href:
            field._form.cite_href = cite_href
        return self.skeleton(field, self.variant(field)).fill(field.fillings())

    def skeleton(self, field: Question, variant: object) -> Skeleton:
        """The skeleton of the question as it stands in this page's words."""
        key = (type(field._form), field.pattern_name, field.cite_href, variant)
        kept = field.words.skeletons
        if key not in kept:
            kept[key] = Skeleton(self.build(field))
        return kept[key]

    def variant(self, field: Any) -> object:
        """What of the question's state the skeleton itself depends on."""
        return None

    @abstractmethod
    def build(self, field: Any) -> str:
        """The macro's HTML, with holes."""


def _label(field: Question) -> dict[str, str]:
    return {"html": component("label", field, hole("number")), "classes": "govuk-label--s"}


def _before(field: Question) -> dict[str, Markup]:
    return {"html": component("before", field, hole("error"))}


def _hint(field: Question) -> dict[str, str] | None:
    return {"text": field.words(field.description)} if field.description else None


def _single(field: Question) -> dict[str, Any]:
    """Parameters of a question with one control: text, text area, select."""
    name = field.pattern_name
    return {
        "name": name, "label": _label(field), "hint": _hint(field), "describedBy": f"{name}-slot",
        "formGroup": {"beforeInput": _before(field)}, "inputWrapper": {"classes": "handover-input"},
    }  # fmt: skip


def _in_fieldset(field: Question, controls: str, role: str = "") -> Markup:
    """Radios or date boxes in the fieldset that names them, below the help and the slot."""
    return component("fieldset", field, _label(field)["html"], _before(field)["html"], Markup(controls), role)  # noqa: S704


class LineWidget(SkeletonWidget, GovTextInput):
    """A text input."""

    def build(self, field: Any, **more: Any) -> str:
        width = getattr(field, "width", "")
        params = _single(field) | {
            "classes": f"govuk-input--width-{width}" if width else "",
            "autocomplete": getattr(field, "autocomplete", "off"),
        }
        name = field.pattern_name
        options = {"id": name, "value": hole("value"), "type": "text", "params": params | more}
        return self.render(self.map_gov_params(field, **options))


class NumberWidget(LineWidget):
    """A text input for a number, with its unit."""

    def build(self, field: Any, **more: Any) -> str:
        suffix = {"suffix": {"text": field.words(field.unit)}} if field.unit else {}
        return super().build(field, inputmode="numeric", spellcheck=False, classes="govuk-input--width-3", **suffix)


class PickerWidget(LineWidget):
    """A text input that a script can turn into a search of the register, and the hidden id of who was chosen."""

    def build(self, field: Any, **more: Any) -> str:
        before, hidden = _before(field), component("hidden_id", field.pattern_name, hole("id"))
        anyone = {"data-anyone": "yes"} if field.anyone else {}
        return super().build(
            field, classes="govuk-input--width-20", spellcheck=False, attributes={"data-picker": field.kind} | anyone,
            formGroup={"beforeInput": before, "afterInput": {"html": hidden}},
        )  # fmt: skip


class TextBlockWidget(SkeletonWidget, GovTextArea):
    """A text area."""

    def build(self, field: Any) -> str:
        params = _single(field) | {"rows": field.lines}
        return self.render(self.map_gov_params(field, id=field.pattern_name, value=hole("value"), params=params))


class DateWidget(SkeletonWidget, GovDateInput):
    """Three boxes."""

    def build(self, field: Any) -> str:
        name = field.pattern_name
        items = [
            {"label": box.capitalize(), "id": f"{name}-{box}", "name": f"{name}-{box}",
             "classes": f"govuk-input--width-{width}", "value": hole(box)}
            for box, width in (("day", 2), ("month", 2), ("year", 4))
        ]  # fmt: skip
        params = self.map_gov_params(field, id=name, value="", params={"items": items})
        return _in_fieldset(field, self.render(params | WITHOUT_FIELDSET), role="group")


class ChoiceWidget(SkeletonWidget, GovRadioInput):
    """Radios, with the questions that hang under them."""

    def variant(self, field: Any) -> object:
        return field.answer, tuple(field.reveals)

    def build(self, field: Any) -> str:
        reveals = field.reveals
        items = [self._item(field, value, reveals) for value in field.choices]
        inline = "govuk-radios--inline" if field.inline and not reveals else ""
        name = field.pattern_name
        params = self.map_gov_params(field, items=items, params={"name": name, "idPrefix": name, "classes": inline})
        return _in_fieldset(field, self.render(params | WITHOUT_FIELDSET))

    def _item(self, field: Any, value: str, reveals: dict[str, Any]) -> dict[str, Any]:
        hint = field.hints.get(value)
        return {
            "value": value, "text": field.choice_text(value, field.words), "checked": field.answer == value,
            "hint": {"text": field.words(hint)} if hint else None,
            "conditional": {"html": hole(f"under {value}")} if value in reveals else None,
        }  # fmt: skip


class SelectWidget(SkeletonWidget, GovSelect):
    """A drop-down, for code lists too long for radios."""

    def variant(self, field: Any) -> object:
        return field.answer

    def build(self, field: Any) -> str:
        offered = [
            {"value": value, "text": field.choice_text(value, field.words), "selected": field.answer == value}
            for value in field.choices
        ]
        items = [NOT_CHOSEN, *offered]
        return self.render(self.map_gov_params(field, id=field.pattern_name, items=items, params=_single(field)))


class RowsWidget(SkeletonWidget):
    """Rows of questions in one fieldset, each with a button to remove it, and one to add another."""

    def variant(self, field: Any) -> object:
        return field.is_full

    def build(self, field: Any) -> str:
        return component("rows", field, _before(field)["html"], hole("count"), hole("rows"), file=ROWS)

    def row(self, row: Row) -> Markup:
        """One row with its cells."""
        rows = row.rows
        kept, key = rows.words.skeletons, (type(rows._form), rows.name, "row")
        if key not in kept:
            holes = hole("index"), hole("number"), row.noun_text, hole("cells")
            kept[key] = Skeleton(component("row", rows, *holes, file=ROWS))
        hung = rows._form.prototype_of(rows).layout.hung
        cells = [cell() for column, cell in row.cells.items() if column not in hung]
        return kept[key].fill({"index": str(row.index), "number": str(row.index + 1), "cells": "".join(cells)})
