"""Proof that the tests are strong: forty mutants, and which of them the tests kill.

    python -m bench.mutants choose --against FOLDER    choose them once, by a fixed seed, from what the tests run
    python -m bench.mutants run --against FOLDER       judge each by the tests that run its line
    python -m bench.mutants report FOLDER [FOLDER]     the table; with an earlier folder, the two side by side

FOLDER holds the measurement of one suite, and gets its results. Where it is empty the suite is measured first, in a
copy of the last commit of `--tree`, by pytest with the arguments of `--suite`. A run that was ended goes on. With
`--earlier FOLDER` the tests that killed a mutant there come first.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shlex
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict
from itertools import cycle
from pathlib import Path
from queue import Queue
from typing import Any

from bench.mutants.places import Place, find, places_in
from bench.mutants.suite import Copy, Measured, Outcome

CHOSEN = Path(__file__).with_name("chosen.json")
PACKAGES = ("protocol", "records", "forms", "views", "documents")
LEFT_OUT = "records/demo/"  # data to try the app with
OF_EACH, SEED = 8, 40
NICENESS = 10


def choose(places: list[Place], measured: Measured) -> dict[str, Place]:
    """Id → place: as many kinds of mutants in each package as there are, no two in one function."""
    chance, chosen = random.Random(SEED), {}  # noqa: S311 - a sample that can be drawn again
    for package in PACKAGES:
        kinds: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            ours = place.file.startswith(f"{package}/") and not place.file.startswith(LEFT_OUT)
            if ours and measured.tests_of(place):
                kinds[place.kind].append(place)
        taken: set[tuple[str, str]] = set()
        for kind in cycle(chance.sample(sorted(kinds), len(kinds))):
            left = [place for place in kinds[kind] if (place.file, place.function) not in taken]
            if left:
                place = chance.choice(left)
                taken.add((place.file, place.function))
                chosen[f"{package}-{len(taken)}"] = place
            if len(taken) == OF_EACH:
                break
    return chosen


def run(tree: Path, folder: Path, jobs: int, only: list[str], earlier: Path | None) -> None:
    """Judge the mutants that have no result yet, and write each result as it comes.

    What killed a mutant in an earlier run is tried first: it may see a line only through what another test has kept.
    """
    measured, results = Measured(folder), read_results(folder)
    killers = {name: result["by"] for name, result in read_results(earlier).items()} if earlier else {}
    waiting = [name for name in chosen() if name not in results and (not only or name in only)]
    copies: Queue[Copy] = Queue()

    def one(name: str) -> tuple[str, dict[str, Any]]:
        copy = copies.get()
        try:
            place = find(chosen()[name], places_in(copy.at, PACKAGES))
            if not place:
                return name, asdict(Outcome("not found", 0.0))
            tests = [*dict.fromkeys(measured.named(killers.get(name, "")) + measured.tests_of(place))]
            outcome = copy.judge(place, tests, sum(map(measured.took, tests)))
        finally:
            copies.put(copy)
        at = {"file": place.file, "line": place.line, "before": place.before, "tests": len(tests)}
        return name, at | asdict(outcome)

    with scratch() as at, ThreadPoolExecutor(jobs) as pool:
        for number in range(jobs):
            copies.put(Copy.of(tree, at / f"copy-{number}"))
        for done in as_completed([pool.submit(one, name) for name in waiting]):
            name, result = done.result()
            results[name] = result
            (folder / "results.json").write_text(json.dumps(results, indent=2))
            print(name, result["result"], f"{result['seconds']:.0f} s", result.get("by", ""), flush=True)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for copies of the tree, in memory where TMPDIR is."""
    with tempfile.TemporaryDirectory(prefix="handover-mutants-") as folder:
        Path(folder).chmod(0o755)  # the tests' database server may run as somebody else
        yield Path(folder)


def measure(tree: Path, folder: Path, arguments: list[str]) -> None:
    """Measure the suite of a tree, unless this folder has that already."""
    if (folder / "seconds.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with scratch() as at:
        Copy.of(tree, at / "measured").measure(folder, arguments)


def chosen() -> dict[str, Place]:
    """Id → place, as it was when it was chosen."""
    return {name: Place(**place) for name, place in json.loads(CHOSEN.read_text()).items()}


def read_results(folder: Path) -> dict[str, dict[str, Any]]:
    """Id → what became of it, as far as a run has come."""
    file = folder / "results.json"
    return json.loads(file.read_text()) if file.exists() else {}


def report(folders: list[Path]) -> str:
    """A table in Markdown: a line a mutant, a column for each suite."""
    suites = [read_results(folder) for folder in folders]
    rows = [["mutant", "place", "kind", "before → after", *(folder.name for folder in folders)]]
    rows.append(["---"] * len(rows[0]))
    for name, place in chosen().items():
        change = f"`{_short(place.before)}` → `{_short(place.after)}`"
        became = [_in_words(results[name], place) if name in results else "not run" for results in suites]
        rows.append([name, f"{place.file}:{place.line} `{place.function}`", place.kind, change, *became])
    lines = [f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows]
    for folder, results in zip(folders, suites, strict=True):
        killed = sum(result["result"] == "killed" for result in results.values())
        lines.append(f"\n{folder.name}: {killed} of {len(results)} killed.")
    return "\n".join(lines)


def _in_words(result: dict[str, Any], place: Place) -> str:
    """What became of a mutant; where the place reads otherwise by now, how."""
    now = "" if result.get("before", place.before) == place.before else f" as `{_short(result['before'])}`"
    by = result["by"] or result["why"]
    took = f"{result['result']}{now}, {result.get('tests', 0)} tests, {result['seconds']:.0f} s"
    return f"{took}: {by}" if by else took


def _short(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= 60 else f"{line[:57]}…"


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=["choose", "run", "report"])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--against", type=Path, metavar="FOLDER")
    parser.add_argument("--earlier", type=Path, metavar="FOLDER")
    parser.add_argument("--tree", type=Path, default=Path.cwd())
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[], metavar="MUTANT")
    parser.add_argument("--suite", default="", metavar="ARGUMENTS", type=shlex.split)
    asked = parser.parse_args()
    if asked.do == "report":
        print(report(asked.folders))
        return
    os.nice(NICENESS)
    tree, folder = asked.tree.resolve(), asked.against.resolve()
    measure(tree, folder, asked.suite)
    if asked.do == "choose":
        found = choose(places_in(tree, PACKAGES), Measured(folder))
        CHOSEN.write_text(json.dumps({name: asdict(place) for name, place in found.items()}, indent=2) + "\n")
    else:
        run(tree, folder, asked.jobs, asked.only, asked.earlier)


if __name__ == "__main__":
    main()
