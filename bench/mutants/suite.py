"""The tests of a tree: which of them run a line, and what those say about a mutant."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coverage import Coverage, CoverageData

from bench.mutants.places import Place

LIMIT_SECONDS = 15 * 60
FIRST = 60  # the quickest tests come first, whatever their module; the rest module by module, so that fixtures last
ALIKE = 10  # parameters of one test that are tried first
ELSEWHERE = ["tests/browser/", "tests/integration/test_random_walks.py"]  # for lines that no measured test runs
PHASE = re.compile(r"(\|(setup|run|teardown)| \((setup|call|teardown)\))$")
COVERAGE = """[run]
data_file = {data}
parallel = true
include = {tree}/*
omit = {tree}/tests/*,{tree}/bench/*
context = ${{PYTEST_CURRENT_TEST-}}
patch = fork
disable_warnings = no-data-collected
"""


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: killed, survived, limit hit, or an error that says nothing about it."""

    result: str
    seconds: float
    by: str = ""
    why: str = ""


class Measured:
    """A folder with the lines that each test ran (`coverage`) and how long each took (`seconds.json`)."""

    def __init__(self, folder: Path) -> None:
        self.data = CoverageData(str(folder / "coverage"))
        self.data.read()
        self.seconds: dict[str, float] = json.loads((folder / "seconds.json").read_text())
        self.contexts = cache(self._contexts)

    def tests_of(self, place: Place) -> list[str]:
        """The tests that run a place, in the order to run them. Servers are measured as the tests that started them."""
        lines = self.contexts(place.file)
        ran = set().union(*(lines.get(line, set()) for line in range(place.line, place.end_line + 1)))
        tests = {PHASE.sub("", name) for name in ran if not name.endswith(" (setup)")}
        started = {name.partition("::")[0] for name in ran if name.endswith(" (setup)")}
        servers = {"tests/browser/" if name.startswith("tests/browser/") else name for name in started}
        return self._in_order(tests) if tests else sorted(servers)

    def named(self, test: str) -> list[str]:
        """The tests of this name, whatever file they stand in: at most a few, that with the same parameters first."""
        name, same = _function(test), [one for one in self.seconds if _function(one) == _function(test)]
        return sorted(same, key=lambda one: one.partition("::")[2] != test.partition("::")[2])[:ALIKE] if name else []

    def _contexts(self, file: str) -> dict[int, set[str]]:
        names = [name for name in self.data.measured_files() if name.endswith(f"/{file}")]
        found = self.data.contexts_by_lineno(min(names, key=len)) if names else {}
        return {line: {*contexts} - {""} for line, contexts in found.items()}

    def _in_order(self, tests: set[str]) -> list[str]:
        """The quickest first, then module by module, then what else these modules hold: it may see a kept result."""
        quickest = sorted(tests, key=lambda test: (self.took(test), test))
        modules: dict[str, float] = {}
        for test in quickest:
            modules[_module(test)] = modules.get(_module(test), 0.0) + self.took(test)
        others = [test for test in self.seconds if _module(test) in modules and test not in tests]
        rest = sorted(quickest[FIRST:], key=lambda test: (modules[_module(test)], _module(test)))
        return quickest[:FIRST] + rest + sorted(others, key=lambda test: (modules[_module(test)], _module(test)))

    def took(self, test: str) -> float:
        """The seconds of a test, or of all tests of a file or folder."""
        if "::" in test:
            return self.seconds.get(test, 1.0)
        return sum(seconds for name, seconds in self.seconds.items() if name.startswith(test))


def _function(test: str) -> str:
    return test.partition("::")[2].partition("[")[0]


def _module(test: str) -> str:
    return test.partition("::")[0]


@dataclass(frozen=True)
class Copy:
    """A copy of the last commit of a tree, with the tree's libraries and built assets."""

    at: Path

    @classmethod
    def of(cls, tree: Path, at: Path) -> Copy:
        """Make it."""
        subprocess.run(["git", "clone", "--quiet", "--shared", str(tree), str(at)], check=True)
        (at / ".venv").symlink_to((tree / ".venv").resolve())
        (at / "node_modules").symlink_to((tree / "node_modules").resolve())
        shutil.copytree(tree / "static/build", at / "static/build", dirs_exist_ok=True)
        return cls(at)

    def measure(self, folder: Path, arguments: list[str]) -> None:
        """Run the suite with these arguments of pytest, and write what Measured reads. AssertionError if it cannot run.

        Tests that fail are named: they prove nothing about a mutant either.
        """
        settings = folder / "measuring.ini"
        settings.write_text(COVERAGE.format(data=folder / "coverage", tree=self.at))
        status, report = self._pytest(arguments, None, COVERAGE_PROCESS_START=str(settings))
        assert status in (0, 1), f"pytest ended with {status}: see {self.at.with_suffix('.log').read_text()[-2000:]}"
        for test, _ in report["failed"]:
            print(f"fails as it is: {test}", file=sys.stderr)
        together = Coverage(data_file=str(folder / "coverage"), config_file=False)
        together.combine([str(folder)])
        together.save()
        (folder / "seconds.json").write_text(json.dumps(report["seconds"]))

    def judge(self, mutant: Place, tests: list[str], expected: float) -> Outcome:
        """Run these tests with the mutant. A test that fails without it too is left out, for it proves nothing."""
        begun = time.monotonic()
        while True:
            outcome = self._once(mutant, tests or ELSEWHERE, expected)
            if not outcome.by or self._pytest(_chosen(), [outcome.by])[0] == 0:
                return Outcome(outcome.result, time.monotonic() - begun, outcome.by, outcome.why)
            print(f"fails without the mutant too, left out: {outcome.by}", file=sys.stderr)
            tests = [test for test in tests if test != outcome.by]

    def _once(self, mutant: Place, tests: list[str], expected: float) -> Outcome:
        file = self.at / mutant.file
        kept, times = file.read_bytes(), file.stat()
        try:
            mutant.apply(self.at)
            # The mutant's own compiled file must never be taken for another's: they differ in their time.
            os.utime(file, (times.st_atime, time.time() + 10))
            status, report = self._pytest([*_chosen(), "-x"], tests)
        except subprocess.TimeoutExpired:
            hung = expected < LIMIT_SECONDS / 3
            return Outcome("killed" if hung else "limit hit", LIMIT_SECONDS, why=f"{LIMIT_SECONDS} s were not enough")
        finally:
            file.write_bytes(kept)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        if report["failed"]:
            test, why = report["failed"][0]
            return Outcome("killed", 0.0, test, _last_error(why))
        return Outcome("survived" if status == 0 else "error", 0.0, why="" if status == 0 else f"pytest ended {status}")

    def _pytest(self, arguments: list[str], tests: list[str] | None, **more: str) -> tuple[int, dict[str, Any]]:
        """The exit status, and what picked_tests reports. Raises TimeoutExpired, when all has been ended."""
        picked, report = self.at.with_suffix(".tests.json"), self.at.with_suffix(".report.json")
        report.unlink(missing_ok=True)
        environment = _environment(self.at) | {"PICKED_REPORT": str(report)} | more
        where: list[str] = []
        if tests is not None:
            picked.write_text(json.dumps(tests))
            environment["PICKED_TESTS"] = str(picked)
            where = sorted({_module(test) for test in tests})
        python = ["setpriv", "--pdeathsig", "KILL", str(self.at / ".venv/bin/python")]
        command = [*python, "-m", "pytest", "-q", "-p", "picked_tests", *arguments, *where]
        with self.at.with_suffix(".log").open("w") as log:
            running = subprocess.Popen(
                command, cwd=self.at, env=environment, stdout=log, stderr=log, start_new_session=True
            )
            try:
                status = running.wait(LIMIT_SECONDS if tests is not None else None)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
                raise
        return status, json.loads(report.read_text()) if report.exists() else {"failed": [], "seconds": {}}


def _chosen() -> list[str]:
    """In one process, because the order counts, whatever the suite does otherwise."""
    return ["-p", "no:cacheprovider", *(["-n", "0"] if find_spec("xdist") else [])]


def _environment(tree: Path) -> dict[str, str]:
    """As bin/test runs the tests, but with the plugin, and with compiled files, which save seconds a mutant."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HANDOVER_", "FLASK_"))}
    for name in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE"):
        kept.pop(name, None)
    temporary = tree.with_suffix(".tmp")
    temporary.mkdir(exist_ok=True)
    return kept | {
        "FLASK_SKIP_DOTENV": "1",
        "PATH": f"{tree}/.venv/bin:{kept.get('PATH', '')}",
        "PYTHONPATH": str(Path(__file__).parent),
        "TMPDIR": str(temporary),
    }


def _last_error(report: str) -> str:
    errors = [line[1:].strip() for line in report.splitlines() if line.startswith("E ")]
    return (errors or report.splitlines() or [""])[0][:200]
