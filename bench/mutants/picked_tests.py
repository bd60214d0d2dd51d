"""A pytest plugin, loaded by path into the tree under test: picks tests, names their context, says what failed.

Environment: PICKED_TESTS, a JSON list of ids (or of folders and files) in the order in which they are to run; all tests
where it is not set. PICKED_REPORT, the JSON file that gets {"seconds": {id: seconds}, "failed": [[id, message], …]}.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage

seconds: dict[str, float] = defaultdict(float)
failed: list[tuple[str, str]] = []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the picked tests alone, in the order asked for."""
    if "PICKED_TESTS" not in os.environ:
        return
    picked = {name: at for at, name in enumerate(json.loads(Path(os.environ["PICKED_TESTS"]).read_text()))}
    folders = [name for name in picked if "::" not in name]

    def rank(item: pytest.Item) -> int | None:
        return picked.get(item.nodeid, next((picked[name] for name in folders if item.nodeid.startswith(name)), None))

    ranks = {item: rank(item) for item in items}
    config.hook.pytest_deselected(items=[item for item in items if ranks[item] is None])
    items[:] = sorted((item for item in items if ranks[item] is not None), key=lambda item: ranks[item] or 0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Every line that runs meanwhile is this test's."""
    measuring = Coverage.current()
    if measuring:
        measuring.switch_context(item.nodeid)
    return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long it took, and whether it failed."""
    seconds[report.nodeid] += report.duration
    if report.failed:
        failed.append((report.nodeid, report.longreprtext))


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A module that cannot be imported has failed."""
    if report.failed:
        failed.append((report.nodeid, report.longreprtext))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the report: once, by the process that hears of every test."""
    if not hasattr(session.config, "workerinput"):
        Path(os.environ["PICKED_REPORT"]).write_text(json.dumps({"seconds": seconds, "failed": failed}))
