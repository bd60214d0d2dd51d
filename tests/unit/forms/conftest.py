"""A bare Flask app that can render questions: no database, no pages of the real one."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, render_template_string
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from lxml import html  # type: ignore[import-untyped]

from forms import KINDS
from forms.engine.section import Section
from protocol.statements import places

PAGE = (
    '{% from "components/blocks.html" import in_blocks %}{% from "components/question.html" import question %}'
    "<form>{% call(one) in_blocks(section.blocks()) %}{{ question(one, '/protocol') }}{% endcall %}</form>"
)
SECTIONS = [
    pytest.param(section, id=f"{form.key}-{section.key}") for form in KINDS.values() for section in form.sections
]


@pytest.fixture(scope="module")
def renderer() -> Flask:
    app = Flask(__name__)
    libraries = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["places"] = places
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader("templates"), PrefixLoader(libraries)])
    return app


@pytest.fixture(scope="module")
def render(renderer: Flask) -> Iterator[Callable[[Section], str]]:
    """A section's questions as HTML."""
    with renderer.test_request_context():
        yield lambda section: render_template_string(PAGE, section=section)


@pytest.fixture(scope="module")
def slot(renderer: Flask) -> Callable[..., str]:
    """The error slot of a question as HTML."""
    macro: Callable[..., str] = renderer.jinja_env.get_template("components/question_parts.html").module.slot  # type: ignore[attr-defined]
    return macro


@pytest.fixture(scope="module")
def page(render: Callable[[Section], str]) -> Callable[[Section], html.HtmlElement]:
    """A section's questions as a tree."""
    return lambda section: html.fromstring(render(section))
