"""The other side of the comparison: Flask-WTF and govuk-frontend-wtf used as their documentation shows, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.main import WTFormsHelpers
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from jinja2 import ChoiceLoader, DictLoader, PackageLoader, PrefixLoader
from wtforms import DateField, Field, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length, Optional

from forms import Section
from forms.questions import Question

PAGE = """
{% extends "govuk_frontend_jinja/template.html" %}
{% block header %}{% endblock %}
{% block footer %}{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">{{ title }}</h1>
<form method="post" action="/save" novalidate>
{{ form.csrf_token }}
{% for name in names %}{{ form[name]() }}{% endfor %}
{{ form.submit() }}
</form>
{% endblock %}
"""


def bare_app(section: type[Section], answers: Mapping[str, Any], few: tuple[str, ...], rendered: str) -> Flask:
    """An app about the questions of a section, filled in with these answers.

    GET / is a page of all of them, GET /few one of those in `few`; POST /save validates the few (400 where one is
    wrong) and answers with the one called `rendered`; GET /nothing does nothing. The session and CSRF protection are
    Flask-WTF's own; there is no sign-in, no database and no protocol.
    """
    app = Flask("bare")
    app.config["SECRET_KEY"] = "a secret that keeps nothing"
    app.jinja_loader = _templates()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    WTFormsHelpers(app)
    asked = {name: question for name, question in section.questions().items() if not question.fixed}
    all_form, few_form = form_of(asked.values()), form_of(asked[name] for name in few)
    data = {name: _as_data(asked[name], answer) for name, answer in answers.items() if name in asked}

    @app.get("/")
    def show_all() -> str:
        return render_template("page.html", title=section.title, form=all_form(data=data), names=list(asked))

    @app.get("/few")
    def show_few() -> str:
        return render_template("page.html", title=section.title, form=few_form(data=data), names=few)

    @app.post("/save")
    def save() -> ResponseReturnValue:
        form = few_form()
        valid = form.validate_on_submit()
        return form[rendered](), 200 if valid else 400

    @app.get("/nothing")
    def do_nothing() -> str:
        return ""

    return app


def form_of(questions: Iterable[Question]) -> type[FlaskForm]:
    """A form with the same labels, hints and choices, in the libraries' own fields and widgets."""
    fields = {question.name: _field(question) for question in questions}
    submit = SubmitField("Save and continue", widget=GovSubmitInput())
    return type("BareForm", (FlaskForm,), fields | {"submit": submit})


def _field(question: Question) -> Field:
    words: dict[str, Any] = {"label": question.text, "description": question.words(question.description)}
    match question.kind:
        case "date":
            return DateField(**words, format="%d %m %Y", widget=GovDateInput(), validators=[Optional()])
        case "choice" | "yes_no":
            choices = [(value, question.words(text)) for value, text in question.choices.items()]  # type: ignore[attr-defined]
            return RadioField(**words, choices=choices, widget=GovRadioInput(), validators=[Optional()])
        case "long_text":
            return TextAreaField(**words, widget=GovTextArea(), validators=[Optional(), Length(max=20_000)])
        case "text":
            return StringField(**words, widget=GovTextInput(), validators=[Optional(), Length(max=500)])
    raise ValueError(f"the libraries have no field for a question of kind {question.kind}")


def _as_data(question: Question, answer: Any) -> Any:
    return date.fromisoformat(answer) if question.kind == "date" else answer


def _templates() -> ChoiceLoader:
    macros = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    return ChoiceLoader([DictLoader({"page.html": PAGE}), PrefixLoader(macros)])
