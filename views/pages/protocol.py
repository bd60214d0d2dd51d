"""The protocol for staff: every statement with its rules, parameters, questions and number of departures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forms import KINDS
from protocol import PARAMETERS, RULES, SOURCES, Statement, listed
from protocol.formatting import upper_first
from protocol.registry import Rule
from protocol.terms import fill_terms
from records import clock, council
from records.reporting import history
from records.reporting.small_numbers import fives
from records.weighing import figures_on, is_in_force
from views.web.guard import staff_only

bp = Blueprint("protocol", __name__)


@dataclass(frozen=True)
class Figure:
    """A parameter with the value that applies here today."""

    label: str
    value: str
    source: str
    local_practice: bool


@dataclass(frozen=True)
class Explained:
    """A statement and how it is weighed. about: the children whom it is about.

    questions: title of a kind of record → labels of the questions read. departures, acceptances: the numbers, in
    whole fives as few who read this may open them, of submitted versions that depart from it, and in which managers
    accepted that it is not met.
    """

    statement: Statement
    about: str
    rules: list[str]
    figures: list[Figure]
    questions: dict[str, list[str]]
    departures: int
    acceptances: int


@bp.get("/protocol")
@staff_only
def show_protocol() -> ResponseReturnValue:
    """List the statements by chapter and section, each with an anchor."""
    in_force = council.current().chapters
    statements = listed(in_force)
    departed, accepted = history.departures_by_statement(), history.acceptances_by_statement()
    explained = [_explained(one, departed.get(one.id, 0), accepted.get(one.id, 0)) for one in statements]
    groups = groupby(explained, key=lambda one: (one.statement.chapter, one.statement.section_title))
    return render_template(
        "protocol/statements.html",
        groups=[(key, list(rows)) for key, rows in groups],
        sources={source: title for source, title in SOURCES.items() if source in in_force},
        is_in_force=is_in_force,
    )


def _explained(statement: Statement, departures: int, acceptances: int) -> Explained:
    rules = [rule for rule in RULES if statement.id in rule.statements]
    beside = {name for name, figure in PARAMETERS.items() if figure.statement == statement.id}
    beside |= {statement.scope.widened_by} - {""}
    used = sorted({name for rule in rules for name in rule.uses} | beside)
    words = [_with_figures(rule) for rule in rules]
    about, figures = upper_first(statement.scope.about), [_figure(name) for name in used]
    return Explained(statement, about, words, figures, _questions(rules), fives(departures), fives(acceptances))


def _with_figures(rule: Rule) -> str:
    """A rule's summary with the values of its parameters filled in."""
    return fill_terms(rule.summary, {name: _numbers(name) for name in rule.uses})


def _numbers(name: str) -> str:
    return ", ".join(map(str, figures_on(clock.today()).several(name)))


def _figure(name: str) -> Figure:
    figure = PARAMETERS[name]
    value = ("no", "yes")[figures_on(clock.today())[name]] if figure.switch else f"{_numbers(name)} {figure.unit}"
    return Figure(figure.label, value, figure.source, figure.local_practice)


def _questions(rules: list[Rule]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, form in KINDS.items():
        read = {name for rule in rules if rule.serves(kind) for name in rule.reads}
        labels = [question.label.text for name, question in form.questions.items() if name in read]
        if labels:
            found[form.title] = labels
    return found
