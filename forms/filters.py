"""The form that narrows a list of records. It is sent by GET, so that a narrowed list has an address of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextInput
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from forms.engine.cleaning import tidy_line
from forms.engine.typed_dates import DateProblemError, read_date

LONGEST = 100  # characters of a filter that are read


def _tidy(typed: str | None) -> str:
    return tidy_line(typed or "")[:LONGEST]


def _date_in(_form: FlaskForm, field: Field) -> None:
    try:
        read_date(field.data, "", "")
    except DateProblemError as wrong:
        raise ValidationError(f"{field.label.text} {wrong}") from None


def _text(label: str, hint: str = "", **kwargs: Any) -> StringField:
    return StringField(label, widget=GovTextInput(), description=hint, filters=[_tidy], **kwargs)


class _OneOfSelect(SelectField):
    """A list of choices that says what to do about another value, as an edited address can have."""

    def pre_validate(self, form: Any) -> None:
        """Raise ValidationError for a value that is not listed."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(f"{self.label.text}: choose one from the list") from error


def _choice(label: str, choices: Mapping[str, str] | None = None) -> SelectField:
    return _OneOfSelect(label, widget=GovSelect(), default="", choices=_choices(choices or {}))


def _choices(texts: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, text) for value, text in texts.items()]


class RecordFilters(FlaskForm):
    """What a list of records is narrowed to."""

    MORE = ("whose", "kind", "state", "waits_for", "due", "giving", "taking", "since", "until")

    class Meta:
        csrf = False

    find = _text("Reference, child or worker", "Part of a name or number, or the code of a sealed record")
    whose = _choice("Written by", {"": "Anybody", "mine": "Me"})
    kind = _choice("Kind of record")
    state = _choice("Stands at")
    giving = _text("From worker or team")
    taking = _text("To worker or team")
    waits_for = _text("Waits for")
    due = _choice("Due", {"": "Any day", "overdue": "Overdue", "soon": "In the next 7 days"})
    since = _text("Responsibility passes on or after", "Like 27 3 2026", validators=[_date_in])
    until = _text("And on or before", "Like 27 3 2026", validators=[_date_in])

    def offer(self, kinds: Mapping[str, str], states: Mapping[str, str]) -> None:
        """Offer these kinds and states, value → text, beside 'any'."""
        self.kind.choices = _choices({"": "Any kind"} | dict(kinds))
        self.state.choices = _choices({"": "Anywhere"} | dict(states))

    def is_narrowed_by_more(self) -> bool:
        """Whether the list is narrowed by more than the search."""
        return any(self[name].data for name in self.MORE)

    def chosen(self) -> dict[str, Any]:
        """Name → value, of the filters that narrow the list: texts, and dates. Call it once `validate()` is true."""
        days = {name: read_date(self.data[name], "", "") for name in ("since", "until")}
        return {name: value for name, value in (self.data | days).items() if value}
