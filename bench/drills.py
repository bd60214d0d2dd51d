"""Drills with web, worker and database as processes of their own, under load: a backup, and a restart.

    python -m bench.drills backup --database postgresql --seconds 20 --rate 97
    python -m bench.drills restart --seconds 12

Ends with status 1 when something was lost. PostgreSQL is the tests' own, which does not wait for its disk.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import models
from app import create_app
from bench.load import Load, Visitor
from bench.pages import CHANGED
from documents.outcomes import Outcome
from models import AuditEvent, Record, SealedDocument, State
from records import clock
from records.demo import load_demo_council, story
from records.sealing import checking
from settings import Settings
from tests import factories
from tests.support.databases import PostgresDatabases
from tests.support.mail_server import MailServer
from tests.support.postgres import running_postgres
from tests.support.processes import LOOPBACK, end, free_port, wait_until_listening
from tests.support.server import ROOT, as_environment, run_setup

DRAFTS, BACKUPS = 20, 3
FLASK = [sys.executable, "-m", "flask", "--app", "app"]
GUNICORN = str(Path(sys.executable).parent / "gunicorn")
# As systemd hands a socket over (sd_listen_fds): it is descriptor 3, and the process is named by its id.
WITH_SOCKET = 'exec env LISTEN_PID=$$ LISTEN_FDS=1 "$@"'


@dataclass
class Place:
    """A database and a data folder, with the processes on them."""

    settings: Settings
    port: int
    log: Path
    mail: MailServer
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *command: str, held: socket.socket | None = None) -> subprocess.Popen[str]:
        """Start a process, by a socket that is held for it."""
        environment = os.environ | as_environment(self.settings)
        whole = ["sh", "-c", WITH_SOCKET, "sh", *command] if held else [*command]
        give = (lambda: os.dup2(held.fileno(), 3)) if held else None
        with self.log.open("a") as log:
            started = subprocess.Popen(
                whole,
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                text=True,
                preexec_fn=give,  # noqa: PLW1509 - no thread runs yet that could hold a lock, and it is a drill
                pass_fds=(3,) if held else (),
            )
        self.processes.append(started)
        return started

    def web(self, *options: str, held: socket.socket | None = None) -> subprocess.Popen[str]:
        """Start the web process."""
        started = self.start(GUNICORN, "--bind", f"{LOOPBACK}:{self.port}", *options, "app:create_app()", held=held)
        wait_until_listening(self.port, started)
        return started

    def type(self, *words: str) -> tuple[int, str, float]:
        """(exit code, last line, seconds) of a flask command in a process of its own."""
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT,
            env=os.environ | as_environment(self.settings),
            capture_output=True,
            text=True,
            check=False,
        )
        said = (done.stdout + done.stderr).strip().splitlines() or [""]
        return done.returncode, said[-1], time.monotonic() - begun


@contextmanager
def opened(database: str, folder: Path) -> Iterator[Callable[[str], Place]]:
    """Name → a place with a new database of that kind; the first is set up, filled and bound in this process."""
    mail = MailServer()
    mail.start()
    places: list[Place] = []
    with ExitStack() as stack:
        kept = PostgresDatabases(stack.enter_context(running_postgres())) if database == "postgresql" else None

        def make(name: str) -> Place:
            url = stack.enter_context(kept.empty()) if kept else ""
            port = free_port()
            made = Settings(
                env="test",
                database_url=url,
                data_folder=folder / name,
                smtp_port=mail.port,
                base_url=f"http://{LOOPBACK}:{port}",
            )
            places.append(Place(made, port, folder / f"{name}.log", mail))
            return places[-1]

        try:
            yield make
        finally:
            for process in (process for place in places for process in place.processes):
                end(process)
            mail.stop()
            models.disconnect()


def filled(place: Place, records: int) -> list[str]:
    """Set a place up with the demo's council, and with drafts ready to be submitted; returns their references."""
    run_setup(place.settings)
    models.connect_to(place.settings.database)
    create_app(place.settings).app_context().push()  # whose council it is, for the rest of the drill
    load_demo_council(clock.today())
    drafts = [str(factories.ready_draft().reference) for _ in range(records)]
    models.database.obj.close_all()
    return drafts


def visitor_of(place: Place) -> Visitor:
    """Somebody who is signed in as the drafts' author."""
    visitor = Visitor(place.port)
    visitor.sign_in(story.AUTHOR)
    return visitor


def drill_backup(asked: argparse.Namespace, folder: Path) -> bool:
    """Back up again and again while staff write, people decide and the worker seals; then restore the last of them."""
    with opened(asked.database, folder) as make:
        place = make("first")
        drafts = filled(place, DRAFTS)
        place.web()
        place.start(sys.executable, "-m", "flask", "--app", "app", "worker")
        app, taken = create_app(place.settings), []
        begun = time.monotonic()
        with Load(visitor_of(place), drafts, asked.rate) as load:
            for number in range(BACKUPS):
                wait_until(begun + (number + 0.5) * asked.seconds / BACKUPS, app)
                since = time.monotonic()
                code, said, seconds = place.type("backup", str(folder / f"backup-{number}"))
                taken.append((since, since + seconds))
                print(f"backup {number}: {seconds:.1f} s with starting Python, code {code}. {said}")
            wait_until(begun + asked.seconds, app)
        print(f"all the time:       {load.said()}")
        for since, until in taken:
            print(f"during a backup:    {load.said(since, until)}")
        whole = saved(load)
        restored = make("restored")
        for words in (("backup", "check", str(folder / "backup-2")), ("restore", str(folder / "backup-2")), ("setup",)):
            code, said, seconds = (place if words[0] == "backup" else restored).type(*words)
            print(f"flask {words[0]}: code {code}, {seconds:.1f} s. {said}")
            whole &= code == 0
        return whole & sound("the first", place) & sound("the restored", restored)


