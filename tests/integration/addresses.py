"""The route table, with an address for every route, so that tests can walk all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from models import Record, Step

WRITES = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """One method of one rule. `decision` is who may use it, as its view says."""

    rule: Rule
    method: str
    decision: str

    @property
    def name(self) -> str:
        """'sections.save_section'."""
        return str(self.rule.endpoint)

    @property
    def is_of_a_record(self) -> bool:
        """Whether only those who may see a record may use it."""
        return "reference" in self.rule.arguments

    def address(self, record: Record, **values: Any) -> str:
        """Its address, about this record."""
        known = {
            "reference": record.reference,
            "key": "child",
            "kind": "transfer-meeting",
            "token": "a-token-of-nobody",
            "step_id": first_step(record),
            "promise_id": 1,
            "absence_id": 1,
            "mail_id": 1,
            "due_id": 1,
            "hold_id": 1,
            "disposal_id": 1,
            "local": "AV104233",
            "change_id": 1,
            "version": record.version or 1,
            "filename": "build/manifest.json",
            "name": "none",
            "statement": "142.1.1",
            "to": "child",
            "slug": "kinds",
        } | values
        adapter = self.rule.map.bind("localhost")
        return adapter.build(self.name, {name: known[name] for name in self.rule.arguments}, self.method)

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def first_step(record: Record) -> int:
    """The id of a step of the record, or 1 where it has none."""
    step = Step.select(Step.id).where(Step.record == record).order_by(Step.version.desc(), Step.order).first()
    return step.id if step else 1


def routes(app: Flask, *methods: str) -> Iterator[Route]:
    """Every route of the app with one of the methods."""
    for rule in app.url_map.iter_rules():
        decision = getattr(app.view_functions[rule.endpoint], "access_decision", "")
        yield from (Route(rule, method, decision) for method in sorted(rule.methods & set(methods)))
