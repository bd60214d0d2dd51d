"""bench/run: measure, print the table, and end with 1 when a target is missed."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from flask import Flask

from bench import council, documents, growth, pages, profile, rush, sealing
from bench.rounds import Work, compare
from bench.table import Comparison, lay_out
from forms import get_kind
from models import Record

Result = TypeVar("Result")
ROUNDS, ROUND_SECONDS = 20, 0.2
SEALINGS = 5
PROFILED = ("live", "page", "seal")


def main() -> int:
    """Do what the command line says. 1: a target is missed."""
    chosen = _arguments()
    begun = time.monotonic()
    if chosen.profile:
        print(_with_a_council(lambda app, _: profile.of(_profiled(chosen.profile, app))))
        return 0
    lines = [line for name in chosen.names for line in _with_a_council(_measure(name, chosen))]
    print(lay_out(lines))
    seconds = time.monotonic() - begun
    fewer = f"{SEALINGS} for the sealed record, {growth.ROUNDS} for many records"
    print(f"\nMedians of {ROUNDS} rounds ({fewer}), {seconds:.0f} seconds in all.")
    return int(not all(line.met for line in lines))


def _with_a_council(measure: Callable[[Flask, Path], Result]) -> Result:
    """Measure in a council of its own."""
    with tempfile.TemporaryDirectory(prefix="handover-bench-") as folder:
        return measure(council.open_council(Path(folder)), Path(folder))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", add_help=False)
    parser.add_argument("names", nargs="*", choices=[*MEASURED, []], default=[])
    parser.add_argument("--profile", choices=PROFILED)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--of", choices=growth.SIZES)
    chosen = parser.parse_args()
    chosen.names = chosen.names or [*MEASURED]
    return chosen


def _measure(name: str, chosen: argparse.Namespace) -> Callable[[Flask, Path], list[Comparison]]:
    if name != "many":
        return MEASURED[name]
    of = (chosen.of,) if chosen.of else tuple(growth.SIZES)
    return partial(growth.measure, look=growth.Look(tuple(chosen.only), of, chosen.kept))


def _profiled(name: str, app: Flask) -> Work:
    reference = council.write_case_one(app)
    if name != "seal":
        return pages.our_works(app, reference)[name]
    council.approve(app, reference)
    return sealing.seal_works(app, reference)["ours"]


def _peer(app: Flask, folder: Path) -> list[Comparison]:
    from bench.peer import open_peer  # here, because no other measurement needs Django

    reference = council.write_case_one(app)
    with app.app_context():
        record = Record.get(Record.reference == reference)
    ours, section = pages.our_works(app, reference), get_kind(record.kind).section(pages.SECTION)
    peer = pages.peer_works(open_peer(section, record.answers, folder))
    works = {f"ours {name}": ours[name] for name in ours} | {f"peer {name}": peer[name] for name in peer}
    taken = compare(works, rounds=ROUNDS, round_seconds=ROUND_SECONDS, warm_up=30)
    return [
        Comparison("live check, throughput", taken["peer live"], taken["ours live"], target=1.0),
        Comparison("a section's page, throughput", taken["peer page"], taken["ours page"], target=3.0),
    ]


def _seal(app: Flask, _: Path) -> list[Comparison]:
    reference = council.write_case_one(app)
    council.approve(app, reference)
    taken = compare(sealing.seal_works(app, reference), rounds=SEALINGS, warm_up=1)
    return [Comparison("sealed record, time", taken["bare"], taken["ours"], target=1.25, at_most=True)]


MEASURED: dict[str, Callable[..., list[Comparison]]] = {
    "peer": _peer,
    "seal": _seal,
    "long": documents.long_record,
    "burst": documents.burst,
    "rush": rush.rush,
    "many": growth.measure,
}


if __name__ == "__main__":
    sys.exit(main())
