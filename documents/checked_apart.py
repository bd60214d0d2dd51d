"""Checking a stranger's file in a child process with limits of memory, processor and time, a few at once.

    python -m documents.checked_apart    reads a line of JSON and the file as one task, writes the verdict as JSON

Its answer is JSON, not a pickle: should a file take the child over, the parent interprets nothing of it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from documents import apart, attachment, container, slots, trust
from documents.outcomes import Outcome
from documents.trust import Trust
from documents.verify import SAID, Verdict, refused_unread, verify

# The largest record of the tests needs 90 MB and half a second.
MEMORY = 400 * 1024 * 1024
CPU_SECONDS = 6
SECONDS = 20.0  # with others on the machine
AT_ONCE = 2
WAIT_SECONDS = 3.0

MOMENTS = ("sealed_at", "distrusted_from")

BUSY = (
    "The file was not checked: others are being checked at this moment. Nothing was found out about it. Wait a "
    "minute, then check it again."
)


def check(data: bytes, trusted: Trust, now: datetime, *, folder: Path, keep_one_ready: bool = False) -> Verdict:
    """What `verify` says of a stranger's file, and what code and reference it claims. Never raises.

    `folder` holds the locks of those that are checked at once, shared by all processes of this machine.
    """
    if (refused := refused_unread(data)) is not None:
        return refused
    try:
        with slots.taken(folder, "check", most=AT_ONCE, wait_seconds=WAIT_SECONDS):
            return _in_child(data, trusted, now, keep_one_ready=keep_one_ready)
    except slots.BusyError:
        return Verdict(Outcome.BUSY, BUSY)


def check_alone(data: bytes, trusted: Trust, now: datetime) -> Verdict:
    """The same with the same limits, where nobody else checks: at a command line. Never raises."""
    return refused_unread(data) or _in_child(data, trusted, now)


def _in_child(data: bytes, trusted: Trust, now: datetime, *, keep_one_ready: bool = False) -> Verdict:
    task = json.dumps({"now": now.isoformat(), "trust": trusted.to_json()}).encode() + b"\n" + data
    try:
        ready: Literal["fresh", "none"] = "fresh" if keep_one_ready else "none"
        return _read(apart.run("documents.checked_apart", task, seconds=SECONDS, ready=ready))
    except apart.ApartError:
        return _given_up(data)


def _given_up(data: bytes) -> Verdict:
    """The verdict on a file that took too much to check to the end: without a signature it is not sealed, whatever
    else it is."""
    outcome = Outcome.TOO_COMPLEX if container.ranges(data) else Outcome.NOT_SEALED
    return Verdict(outcome, SAID[outcome])


def _read(answer: bytes) -> Verdict:
    told = json.loads(answer)
    moments = {name: datetime.fromisoformat(told[name]) for name in MOMENTS if told[name]}
    return Verdict(**{**told, **moments, "outcome": Outcome(told["outcome"])})


def _claims(data: bytes) -> tuple[str, str]:
    """The code and reference in the attached answers of a file that need not be genuine; '' where there are none."""
    try:
        return attachment.stated_in(data, "code")[:40], attachment.stated_in(data, "reference")[:40]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it claims nothing
        return "", ""


def main() -> None:
    """Check the file on stdin."""
    os.nice(apart.NICENESS)
    for asked in apart.tasks():
        head, _, data = asked.partition(b"\n")
        task = json.loads(head)
        apart.limit(memory=MEMORY, cpu_seconds=CPU_SECONDS)
        try:
            verdict = verify(data, trust.from_json(task["trust"]), datetime.fromisoformat(task["now"]))
            if not verdict.code:
                code, reference = _claims(data)
                verdict = replace(verdict, code=code, reference=reference)
        except MemoryError:
            verdict = _given_up(data)
        apart.answer(json.dumps(asdict(verdict), default=datetime.isoformat).encode())


if __name__ == "__main__":
    main()
