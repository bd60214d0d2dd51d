"""The peer's pages: the questions of one section as a Django form. Can be imported only after Django's setup."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Submit
from django import forms
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from bench.pages import EDITOR
from forms.engine.question import Question

PAGE = engines["django"].from_string(
    """{% load crispy_forms_tags crispy_forms_gds %}<!doctype html>
<html lang="en"><head><title>{{ title }}</title></head><body><main><h1 class="govuk-heading-l">{{ title }}</h1>
{% error_summary form %}{% crispy form %}</main></body></html>"""
)
PANEL = engines["django"].from_string(
    """<div id="check">{% for name, error in errors.items %}<p><a href="#{{ name }}">{{ error }}</a></p>{% endfor %}
<input type="hidden" name="seen" value="{{ draft.revision }}"></div>"""
)


class Draft(models.Model):
    """What was saved of the section."""

    answers = models.JSONField(default=dict)
    revision = models.IntegerField(default=0)

    class Meta:
        app_label = "bench"


class SectionForm(forms.Form):
    """Base of the section's form: its fields in order, and the button."""

    title = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("submit", "Save and continue"))


def form_of(title: str, questions: Iterable[Question]) -> type[SectionForm]:
    """A form with the same labels, hints and choices."""
    return type("PeerForm", (SectionForm,), {"title": title} | {asked.name: _field(asked) for asked in questions})


def _field(question: Question) -> forms.Field:
    words = {"label": question.text, "help_text": question.fill_terms(question.description), "required": False}
    match question.kind:
        case "date":
            return DateInputField(**words, require_all_fields=False)
        case "choice" | "yes_no":
            choices = question.choices.items()  # type: ignore[attr-defined]
            offered = [(value, question.fill_terms(text)) for value, text in choices]
            return forms.ChoiceField(**words, choices=offered, widget=forms.RadioSelect)
        case "long_text":
            return forms.CharField(**words, widget=forms.Textarea, max_length=20_000)
        case "text":
            return forms.CharField(**words, max_length=500)
    raise ValueError(f"the peer has no field for a question of kind {question.kind}")


def addresses(form_class: type[SectionForm]) -> list[Any]:
    """The routes: /login signs the editor in, GET /section shows the form and POST /section saves it as it is."""

    @login_required
    def section(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return HttpResponse(PANEL.render(_saved(form_class(request.POST)), request))
        form = form_class(initial=_initial(form_class, Draft.objects.get(pk=1).answers))
        return HttpResponse(PAGE.render({"form": form, "title": form.title}, request))

    return [path("section", section), path("login", sign_in)]


def _saved(form: SectionForm) -> dict[str, Any]:
    form.is_valid()
    with transaction.atomic():
        draft = Draft.objects.get(pk=1)
        draft.answers = {name: _stored(said) for name, said in form.cleaned_data.items()}
        draft.revision += 1
        draft.save()
    return {"errors": form.errors, "draft": draft}


def _initial(form_class: type[SectionForm], answers: dict[str, Any]) -> dict[str, Any]:
    dates = {name for name, field in form_class.base_fields.items() if isinstance(field, DateInputField)}
    return {name: date.fromisoformat(said) if said and name in dates else said for name, said in answers.items()}


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def sign_in(request: HttpRequest) -> HttpResponse:
    """Begin a session for the only user, who needs no password."""
    login(request, get_user_model().objects.get(username=EDITOR))
    return HttpResponse("")
