"""The fields of the forms that narrow lists. Sent by GET, so that a narrowed list has an address of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, NamedTuple

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextInput
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from forms.engine.cleaning import tidy_line
from forms.engine.typed_dates import DateProblemError, read_date

LONGEST = 100  # characters of a filter that are read


class Chosen(NamedTuple):
    """A filter in use, in words: 'Kind of record', 'Emergency transfer justification'."""

    name: str
    label: str
    value: str


def _tidy(typed: str | None) -> str:
    return tidy_line(typed or "")[:LONGEST]


def _date_in(_form: FlaskForm, field: Field) -> None:
    try:
        read_date(field.data, "", "")
    except DateProblemError as wrong:
        raise ValidationError(f"{field.label.text} {wrong}") from None


def text(label: str, hint: str = "", **kwargs: Any) -> StringField:
    """A text; what is typed of it beyond LONGEST characters is not read."""
    return StringField(label, widget=GovTextInput(), description=hint, filters=[_tidy], **kwargs)


def day(label: str) -> StringField:
    """A day in any of the shapes in which dates are typed."""
    return text(label, "Like 27 3 2026", validators=[_date_in])


class OneOfSelect(SelectField):
    """A list of choices that says what to do about another value, as an edited address can have."""

    def pre_validate(self, form: Any) -> None:
        """Raise ValidationError for a value that is not listed."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(f"{self.label.text}: choose one from the list") from error


def choice(label: str, choices: Mapping[str, str] | None = None) -> SelectField:
    """One of these, value → text; '' is what does not narrow."""
    return OneOfSelect(label, widget=GovSelect(), default="", choices=as_choices(choices or {}))


def as_choices(texts: Mapping[str, str]) -> list[SelectChoice]:
    """value → text, as a select field takes them."""
    return [SelectChoice(value, text) for value, text in texts.items()]


class Filters(FlaskForm):
    """Base class of the forms. DAYS: names of the fields that hold a day. ORDER: those that do not narrow."""

    DAYS: ClassVar[tuple[str, ...]] = ()
    ORDER: ClassVar[tuple[str, ...]] = ()

    class Meta:
        csrf = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be read, and the last of two days is not before the first."""
        if not super().validate(extra_validators):
            return False
        first, *last = (self[name] for name in self.DAYS) if self.DAYS else (None,)
        days = self.chosen()
        for field in last:
            if first and days.get(field.name, date.max) < days.get(first.name, date.min):
                field.errors = [f"{field.label.text}: this day must not be before the first"]
        return not self.errors

    def chosen(self) -> dict[str, Any]:
        """Name → value, of the filters that are in use: texts, and dates. Call it once `validate()` is true."""
        days = {name: read_date(self.data[name], "", "") for name in self.DAYS}
        return {name: value for name, value in (self.data | days).items() if value}

    def in_words(self) -> list[Chosen]:
        """The filters that narrow the list, in the order of the form; without those that cannot be read."""
        used = [field for field in self if field.data and not field.errors and field.name not in self.ORDER]
        return [Chosen(field.name, field.label.text, _value_of(field)) for field in used]


def _value_of(field: Field) -> str:
    if not isinstance(field, OneOfSelect):
        return str(field.data)
    return next((str(one[1]) for one in field.iter_choices() if one[0] == field.data), str(field.data))
