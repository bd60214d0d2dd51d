"""What the register makes of a file: genuine are the bytes that are kept, and those with trusted time-stamps added.

The page and the command line ask the same function.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask
from werkzeug.datastructures import FileStorage

from documents import checked_apart, keys, slots, trust
from documents.seal import seal
from documents.verify import ADDED_TO, UNCHANGED
from documents.words import in_date
from models import SealCertificate, SealedDocument, State
from records import clock
from records.sealing import checking, distrusting, pins, publishing, sealer, stages, watching
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page, Reader
from tests.unit.documents import attacks
from tests.unit.documents.time_authority import TimeAuthority

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

UP_TO = UNCHANGED.split("{council}")


@pytest.fixture
def settings(settings: Settings, sealed_folder: Path, tmp_path: Path) -> Settings:
    """With a copy of the sealing folder, which these tests change."""
    shutil.copytree(sealed_folder / "seal", tmp_path / "data" / "seal")
    return settings.model_copy(update={"data_folder": tmp_path / "data"})


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeAuthority]:
    with TimeAuthority(tmp_path_factory.mktemp("time"), clock.now()).serving() as serving:
        yield serving


def document() -> SealedDocument:
    return SealedDocument.get()


def upload(reader: Reader, data: bytes, status: int = 200) -> Page:
    form = reader.open("/verify").form("/verify", method="post")
    return reader.send("/verify", {**form.fields, "document": FileStorage(BytesIO(data), "record.pdf")}, status=status)


def heading(reader: Reader, data: bytes) -> str:
    return upload(reader, data).heading.removesuffix(": check a sealed document")


def sealing_fingerprint(settings: Settings) -> str:
    """The SHA-256 of the certificate that seals now."""
    return keys.sealing_certificate(settings.seal_folder).fingerprint(hashes.SHA256()).hex()


def command(app: Flask, *words: str) -> Any:
    return app.test_cli_runner().invoke(args=words)


def distrusted(app: Flask, fingerprint: str, day: str, why: str = "The key was stolen", *more: str) -> Any:
    return command(app, "seal", "distrust", fingerprint, "--from", day, "--why", why, *(more or ("--yes",)))


def sealed_anew(settings: Settings, code: str, reference: str) -> bytes:
    """What somebody seals who has the council's key: another page, with this code and reference."""
    signer = sealer.load_signer(settings, clock.now())
    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        answers = f'{{"code": "{code}", "reference": "{reference}"}}'.encode()
        pdf.attachments["answers.json"] = pikepdf.AttachedFileSpec(pdf, answers)
        pdf.save(made)
    return seal(made.getvalue(), signer, reference=reference, at=clock.now()).data


def test_the_bytes_that_are_kept_are_genuine_and_only_of_them_it_is_said_that_none_has_changed(
    nobody: Reader, settings: Settings, monkeypatch: pytest.MonkeyPatch, service: TimeAuthority
) -> None:
    monkeypatch.setattr("records.sealing.time_stamps.roots", lambda _: (service.root,))
    data = bytes(document().data)

    kept, added = upload(nobody, data), upload(nobody, attacks.stamped(data, service))

    assert kept.heading == added.heading == "Genuine: check a sealed document"
    assert UP_TO[1] in kept.words
    assert ADDED_TO.split("{council}")[1] in added.words
    assert UP_TO[1] not in added.words


def test_a_strangers_time_stamp_on_a_record_of_ours_is_named(nobody: Reader, service: TimeAuthority) -> None:
    data = attacks.stamped(bytes(document().data), service)

    page = upload(nobody, data)

    assert page.heading == "Sealed here, with a stranger’s time-stamp added: check a sealed document"
    assert "not one byte" not in page.words
    assert f"{document().record.reference}, version 1" in page.words
    assert checking.COUNTS in page.words


@pytest.mark.parametrize("known", ["code", "reference"])
def test_whoever_has_the_councils_key_makes_no_other_bytes_of_a_record_that_is_known(
    nobody: Reader, settings: Settings, known: str
) -> None:
    claimed = {"code": "ZZZZ-ZZZZ-ZZZZ", "reference": "TMR-ZZZZ-ZZZZ"}
    claimed[known] = {"code": document().code, "reference": document().record.reference}[known]

    page = upload(nobody, sealed_anew(settings, **claimed))

    assert page.heading == "Not the record that was sealed here: check a sealed document"
    assert stages.NOT_ITS_BYTES in page.words


