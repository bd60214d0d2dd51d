"""Drills of what goes wrong: killed processes, many at once, a full disk, PostgreSQL away, mail in six moods, clocks.

    python -m bench.outages kill --database postgresql --records 100 --kills 20
    python -m bench.outages decisions | staff | disk | postgresql | frozen | mail | clocks | hosts

Each ends by itself, works on loopback and in a folder of its own, and ends with status 1 when something was lost or
done twice. docs/drills.md holds what was found. `disk` mounts a file system of 60 MB, for which it must be root.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import models
import tasks
from app import create_app
from bench.drills import FLASK, Place, filled, opened, saved, visitor_of
from bench.killing import drill_kill, named, patient
from bench.load import Load, Visitor
from bench.machines import drill_clocks, drill_hosts
from models import AuditEvent, OutboxMail, Record
from records import clock
from records.demo import load_demo_council, story
from settings import Settings
from tests import factories
from tests.support.mail_server import MailServer
from tests.support.postgres import programs_folder
from tests.support.processes import LOOPBACK, free_port
from tests.support.server import run_setup

FIFTY, STAFF = 50, 200
FROZEN_FOR = 40.0  # seconds


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
                time.sleep(asked.seconds / 2)  # all have opened their page
                since = time.monotonic()
                time.sleep(asked.seconds / 2)
            print(f"{len(names)} at once: {load.said(since)}")
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


def running_on_postgresql(make: Callable[[str], Place]) -> tuple[Place, list[str], Path]:
    """A place with its web and worker processes, references of drafts in it, and the folder of its PostgreSQL."""
    place = make("first")
    drafts = filled(place, 20)
    models.connect_to(place.settings.database)
    data = models.database.execute_sql("show data_directory").fetchone()[0]
    models.database.obj.close_all()
    place.web("--workers", "2")
    place.start(*FLASK, "worker")
    return place, drafts, Path(data)


def drill_postgresql(asked: argparse.Namespace, folder: Path) -> bool:
    """PostgreSQL is stopped at once ('immediate'), is away for four seconds and comes back, under load."""
    with ExitStack() as last, opened("postgresql", folder) as make:
        place, drafts, data = running_on_postgresql(make)
        server = PostgresByHand(data)
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


def drill_frozen(asked: argparse.Namespace, folder: Path) -> bool:
    """All of PostgreSQL is stopped where it stands (SIGSTOP) for forty seconds, under load; its machine goes on."""
    with opened("postgresql", folder) as make:
        place, drafts, data = running_on_postgresql(make)
        visitor, server = visitor_of(place), int(Path(data, "postmaster.pid").read_text().split()[0])
        with Load(visitor, drafts, 30) as load:
            time.sleep(asked.seconds / 3)
            stopped = time.monotonic()
            with _frozen(server):
                time.sleep(FROZEN_FOR / 2)
                begun = time.monotonic()
                health = visitor.ask("GET", "/health")[0], time.monotonic() - begun
                time.sleep(FROZEN_FOR / 2)
            back = time.monotonic()
            time.sleep(asked.seconds * 2 / 3)
        print(
            f"before:       {load.said(0, stopped)}\nwhile frozen: {load.said(stopped, back)}\n"
            f"afterwards:   {load.said(back)}\n/health, halfway: {health[0]} after {health[1]:.1f} s"
        )
        later = {said for begun, _, said in load.answers if begun > back + 10}
        return saved(load) and later == {"200"} and place.type("audit", "verify")[0] == 0


@contextmanager
def _frozen(server: int) -> Iterator[None]:
    """The server and every process that it has started, those of connections too, do not run."""
    children = [int(one) for one in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    for process in (server, *children):
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in (server, *children):
            os.kill(process, signal.SIGCONT)


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
    "frozen": drill_frozen,
    "mail": drill_mail,
    "clocks": drill_clocks,
    "hosts": drill_hosts,
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
