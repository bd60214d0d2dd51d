"""flask audit: the audit trail."""

from __future__ import annotations

import click

import models
from commands.context import CommandGroup
from records import audit

audit_group = CommandGroup("audit", help="The audit trail.")


@audit_group.command("verify")
def verify_audit() -> None:
    """Check every record's audit trail, also against what was sealed. Exit code 1 when any was altered."""
    faulty = 0
    for record in models.Record.select(models.Record.id, models.Record.reference).order_by(models.Record.id):
        for fault in (*audit.find_faults(record.id), *audit.find_document_faults(record.id)):
            faulty += 1
            click.echo(f"{record.reference}: {fault}")
    click.echo("Every audit trail is whole." if not faulty else f"{faulty} faults found.")
    raise SystemExit(1 if faulty else 0)
