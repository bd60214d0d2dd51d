"""bench/run: measure, print the table, and end with 1 when a target is missed."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flask import Flask

from bench import council, documents, floors, many, pages, profile, sealing
from bench.rounds import Work, compare
from bench.table import Comparison, Floor, lay_out

Line = Comparison | Floor
Result = TypeVar("Result")
ROUNDS, ROUND_SECONDS = 20, 0.2
SEALINGS = SEARCHES = 5
PROFILED = ("live", "page", "seal")


def main() -> int:
    """Do what the command line says. 1: a target is missed."""
    chosen = _arguments()
    begun = time.monotonic()
    if chosen.profile:
        print(_with_a_council(lambda app, folder: profile.of(_works(chosen.profile, app, folder)["ours"])))
        return 0
    lines = [line for name in chosen.names for line in _with_a_council(MEASURED[name])]
    print(lay_out(lines))
    seconds = time.monotonic() - begun
    fewer = f"{SEALINGS} for the sealed record and for searches"
    print(f"\nMedians of {ROUNDS} rounds ({fewer}), {seconds:.0f} seconds in all.")
    return int(not all(line.met for line in lines if isinstance(line, Comparison)))


def _with_a_council(measure: Callable[[Flask, Path], Result]) -> Result:
    """Measure in a council of its own."""
    with tempfile.TemporaryDirectory(prefix="handover-bench-") as folder:
        return measure(council.open_council(Path(folder)), Path(folder))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", add_help=False)
    parser.add_argument("names", nargs="*", choices=[*MEASURED, []], default=[])
    parser.add_argument("--profile", choices=PROFILED)
    chosen = parser.parse_args()
    chosen.names = chosen.names or [*MEASURED]
    return chosen


def _works(name: str, app: Flask, folder: Path) -> dict[str, Work]:
    reference = council.write_case_one(app)
    if name == "live":
        return pages.live_works(app, reference) | {"commit": floors.commit_work(folder)}
    if name == "page":
        return pages.page_works(app, reference)
    council.approve(app, reference)
    return sealing.seal_works(app, reference)


def _live(app: Flask, folder: Path) -> list[Line]:
    taken = compare(_works("live", app, folder), rounds=ROUNDS, round_seconds=ROUND_SECONDS, warm_up=30)
    return [
        Floor("floor: a route that does nothing", taken["nothing"]),
        Floor("floor: one row committed to SQLite", taken["commit"]),
        Comparison("live check, throughput", taken["bare"], taken["ours"], target=0.5),
    ]


def _page(app: Flask, folder: Path) -> list[Line]:
    taken = compare(_works("page", app, folder), rounds=ROUNDS, round_seconds=ROUND_SECONDS, warm_up=10)
    return [Comparison("a section's page, throughput", taken["bare"], taken["ours"], target=0.8)]


def _seal(app: Flask, folder: Path) -> list[Line]:
    taken = compare(_works("seal", app, folder), rounds=SEALINGS, warm_up=1)
    return [Comparison("sealed record, time", taken["bare"], taken["ours"], target=1.25, at_most=True)]


def _many(_: Flask, folder: Path) -> list[Line]:
    few, lots = (many.search_works(many.council_of(folder / str(size), size)) for size in (many.FEW, many.MANY))
    works = {f"{size} {name}": ask for size, asked in (("few", few), ("many", lots)) for name, ask in asked.items()}
    taken = compare(works, rounds=SEARCHES, warm_up=2)
    return [
        Comparison(f"{name}, of a million", taken[f"few {name}"], taken[f"many {name}"], target=1.5, at_most=True)
        for name in few
    ]


MEASURED: dict[str, Callable[[Flask, Path], list[Line]]] = {
    "live": _live, "page": _page, "seal": _seal, "long": documents.long_record, "burst": documents.burst,
    "many": _many,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
