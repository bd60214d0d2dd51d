"""The forms of changes of worker without a record: what the list is narrowed to, and why one has no record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextInput
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from forms.engine.choice import ChoiceQuestion
from forms.engine.cleaning import tidy_line
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.engine.typed_dates import DateProblemError, read_date

LONGEST = 40  # characters of a date that are read
EVERY = "all"


def _date_in(_form: FlaskForm, field: Field) -> None:
    try:
        read_date(field.data, "", "")
    except DateProblemError as wrong:
        raise ValidationError(f"{field.label.text} {wrong}") from None


def _tidy(typed: str | None) -> str:
    return tidy_line(typed or "")[:LONGEST]


def _day(label: str) -> StringField:
    widget = GovTextInput()
    return StringField(label, widget=widget, description="Like 27 3 2026", filters=[_tidy], validators=[_date_in])


class ChangeFilters(FlaskForm):
    """What the changes of worker are narrowed to. `offer` says which teams and standings there are."""

    NAMES = ("team", "standing", "since", "until")

    class Meta:
        csrf = False

    team = SelectField("Team", widget=GovSelect(), default="", validate_choice=False)
    standing = SelectField("Show", widget=GovSelect(), default="open", validate_choice=False)
    since = _day("Began on or after")
    until = _day("And on or before")

    def offer(self, teams: Mapping[str, str], standings: Mapping[str, str]) -> None:
        """Offer these teams and standings, value → text. What the address asks for beside them is left out."""
        for field, texts in ((self.team, {"": "All your teams"} | dict(teams)), (self.standing, dict(standings))):
            field.choices = [SelectChoice(value, text) for value, text in texts.items()]
            field.data = field.data if field.data in texts else next(iter(texts))

    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day that are asked for. Call it once `validate()` is true."""
        return read_date(self.since.data or "", "", ""), read_date(self.until.data or "", "", "")


def explaining_section(reasons: dict[str, str]) -> type[Section]:
    """The section that asks why a change has no record, with these reasons, key → words."""

    class ExplainingSection(Section):
        """Why a change of worker has no record."""

        key = "explaining"
        title = "Why is there no record?"

        reason = ChoiceQuestion(
            "Why is there no record?", thing="why there is no record", choices=reasons, required=True
        )
        words = LongTextQuestion(
            "What else should whoever reads this know?",
            thing="what else should be known",
            hint="For example whom the worker covers for, and until when",
            optional=True,
            lines=3,
        )

    return ExplainingSection
