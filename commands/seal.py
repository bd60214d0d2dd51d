"""flask seal: the certificate that seals records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from commands.context import FILE, CommandGroup, get_migration_problem, load_certificates, settings, unreadable_roots
from documents import install, keys, words
from documents.keys import SealKeyError
from documents.token import Token
from documents.trust import Pin
from forms.engine.cleaning import tidy_line, unprintable_problem
from protocol.words import is_reason
from records import clock
from records.sealing import authority, lasting, pins, publishing, renewing, sealer, time_stamps
from records.sealing.lasting import Lasting

STOPS = (
    "This is the certificate that seals: from {day} on nothing is sealed until there is another. Make it with 'flask "
    "seal renew', or install it with 'flask seal install'."
)
CONCERNS = (
    "{name} sealed {kept} of the documents that are kept here, {since} of them since {day}. They stay genuine here, "
    "and whoever checks them is told of the distrust. Elsewhere they may be called forgeries."
)
STRANGE = "sealed here too, under an authority that nobody named. If no host of yours did that: 'flask seal distrust'"

seal_group = CommandGroup("seal", help="The certificate that seals records.")


@seal_group.command("init")
@click.option("--another", is_flag=True, help="Begin a new authority although records are sealed under one already.")
def init(another: bool) -> None:
    """Make an authority of the council's own and a sealing certificate. Their keys are encrypted by the passphrase.

    With --another, a sealing folder that is under another authority than the database names is taken as it is.
    """
    _refuse_strange_authority(but=another)
    if not (another and keys.exists(settings().seal_folder) and authority.problem(settings())):
        keys.make_local_authority(settings().seal_folder, settings().council_name, _passphrase(), clock.now())
    _report_certificate()


@seal_group.command("renew")
def renew_seal() -> None:
    """Issue a further sealing certificate from the council's own authority. Older seals stay genuine."""
    if not keys.has_authority(settings().seal_folder):
        raise click.ClickException(
            "The council has no authority of its own here. Install the next certificate with 'flask seal install'."
        )
    _refuse_strange_authority()
    keys.renew_local_seal(settings().seal_folder, settings().council_name, _passphrase(), clock.now())
    _report_certificate()


@seal_group.command("install")
@click.argument("file", type=FILE, required=False)
@click.option("--passphrase-file", type=FILE, help="Holds the passphrase of FILE; without it, it is asked for.")
@click.option("--token-module", type=FILE, help="The PKCS#11 module of a token that has the key, instead of FILE.")
@click.option("--token-label", help="The token's label.")
@click.option("--key-label", help="The label of the key on the token.")
@click.option("--certificate-path", type=FILE, help="Certificates (PEM) up to the root that the token does not hold.")
def install_certificate(
    file: Path | None,
    passphrase_file: Path | None,
    token_module: Path | None,
    token_label: str | None,
    key_label: str | None,
    certificate_path: Path | None,
) -> None:
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
        install.install_token(settings().seal_folder, token, load_certificates(certificate_path), clock.now())
    _report_certificate()


def _refuse_strange_authority(*, but: bool = False) -> None:
    """Raises ClickException where this folder is not under the authority that the database names, `but` on purpose."""
    if get_migration_problem() is None and not but and (why_not := authority.problem(settings())):
        raise click.ClickException(why_not)


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


@seal_group.command("root")
@click.option("--all", "every", is_flag=True, help="List every certificate that sealed here, too.")
def show_root(every: bool) -> None:
    """Print the root certificate of the seal (PEM) and its SHA-256, as the checking page publishes them."""
    folder = settings().seal_folder
    click.echo(keys.root_certificate(folder).decode(), nl=False)
    click.echo(f"SHA-256: {_root_fingerprint()}")
    for one in publishing.what_is_trusted(settings()).pins if every else ():
        click.echo(
            f"{'Sealed here' if one.has_sealed else 'To seal here'}: {one.fingerprint} {one.name} {one.said}".rstrip()
        )


