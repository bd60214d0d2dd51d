"""Checking documents on a machine that has nothing of Handover but its code: no database, settings or network.

    flask --app offline documents verify FILE --trust handover-trust.json
    flask --app offline documents digest FILE

docs/sealed-record.md says what must be installed. Nothing else of Handover is imported.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from documents import digest, offline, trust
from documents.certificates import SealKeyError
from documents.digest import DigestError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

documents_group = AppGroup("documents", help="Sealed documents: check one, recompute its digest.")


def create_app() -> Flask:
    """An app with these commands and no page."""
    app = Flask(__name__)
    app.cli.add_command(documents_group)
    return app


@documents_group.command("verify")
@click.argument("file", type=FILE)
@click.option("--trust", "trusted", type=FILE, required=True, help="The file from the council's checking page.")
def verify_file(file: Path, trusted: Path) -> None:
    """Say whether FILE is a record that the council sealed, unchanged. Exit code 1 when it is not genuine."""
    try:
        known = trust.from_json(trusted.read_text(encoding="utf-8", errors="replace"), str(trusted))
    except SealKeyError as error:
        raise click.ClickException(str(error)) from error
    outcome, said = offline.lines(offline.read(file), known, datetime.now(UTC))
    click.echo("\n".join(said))
    raise SystemExit(0 if outcome.is_of_a_genuine_file else 1)


@documents_group.command("digest")
@click.argument("file", type=FILE)
def recompute_digest(file: Path) -> None:
    """Recompute the digest of FILE, a sealed PDF or its answers.json, from what was decided on.

    It says nothing of the seal. Exit code 1 for another.
    """
    try:
        is_stated, said = digest.recomputed(offline.answers_in(offline.read(file)))
    except DigestError as error:
        raise click.ClickException(f"{file}: {error}") from error
    click.echo("\n".join([*said, digest.NOT_OF_THE_SEAL]))
    raise SystemExit(0 if is_stated else 1)