def test_a_changed_file_that_claims_to_be_a_record_of_ours_is_told_so_too(nobody: Reader, settings: Settings) -> None:
    data = sealed_anew(settings, document().code, document().record.reference)

    page = upload(nobody, data + b"\n")

    assert page.heading == "Altered: check a sealed document"
    assert stages.CLAIMS in page.words


def test_what_was_disposed_of_leaves_what_a_copy_is_known_by(nobody: Reader) -> None:
    """Nothing of it hangs on the document or the record."""
    sealed, data = document(), bytes(document().data)
    stages.note_disposal(sealed.code, clock.today())
    SealedDocument.delete().execute()

    assert heading(nobody, data) == "Sealed here, and disposed of since"
    assert heading(nobody, data + b" ") == "Altered"


def test_another_host_with_this_database_trusts_the_same(nobody: Reader, settings: Settings, tmp_path: Path) -> None:
    pins.keep(settings)
    elsewhere = settings.model_copy(update={"data_folder": tmp_path / "elsewhere"})

    assert pins.trusted(elsewhere).pins == pins.trusted(settings).pins
    assert set(pins.trusted(settings).roots) <= set(pins.trusted(elsewhere).roots)


# Distrust


@pytest.mark.parametrize("days", [-5, 0], ids=["kept since that day", "kept on it"])
def test_what_is_kept_here_stays_genuine_and_nothing_else_that_a_distrusted_certificate_sealed(
    app: Flask, nobody: Reader, sign_in: SignIn, settings: Settings, tmp_path: Path, days: int
) -> None:
    """Page, code, command line and the record's own page say the same."""
    sealed, data = document(), bytes(document().data)
    forged = sealed_anew(settings, "ZZZZ-ZZZZ-ZZZZ", "TMR-ZZZZ-ZZZZ")
    (tmp_path / "kept.pdf").write_bytes(data)
    day = clock.today() + timedelta(days=days)
    since = f"Its certificate is not trusted from {in_date(day)} on (“The laptop was stolen”)."

    said = distrusted(app, sealed.certificate, day.isoformat(), "The laptop was stolen")
    page, by_code = upload(nobody, data), nobody.open(f"/verify?code={sealed.code}")
    typed = [
        command(app, "documents", *words) for words in (("verify", str(tmp_path / "kept.pdf")), ("code", sealed.code))
    ]

    assert said.exit_code == 0, said.output
    assert "! This is the certificate that seals" in said.output
    assert page.heading == "Genuine: check a sealed document"
    assert f"{since} {distrusting.KEPT}" in page.words
    assert by_code.heading == "Sealed here: check a sealed document"
    assert f"{since} {distrusting.KEPT_BY_CODE}" in by_code.words
    assert [(one.exit_code, since in one.output) for one in typed] == [(0, True), (0, True)]
    assert f"{since} {distrusting.KEPT}" in sign_in(story.AUTHOR).open(f"/records/{sealed.record.reference}").words
    assert heading(nobody, forged) == "Sealed with a certificate that is not trusted any more"
    assert "The laptop was stolen" in nobody.open("/verify").words
    row = SealCertificate.get(SealCertificate.fingerprint == sealed.certificate)
    assert (row.distrusted_why, bool(row.distrusted_by), bool(row.distrusted_at)) == (
        "The laptop was stolen",
        True,
        True,
    )


def test_a_certificate_that_its_authority_revoked_is_named_by_code_too(settings: Settings) -> None:
    revoked = trust.load(settings.seal_folder).pins[document().certificate].certificate
    before = checking.check_code(document().code, settings=settings).explanation
    key = serialization.load_pem_private_key(
        (settings.seal_folder / "authority" / "key.pem").read_bytes(),
        settings.seal_passphrase.get_secret_value().encode(),
    )
    assert isinstance(key, rsa.RSAPrivateKey)
    entry = x509.RevokedCertificateBuilder().serial_number(revoked.serial_number).revocation_date(clock.now()).build()
    listed = x509.CertificateRevocationListBuilder().issuer_name(revoked.issuer).add_revoked_certificate(entry)
    listed = listed.last_update(clock.now()).next_update(clock.now() + timedelta(days=1))
    (settings.seal_folder / "revoked").mkdir()
    assert isinstance(key, rsa.RSAPrivateKey)
    data = listed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (settings.seal_folder / "revoked" / "ours.crl").write_bytes(data)

    after = checking.check_code(document().code, settings=settings).explanation

    assert before == checking.BY_CODE
    assert f"is not trusted from {in_date(clock.today())} on, when it was revoked." in after


