"""Background work (Huey): sends due mail, seals approved records, reassigns steps, queues reminders.

Tasks carry no data: every run processes what it finds in the database, so lost or duplicate tasks do no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, has_app_context
from huey import crontab
from huey.contrib.sql_huey import SqlHuey
from huey.serializer import SignedSerializer
from peewee import InterfaceError, OperationalError

import models
from documents.keys import SealKeyError
from faults import log_exception
from forms import KINDS
from mail import messages, outbox
from models import Record
from protocol.terms import fill_terms
from records import clock
from records.deciding import absences
from records.errors import HeldBackError
from records.following import reminding
from records.reporting import operations
from records.sealing import pins, renewing, sealer, watching
from records.transaction import work_waiting
from settings import Settings
from views.printing import describe_version

log = logging.getLogger("handover.worker")

MAX_RAISED_PER_RUN = 50  # documents per run, so that mail does not wait too long


def register_tasks(app: Flask) -> None:
    """Create the app's task queue in the database, shared by all its processes, and register the tasks."""
    # Messages are pickled: whoever writes in the database could otherwise have the worker run anything.
    signed = SignedSerializer(secret=app.config["SECRET_KEY"], salt="what waits for the worker")
    huey = SqlHuey("handover", database=models.database.obj, create_tables=False, serializer=signed)

    @huey.task(name="do_what_waits")
    def run_now() -> None:
        run_pending(app)

    @huey.periodic_task(crontab(minute="*"))
    def run_every_minute() -> None:
        """Pick up work left by a lost task, a delay or a crash."""
        run_pending(app)

    @huey.periodic_task(crontab(minute="17"))
    def renew_every_hour() -> None:
        run_renewal(app)

    app.extensions |= {"huey": huey, "wake": run_now}


@work_waiting.connect
def wake_worker(_: Any = None) -> None:
    """Enqueue one run in the current app's queue; a failure is logged. Does nothing outside of an app context.

    In both cases the run of the next minute finds the work.
    """
    if not has_app_context():
        return
    try:
        current_app.extensions["wake"]()
    except Exception as error:
        log_exception(log, "the worker could not be woken; it looks again within a minute", error)


def run_pending(app: Flask) -> None:
    """Process everything pending, on a connection that is returned to the pool, so that a broken one is not reused."""
    with app.app_context(), models.database.connection_context():
        run_quick_jobs()
        for record in sealer.get_unsealed():
            if seal_one(record):
                run_quick_jobs()  # so that mail does not wait for many records to be sealed


def run_quick_jobs() -> None:
    """Run everything but sealing. Reassignment comes before mail: absent people are not mailed."""
    jobs = (
        operations.record_heartbeat,
        absences.reassign_stuck_steps,
        queue_reminders,
        mail_certificate_warning,
        send_due_mail,
    )
    for job in jobs:
        _run_job(job)


def _run_job(job: Callable[[], Any]) -> None:
    """Run one job. An error is logged and does not stop the others; a lost database connection does."""
    try:
        job()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log_exception(log, f"{job.__name__} failed; it is tried again within a minute", error)


def queue_reminders() -> None:
    """Queue the reminders and digests that are due."""
    reminding.queue_due(clock.now())


def mail_certificate_warning() -> None:
    """Queue a warning about the sealing certificate to the operators."""
    watching.mail_certificate_warning(current_app.extensions["settings"])


def run_renewal(app: Flask) -> None:
    """Raise and renew seals, with an app context and a connection of its own."""
    with app.app_context(), models.database.connection_context():
        _run_job(keep_pins)
        _run_job(renew_due_seals)


def keep_pins() -> None:
    """Bring the certificates that sealed here to the same in the database and beside the seal."""
    pins.keep(current_app.extensions["settings"])


def renew_due_seals() -> None:
    """Raise seals below the highest level and renew those about to expire."""
    renewing.renew_due(current_app.extensions["settings"], most=MAX_RAISED_PER_RUN)


def send_due_mail() -> int:
    """Send the mail that is due now. Returns the number sent."""
    settings: Settings = current_app.extensions["settings"]
    titles = {kind: fill_terms(form.title, settings.displayed_terms) for kind, form in KINDS.items()}
    maker = messages.Composer(settings, titles, clock.now, lambda: watching.get_warning(settings))
    return outbox.send_due(settings=settings, compose=maker.compose, now=clock.now)


def seal_one(record: Record) -> bool:
    """Seal an approved record. False when another process was first, or on failure, which is shown on /operations."""
    settings: Settings = current_app.extensions["settings"]
    try:
        return sealer.seal_record(record, settings=settings, get_text=describe_version)
    except (SealKeyError, OSError) as error:
        why = str(error)
        log.error("record %s could not be sealed: %s", record.reference, error)
    except HeldBackError as error:
        why = error.shown
        log.warning("record %s is not sealed: %s", record.reference, error)
    except Exception as error:  # must not stop other records; the message may contain record data
        why = f"It could not be drawn ({type(error).__name__}): the log says where"
        log_exception(log, f"record {record.reference} could not be sealed", error)
    operations.save_sealing_problem(record, why)
    return False
