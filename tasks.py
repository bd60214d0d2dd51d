"""Background work: sends due mail, seals approved records, reassigns steps, queues reminders, tells operators.

Each kind of work has a lane, and a thread of the worker for each, so that none waits for another. Huey brings the queue
and the clock; tasks carry no data: every run processes what it finds in the database, so lost or duplicate tasks do no
harm.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Flask, current_app, has_app_context
from huey import crontab
from huey.constants import WORKER_THREAD
from huey.consumer import Consumer, Scheduler, Worker
from huey.contrib.sql_huey import SqlHuey
from huey.serializer import SignedSerializer
from peewee import InterfaceError, OperationalError

import logs
import models
from documents.keys import SealKeyError
from documents.subprocess_render import RenderingError
from faults import code_of, describe, log_exception
from forms import KINDS
from mail import messages, outbox
from models import Record
from protocol.terms import fill_terms
from records import clock
from records.deciding import absences
from records.errors import HeldBackError
from records.exporting import packs
from records.following import reminding
from records.keeping import agreeing, counting, housekeeping
from records.reporting import alerts, keeping_figures, operations, worker_changes
from records.sealing import pins, renewing, sealer, watching
from records.transaction import work_waiting
from records.weighing import figures_on
from settings import Settings
from views.printing import describe_version

log = logging.getLogger("handover.worker")

MAX_RAISED_PER_RUN = 50  # documents in an hour, so that the time-stamp service is not overrun
FIRST_WAIT, LONGEST_WAIT = 2.0, 60.0  # seconds after a lane or the queue failed
LONGEST_WAIT_FOR_THE_QUEUE = 30.0
PATIENCE = 60.0  # seconds that a query may take on PostgreSQL: more are those of a server that is frozen


@dataclass
class Lane:
    """One kind of work. A run that is asked for while there is one begins after it; after a failure, runs wait."""

    jobs: tuple[Callable[[], Any], ...]
    every: Callable[..., bool]
    now: Callable[[], float] = time.monotonic
    _running: threading.Lock = field(default_factory=threading.Lock)
    _again: bool = False
    _failures: int = 0
    _not_before: float = 0.0

    def run(self, app: Flask) -> None:
        """Do the jobs, again for as long as that was asked for meanwhile. A failure is logged."""
        self._again = True
        while self._again and self.now() >= self._not_before and self._running.acquire(blocking=False):
            try:
                self._again = False
                self._run_once(app)
            finally:
                self._running.release()

    def _run_once(self, app: Flask) -> None:
        try:
            do(app, self.jobs)
            self._failures = 0
        except Exception as error:
            wait = min(FIRST_WAIT * 2**self._failures, LONGEST_WAIT)
            self._failures, self._not_before = self._failures + 1, self.now() + wait
            log_exception(log, "cannot work", error)


def register_tasks(app: Flask) -> None:
    """Create the app's task queue in the database, shared by all its processes, and register a task for each lane."""
    # Messages are pickled: whoever writes in the database could otherwise have the worker run anything.
    signed = SignedSerializer(secret=app.config["SECRET_KEY"], salt="what waits for the worker")
    huey = SqlHuey("handover", database=models.database.obj, create_tables=False, serializer=signed)
    huey.on_startup("patience")(partial(models.patience.set, PATIENCE))  # in the thread of each worker
    lanes = {name: Lane(jobs, every) for name, (jobs, every) in LANES.items()}
    tasks = {}
    for name, lane in lanes.items():
        tasks[name] = huey.task(name=f"run_{name}")(partial(run_lane, app, name, lane))
        huey.periodic_task(lane.every, name=f"run_{name}_by_the_clock")(partial(run_lane, app, name, lane))

    def wake() -> None:
        for name in WOKEN:
            tasks[name]()

    app.extensions |= {"huey": huey, "wake": wake, "run_worker": lambda: make_consumer(app).run()}
    app.extensions["told"] = alerts.Memory()


def run_lane(app: Flask, name: str, lane: Lane) -> None:
    """One run of a lane, as a task."""
    with logs.within(lane=name):
        lane.run(app)


