"""The command line for seals and sealed documents: flask seal …, flask documents …."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from flask import current_app
from flask.cli import AppGroup

from documents import install, keys, words
from documents.keys import SealKeyError
from documents.token import Token
from documents.verify import MAX_BYTES, verify
from records import clock
from records.sealing import renewing, sealer, time_stamps
from settings import Settings

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Command(click.Command):
    """Reports a SealKeyError as its message, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SealKeyError as error:
            raise click.ClickException(str(error)) from error


class _Group(AppGroup):
    command_class = _Command


seal_group = _Group("seal", help="The certificate that seals records.")
documents_group = _Group("documents", help="Sealed documents: check one, raise and renew the levels of their seals.")


def settings() -> Settings:
    """The app's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


@seal_group.command("init")
def init() -> None:
    """Make an authority of the council's own and a sealing certificate. Their keys are encrypted by the passphrase."""
    keys.make_local_authority(settings().seal_folder, settings().council_name, _passphrase(), clock.now())
    _report_certificate()


@seal_group.command("renew")
def renew_seal() -> None:
    """Issue a further sealing certificate from the council's own authority. Older seals stay genuine."""
    if not keys.has_authority(settings().seal_folder):
        raise click.ClickException(
            "The council has no authority of its own here. Install the next certificate with 'flask seal install'."
        )
    keys.renew_local_seal(settings().seal_folder, settings().council_name, _passphrase(), clock.now())
    _report_certificate()


@seal_group.command("install")
@click.argument("file", type=A_FILE, required=False)
@click.option("--passphrase-file", type=A_FILE, help="Holds the passphrase of FILE; without it, it is asked for.")
@click.option("--token-module", type=A_FILE, help="The PKCS#11 module of a token that has the key, instead of FILE.")
@click.option("--token-label", help="The token's label.")
@click.option("--key-label", help="The label of the key on the token.")
@click.option("--certificate-path", type=A_FILE, help="Certificates (PEM) up to the root that the token does not hold.")
def install_certificate(
    file: Path | None, passphrase_file: Path | None, token_module: Path | None, token_label: str | None,
    key_label: str | None, certificate_path: Path | None,
) -> None:  # fmt: skip
    """Seal with the council's own certificate from now on: that of a PKCS#12 FILE, or of a token.

    A token's PIN is HANDOVER_SEAL_TOKEN_PIN, here and whenever a record is sealed. It is not stored.
    """
    if (file is None) == (token_module is None):
        raise click.UsageError("Give a PKCS#12 file, or --token-module with --token-label and --key-label.")
    if file is not None:
        secret = _file_passphrase(passphrase_file)
        install.install_pkcs12(settings().seal_folder, file.read_bytes(), secret, _passphrase(), clock.now())
    else:
        token = _token(str(token_module), token_label, key_label)
        install.install_token(settings().seal_folder, token, _certificates(certificate_path), clock.now())
    _report_certificate()


def _passphrase() -> str:
    return settings().seal_passphrase.get_secret_value()


def _file_passphrase(passphrase_file: Path | None) -> str:
    if passphrase_file is not None:
        return passphrase_file.read_text(encoding="utf-8").rstrip("\r\n")
    return str(click.prompt("Passphrase of the file", hide_input=True, default="", show_default=False))


def _token(module: str, label: str | None, key_label: str | None) -> Token:
    if not (label and key_label):
        raise click.UsageError("A token needs --token-label and --key-label.")
    return Token(module, label, key_label, settings().seal_token_pin.get_secret_value())


def _certificates(path: Path | None) -> tuple[x509.Certificate, ...]:
    if path is None:
        return ()
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except ValueError as error:
        raise click.ClickException(f"{path} does not hold certificates (PEM).") from error


def _report_certificate() -> None:
    found = install.status(settings().seal_folder, clock.now())
    click.echo(f"Records are sealed with {found.sealer} from now on, until {words.in_date(found.until)}.")
    click.echo(f"Give its root certificate to whoever wants to check records. Its SHA-256: {_root()}")
    if warning := install.expiry_warning(settings().seal_folder, clock.now()):
        click.echo(f"! {warning}")


def _root() -> str:
    return keys.root_fingerprint(settings().seal_folder)


@seal_group.command("status")
def status() -> None:
    """Show who seals, until when, and which level to expect.

    Exit code 1 when nothing can be sealed now, when the certificate runs out within 60 days, or when documents have a
    lower level than can be had.
    """
    now, folder = clock.now(), settings().seal_folder
    found, means = install.status(folder, now), time_stamps.means(settings(), now)
    short = renewing.how_many_fall_short(settings())
    click.echo(f"Sealed by      {found.sealer}")
    click.echo(f"issued by      {found.issuer}")
    click.echo(f"until          {words.in_date(found.until)}, in {found.days_left} days")
    if found.issuer_that_ends_first:
        click.echo(f"               when {found.issuer_that_ends_first} above it runs out")
    click.echo(f"root (SHA-256) {_root()}")
    click.echo(f"level          {words.SEAL_LEVELS[means.highest]}")
    problems = [*_problems(now), *([_too_low(short)] if short else [])]
    for problem in problems:
        click.echo(f"! {problem}")
    raise SystemExit(1 if problems else 0)


def _problems(now: datetime) -> list[str]:
    """Problems with the certificate, its key or the time-stamp service's roots."""
    found = [install.expiry_warning(settings().seal_folder, now) or ""]
    try:
        sealer.load_signer(settings(), now)
    except SealKeyError as error:
        found.append(str(error))
    if settings().time_stamp_url and not time_stamps.is_service_set(settings()):
        found.append(_unreadable_roots())
    return [problem for problem in dict.fromkeys(found) if problem]


def _unreadable_roots() -> str:
    return f"{settings().time_stamp_roots_file} could not be read: no time-stamp is asked for."


def _too_low(count: int) -> str:
    documents = "1 document has" if count == 1 else f"{count} documents have"
    return f"{documents} a lower level than can be had. Run 'flask documents renew', or wait for the worker to."


@documents_group.command("verify")
@click.argument("file", type=A_FILE)
@click.option(
    "--root", "roots", type=A_FILE, multiple=True, help="A root certificate (PEM) to trust, instead of those here."
)
@click.option("--time-root", "time_roots", type=A_FILE, multiple=True, help="A time-stamp service's root (PEM).")
def verify_file(file: Path, roots: tuple[Path, ...], time_roots: tuple[Path, ...]) -> None:
    """Say whether FILE is a record that the council sealed, unchanged. Asks neither network nor database.

    Exit code 1 when it is not genuine. Whether it was superseded since, only the checking page can say.
    """
    trusted = [one for path in roots for one in _certificates(path)] or keys.load_roots(settings().seal_folder)
    for_time = [one for path in time_roots for one in _certificates(path)] or time_stamps.roots(settings())
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
        raise click.ClickException(_unreadable_roots())
    tally = renewing.renew_what_is_due(settings())
    click.echo(f"{tally.raised} raised or renewed, {tally.failed} could not be, {tally.left} left for later.")
    if tally.away:
        click.echo(tally.away)
    raise SystemExit(1 if tally.failed or tally.left else 0)
