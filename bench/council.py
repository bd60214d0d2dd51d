"""The app as a council runs it, in a folder of its own: the demo's council, its author signed in, case one written."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

import models
from app import create_app
from bench.wsgi import Browser, posted_by
from forms import get_kind
from models import Child, Record, Staff, StepState
from records import clock
from records.deciding import decisions, submission
from records.demo import DEMO_PASSWORD, load_demo_council, story
from records.drafting import saving, starting
from records.reporting import history
from settings import Settings


def open_council(folder: Path) -> Flask:
    """An app on a SQLite file in `folder`, new or used before, with real settings beside the demo's secrets."""
    models.disconnect()
    app = create_app(Settings(env="demo", data_folder=folder))
    app.test_cli_runner().invoke(args=["setup"], catch_exceptions=False)
    if not Staff.select().exists():
        load_demo_council(clock.today())
    return app


def sign_in(app: Flask, email: str) -> Browser:
    """A browser in which this person has signed in with the form."""
    browser = Browser(app.wsgi_app)
    fields = posted_by(browser.get("/sign-in").body)
    browser.post("/sign-in", fields | {"email": [email], "password": [DEMO_PASSWORD]})
    return browser


def write_case_one(app: Flask) -> str:
    """A draft with all of case one's answers, ready to submit. Returns its reference."""
    with app.app_context():
        answers = story.case_one_answers(clock.today())
        author = Staff.get(Staff.email == story.AUTHOR)
        child = Child.get_by_id(answers["child"]["id"])
        record = starting.start_record(kind="transfer_meeting", prefix="TMR", child=child, by=author)
        saving.save_answers(
            record=record,
            by=author,
            editor="story",
            base_revision=0,
            questions=set(answers) | set(record.answers),
            answers=answers,
            typed={},
        )
        return str(Record.get_by_id(record.id).reference)


def approve(app: Flask, reference: str) -> None:
    """Submit a draft of case one and let everybody in its chain approve it."""
    with app.app_context():
        record = Record.get(Record.reference == reference)
        answers = get_kind(record.kind).applicable_answers(record.answers)
        version = submission.submit(record=record, by=record.author, answers=answers, declared=True)
        while waiting := [step for step in history.steps_of(version.record) if step.state == StepState.OPEN]:
            for step in waiting:
                stated = {ask["name"]: clock.today().isoformat() for ask in step.asks}
                decisions.decide(
                    step=step, by=step.assignee, outcome=StepState.APPROVED, digest=version.digest, stated=stated
                )
