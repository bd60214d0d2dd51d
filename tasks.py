"""Background work (Huey): mail that is due is sent, records that everybody approved are sealed.

What waits stands in the database, so a lost or doubled task does no harm: every run does what it finds waiting.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

from flask import Flask, current_app
from huey import MemoryHuey, crontab
from huey.contrib.sql_huey import SqlStorage

import models
from documents.keys import SealKeyError
from forms import FORMS
from mail import messages, outbox
from models import OutboxMail
from protocol.terms import in_words
from records import clock, sealing
from records.transaction import work_waiting
from settings import Settings
from views.printing import word

log = logging.getLogger("handover.worker")

huey = MemoryHuey("handover")  # create_app gives it the database to keep its queue in
_app: dict[str, Flask] = {}


def listen(app: Flask) -> None:
    """Keep the queue in the app's own database, shared by all its processes, and put work on it as it comes."""
    _app["app"] = app
    huey.storage = SqlStorage("handover", database=models.database.obj, create_tables=False)
    work_waiting.connect(wake)


def wake(_: Any = None) -> None:
    """Put one run on the queue. Should that fail, the run of the next minute finds the work all the same."""
    try:
        do_what_waits()
    except Exception:
        log.exception("the worker could not be woken; it looks again within a minute")


@huey.task()
def do_what_waits() -> None:
    """Send what is due and seal what is approved, over a connection that is given back: one that broke is not kept."""
    with _app["app"].app_context(), models.database.connection_context():
        send_what_is_due()
        if seal_what_is_approved():
            send_what_is_due()


@huey.periodic_task(crontab(minute="*"))
def look_every_minute() -> None:
    """Find what a lost task, a delay or a crash left behind."""
    do_what_waits.call_local()


def send_what_is_due() -> int:
    """Send the mail that is due now. Returns how many mails were sent."""
    settings: Settings = current_app.extensions["settings"]
    titles = {kind: in_words(form.title, settings.displayed_terms) for kind, form in FORMS.items()}

    def compose(mail: OutboxMail) -> Any:
        return messages.compose(mail, settings=settings, kind_titles=titles, now=clock.now())

    return outbox.send_due(settings=settings, compose=compose, now=clock.now)


def seal_what_is_approved() -> int:
    """Seal every approved record. Returns how many were sealed; what cannot be sealed now is tried again later."""
    settings: Settings = current_app.extensions["settings"]
    sealed = 0
    for record in sealing.waiting_to_be_sealed():
        try:
            sealed += bool(sealing.seal_record(record, settings=settings, word=word))
        except (SealKeyError, OSError) as error:
            log.error("record %s could not be sealed: %s", record.reference, error)
        except Exception as error:  # one that cannot be drawn holds up no other; its text could hold what is in it
            way = "".join(traceback.format_tb(error.__traceback__))
            log.error("record %s could not be sealed: %s\n%s", record.reference, type(error).__name__, way)
    return sealed