def test_nothing_is_sealed_with_a_distrusted_certificate_until_there_is_another(app: Flask, settings: Settings) -> None:
    fingerprint = document().certificate
    record = factories.in_state(State.APPROVED)
    assert pins.DISTRUSTED not in command(app, "seal", "status").output
    distrusted(app, fingerprint, clock.today().isoformat())

    for words in (("seal", "status"), ("status",)):
        assert pins.DISTRUSTED in command(app, *words).output
    assert watching.get_status(settings).warning == pins.DISTRUSTED
    with app.app_context():
        assert factories.seal_what_waits() == 0
        keys.renew_local_seal(
            settings.seal_folder, settings.council_name, settings.seal_passphrase.get_secret_value(), clock.now()
        )
        assert factories.seal_what_waits() == 1
    assert watching.get_status(settings).warning == ""
    assert SealedDocument.get(SealedDocument.record == record).certificate != fingerprint


# Published


def test_the_page_publishes_the_root_and_every_certificate_that_sealed_here(
    app: Flask, nobody: Reader, settings: Settings
) -> None:
    page = nobody.open("/verify")

    root = nobody.client.get("/verify/root.pem")
    everything = nobody.client.get("/verify/trust.json")

    assert keys.root_fingerprint(settings.seal_folder) in page.words
    assert document().certificate in page.words
    assert root.data == keys.root_certificate(settings.seal_folder)
    assert trust.from_json(everything.text) == pins.trusted(settings)
    assert publishing.UNUSED not in page.words
    command(app, "seal", "renew")
    said = command(app, "seal", "root", "--all").output
    assert f"Sealed here: {document().certificate} " in said
    assert f"To seal here: {sealing_fingerprint(settings)} " in said
    assert publishing.UNUSED in nobody.open("/verify").words
    assert said.startswith(root.text)
    assert f"SHA-256: {keys.root_fingerprint(settings.seal_folder)}\n" in said
    assert document().certificate in said


def test_without_a_certificate_the_page_opens_and_publishes_nothing(
    nobody: Reader, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "seal_folder", property(lambda _: tmp_path))

    assert nobody.open("/verify").heading == "Check a sealed document"
    assert nobody.client.get("/verify/root.pem").status_code == 404


def test_with_a_damaged_folder_nothing_is_checked_and_a_page_says_so(nobody: Reader, settings: Settings) -> None:
    data = bytes(document().data)
    (settings.seal_folder / trust.FILE).write_text("[]")

    page = upload(nobody, data, status=503)

    assert page.heading == "The seal cannot be read"
    assert nobody.client.get("/verify/trust.json").status_code == 503


def test_the_folder_and_the_database_learn_from_each_other(settings: Settings) -> None:
    pins.keep(settings)
    file = settings.seal_folder / trust.FILE
    written = file.read_text()
    SealCertificate.delete().execute()

    pins.keep(settings)

    assert document().certificate in [row.fingerprint for row in SealCertificate.select()]
    assert file.read_text() == written


# The command line, and when there is too much to do


def test_the_command_line_says_what_the_page_says(
    app: Flask, nobody: Reader, settings: Settings, tmp_path: Path, service: TimeAuthority
) -> None:
    data = bytes(document().data)
    files = {
        "kept": data,
        "altered": data + b"\n",
        "stamped": attacks.stamped(data, service),
        "other": sealed_anew(settings, document().code, "TMR-ZZZZ-ZZZZ"),
        "flooded": attacks.flooded(50, 10),
        "none": b"hello",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        page, said = upload(nobody, content), command(app, "documents", "verify", str(tmp_path / name))
        first, *sentences = said.output.strip().split("\n")
        assert page.heading == f"{first}: check a sealed document", name
        assert all(sentence in page.words for sentence in sentences), (name, sentences, page.words)
        assert (said.exit_code == 0) == (name == "kept")


def test_when_too_many_are_checked_at_once_the_page_says_that_nothing_was_checked(
    nobody: Reader, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checked_apart, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(checked_apart, "AT_ONCE", 1)
    with slots.taken(settings.data_folder / "locks", "check", most=1, wait_seconds=0):
        page = upload(nobody, bytes(document().data), 503)

    assert page.heading == "Not checked: too busy: check a sealed document"
    assert checked_apart.BUSY in page.words
    assert page.response.headers["Retry-After"] == "60"
