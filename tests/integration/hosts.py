"""Machines with data folders of their own on one database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import Result
from flask import Flask

import models
import tasks
from app import create_app
from documents.outcomes import Outcome
from models import Record, SealedDocument
from records.sealing import checking
from settings import Settings
from tests import factories


class Host:
    """A machine with a data folder of its own on the database that all share."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.settings = url, Settings(env="test", database_url=url, data_folder=folder)

    def types(self, *words: str) -> Result:
        """What a command says on it."""
        models.disconnect()
        return create_app(self.settings).test_cli_runner().invoke(args=words)

    @contextmanager
    def running(self) -> Iterator[Flask]:
        """The app on it."""
        models.disconnect()
        app = create_app(self.settings)
        with app.app_context():
            yield app

    def seals(self) -> Record:
        """A record that is approved and sealed by the worker on it; APPROVED where the worker could not."""
        with self.running() as app:
            record = factories.approved()
            tasks.run_pending(app)
            return factories.fresh(record)

    def outcomes(self) -> list[Outcome]:
        """What /verify on it says of every sealed document."""
        with self.running():
            stored = [bytes(one.data) for one in SealedDocument.select().order_by(SealedDocument.id)]
            return [checking.check_file(data, settings=self.settings).outcome for data in stored]
