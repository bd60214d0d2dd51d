"""A lane of the worker: one run at a time, none lost, and ever longer waits after failures."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import peewee
import pytest
from flask import Flask
from huey import crontab

import tasks
from tasks import FIRST_WAIT, LONGEST_WAIT, Lane

APP = Flask("none")


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], Lane]:
    """Makes a lane of one job, which needs no database."""
    monkeypatch.setattr(tasks, "do", lambda _, jobs: [job() for job in jobs])
    return lambda job: Lane((job,), crontab(minute="*"), Clock())


def test_a_run_that_is_asked_for_meanwhile_follows_and_never_runs_beside(jobs: Any) -> None:
    begun, go_on = Event(), Event()
    runs: list[None] = []

    def job() -> None:
        runs.append(None)
        begun.set()
        assert go_on.wait(20)

    lane = jobs(job)
    first = Thread(target=lane.run, args=(APP,))
    first.start()
    assert begun.wait(20)
    for _ in range(5):
        lane.run(APP)
    assert len(runs) == 1, "it is not waited for"

    go_on.set()
    first.join(20)
    assert len(runs) == 2, "and the five are one run"


def test_after_failures_a_lane_waits_ever_longer_and_after_a_success_no_more(jobs: Any) -> None:
    failing, tried = [True], []

    def job() -> None:
        tried.append(lane.now())
        if failing[0]:
            raise ValueError

    lane = jobs(job)
    for second in range(300):
        lane.now.seconds = float(second)
        lane.run(APP)
    waits = [after - before for before, after in zip(tried, tried[1:], strict=False)]
    assert waits[:6] == [FIRST_WAIT, 4, 8, 16, 32, LONGEST_WAIT]
    assert max(waits) == LONGEST_WAIT

    failing[0] = False
    lane.now.seconds += LONGEST_WAIT
    lane.run(APP)
    lane.run(APP)
    assert tried[-1] == tried[-2]


def test_a_failure_is_one_entry_and_a_database_that_is_away_one_without_a_stack(
    jobs: Any, caplog: pytest.LogCaptureFixture
) -> None:
    class FullError(Exception):
        sqlite_errorname = "SQLITE_FULL"

    def full() -> None:
        raise peewee.OperationalError from FullError()

    jobs(full).run(APP)
    (entry,) = caplog.records
    assert entry.getMessage() == "cannot work: OperationalError SQLITE_FULL, the disk is full"
    assert vars(entry)["stack"] == ""


def test_a_queue_that_cannot_be_read_is_asked_ever_more_seldom(caplog: pytest.LogCaptureFixture) -> None:
    class Away:
        def dequeue(self) -> None:
            raise peewee.OperationalError

    class Stop:
        waits: list[float] = []

        def wait(self, seconds: float) -> None:
            self.waits.append(seconds)

    worker = tasks.PatientWorker(Away(), Stop(), 0.1, 2.0, 1.15)
    with caplog.at_level(logging.ERROR):
        for _ in range(8):
            worker.loop()

    assert Stop.waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_each_kind_of_work_has_a_lane_and_only_what_somebody_waits_for_is_woken() -> None:
    assert set(tasks.LANES) == {"look_after", "mail", "seal", "pack", "renew", "keep", "count"}
    assert set(tasks.WOKEN) == {"mail", "seal", "pack"}
