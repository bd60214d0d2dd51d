"""Records through the whole chain while the worker is killed at random: what was lost, decided twice, mailed twice.

    python -m bench.endurance --records 500 --kills 50

Everything is real: the worker is a process of its own that is ended by SIGKILL, mail goes to an SMTP server, records
are drawn and sealed. It prints one line for each question, and ends with status 1 when an answer is not the right one.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import models
from app import create_app
from mail import outbox
from models import AuditEvent, MailState, OutboxMail, Record, SealedDocument, State, Step, StepState
from records import audit, clock
from records.demo import load_demo_council
from settings import Settings
from tests import factories
from tests.support.mail_server import MailServer
from tests.support.processes import LOOPBACK
from tests.support.server import ROOT, as_environment, run_setup

LONGEST_SECONDS = 3 * 60 * 60
BETWEEN_KILLS = (5.0, 15.0)  # seconds
SEED = 1


@dataclass
class Worker:
    """The background worker, and how often it was killed."""

    settings: Settings
    log: Path
    kills: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        """Start it."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "flask", "--app", "app", "worker"],
                cwd=ROOT,
                env=os.environ | as_environment(self.settings),
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """End it at once, whatever it is doing, and start another."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1
        self.start()

    def stop(self) -> None:
        """End it as an operator would."""
        assert self.process
        self.process.terminate()
        self.process.wait()


def through_the_chain(count: int, meanwhile: Callable[[], None]) -> None:
    """Submit so many records, then have everybody decide on all of them, step after step, while the worker mails."""
    records = []
    for _ in range(count):
        record = factories.ready_draft()
        factories.submit(record)
        records.append(record)
        meanwhile()
    for key in factories.DECIDERS:
        for record in records:
            factories.approve(record, key)
            meanwhile()


def wait_for(done: Callable[[], bool], until: float, meanwhile: Callable[[], None]) -> None:
    """Until it is done, or the time is up."""
    while not done() and time.monotonic() < until:
        meanwhile()
        time.sleep(0.2)


def run(records: int, kills: int, folder: Path) -> bool:
    """One run. Returns whether every answer was the right one."""
    mail, chance = MailServer(), random.Random(SEED)  # noqa: S311 - when to kill is no secret
    settings = Settings(
        env="test", data_folder=folder, smtp_port=mail.port, base_url=f"http://{LOOPBACK}:1", smtp_timeout_seconds=5
    )
    run_setup(settings)
    models.connect_to(settings.database)
    create_app(settings).app_context().push()  # whose council it is, for the rest of the run
    load_demo_council(clock.today())
    mail.start()
    worker = Worker(settings, folder / "worker.log")
    worker.start()
    until = time.monotonic() + LONGEST_SECONDS
    next_kill = time.monotonic()

    def sometimes_kill() -> None:
        nonlocal next_kill
        if worker.kills < kills and time.monotonic() >= next_kill:
            worker.kill()
            next_kill = time.monotonic() + chance.uniform(*BETWEEN_KILLS)

    through_the_chain(records, sometimes_kill)
    wait_for(lambda: all_sealed() and worker.kills >= kills, until, sometimes_kill)
    # The mails that a killed worker had taken wait for its lease to end.
    wait_for(all_sent, min(until, time.monotonic() + 2 * outbox.LEASE.total_seconds()), lambda: None)
    worker.stop()
    mail.stop()
    return report(mail, worker, records, kills)


def all_sealed() -> bool:
    """Whether no record waits."""
    return not Record.select().where(Record.state != State.SEALED).exists()


def all_sent() -> bool:
    """Whether no mail waits."""
    return not OutboxMail.select().where(OutboxMail.state == MailState.QUEUED).exists()


def report(mail: MailServer, worker: Worker, records: int, kills: int) -> bool:
    """Print what came of it."""
    received = Counter(str(message["Message-ID"]).strip("<>").partition("@")[0] for message in mail.messages)
    needed = {row.message_id for row in OutboxMail.select().where(OutboxMail.state != MailState.NOT_NEEDED)}
    decided = [(event.record_id, event.detail["step"]) for event in _decisions()]
    lost = needed - set(received)
    answers = {
        "records submitted": (Record.select().count(), records),
        "times the worker was killed": (worker.kills, kills),
        "records sealed": (Record.select().where(Record.state == State.SEALED).count(), records),
        "documents sealed": (SealedDocument.select().count(), records),
        "steps decided": (len(decided), Step.select().where(Step.state == StepState.APPROVED).count()),
        "steps decided twice": (len(decided) - len(set(decided)), 0),
        "audit trails with a fault": (sum(any(audit.find_faults(record.id)) for record in Record.select()), 0),
        "mails lost": (len(lost), 0),
        "mails given up": (OutboxMail.select().where(OutboxMail.state == MailState.GIVEN_UP).count(), 0),
    }
    for what, (found, right) in answers.items():
        print(f"{what:<32} {found:>6}{'' if found == right else f'   should be {right}'}")
    print(f"{'mails received':<32} {sum(received.values()):>6}")
    print(f"{'of them repeated':<32} {sum(received.values()) - len(received):>6}")
    return all(found == right for found, right in answers.values())


def _decisions() -> list[AuditEvent]:
    return list(AuditEvent.select().where(AuditEvent.event.in_(["confirmed", "approved"])))


def main() -> None:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser(description="Records through the chain while the worker is killed at random.")
    parser.add_argument("--records", type=int, default=500)
    parser.add_argument("--kills", type=int, default=50)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if run(asked.records, asked.kills, Path(folder)) else 1)


if __name__ == "__main__":
    main()
