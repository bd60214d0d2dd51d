"""flask audit: the audit trail."""

from __future__ import annotations

import click

import models
from commands.context import CommandGroup
from records import audit, clock, searches
from records.keeping import certificates
from records.reporting import exports, of_child

audit_group = CommandGroup("audit", help="The audit trail.")


@audit_group.command("verify")
def verify_audit() -> None:
    """Check every record's audit trail, also against what was sealed. Exit code 1 when any was altered."""
    faulty = 0
    records = models.Record.select(models.Record.id, models.Record.reference).order_by(models.Record.id)
    for record in list(records):
        found = (audit.find_faults, audit.find_document_faults, certificates.find_faults)
        for fault in (fault for find in found for fault in find(record.id)):
            faulty += 1
            click.echo(f"{record.reference}: {fault}")
    click.echo("Every audit trail is whole." if not faulty else f"{faulty} faults found.")
    raise SystemExit(1 if faulty else 0)


@audit_group.command("searches")
@click.option("--child", default="", help="Local id of a child: who was shown them.")
@click.option("--staff", default="", help="Email of a member of staff: whom they were shown.")
def list_searches(child: str, staff: str) -> None:
    """List the searches of children, the newest first: when, by whom, and the local ids of those who were shown.

    A try at the limit is among them, as refused: nobody was shown then, so it is found by --staff alone.
    """
    found = False
    for search in searches.kept(child=child, staff=staff):
        found = True
        beyond = "other teams too" if search.beyond else "own teams"
        told = "refused at the limit" if search.refused else f"({beyond}): {' '.join(search.local_ids)}"
        click.echo(f"{search.moment} {search.by} {told}")
    if not found:
        click.echo("Nobody has searched so.")


@audit_group.command("child")
@click.argument("local_id")
def list_events_of_child(local_id: str) -> None:
    """List who read the page of a child, or took the child out in a list, the latest first, by LOCAL_ID."""
    for one in of_child.events_of(local_id):
        at = clock.in_london(one.happened_at).isoformat(" ", "seconds")
        what = {"viewed": "read the page", "taken_out": "took a list out"}[one.event]
        purpose = f", for {one.purpose.purpose}: {one.purpose.what_for}" if one.purpose else ""
        click.echo(f"{at} {one.staff.email} {what}{purpose}")


@audit_group.command("exports")
@click.option("--staff", default="", help="Email of a member of staff: what they took.")
def list_exports(staff: str) -> None:
    """List who took which list or figure as a file, or read behind a figure, the newest first, with the filters."""
    found = False
    for one in exports.taken(staff=staff):
        found = True
        click.echo(" ".join((f"{one.moment} {one.by} {one.listed}, {one.rows} rows", *one.narrowed_to)))
    if not found:
        click.echo("Nobody has taken a list as a file.")