@work_waiting.connect
def wake_worker(_: Any = None) -> None:
    """Enqueue a run of each lane that is woken; a failure is logged. Does nothing outside of an app context.

    In both cases the run of the next minute finds the work.
    """
    if not has_app_context():
        return
    try:
        current_app.extensions["wake"]()
    except Exception as error:
        log_exception(log, "the worker could not be woken; it looks again within a minute", error)


class PatientWorker(Worker):
    """Huey's worker, which waits longer each time that the queue cannot be read."""

    wait = 0.0

    def loop(self, now: Any = None) -> None:
        """Take a task from the queue and run it."""
        try:
            task = self.huey.dequeue()
        except Exception as error:
            log.error("the queue cannot be read: %s", describe(error), extra={"code": code_of(error)})
            self.wait = min(max(2 * self.wait, 1.0), LONGEST_WAIT_FOR_THE_QUEUE)
            self.stop_flag.wait(self.wait)
            return
        self.wait = 0.0
        if task is None:
            self.sleep()
            return
        self.delay = self.default_delay
        self.huey.execute(task, now)


class PatientScheduler(Scheduler):
    """Huey's scheduler, which logs once in a minute that the queue cannot be written to, and has operators told.

    No lane runs then, so nobody else of the worker could tell them.
    """

    app: Flask

    def initialize(self) -> None:
        """At the start of its thread."""
        models.patience.set(PATIENCE)

    def enqueue_periodic_tasks(self, now: Any = None) -> None:
        """Enqueue what is due by the clock."""
        try:
            for task in self.huey.read_periodic(now):
                self.huey.enqueue(task)
        except Exception as error:
            log_exception(log, "the queue cannot be written to", error)
            tell_of_database(self.app)


def tell_of_database(app: Flask) -> None:
    """Mail operators that the database is away, or takes no write. A failure is logged."""
    try:
        with app.app_context():
            alerts.tell_of_database(app.extensions["settings"], app.extensions["told"])
    except Exception as error:
        log_exception(log, "operators could not be told of the database", error)


class LaneConsumer(Consumer):
    """Huey's consumer with a thread for each lane."""

    worker_class, scheduler_class = PatientWorker, PatientScheduler

    def __init__(self, app: Flask, **options: Any) -> None:
        self.app = app
        super().__init__(app.extensions["huey"], **options)

    def _create_scheduler(self) -> PatientScheduler:
        scheduler: PatientScheduler = super()._create_scheduler()
        scheduler.app = self.app
        return scheduler


def make_consumer(app: Flask) -> LaneConsumer:
    """The worker's threads and clock, to `run()`."""
    return LaneConsumer(
        app,
        workers=len(LANES),
        worker_type=WORKER_THREAD,
        periodic=True,
        initial_delay=0.1,
        max_delay=2.0,
        scheduler_interval=10,
        check_worker_health=True,
    )


def run_pending(app: Flask) -> None:
    """Do once, in this thread, what waits: whatever the lanes that run every minute do, and the mail of its seals."""
    for name in ("look_after", "mail", "seal", "mail"):
        do(app, LANES[name][0])


def run_renewal(app: Flask) -> None:
    """Raise and renew seals once, in this thread."""
    do(app, LANES["renew"][0])


def do(app: Flask, jobs: tuple[Callable[[], Any], ...]) -> None:
    """Do jobs with a connection of their own, which is returned to the pool, so that a broken one is not reused.

    An error is logged and does not stop the next job; a lost database connection does, and is raised.
    """
    with app.app_context(), models.database.connection_context():
        for job in jobs:
            _do_one(job)


def _do_one(job: Callable[[], Any]) -> None:
    try:
        job()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log_exception(log, f"{job.__name__} failed; it is tried again within a minute", error)


def reassign_stuck_steps() -> None:
    """Pass on the steps of people who are away or have left."""
    absences.reassign_stuck_steps()


def queue_reminders() -> None:
    """Queue the reminders and digests that are due."""
    reminding.queue_due(clock.now())


def mail_certificate_warning() -> None:
    """Queue a warning about the sealing certificate to the operators."""
    watching.mail_certificate_warning(current_app.extensions["settings"])


