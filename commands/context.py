"""What families of commands share: the app's settings, files, and how a faulty key is reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from cryptography import x509
from flask import current_app
from flask.cli import AppGroup

from documents.keys import SealKeyError
from settings import Settings

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def settings() -> Settings:
    """The settings of the app that the command runs in."""
    found: Settings = current_app.extensions["settings"]
    return found


class SealKeyCommand(click.Command):
    """Reports a SealKeyError as its message, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SealKeyError as error:
            raise click.ClickException(str(error)) from error


class SealKeyGroup(AppGroup):
    """Commands that read the sealing key."""

    command_class = SealKeyCommand


def certificates(path: Path | None) -> tuple[x509.Certificate, ...]:
    """The certificates (PEM) in a file, () without one. Raises ClickException."""
    if path is None:
        return ()
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except ValueError as error:
        raise click.ClickException(f"{path} does not hold certificates (PEM).") from error


def unreadable_roots() -> str:
    """What to say where the roots of the time-stamp service cannot be read."""
    return f"{settings().time_stamp_roots_file} could not be read: no time-stamp is asked for."