@seal_group.command("distrust")
@click.argument("fingerprint")
@click.option("--from", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day, as 2026-11-30.")
@click.option("--why", required=True, help="The reason, in words: it is shown to whoever checks a document.")
@click.option("--yes", is_flag=True, help="Do not ask whether that is meant: for scripts.")
def distrust(fingerprint: str, day: datetime, why: str, *, yes: bool) -> None:
    """Let seals of the certificate with this SHA-256 count no more from a day on: its key was stolen, say.

    Documents that are kept here, and those that a trusted time-stamp proves to be older, stay genuine. Said again, it
    moves the day; 'flask seal trust' takes it back.
    """
    why = _read_reason(why)
    if day.date() > clock.today():
        raise click.ClickException("That day is still to come. Give the first on which somebody else may have sealed.")
    with _known_certificate():
        found = pins.find(settings(), fingerprint)
        if not yes:
            kept, since = pins.count_kept(found, day.date())
            click.echo(CONCERNS.format(name=_name(found), kept=kept, since=since, day=words.in_date(day)))
            click.confirm("Distrust this certificate?", abort=True)
        found = pins.distrust(settings(), fingerprint, day=day.date(), why=why, by=authority.whoever_types())
    click.echo(f"{_name(found)} is not trusted from {words.in_date(day)} on.")
    if keys.exists(settings().seal_folder) and found.certificate == keys.sealing_certificate(settings().seal_folder):
        click.echo(f"! {STOPS.format(day=words.in_date(day))}")


@seal_group.command("trust")
@click.argument("fingerprint")
@click.option("--why", required=True, help="The reason, in words: it is shown on the checking page.")
def trust_again(fingerprint: str, why: str) -> None:
    """Take back that the certificate with this SHA-256 is distrusted: it was the wrong one, say."""
    why = _read_reason(why)
    with _known_certificate():
        found = pins.trust_again(settings(), fingerprint, why=why, by=authority.whoever_types())
    click.echo(f"{_name(found)} is trusted again.")


def _read_reason(why: str) -> str:
    """The reason as it is shown. Raises ClickException for one without a word, or with a sign that is unknown."""
    if problem := unprintable_problem(why):
        raise click.ClickException(f"{problem}.")
    if not is_reason(why):
        raise click.ClickException("Say why in words: whoever checks a document reads it.")
    return tidy_line(why)


@contextmanager
def _known_certificate() -> Iterator[None]:
    try:
        yield
    except pins.UnknownCertificateError as error:
        raise click.ClickException(str(error)) from error


def _name(pin: Pin) -> str:
    return pin.certificate.subject.rfc4514_string()


def _report_certificate() -> None:
    if get_migration_problem() is None:  # before the first 'flask setup' the folder alone knows it
        begins = authority.current() is not None
        if authority.claim(settings()) and begins:
            click.echo("A new authority begins with it. Every other host needs this seal/ before it seals again.")
        pins.keep(settings())
    found = install.status(settings().seal_folder, clock.now())
    click.echo(f"Records are sealed with {found.sealer} from now on, until {words.in_date(found.until)}.")
    click.echo(f"Give its root certificate to whoever wants to check records. Its SHA-256: {_root_fingerprint()}")
    if warning := install.expiry_warning(settings().seal_folder, clock.now()):
        click.echo(f"! {warning}")


def _root_fingerprint() -> str:
    return keys.root_fingerprint(settings().seal_folder)


@seal_group.command("status")
def status() -> None:
    """Show who seals, until when, and which level to expect.

    Exit code 1 when nothing can be sealed now, when the certificate runs out within 60 days, or when documents have a
    lower level than can be had.
    """
    now, folder = clock.now(), settings().seal_folder
    found, means = install.status(folder, now), time_stamps.means(settings(), now)
    short = renewing.count_below_highest_level(settings())
    click.echo(f"Sealed by      {found.sealer}")
    click.echo(f"issued by      {found.issuer}")
    click.echo(f"until          {words.in_date(found.until)}, in {found.days_left} days")
    if found.issuer_that_ends_first:
        click.echo(f"               when {found.issuer_that_ends_first} above it runs out")
    click.echo(f"root (SHA-256) {_root_fingerprint()}")
    click.echo(f"level          {words.SEAL_LEVELS[means.highest]}")
    for one in lasting.by_level():
        click.echo(f"{one.level:<15}{_lasts(one)}")
    for sentence in lasting.what_to_do(settings()):
        click.echo(sentence)
    for pin in authority.strangers(settings()):
        click.echo(f"strange        {pin.fingerprint} {pin.certificate.subject.rfc4514_string()} {STRANGE}")
    problems = [*_problems(now), *([_below_highest_text(short)] if short else [])]
    for problem in problems:
        click.echo(f"! {problem}")
    raise SystemExit(1 if problems else 0)


def _lasts(one: Lasting) -> str:
    documents = "1 document" if one.count == 1 else f"{one.count} documents"
    return f"{documents}; others can check each until {words.in_date(one.earliest)} at least ({one.first} end then)"


def _problems(now: datetime) -> list[str]:
    """Messages about the certificate, its key and the time-stamp roots, without duplicates."""
    found = [install.expiry_warning(settings().seal_folder, now) or ""]
    try:
        sealer.load_signer(settings(), now)
    except SealKeyError as error:
        found.append(str(error))
    found += [pins.warning(settings(), now), authority.problem(settings())]
    if settings().time_stamp_url and not time_stamps.is_service_set(settings()):
        found.append(unreadable_roots())
    return [problem for problem in dict.fromkeys(found) if problem]


def _below_highest_text(count: int) -> str:
    documents = "1 document has" if count == 1 else f"{count} documents have"
    return f"{documents} a lower level than can be had. Run 'flask documents renew', or wait for the worker to."
