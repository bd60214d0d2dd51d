"""Drills of what goes wrong: killed processes, many at once, a full disk, PostgreSQL away, mail in six moods.

    python -m bench.outages kill --database postgresql --records 100 --kills 20
    python -m bench.outages decisions | staff | disk | postgresql | mail

Each ends by itself, works on loopback and in a folder of its own, and ends with status 1 when something was lost or
done twice. docs/drills.md holds what was found. `disk` mounts a file system of 60 MB, for which it must be root.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import models
import tasks
from app import create_app
from bench import endurance
from bench.drills import GUNICORN, Place, filled, opened, saved, sound, visitor_of
from bench.load import Load, Visitor
from bench.wsgi import posted_by
from mail import outbox
from models import AuditEvent, OutboxMail, Record, Step
from records import clock
from records.demo import load_demo_council, story
from settings import Settings
from tests import factories
from tests.support.mail_server import MailServer
from tests.support.postgres import programs_folder
from tests.support.processes import LOOPBACK, free_port, wait_until_listening
from tests.support.server import run_setup

SEED = 1
BETWEEN_KILLS, BETWEEN_DECISIONS = (4.0, 9.0), 0.4  # seconds
LONGEST_SECONDS = 20 * 60
FLASK = [sys.executable, "-m", "flask", "--app", "app"]
FIFTY, STAFF = 50, 200


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


def drill_decisions(asked: argparse.Namespace, folder: Path) -> bool:
    """Fifty posts of one decision at once, half to approve and half to return, to two processes of four threads."""
    with opened(asked.database, folder) as make:
        place = make("first")
        [draft] = filled(place, 1)
        models.connect_to(place.settings.database)
        record = Record.get(Record.reference == draft)
        factories.submit(record)
        step = factories.step_of(record, factories.DECIDERS[0])
        place.web("--workers", "2")
        who = patient(place, step.assignee.email, Counter())
        path = f"/records/{draft}/steps/{step.id}"
        fields = {"csrf_token": who.token, "digest": factories.digest_of(record), "reason": factories.REASON}

        def post(number: int) -> tuple[str, float]:
            begun = time.monotonic()
            outcome = ("approved", "returned")[number % 2]
            status, _ = who.visitor.ask("POST", path, urlencode(fields | {"outcome": outcome}))
            return str(status), time.monotonic() - begun

        with ThreadPoolExecutor(FIFTY) as at_once:
            answers = list(at_once.map(post, range(FIFTY)))
        statuses = Counter(status for status, _ in answers)
        decided = (AuditEvent.record == record) & (AuditEvent.event.in_(["confirmed", "approved", "returned"]))
        events = AuditEvent.select().where(decided & (AuditEvent.staff == step.assignee)).count()
        times = sorted(seconds for _, seconds in answers)
        print(f"{named(statuses)}; p50 {times[FIFTY // 2]:.2f} s, longest {times[-1]:.2f} s; {events} in the trail")
        return events == 1 and statuses["302"] == 1 and not any(status >= "500" for status in statuses)


def drill_staff(asked: argparse.Namespace, folder: Path) -> bool:
    """A live check each three seconds in each of two hundred records, beside one alone."""
    with opened(asked.database, folder) as make:
        place = make("first")
        drafts = filled(place, STAFF)
        place.web("--workers", "2")
        whole = True
        for names, rate in ((drafts[:1], 1.0), (drafts, STAFF / 3)):
            with Load(visitor_of(place), names, rate) as load:
                time.sleep(asked.seconds)
            print(f"{len(names)} at once: {load.said()}")
            whole &= all(said == "200" for _, _, said in load.answers) and saved(load)
        return whole


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of so many megabytes in memory. Raises CalledProcessError unless this is root."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def drill_disk(asked: argparse.Namespace, folder: Path) -> bool:
    """The disk fills under people who write, and has room again: what each kind of request is answered meanwhile."""
    with small_disk(folder / "disk", 60) as disk, opened("sqlite", disk) as make:
        place = make("first")
        drafts = filled(place, 5)
        place.web("--workers", "2")
        place.start(*FLASK, "worker")
        author = visitor_of(place)
        with Load(author, drafts, 5) as load:
            time.sleep(asked.seconds / 3)
            full = time.monotonic()
            fill(disk / "filler")
            time.sleep(asked.seconds / 3)
            for path in ("/health", "/ready/pages", "/sign-in", "/", f"/records/{drafts[0]}"):
                print(f"  with a full disk GET {path}: {author.ask('GET', path)[0]}")
            another = Visitor(place.port)
            another.sign_in(story.AUTHOR)
            print("  with a full disk signing in: done")
            (disk / "filler").unlink()
            room = time.monotonic()
            time.sleep(asked.seconds / 3)
        print(f"before:    {load.said(0, full)}\nwhile full: {load.said(full, room)}\nafterwards: {load.said(room)}")
        back = [said for begun, _, said in load.answers if begun > room + 5]
        return saved(load) and set(back) == {"200"} and place.type("audit", "verify")[0] == 0


def fill(file: Path) -> None:
    """Write until there is no room."""
    with file.open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(64 * 1024)):
                pass
        except OSError:
            return


def drill_postgresql(asked: argparse.Namespace, folder: Path) -> bool:
    """PostgreSQL is stopped at once ('immediate'), is away for four seconds and comes back, under load."""
    with ExitStack() as last, opened("postgresql", folder) as make:
        place = make("first")
        drafts = filled(place, 20)
        models.connect_to(place.settings.database)
        data = models.database.execute_sql("show data_directory").fetchone()[0]
        models.database.obj.close_all()
        place.web("--workers", "2")
        place.start(*FLASK, "worker")
        server = PostgresByHand(Path(data))
        with Load(visitor_of(place), drafts, 30) as load:
            time.sleep(asked.seconds / 3)
            stopped = time.monotonic()
            server.control("stop", "--mode=immediate")
            time.sleep(4)
            last.callback(os.kill, server.control("start"), signal.SIGINT)
            back = time.monotonic()
            time.sleep(asked.seconds * 2 / 3)
        print(
            f"before:    {load.said(0, stopped)}\nwhile away: {load.said(stopped, back)}\nafterwards: {load.said(back)}"
        )
        later = {said for begun, _, said in load.answers if begun > back + 5}
        return saved(load) and later == {"200"} and place.type("audit", "verify")[0] == 0


@dataclass
class PostgresByHand:
    """The tests' server, as an operator stops and starts it: by pg_ctl, with the options that it was started with."""

    data: Path

    def control(self, *words: str) -> int:
        """Run pg_ctl as the account that owns the data. Returns the server's id, or 0."""
        options = self.data / "postmaster.opts"
        flags = ["-o", " ".join(options.read_text().split()[3:])] if "start" in words else []
        command = [programs_folder() / "pg_ctl", "-D", self.data, "-w", "-l", self.data / "by-hand.log", *flags, *words]
        account = (
            {"user": self.data.owner(), "group": self.data.group(), "extra_groups": []} if not os.geteuid() else {}
        )
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.data, **account)  # type: ignore[call-overload]
        pid = self.data / "postmaster.pid"
        return int(pid.read_text().split()[0]) if pid.exists() else 0


