"""Records through the whole chain over HTTP while web and worker are killed at random (a drill of bench/outages.py)."""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import models
from bench import endurance
from bench.drills import FLASK, GUNICORN, Place, filled, opened, sound
from bench.load import Visitor
from bench.wsgi import posted_by
from mail import outbox
from models import Record, Step
from records import clock
from tests import factories
from tests.support.processes import LOOPBACK, wait_until_listening

SEED = 1
BETWEEN_KILLS, BETWEEN_DECISIONS = (4.0, 9.0), 0.4  # seconds
LONGEST_SECONDS = 20 * 60


@dataclass
class Killer:
    """Ends web and worker by SIGKILL, now and then, and starts them again as a service manager does."""

    place: Place
    kills: int
    done: Counter[str] = field(default_factory=Counter)
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - when to kill is no secret
    _ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.web, self.worker = self.start_web(), self.place.start(*FLASK, "worker")

    def start_web(self) -> subprocess.Popen[str]:
        """The web process. Of a killed one, children may hold the address for a moment: it is tried again."""
        command = [GUNICORN, "--bind", f"{LOOPBACK}:{self.place.port}", "--workers", "2", "app:create_app()"]
        started = self.place.start(*command)
        wait_until_listening(self.place.port, started)
        return started

    def run(self) -> None:
        """Kill until it is done often enough."""
        while self.done.total() < self.kills and not self._ended.wait(self.chance.uniform(*BETWEEN_KILLS)):
            what = self.chance.choices(("worker", "web child", "web"), (6, 3, 1))[0]
            self.done[what] += 1
            if what == "worker":
                self.worker = self._again(self.worker, lambda: self.place.start(*FLASK, "worker"))
            elif what == "web":
                self.web = self._again(self.web, self.start_web)
            else:
                children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
                for child in self.chance.sample(children, k=min(1, len(children))):
                    os.kill(int(child), signal.SIGKILL)

    def _again(
        self, process: subprocess.Popen[str], start: Callable[[], subprocess.Popen[str]]
    ) -> subprocess.Popen[str]:
        process.kill()
        process.wait()
        return start()

    def stop(self) -> None:
        """No more kills."""
        self._ended.set()


def drill_kill(asked: argparse.Namespace, folder: Path) -> bool:
    """Records through the whole chain, each decision posted over HTTP, while web and worker are killed at random."""
    with opened(asked.database, folder) as make:
        place = make("first")
        drafts = filled(place, asked.records)
        models.connect_to(place.settings.database)
        for draft in drafts:
            factories.submit(Record.get(Record.reference == draft))
        killer = Killer(place, asked.kills)
        killing = threading.Thread(target=killer.run)
        killing.start()
        until, begun = time.monotonic() + LONGEST_SECONDS, time.monotonic()
        said = decide_all(place, drafts)
        print(f"decisions posted in {time.monotonic() - begun:.0f} s: {named(said)}")
        endurance.wait_for(lambda: endurance.all_sealed() and not killing.is_alive(), until, lambda: None)
        killer.stop()
        killing.join()
        lease = 2 * outbox.LEASE.total_seconds()
        endurance.wait_for(endurance.all_sent, min(until, time.monotonic() + lease), lambda: None)
        print(f"killed: {named(killer.done)}; all done after {time.monotonic() - begun:.0f} s")
        worker = endurance.Worker(place.settings, place.log, kills=killer.done.total())
        return endurance.report(place.mail, worker, asked.records, asked.kills) and sound("at the end", place)


def decide_all(place: Place, references: list[str]) -> Counter[str]:
    """Post each decision, step after step, by whom it asks; what does not come through is posted again."""
    said: Counter[str] = Counter()
    for key in factories.DECIDERS:
        steps = [factories.step_of(Record.get(Record.reference == one), key) for one in references]
        visitors = {email: patient(place, email, said) for email in {step.assignee.email for step in steps}}
        for step in steps:
            decide(visitors[step.assignee.email], step)
    return said


@dataclass
class Patient:
    """Somebody who is signed in, and tries again for a minute when no answer or a fault comes."""

    visitor: Visitor
    token: str
    said: Counter[str]

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> int:
        """The first status that is no fault. Raises RuntimeError after a minute."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                status, _ = self.visitor.ask(method, path, urlencode(fields or {}))
            except (OSError, HTTPException) as error:
                self.said[type(error).__name__] += 1
            else:
                self.said[str(status)] += 1
                if status < 500:
                    return status
            time.sleep(0.5)
        raise RuntimeError(f"{method} {path}: nothing but faults for a minute")


def patient(place: Place, email: str, said: Counter[str]) -> Patient:
    """Sign somebody in, however often it takes."""
    until = time.monotonic() + 60
    while True:
        try:
            visitor = Visitor(place.port)
            visitor.sign_in(email)
            token = posted_by(visitor.ask("GET", "/")[1])["csrf_token"][0]
        except (OSError, HTTPException, RuntimeError, StopIteration):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return Patient(visitor, token, said)


def decide(who: Patient, step: Step) -> None:
    """Confirm or approve as the page of the step would post it."""
    today, fields = clock.today(), {"csrf_token": who.token, "outcome": "approved"}
    fields["digest"] = factories.digest_of(step.record)
    for ask in step.asks:
        typed = {"text": factories.REASON, "tick": "yes"}.get(ask["kind"])
        parts = {"day": today.day, "month": today.month, "year": today.year}
        fields |= {ask["name"]: typed} if typed else {f"{ask['name']}-{part}": str(n) for part, n in parts.items()}
    who.ask("POST", f"/records/{step.record.reference}/steps/{step.id}", fields)
    time.sleep(BETWEEN_DECISIONS)


def named(counted: Counter[str]) -> str:
    """A line of what was counted."""
    return ", ".join(f"{count} x {name}" for name, count in counted.most_common()) or "none"
