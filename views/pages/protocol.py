"""The protocol for staff: its statements, and for each of them a page with its rules, parameters and questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, render_template
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
class Counted:
    """A statement and how often it was not met, in whole fives as few who read this may open what is counted.

    departures, acceptances: of submitted versions that depart from it, and in which managers accepted that it is not
    met.
    """

    statement: Statement
    departures: int
    acceptances: int


@dataclass(frozen=True)
class Explained:
    """How a statement is weighed. about: the children whom it is about.

    questions: title of a kind of record → labels of the questions read.
    """

    about: str
    rules: list[str]
    figures: list[Figure]
    questions: dict[str, list[str]]


@bp.get("/protocol")
@staff_only
def show_protocol() -> ResponseReturnValue:
    """List the statements by chapter and section, each with an anchor."""
    groups = groupby(_counted(_shown()), key=lambda one: (one.statement.chapter, one.statement.section_title))
    sections = [list(rows) for _, rows in groups]
    return render_template("protocol/statements.html", sections=sections, sources=SOURCES, is_in_force=is_in_force)


@bp.get("/protocol/<statement>")
@staff_only
def show_statement(statement: str) -> ResponseReturnValue:
    """How one statement is checked."""
    [counted] = _counted(one for one in _shown() if one.id == statement) or abort(404)
    explained = _explained(counted.statement)
    return render_template("protocol/statement.html", counted=counted, explained=explained, is_in_force=is_in_force)


def _shown() -> tuple[Statement, ...]:
    return listed(council.current().chapters)


def _counted(statements: Iterable[Statement]) -> list[Counted]:
    of = [*statements]
    departed, accepted = history.departures_by_statement(of), history.acceptances_by_statement(of)
    return [Counted(one, fives(departed.get(one.id, 0)), fives(accepted.get(one.id, 0))) for one in of]


def _explained(statement: Statement) -> Explained:
    rules = [rule for rule in RULES if statement.id in rule.statements]
    beside = {name for name, figure in PARAMETERS.items() if figure.statement == statement.id}
    beside |= {statement.scope.widened_by} - {""}
    used = sorted({name for rule in rules for name in rule.uses} | beside)
    about, words = upper_first(statement.scope.about), [_with_figures(rule) for rule in rules]
    return Explained(about, words, [_figure(name) for name in used], _questions(rules))


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
