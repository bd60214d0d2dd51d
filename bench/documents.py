"""Sealed documents: a record of thirty pages against the bare libraries; pages while two hundred are being sealed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from bench import council, pages, sealing
from bench.rounds import Series, Work, compare
from bench.table import Comparison
from models import Record, RecordPerson, RecordTeam, RecordVersion, State, Step
from records.drafting import references

LONG = 110  # answers longer than this are set across the page, and are made longer here
TIMES = 10
SEALINGS = 5
BURST = 200
ROUNDS, ROUND_SECONDS = 12, 1.0
SLOWER = 1.25  # what is still called as quick as before, for a page beside a worker that has a processor of its own

WORK = """
import os, sys
from app import create_app
from documents.subprocess_render import RENDER_NICENESS
from records.sealing import sealer
from settings import Settings
import tasks
app = create_app(Settings(env="demo", data_folder=sys.argv[1]))
os.nice(RENDER_NICENESS)
with app.app_context():
    print("begun", flush=True)
    for record in sealer.get_unsealed():
        tasks.seal_one(record)
"""


def long_record(app: Flask, _: Path) -> list[Comparison]:
    """The worker's whole task for a record of thirty pages, against a bare render and signature of the same."""
    reference = council.write_case_one(app)
    _lengthen(app, reference)
    council.approve(app, reference)
    taken = compare(sealing.seal_works(app, reference), rounds=SEALINGS, warm_up=1)
    return [Comparison("sealed record of 30 pages, time", taken["bare"], taken["ours"], target=1.25, at_most=True)]


def _lengthen(app: Flask, reference: str) -> None:
    with app.app_context():
        record = Record.get(Record.reference == reference)
        longer = {
            name: "\n\n".join([said] * TIMES) if isinstance(said, str) and len(said) > LONG else said
            for name, said in record.answers.items()
        }
        Record.update(answers=longer).where(Record.id == record.id).execute()


def burst(app: Flask, folder: Path) -> list[Comparison]:
    """A section's page and a live check, in turns with a worker that seals two hundred records and one that is held."""
    draft, approved = council.write_case_one(app), council.write_case_one(app)
    council.approve(app, approved)
    _copy(app, approved, BURST - 1)
    ours = pages.our_works(app, draft)
    works = {"page": ours["page"], "live check": ours["live"]}
    for work in works.values():
        for _ in range(20):
            work()
    with _worker(folder) as worker:
        taken = {name: _in_turns(work, worker) for name, work in works.items()}
    with app.app_context():
        left = Record.select().where(Record.state == State.APPROVED).count()
    if left == 0:
        raise RuntimeError("the worker had nothing left to do before the end")
    print(f"{BURST - left} of {BURST} were sealed meanwhile")
    return [
        Comparison(f"{name} while {BURST} are sealed, time", alone, beside, target=SLOWER, at_most=True)
        for name, (alone, beside) in taken.items()
    ]


def _in_turns(work: Work, worker: subprocess.Popen[str]) -> tuple[Series, Series]:
    """(alone, beside the worker): the mean of each round."""
    alone, beside = [], []
    for _ in range(ROUNDS):
        worker.send_signal(signal.SIGSTOP)
        alone.append(_mean(work))
        worker.send_signal(signal.SIGCONT)
        beside.append(_mean(work))
    return Series(tuple(alone)), Series(tuple(beside))


def _mean(work: Work) -> float:
    taken, ends = [], time.monotonic() + ROUND_SECONDS
    while time.monotonic() < ends:
        taken.append(work())
    return sum(taken) / len(taken)


@contextmanager
def _worker(folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", WORK, str(folder)], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        try:
            yield worker
        finally:
            worker.kill()


def _copy(app: Flask, reference: str, times: int) -> None:
    """The same approved record under further references."""
    with app.app_context():
        record = Record.get(Record.reference == reference)
        for _ in range(times):
            copied = _row(record, reference=references.new_reference("TMR"))
            for table in (RecordVersion, Step, RecordPerson, RecordTeam):
                for row in table.select().where(table.record == record):
                    _row(row, record=copied)


def _row(row: Any, **changes: Any) -> Any:
    columns = {**row.__data__, **changes}
    del columns["id"]
    return type(row).create(**columns)
