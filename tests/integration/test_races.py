"""Fifty decisions posted at once for one step, to several processes: one counts."""

from __future__ import annotations

import re
import shutil
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

import models
from models import AuditEvent, OutboxMail, Record, State, StepState
from records import audit
from records.deciding import decisions
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.mailing import forget_mail, link_in
from tests.support.processes import PATIENCE_SECONDS
from tests.support.server import LiveServer, running_app

pytestmark = pytest.mark.both_databases

HIM = story.RECEIVING_WORKER
FIFTY = 50
WEB_PROCESSES = 3


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer is looked at, not followed."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


class Visitor:
    """Somebody at a browser of their own, over real HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), NoRedirect)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and body of a GET, or of a POST of these fields."""
        data = urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(self.url + path, data, {"Referer": self.url + path})  # noqa: S310 - loopback
        try:
            with self.opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def field(self, path: str, name: str) -> str:
        """The value of a hidden field of a page."""
        _, body = self.ask(path)
        found = re.search(rf'name="{name}" value="([^"]*)"', body)
        assert found, f"no field {name} at {path}"
        return found[1]

    def sign_in(self, email: str) -> None:
        """Sign in as somebody."""
        token = self.field("/sign-in", "csrf_token")
        status, _ = self.ask("/sign-in", {"csrf_token": token, "email": email, "password": PASSWORD})
        assert status == 302


@pytest.fixture
def live(records_url: str, sealed_folder: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """The app as three web processes and a worker, with a record in every state and the mail of one of them."""
    models.connect_to(records_url)
    forget_mail(but_of=factories.in_state(State.SUBMITTED))
    models.disconnect()
    shutil.copytree(sealed_folder / "seal", tmp_path / "seal")  # what is sealed there is under its authority
    with running_app(records_url, tmp_path, web_processes=WEB_PROCESSES) as server:
        models.connect_to(server.settings.database)
        yield server
        models.disconnect()


def decide_fifty_times(live: LiveServer, record: Record) -> Counter[int]:
    """Post the same decision from the link and from the task list, all at once; how often each status came back."""
    step = factories.step_of(record, "new_worker")
    (message,) = live.mail.wait_for(1, to=HIM)
    link = link_in(message)
    visitor, path = Visitor(live.url), f"/records/{record.reference}/steps/{step.id}"
    visitor.sign_in(HIM)
    names = ("csrf_token", "digest")
    fields = {name: visitor.field(path, name) for name in names} | {"outcome": "approved"}
    with ThreadPoolExecutor(FIFTY) as at_once:
        answers = at_once.map(lambda number: visitor.ask(link if number % 2 else path, fields)[0], range(FIFTY))
        return Counter(answers)


def test_of_fifty_decisions_posted_at_once_one_counts(live: LiveServer) -> None:
    record = factories.in_state(State.SUBMITTED)

    answers = decide_fifty_times(live, record)

    assert answers[302] == 1
    assert set(answers) <= {302, 409, 410}
    steps = {step.key: step.state for step in decisions.steps_of(factories.fresh(record))}
    assert steps["new_worker"] == StepState.APPROVED
    assert steps["transferring_team_leader"] == StepState.OPEN
    confirmed = (AuditEvent.record == record) & (AuditEvent.event == "confirmed")
    assert [event.staff.email for event in AuditEvent.select().where(confirmed).order_by(AuditEvent.sequence)] == [
        story.AUTHOR,
        HIM,
    ]
    asked = (OutboxMail.record == record) & (OutboxMail.to == factories.person(story.TRANSFERRING_LEADER))
    assert OutboxMail.select().where(asked).count() == 1
    assert list(audit.find_faults(record.id)) == []
