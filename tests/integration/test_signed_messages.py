"""What waits for the worker is signed: whoever can write in the database cannot have the worker run anything."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tasks import WOKEN

pytestmark = pytest.mark.both_databases


class Attack:
    """Makes a file when it is read as a pickle."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


def test_a_message_that_somebody_wrote_into_the_queue_runs_nothing(app: Flask, tmp_path: Path) -> None:
    huey = app.extensions["huey"]
    huey.storage.enqueue(pickle.dumps(Attack(tmp_path / "ran")))

    with pytest.raises(ValueError, match="not found|mismatch"):
        huey.dequeue()

    assert not (tmp_path / "ran").exists()


def test_a_message_with_a_signature_of_another_key_runs_nothing(app: Flask, tmp_path: Path) -> None:
    huey = app.extensions["huey"]
    huey.storage.enqueue(pickle.dumps(Attack(tmp_path / "ran")) + b":" + b"0" * 40)

    with pytest.raises(ValueError, match="mismatch"):
        huey.dequeue()

    assert not (tmp_path / "ran").exists()


def test_what_the_app_queues_is_read_by_its_worker(app: Flask) -> None:
    with app.app_context():
        app.extensions["wake"]()

    read = [task.name for task in iter(app.extensions["huey"].dequeue, None)]
    assert {f"run_{name}" for name in WOKEN} <= {*read}
