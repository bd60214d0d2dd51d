"""The protocol as staff read it: every statement, its rules, figures and questions, and departures from it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forms import KINDS
from protocol import PARAMETERS, RULES, SOURCES, Statement, listed
from protocol.registry import Rule
from protocol.terms import fill_terms
from records import clock, council
from records.reporting import history
from records.weighing import figures_on, is_in_force
from views.web.guard import staff_only

bp = Blueprint("protocol", __name__)


@dataclass(frozen=True)
class Figure:
    """A figure that a rule uses, as it holds here today."""

    label: str
    value: str
    source: str
    local_practice: bool


@dataclass(frozen=True)
class Explained:
    """A statement with how it is weighed: what its rules say, their figures, and the questions that they read.

    `questions` are labels, by the title of the record that asks them.
    """

    statement: Statement
    rules: list[str]
    figures: list[Figure]
    questions: dict[str, list[str]]
    departures: int


@bp.get("/protocol")
@staff_only
def show_protocol() -> ResponseReturnValue:
    """The statements by chapter and section; each has an anchor of its own."""
    statements = listed(council.present().chapters)
    departed = history.departures_by_statement()
    explained = [_explained(statement, departed.get(statement.id, 0)) for statement in statements]
    groups = groupby(explained, key=lambda one: (one.statement.chapter, one.statement.section_title))
    return render_template(
        "protocol/statements.html",
        groups=[(key, list(rows)) for key, rows in groups],
        sources={one.chapter: SOURCES[one.chapter] for one in statements},
        is_in_force=is_in_force,
    )


def _explained(statement: Statement, departures: int) -> Explained:
    rules = [rule for rule in RULES if statement.id in rule.statements]
    beside = {name for name, figure in PARAMETERS.items() if figure.statement == statement.id}
    used = sorted({name for rule in rules for name in rule.uses} | beside)
    words = [_with_figures(rule) for rule in rules]
    return Explained(statement, words, [_figure(name) for name in used], _questions(rules), departures)


def _with_figures(rule: Rule) -> str:
    """What a rule says, with the figures that hold here in place of their names."""
    return fill_terms(rule.summary, {name: _numbers(name) for name in rule.uses})


def _numbers(name: str) -> str:
    return ", ".join(map(str, figures_on(clock.today()).several(name)))


def _figure(name: str) -> Figure:
    figure = PARAMETERS[name]
    return Figure(figure.label, f"{_numbers(name)} {figure.unit}", figure.source, figure.local_practice)


def _questions(rules: list[Rule]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, form in KINDS.items():
        read = {name for rule in rules if rule.serves(kind) for name in rule.reads}
        labels = [question.label.text for name, question in form.questions.items() if name in read]
        if labels:
            found[form.title] = labels
    return found
