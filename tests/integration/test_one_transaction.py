"""A decision, its audit event, its mails and the end of its links stand together or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

import models
from mail import outbox
from models import DecisionLink, Record, RecordVersion, StepState
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, changes_since, everything

pytestmark = pytest.mark.both_databases

HIM = story.RECEIVING_WORKER


def step_state(record: Record) -> StepState:
    return StepState(factories.step_of(record, "new_worker").state)


def test_a_decision_that_cannot_be_mailed_about_is_not_made_and_its_link_still_works(
    app: Flask, sign_in: SignIn, record: Record, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = sign_in(HIM)
    form = reader.open(link).form(id="decision")
    before = everything()

    def fail(**_: Any) -> None:
        raise OSError("the disk is full")

    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "queue", fail)
        reader.press(form, {"outcome": "approved"}, status=500)

    assert changes_since(before) == []
    reader.press(reader.open(link).form(id="decision"), {"outcome": "approved"}, status=302)
    assert step_state(record) == StepState.APPROVED


@pytest.mark.parametrize("table", ["audit_event", "outbox_mail", "decision_link", "step"])
def test_nothing_of_a_decision_stands_unless_all_of_it_does(
    app: Flask, sign_in: SignIn, record: Record, link: str, table: str
) -> None:
    reader = sign_in(HIM)
    form = reader.open(link).form(id="decision")
    broken = DecisionLink.select().where(DecisionLink.used_at.is_null()).count()
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False

    models.database.execute_sql(f"ALTER TABLE {table} RENAME TO away")
    reader.press(form, {"outcome": "approved"}, status=500)
    models.database.execute_sql(f"ALTER TABLE away RENAME TO {table}")

    assert step_state(record) == StepState.OPEN
    assert DecisionLink.select().where(DecisionLink.used_at.is_null()).count() == broken
    assert RecordVersion.select().where(RecordVersion.record == record).count() == 1