def tell_operators() -> None:
    """Mail operators about the parts of the service that need them."""
    alerts.tell(current_app.extensions["settings"], memory=current_app.extensions["told"])


def keep_pins() -> None:
    """Bring the certificates that sealed here to the same in the database and beside the seal."""
    pins.keep(current_app.extensions["settings"])


def renew_due_seals() -> None:
    """Raise seals below the highest level and renew those about to expire."""
    renewing.renew_due(current_app.extensions["settings"], most=MAX_RAISED_PER_RUN)


def free_stranded_mail() -> None:
    """Let mail be tried that a clock which was ahead has put off."""
    outbox.free_stranded(clock.now())


def send_due_mail() -> int:
    """Send the mail that is due now. Returns the number sent."""
    settings: Settings = current_app.extensions["settings"]
    titles = {kind: fill_terms(form.title, settings.displayed_terms) for kind, form in KINDS.items()}
    maker = messages.Composer(settings, titles, clock.now, lambda: watching.get_warning(settings))
    return outbox.send_due(settings=settings, compose=maker.compose, now=clock.now)


def seal_what_waits() -> None:
    """Seal the approved and refused records, and have the mail about each sent at once."""
    for record in sealer.get_unsealed():
        if seal_one(record):
            wake_worker()


def make_packs() -> None:
    """Make the inspection packs that somebody asked for."""
    packs.make_waiting(current_app.extensions["settings"])


def seal_one(record: Record) -> bool:
    """Seal an approved record. False when another process was first, or on failure, which is shown on /operations."""
    settings: Settings = current_app.extensions["settings"]
    try:
        return sealer.seal_record(record, settings=settings, get_text=describe_version)
    except (SealKeyError, OSError) as error:
        why = str(error)
        log.error("record %s could not be sealed: %s", record.reference, error)
    except RenderingError as error:
        why = "It could not be drawn: the log says where"
        log.error("record %s could not be sealed: %s", record.reference, error)
    except (OperationalError, InterfaceError):
        raise
    except HeldBackError as error:
        why = error.shown
        log.warning("record %s is not sealed: %s", record.reference, error)
    except Exception as error:  # must not stop other records; the message may contain record data
        why = f"It could not be drawn ({type(error).__name__}): the log says where"
        log_exception(log, f"record {record.reference} could not be sealed", error)
    operations.save_sealing_problem(record, why)
    return False


def count_due() -> None:
    """Count when records are due that were not counted today, and end what was agreed of another day."""
    counting.count_due(figures_on(clock.today()))
    agreeing.end_void(figures_on(clock.today()))


def clear_away() -> None:
    """Delete what is kept for a time only, and drafts that nobody touched."""
    housekeeping.clear_away(figures_on(clock.today()))


def keep_figures() -> None:
    """Bring the sums of figures up to date."""
    keeping_figures.keep()


EVERY_MINUTE, EVERY_HOUR = crontab(minute="*"), crontab(minute="17")
EVERY_FIVE_MINUTES = crontab(minute="*/5")
# Lane → (its jobs in order, when it runs without being woken). Reassignment comes before mail: absent people are not
# mailed; it is looked after as well, for as long as a mail server is slow.
LANES: dict[str, tuple[tuple[Callable[[], Any], ...], Callable[..., bool]]] = {
    "look_after": (
        (operations.record_heartbeat, reassign_stuck_steps, queue_reminders, mail_certificate_warning, tell_operators),
        EVERY_MINUTE,
    ),
    "mail": ((reassign_stuck_steps, free_stranded_mail, send_due_mail), EVERY_MINUTE),
    "seal": ((seal_what_waits,), EVERY_MINUTE),
    "pack": ((packs.drop_ended, make_packs), EVERY_MINUTE),
    "renew": ((keep_pins, worker_changes.recount_what_is_due, renew_due_seals), EVERY_HOUR),
    "keep": ((count_due, clear_away), EVERY_HOUR),
    "count": ((keep_figures,), EVERY_FIVE_MINUTES),
}
WOKEN = ("mail", "seal", "pack")  # as soon as there is work
