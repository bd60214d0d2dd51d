"""The command line (flask …), one module for each group of commands."""

from __future__ import annotations

from flask import Flask

from commands.accounts import accounts_group
from commands.audit import audit_group
from commands.backup import backup_group, restore
from commands.demo import demo_group
from commands.documents import documents_group
from commands.figures import figures_group
from commands.protocol import protocol_group
from commands.records import records_group
from commands.register import register_group
from commands.retention import retention_group
from commands.seal import seal_group
from commands.setup import migrate, setup, states, version, worker
from commands.status import status

COMMANDS = (setup, migrate, worker, status, states, version, restore)
GROUPS = (
    protocol_group,
    demo_group,
    audit_group,
    register_group,
    retention_group,
    accounts_group,
    seal_group,
    documents_group,
    records_group,
    figures_group,
    backup_group,
)


def register_commands(app: Flask) -> None:
    """Register the commands with the app."""
    for command in (*COMMANDS, *GROUPS):
        app.cli.add_command(command)
