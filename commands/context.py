"""Shared by the command groups: settings, file arguments, and reporting of key errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from cryptography import x509
from flask import current_app
from flask.cli import AppGroup

from documents.keys import SealKeyError
from settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def settings() -> Settings:
    """The current app's settings."""
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
    """A group whose commands read the sealing key."""

    command_class = SealKeyCommand


def load_certificates(path: Path | None) -> tuple[x509.Certificate, ...]:
    """The certificates in a PEM file; () for None. Raises ClickException for an invalid file."""
    if path is None:
        return ()
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except ValueError as error:
        raise click.ClickException(f"{path} does not hold certificates (PEM).") from error


def unreadable_roots() -> str:
    """The message for an unreadable file of time-stamp roots."""
    return f"{settings().time_stamp_roots_file} could not be read: no time-stamp is asked for."
