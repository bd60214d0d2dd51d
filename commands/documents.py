"""flask documents: verify sealed documents, raise and renew their seals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from commands.context import FILE, CommandGroup, get_migration_problem, load_certificates, settings, unreadable_roots
from documents import digest, offline, trust
from documents.digest import DigestError
from documents.trust import Trust
from records import clock
from records.deciding import digests
from records.sealing import checking, renewing, time_stamps

documents_group = CommandGroup(
    "documents",
    help="Sealed documents: check one by its file or code, recompute its digest, raise and renew their seals.",
)


@documents_group.command("verify")
@click.argument("file", type=FILE)
@click.option("--trust", "trusted", type=FILE, help="What to trust, from the checking page; asks no database.")
@click.option(
    "--root", "roots", type=FILE, multiple=True, help="A root certificate (PEM) to trust, instead of those here."
)
@click.option("--time-root", "time_roots", type=FILE, multiple=True, help="A time-stamp service's root (PEM).")
def verify_file(file: Path, trusted: Path | None, roots: tuple[Path, ...], time_roots: tuple[Path, ...]) -> None:
    """Say whether FILE is a record that the council sealed, unchanged, as the checking page does. Asks no network.

    Without a database, or with --trust or --root, it is said what can be without the register. Exit code 1 when it is
    not genuine.
    """
    if trusted or roots or time_roots or get_migration_problem() is not None:
        outcome, said = offline.lines(offline.read(file), _trust(trusted, roots, time_roots), clock.now())
    else:
        found = checking.check_file(offline.read(file), settings=settings())
        about = f"Record {found.reference}, version {found.version}" if found.reference else ""
        outcome, said = found.outcome, [found.title, found.counts, found.explanation, about, found.level]
    click.echo("\n".join(filter(None, said)))
    raise SystemExit(0 if outcome.is_of_a_genuine_file else 1)


def _trust(file: Path | None, roots: tuple[Path, ...], time_roots: tuple[Path, ...]) -> Trust:
    """What the options name; without them, what the sealing folder says."""
    for_time = [one for path in time_roots for one in load_certificates(path)]
    if file is not None:
        return trust.from_json(file.read_text(encoding="utf-8", errors="replace"), str(file)).with_time_roots(for_time)
    known = trust.load(settings().seal_folder).with_time_roots(for_time or time_stamps.roots(settings()))
    named = tuple(one for path in roots for one in load_certificates(path))
    return replace(known, roots=named) if named else known


@documents_group.command("digest")
@click.argument("file", type=FILE)
def recompute_digest(file: Path) -> None:
    """Recompute the digest of FILE, a sealed PDF or its answers.json, from what was decided on.

    Where there is a database, the register recomputes it too. It says nothing of the seal. Exit code 1 for another.
    """
    try:
        found = offline.answers_in(offline.read(file))
        is_right, said = digest.recomputed(found)
    except DigestError as error:
        raise click.ClickException(f"{file}: {error}") from error
    if get_migration_problem() is None:
        is_right, of_register = digests.ask_register(found, is_right)
        said.append(of_register)
    click.echo("\n".join([*said, digest.NOT_OF_THE_SEAL]))
    raise SystemExit(0 if is_right else 1)


@documents_group.command("code")
@click.argument("code")
def look_up_code(code: str) -> None:
    """Say what the checking page says of the CODE printed on a sealed record. Exit code 1 for none sealed here.

    A slip in it is told without the database.
    """
    found = checking.check_code(code, settings=settings())
    about = f"Record {found.reference}, version {found.version}" if found.reference else ""
    printed = [f"{label}: {' '.join(value.split())}" for label, value in found.paper.lines()] if found.paper else []
    click.echo("\n".join(filter(None, (found.title, found.counts, found.explanation, about, found.level, *printed))))
    raise SystemExit(0 if found.outcome.is_of_a_genuine_file else 1)


@documents_group.command("renew")
def renew_documents() -> None:
    """Raise the levels of seals that fell short, and renew those that will run out.

    Exit code 1 when some could not be, or the service's roots cannot be read.
    """
    if not settings().time_stamp_url:
        raise click.ClickException("There is no time-stamp service: set HANDOVER_TIME_STAMP_URL first.")
    if not time_stamps.is_service_set(settings()):
        raise click.ClickException(unreadable_roots())
    tally = renewing.renew_due(settings())
    click.echo(f"{tally.raised} raised or renewed, {tally.failed} could not be, {tally.left} left for later.")
    if tally.away:
        click.echo(tally.away)
    raise SystemExit(1 if tally.failed or tally.left else 0)
