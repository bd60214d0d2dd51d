"""What a backup or a restore leaves that was ended, and a backup of two services: named, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.keeping import folders, half_made
from tests.integration.hosts import Host
from tests.integration.test_backups import empty as empty
from tests.integration.test_backups import host as host
from tests.integration.test_backups import made as made

pytestmark = pytest.mark.both_databases


def test_a_restore_that_was_ended_between_database_and_seal_is_named_with_what_to_do(made: Path, empty: Host) -> None:
    assert empty.types("restore", str(made)).exit_code == 0
    left = empty.settings.seal_folder.rename(empty.settings.data_folder / ".restoring-killed")

    for words, code in (["restore", str(made)], 1), (["setup"], 1), (["status"], 2):
        said = empty.types(*words)
        assert (said.exit_code, f"A restore was broken off and left {left}" in said.output) == (code, True), said.output
    with half_made.folder(left.parent, folders.RESTORING) as going_on:
        (going_on / "seals").mkdir()
        assert folders.find_broken_off(empty.settings) == [left], "one that goes on was not broken off"
