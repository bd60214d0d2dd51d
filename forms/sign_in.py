"""The sign-in form."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms import PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired

from forms.cleaning import tidy_line


def _tidy(typed: str | None) -> str:
    return tidy_line(typed or "")


class SignInForm(FlaskForm):
    """Address and password; what they are checked against is the register's business."""

    email = StringField(
        "Work email address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter your work email address")],
        filters=[_tidy],
    )
    password = PasswordField("Password", widget=GovPasswordInput(), validators=[InputRequired("Enter your password")])
    submit = SubmitField("Sign in", widget=GovSubmitInput())