def wait_until(moment: float, app: object) -> None:
    """Until that moment, records are approved by everybody, so that the worker has something to seal."""
    with app.app_context():  # type: ignore[attr-defined]
        while time.monotonic() < moment:
            factories.approved()
            time.sleep(0.3)


def saved(load: Load) -> bool:
    """Whether each draft holds what was last said to be saved, or a later answer."""
    lost = 0
    for reference, answer in load.acknowledged.items():
        stored = Record.get(Record.reference == reference).answers.get(CHANGED, "")
        lost += _turn(stored) < _turn(answer)
    print(f"acknowledged answers lost: {lost} of {len(load.acknowledged)} drafts")
    return not lost


def _turn(answer: str) -> int:
    return int(answer.rpartition("(")[2].rstrip(")") or 0)


def sound(name: str, place: Place) -> bool:
    """Whether every trail is whole and every document genuine, by the commands and by the checking page's function."""
    code, said, seconds = place.type("audit", "verify")
    models.disconnect()
    app = create_app(place.settings)
    with app.app_context():
        sealed_files = [bytes(one.data) for one in SealedDocument.select()]
        outcomes = [checking.check_file(data, settings=place.settings).outcome for data in sealed_files]
        genuine = outcomes.count(Outcome.GENUINE)
        sealed = Record.select().where(Record.state == State.SEALED).count()
        counts = f"{Record.select().count()} records, {AuditEvent.select().count()} audit events"
    models.disconnect()
    print(f"{name}: {counts}, {sealed} sealed, {genuine} of {len(outcomes)} genuine. {said} ({seconds:.1f} s)")
    return code == 0 and genuine == len(outcomes) and genuine > 0


def drill_restart(asked: argparse.Namespace, folder: Path) -> bool:
    """Restart the web process under load, in three ways."""
    good = True
    ways = {"stop and start": stop_and_start, "a held socket": with_held_socket, "USR2": by_usr2}
    with opened(asked.database, folder) as make:
        place = make("first")
        drafts = filled(place, DRAFTS)
        for name, restart in ways.items():
            with restart(place, folder) as again, Load(visitor_of(place), drafts, asked.rate) as load:
                time.sleep(asked.seconds / 3)
                begun = time.monotonic()
                again()
                seconds = time.monotonic() - begun
                time.sleep(asked.seconds / 3)
            print(f"{name}: new after {seconds:.1f} s. {load.said()}")
            good &= name == "stop and start" or all(said == "200" for _, _, said in load.answers)
            good &= saved(load)
    return good


@contextmanager
def stop_and_start(place: Place, _: Path) -> Iterator[Callable[[], None]]:
    """As without any provision."""
    running = [place.web()]

    def again() -> None:
        end(running[-1])
        running.append(place.web())

    yield again
    end(running[-1])


@contextmanager
def with_held_socket(place: Place, _: Path) -> Iterator[Callable[[], None]]:
    """As under systemd's socket unit: the socket stays open, and who connects meanwhile waits in its queue."""
    with socket.create_server((LOOPBACK, place.port), backlog=2048) as held:
        running = [place.web(held=held)]

        def again() -> None:
            end(running[-1])
            running.append(place.web(held=held))
            Visitor(place.port).ask("GET", "/health")

        yield again
        end(running[-1])


@contextmanager
def by_usr2(place: Place, folder: Path) -> Iterator[Callable[[], None]]:
    """The old process starts the new one, which serves beside it, and is told to end then."""
    file = folder / "web.pid"
    old = place.web("--pid", str(file))
    new: list[int] = []

    def again() -> None:
        old.send_signal(signal.SIGUSR2)
        beside = file.with_name(file.name + ".2")
        new.append(_appears(lambda: int(beside.read_text()) if beside.exists() else 0))
        children = Path(f"/proc/{new[0]}/task/{new[0]}/children")
        _appears(lambda: len(children.read_text().split()))
        time.sleep(1)  # its workers begin to accept
        end(old)

    yield again
    for pid in new:
        os.kill(pid, signal.SIGTERM)
        _appears(lambda: int(not Path(f"/proc/{pid}").exists()))  # noqa: B023 - called at once


def _appears(what: Callable[[], int]) -> int:
    until = time.monotonic() + 60
    while not (found := what()):
        if time.monotonic() > until:
            raise RuntimeError("it did not come within a minute")
        time.sleep(0.05)
    return found


DRILLS = {"backup": drill_backup, "restart": drill_restart}


def main() -> None:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser(description="A backup or a restart under load.")
    parser.add_argument("drill", choices=DRILLS)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=97.0, help="posts a second")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if DRILLS[asked.drill](asked, Path(folder)) else 1)


if __name__ == "__main__":
    main()
