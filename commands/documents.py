"""flask documents: verify sealed documents, raise and renew their seals."""

from __future__ import annotations

from pathlib import Path

import click
from cryptography.hazmat.primitives import hashes

from commands.context import FILE, CommandGroup, load_certificates, settings, unreadable_roots
from documents import keys, words
from documents.verify import MAX_BYTES, verify
from records.sealing import renewing, time_stamps

documents_group = CommandGroup(
    "documents", help="Sealed documents: check one, raise and renew the levels of their seals."
)


@documents_group.command("verify")
@click.argument("file", type=FILE)
@click.option(
    "--root", "roots", type=FILE, multiple=True, help="A root certificate (PEM) to trust, instead of those here."
)
@click.option("--time-root", "time_roots", type=FILE, multiple=True, help="A time-stamp service's root (PEM).")
def verify_file(file: Path, roots: tuple[Path, ...], time_roots: tuple[Path, ...]) -> None:
    """Say whether FILE is a record that the council sealed, unchanged. Asks neither network nor database.

    Exit code 1 when it is not genuine. Whether it was superseded since, only the checking page can say.
    """
    trusted = [one for path in roots for one in load_certificates(path)] or keys.load_roots(settings().seal_folder)
    for_time = [one for path in time_roots for one in load_certificates(path)] or time_stamps.roots(settings())
    with file.open("rb") as opened:
        verdict = verify(opened.read(MAX_BYTES + 1), trusted, for_time)
    click.echo(verdict.outcome.replace("_", " "))
    click.echo(verdict.explanation)
    if verdict.outcome == "genuine":
        click.echo(words.SEAL_LEVELS[verdict.level])
        fingerprints = ", ".join(one.fingerprint(hashes.SHA256()).hex() for one in trusted)
        click.echo(f"Trusted: {fingerprints}")
    raise SystemExit(0 if verdict.outcome == "genuine" else 1)


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
