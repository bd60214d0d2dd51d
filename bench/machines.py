"""Clocks that jump, and several hosts on one database: drills of bench/outages.py with processes of their own."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import models
from bench import endurance
from bench.drills import FLASK, GUNICORN, Place, filled, opened, sound, visitor_of
from bench.load import Visitor
from models import OutboxMail, Record, SealedDocument, State, Step
from records import clock
from settings import Settings
from tests import factories
from tests.support.processes import LOOPBACK, end, free_port

# libfaketime, of the Debian package faketime: the clock of one process, as a file says, without its monotonic clock.
FAKE_CLOCK = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
AS_FILE = ("FAKETIME_CACHE_DURATION=1", "FAKETIME_DONT_FAKE_MONOTONIC=1")
NO_FAKE_CLOCK = "This drill needs libfaketime (on Debian: apt install faketime)."
JUMPS = {"right": "+0", "a day ahead": "+1d", "an hour behind": "-1h", "right again": "+0"}
AT_EACH, EACH_LASTS = 3, 150.0  # records; seconds in which they are to be sealed and their mails sent
A_DAY_ON = timedelta(days=1, hours=1)
ASKED_BEFORE = timedelta(days=9)  # so that reminders are due


def drill_clocks(asked: argparse.Namespace, folder: Path) -> bool:
    """The worker's clock jumps a day ahead, then to an hour behind, while the web process keeps the right time."""
    if not FAKE_CLOCK:
        print(NO_FAKE_CLOCK)
        return False
    says = folder / "clock"
    says.write_text(JUMPS["right"])
    with opened(asked.database, folder) as make:
        place = make("first")
        waiting, *drafts = filled(place, 1 + AT_EACH * len(JUMPS))
        models.connect_to(place.settings.database)
        factories.submit(_record(waiting))
        Step.update(asked_at=clock.now() - ASKED_BEFORE).where(Step.asked_at.is_null(False)).execute()
        place.web()
        author = visitor_of(place)
        place.start("env", f"LD_PRELOAD={FAKE_CLOCK[0]}", f"FAKETIME_TIMESTAMP_FILE={says}", *AS_FILE, *FLASK, "worker")
        for number, (name, jump) in enumerate(JUMPS.items()):
            says.write_text(jump)
            time.sleep(3)  # the library looks at its file each second
            _one_jump(name, drafts[number * AT_EACH : (number + 1) * AT_EACH])
            print(f"  worker, as /ready says: {_worker(author)}; GET /: {author.ask('GET', '/')[0]}", flush=True)
        kinds = Counter((mail.kind, mail.state) for mail in OutboxMail.select())
        print(", ".join(f"{kind} {state}: {count}" for (kind, state), count in sorted(kinds.items())))
        worker = endurance.Worker(place.settings, place.log)
        every = AT_EACH * len(JUMPS)
        factories.approve(_record(waiting), *factories.DECIDERS)
        endurance.wait_for(_nothing_waits, time.monotonic() + EACH_LASTS, lambda: None)
        endurance.wait_for(lambda: _worker(author) == "ok", time.monotonic() + EACH_LASTS, lambda: None)
        print(f"worker at the end, as /ready says: {_worker(author)}")
        good = endurance.report(place.mail, worker, every + 1, 0)
        sound("now, when what was sealed a day ahead is still to come", place)
        with clock.frozen_at(clock.now() + A_DAY_ON):
            return good & sound("a day later", place)


def _worker(visitor: Visitor) -> str:
    said: str = json.loads(visitor.ask("GET", "/ready")[1])["parts"]["worker"]
    return said


def _one_jump(name: str, references: list[str]) -> None:
    """Take records through the chain, and print how long the worker let their seals and mails wait."""
    for reference in references:
        factories.submit(_record(reference))
        factories.approve(_record(reference), *factories.DECIDERS)
    begun, took = time.monotonic(), dict[str, float]()
    for what, is_so in (("sealed", lambda: _sealed(references)), ("their mails sent", endurance.all_sent)):
        endurance.wait_for(is_so, begun + EACH_LASTS, lambda: None)
        took[what] = time.monotonic() - begun if is_so() else 0.0
    said = (f"{what} after {seconds:.0f} s" if seconds else f"NOT {what}" for what, seconds in took.items())
    print(f"{name}: {', '.join(said)}", flush=True)


def _record(reference: str) -> Record:
    found: Record = Record.get(Record.reference == reference)
    return found


def _sealed(references: list[str]) -> bool:
    waiting = Record.reference.in_(references) & (Record.state != State.SEALED)
    return not Record.select().where(waiting).exists()


def _nothing_waits() -> bool:
    return endurance.all_sealed() and endurance.all_sent()


def drill_hosts(asked: argparse.Namespace, folder: Path) -> bool:
    """Two hosts with a web and a worker process each, one PostgreSQL and one seal; then a third with its own."""
    with opened("postgresql", folder) as make:
        first = make("first")
        drafts = filled(first, asked.records)
        second = _host(first, folder / "second")
        copytree(first.settings.seal_folder, second.settings.seal_folder)
        hosts = (first, second)
        whole = second.type("setup")[0] == 0
        models.connect_to(first.settings.database)
        for host in hosts:
            host.start(GUNICORN, "--bind", f"{LOOPBACK}:{host.port}", "app:create_app()")
        third = len(drafts) // 3
        parts = ((first,), drafts[:third]), ((second,), drafts[third : 2 * third]), (hosts, drafts[2 * third :])
        for sealing, references in parts:
            workers = [host.start(*FLASK, "worker") for host in sealing]
            _one_jump(f"sealed by {' and '.join(host.settings.data_folder.name for host in sealing)}", references)
            for worker in workers:
                end(worker)
        whole &= all(_verifies_all(host, folder) for host in hosts)
        return whole & _refuses(first, make("another"), folder) & sound("at the end", first)


def _host(beside: Place, data: Path) -> Place:
    """A place on the same database, with a data folder and an address of its own."""
    port = free_port()
    made = Settings(
        env="test",
        database_url=beside.settings.database_url,
        data_folder=data,
        smtp_port=beside.mail.port,
        base_url=f"http://{LOOPBACK}:{port}",
    )
    # The processes of both are ended together.
    return replace(beside, settings=made, port=port, log=data.with_suffix(".log"))


def _verifies_all(host: Place, folder: Path) -> bool:
    """Whether the command on that host calls each sealed document genuine."""
    said = Counter[str]()
    for number, document in enumerate(SealedDocument.select()):
        file = folder / f"{number}.pdf"
        file.write_bytes(bytes(document.data))
        said["genuine" if host.type("documents", "verify", str(file))[0] == 0 else "not genuine"] += 1
    print(f"{host.settings.data_folder.name} says of all: {dict(said)}")
    return set(said) == {"genuine"}


def _refuses(first: Place, another: Place, folder: Path) -> bool:
    """Whether hosts without the seal, and with one of their own, are told so by setup, web and worker in one line."""
    another.type("setup")
    stranger, bare = _host(first, another.settings.data_folder), _host(first, folder / "bare")
    whole = True
    for host, name in ((bare, "without a seal"), (stranger, "with a seal of its own")):
        for words in (("setup",), ("worker",)):
            code, said, _ = host.type(*words)
            print(f"{name}, {words[0]}: code {code}. {said}")
            whole &= code != 0
        web = host.start(GUNICORN, "--bind", f"{LOOPBACK}:{host.port}", "app:create_app()")
        print(f"{name}, web: code {web.wait(timeout=60)}. {host.log.read_text().strip().splitlines()[-1]}")
        whole &= web.returncode != 0
    return whole
