"""Forms for signing in and for choosing a password."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms import PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from forms.engine.cleaning import tidy_line
from protocol import addresses


def _tidy(typed: str | None) -> str:
    return tidy_line(typed or "")


def _is_address(_: FlaskForm, field: StringField) -> None:
    if not addresses.written(field.data or ""):
        raise ValidationError(addresses.WANTED)


class _AddressForm(FlaskForm):
    email = StringField(
        "Work email address",
        widget=GovTextInput(),
        validators=[DataRequired("Enter your work email address"), _is_address],
        filters=[_tidy],
    )


class PasswordLinkForm(_AddressForm):
    """Request a link to choose a password: the email address."""

    submit = SubmitField("Email me a link", widget=GovSubmitInput())


class NewPasswordForm(FlaskForm):
    """Choose a password. records.register.accounts checks its strength."""

    password = PasswordField(
        "New password",
        widget=GovPasswordInput(),
        validators=[InputRequired("Enter the password that you choose")],
        description="12 characters or more. Three random words are good, and easier to keep in mind.",
    )
    submit = SubmitField("Keep this password", widget=GovSubmitInput())


class SignInForm(_AddressForm):
    """Email address and password. records.register.accounts checks them."""

    password = PasswordField("Password", widget=GovPasswordInput(), validators=[InputRequired("Enter your password")])
    submit = SubmitField("Sign in", widget=GovSubmitInput())
