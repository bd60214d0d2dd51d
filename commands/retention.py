"""flask retention: what is due, and the disposal of what two people have agreed to."""

from __future__ import annotations

import getpass

import click

from commands.context import CommandGroup
from models import Disposal, Record, Retention
from protocol.retention import in_words
from records import clock
from records.errors import ConflictError
from records.keeping import agreeing, certificates, counting, disposing, known
from records.keeping.certificates import Certificate
from records.weighing import figures_on

PARTS = {known.WHOLE: "", known.STAFF_PART: ", the part about staff"}

retention_group = CommandGroup("retention", help="How long records are kept, and their disposal.")


@retention_group.command("due")
@click.option("--recount", is_flag=True, help="Count every record's day anew first, as after a change of figures.")
def list_due(recount: bool) -> None:
    """List what is due, what has been due longest first: reference, kind, since when, by which rule, who agreed."""
    figures = figures_on(clock.today())
    if recount:
        click.echo(f"Counted {counting.recount(figures)} records.")
    else:
        counting.count_due(figures)
    agreeing.end_void(figures)
    found = False
    for row in agreeing.due_rows().order_by(Retention.due_on, Retention.id).iterator():
        found = True
        agreed = disposing.agreed_by(row)
        click.echo(
            f"{row.record.reference}  {row.record.kind}{PARTS[row.part]}, due since {row.due_on}, "
            f"{disposing.held_by(row.record) or f'agreed by {agreed} of 2'}\n    {in_words(row.rule, figures)}"
        )
    if not found:
        click.echo("Nothing is due.")


@retention_group.command("dispose")
@click.option("--yes", is_flag=True, help="Do it. Without this it says what would be done, and changes nothing.")
def dispose(yes: bool) -> None:
    """Dispose of what two people have agreed to, and print each certificate. It cannot be undone.

    Exit code 1 where something that was agreed could not be disposed of: it is held, or not due any more.
    """
    figures = figures_on(clock.today())
    agreed, failed = disposing.agreed(), 0
    if not agreed:
        click.echo("Nothing has been agreed to by two people.")
    for one in agreed:
        problem = _dispose(one) if yes else disposing.problem(one, figures)
        failed += bool(problem)
        if problem:
            click.echo(f"! {one.record.reference}{PARTS[one.part]}: {problem}")
        elif not yes:
            click.echo(f"{one.record.reference}{PARTS[one.part]} would go. {in_words(one.rule, figures)}")
    for one in agreeing.end_void(figures) if yes else ():
        click.echo(f"What was agreed of {one.record.reference}{PARTS[one.part]} has ended. Whoever agreed is told.")
    if agreed and not yes:
        click.echo("Nothing was changed. Make a backup that you will destroy in time, then run it again with --yes.")
    raise SystemExit(int(bool(failed)))


def _dispose(disposal: Disposal) -> str:
    """Dispose of one and print its certificates; why it could not be done, '' where it was."""
    try:
        done = disposing.dispose(disposal, figures=figures_on(clock.today()), done_by=getpass.getuser())
    except ConflictError as error:
        return error.shown
    for one in done:
        _print(one, PARTS[disposal.part])
    return ""


@retention_group.command("certificate")
@click.argument("reference")
def show_certificate(reference: str) -> None:
    """Print the certificates of what was disposed of of a record, and check them."""
    found = list(Disposal.select(Disposal, Record).join(Record).where(Disposal.done_at.is_null(False)))
    mine = [one for one in found if reference.upper() in {had.record.reference for had in certificates.of(one)}]
    if not mine:
        raise click.ClickException(f"Nothing of {reference} was disposed of here.")
    for one in mine:
        for certificate in certificates.of(one):
            _print(certificate, PARTS[one.part])


def _print(one: Certificate, part: str) -> None:
    at = clock.in_london(one.happened_at)
    click.echo(f"{one.record.reference} ({one.record.kind}{part}): disposed of on {at:%Y-%m-%d at %H:%M}")
    click.echo(f"  rule       {in_words(one.detail['rule'], figures_on(clock.today()))}")
    click.echo(f"  due        {one.detail['due_on']}")
    for name, moment in one.agreed:
        click.echo(f"  agreed     {name}, {clock.in_london(moment).date()}")
    click.echo(f"  done by    {one.detail['done_by'] or 'the worker'}")
    for version in one.detail["versions"]:
        click.echo(f"  version {version['number']}  digest  {version['digest']}")
    for document in one.detail["documents"]:
        click.echo(f"  document {document['code']}  {document['length']} bytes  sha256 {document['sha256']}")
    click.echo(f"  audit      {one.hash}")
    for fault in certificates.find_faults(one.record.id):
        click.echo(f"  ! {fault}")
