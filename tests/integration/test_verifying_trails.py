"""`flask audit verify` beside processes that write."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from models import AuditEvent, database
from records import audit
from records.keeping import certificates
from tests import factories

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


def test_trails_are_verified_while_other_processes_append_to_them(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = [factories.ready_draft() for _ in range(4)]
    find_faults = certificates.find_faults

    def append() -> None:
        with database.connection_context():
            audit.log_once(record=drafts[-1], event="checked", by=None)

    def with_an_append(record_id: int) -> Iterator[str]:
        with ThreadPoolExecutor(1) as other:
            other.submit(append).result()
        return find_faults(record_id)

    monkeypatch.setattr(certificates, "find_faults", with_an_append)

    said = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (said.exit_code, said.output) == (0, "Every audit trail is whole.\n")
    assert AuditEvent.select().where(AuditEvent.event == "checked").exists()
