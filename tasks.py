"""Background work (Huey): mail that is due is sent, records that everybody approved are sealed.

What waits stands in the database, so a lost or doubled task does no harm: every run does what it finds waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, has_app_context
from huey import crontab
from huey.contrib.sql_huey import SqlHuey
from peewee import InterfaceError, OperationalError

import models
from documents.keys import SealKeyError
from faults import log_fault
from forms import KINDS
from mail import messages, outbox
from models import Record
from protocol.terms import fill_terms
from records import clock
from records.deciding import absences
from records.errors import HeldBackError
from records.following import reminding
from records.reporting import operations
from records.sealing import renewing, sealer, watching
from records.transaction import work_waiting
from settings import Settings
from views.printing import describe_version

log = logging.getLogger("handover.worker")

MOST_RAISED_AT_ONCE = 50  # documents in one run of the worker, which has mail to send besides


def listen(app: Flask) -> None:
    """Keep the app's queue in the database, shared by all its processes: what waits is done as it comes, or soon."""
    huey = SqlHuey("handover", database=models.database.obj, create_tables=False)

    @huey.task(name="do_what_waits")
    def look_now() -> None:
        do_what_waits(app)

    @huey.periodic_task(crontab(minute="*"))
    def look_every_minute() -> None:
        """Find what a lost task, a delay or a crash left behind."""
        do_what_waits(app)

    @huey.periodic_task(crontab(minute="17"))
    def renew_every_hour() -> None:
        renew(app)

    app.extensions |= {"huey": huey, "wake": look_now}


@work_waiting.connect
def wake(_: Any = None) -> None:
    """Put one run on the present app's queue. Should that fail, the run of the next minute finds the work all the same.

    Without an app there is no queue, and the worker's next run finds it.
    """
    if not has_app_context():
        return
    try:
        current_app.extensions["wake"]()
    except Exception as error:
        log_fault(log, "the worker could not be woken; it looks again within a minute", error)


def do_what_waits(app: Flask) -> None:
    """Do all that waits, over a connection that is given back: one that broke is not kept."""
    with app.app_context(), models.database.connection_context():
        do_the_quick_jobs()
        for record in sealer.waiting_to_be_sealed():
            if seal_one(record):
                do_the_quick_jobs()  # nothing else waits until a long row of records is sealed


def do_the_quick_jobs() -> None:
    """Everything but sealing, in its order: who is away is not mailed."""
    jobs = (operations.note_alive, absences.move_what_waits, queue_reminders, warn_operators, send_what_is_due)
    for job in jobs:
        _attempt(job)


def _attempt(job: Callable[[], Any]) -> None:
    """Do one job; whatever is wrong with it, the others are done. A lost connection ends the run."""
    try:
        job()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log_fault(log, f"{job.__name__} failed; it is tried again within a minute", error)


def queue_reminders() -> None:
    """Queue the reminders and digests that are due."""
    reminding.queue_due(clock.now())


def warn_operators() -> None:
    """Queue what whoever looks after the service should know of the sealing certificate."""
    watching.warn_operators(current_app.extensions["settings"])


def renew(app: Flask) -> None:
    """Raise the levels of seals that fell short, and renew those that will run out."""
    with app.app_context(), models.database.connection_context():
        _attempt(renew_seals)


def renew_seals() -> None:
    """The same, within an app and a connection."""
    renewing.renew_what_is_due(current_app.extensions["settings"], most=MOST_RAISED_AT_ONCE)


def send_what_is_due() -> int:
    """Send the mail that is due now. Returns how many mails were sent."""
    settings: Settings = current_app.extensions["settings"]
    titles = {kind: fill_terms(form.title, settings.displayed_terms) for kind, form in KINDS.items()}
    maker = messages.Maker(settings, titles, clock.now, lambda: watching.warning(settings))
    return outbox.send_due(settings=settings, compose=maker.compose, now=clock.now)


def seal_one(record: Record) -> bool:
    """Seal an approved record; False when it was sealed meanwhile, or cannot be now, which /operations then shows."""
    settings: Settings = current_app.extensions["settings"]
    try:
        return sealer.seal_record(record, settings=settings, word=describe_version)
    except (SealKeyError, OSError) as error:
        why = str(error)
        log.error("record %s could not be sealed: %s", record.reference, error)
    except HeldBackError as error:
        why = error.shown
        log.warning("record %s is not sealed: %s", record.reference, error)
    except Exception as error:  # one that cannot be drawn holds up no other; its text could hold what is in it
        why = f"It could not be drawn ({type(error).__name__}): the log says where"
        log_fault(log, f"record {record.reference} could not be sealed", error)
    operations.note_unsealed(record, why)
    return False