MOODS: dict[str, Callable[[MailServer], object]] = {
    "takes it": lambda _: None,
    "451, try again": lambda server: server.refuse("451 Try again later"),
    "450, greylisted": lambda server: server.refuse("450 4.2.0 Greylisted, come back in five minutes"),
    "550, nobody": lambda server: server.refuse_recipients("550 5.1.1 No such person"),
    "has it and does not say so": lambda server: server.hold("taken"),
    "slow, 8 s": lambda server: server.be_slow(8),
    "away": lambda server: server.stop(),
}


def drill_mail(_: argparse.Namespace, folder: Path) -> bool:
    """A mail to a server in each mood, then to one that is well: what became of it, and how often it came."""
    settings = Settings(
        env="test",
        data_folder=folder / "data",
        smtp_port=free_port(),
        smtp_timeout_seconds=1,
        base_url=f"http://{LOOPBACK}:1",
    )
    run_setup(settings)
    models.connect_to(settings.database)
    app, whole = create_app(settings), True
    app.app_context().push()
    load_demo_council(clock.today())
    for mood, become in MOODS.items():
        server = MailServer()
        server.port = settings.smtp_port
        server.start()
        OutboxMail.delete().execute()
        factories.submitted()
        become(server)
        begun = time.monotonic()
        tasks.send_due_mail()
        seconds, mail = time.monotonic() - begun, OutboxMail.get()
        server.release()
        server.stop()
        well = MailServer()
        well.port = settings.smtp_port
        well.start()
        OutboxMail.update(next_attempt_at=clock.now()).execute()
        tasks.send_due_mail()
        well.stop()
        came, state = len(server.messages) + len(well.messages), OutboxMail.get().state
        print(f"{mood:<28} {seconds:4.1f} s, {mail.state:<8} '{mail.last_error}'; then {state}, came {came} times")
        whole &= (state, came) in ([("sent", 1), ("sent", 2)] if "does not say" in mood else [("sent", 1)]) or (
            "550" in mood and (state, came) == ("given_up", 0)
        )
    models.disconnect()
    return whole


DRILLS = {
    "kill": drill_kill,
    "decisions": drill_decisions,
    "staff": drill_staff,
    "disk": drill_disk,
    "postgresql": drill_postgresql,
    "mail": drill_mail,
}


def main() -> None:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m bench.outages", description=__doc__)
    parser.add_argument("drill", choices=DRILLS)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--records", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if DRILLS[asked.drill](asked, Path(folder)) else 1)


if __name__ == "__main__":
    main()
