"""flask seal and flask documents, as whoever runs the service types them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from pydantic import SecretStr

import models
from app import create_app
from commands.setup import apply_migrations
from documents import install, keys
from documents.seal import seal
from records import clock
from settings import Settings
from tests.unit.documents.certificates_for_tests import FOR_WEB_SERVERS, Authority

Flask = Callable[..., Result]
NOW = datetime.now(UTC)
PASSPHRASE = "a passphrase for tests"
AUTHORITY = Authority("A public authority")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(env="test", data_folder=tmp_path_factory.mktemp("data"), seal_passphrase=SecretStr(PASSPHRASE))


@pytest.fixture
def flask(settings: Settings, tmp_path: Path) -> Flask:
    """Types a command in a new, empty place, or in one with these settings."""

    def flask(*words: str, typed: str = "", **changes: object) -> Result:
        models.disconnect()
        app = create_app(settings.model_copy(update={"data_folder": tmp_path, **changes}))
        with app.app_context():
            apply_migrations()
        return app.test_cli_runner().invoke(args=words, input=typed)

    return flask


@pytest.fixture
def begun(flask: Flask) -> Flask:
    """The same, in a place that has a certificate."""
    assert flask("seal", "init").exit_code == 0
    return flask


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def until(folder: Path) -> datetime:
    return install.status(folder / "seal", NOW).until


def test_init_makes_an_authority_and_says_whose_and_until_when(flask: Flask, tmp_path: Path) -> None:
    said = flask("seal", "init")

    assert said.exit_code == 0
    assert "Ashbourne Vale Council document seal" in said.output
    assert keys.root_fingerprint(tmp_path / "seal") in said.output
    assert (tmp_path / "seal" / "authority" / "key.pem").read_bytes().startswith(b"-----BEGIN ENCRYPTED")


def test_init_changes_nothing_where_there_is_one(begun: Flask, tmp_path: Path) -> None:
    before = keys.root_fingerprint(tmp_path / "seal")

    said = begun("seal", "init")

    assert (said.exit_code, keys.root_fingerprint(tmp_path / "seal")) == (1, before)
    assert "holds a sealing certificate already" in said.output


def test_a_passphrase_that_is_too_short_makes_nothing(flask: Flask, tmp_path: Path) -> None:
    said = flask("seal", "init", seal_passphrase=SecretStr("short"))

    assert said.exit_code == 1
    assert "must be 12 characters or more" in said.output
    assert not (tmp_path / "seal").exists()


def test_status_says_who_until_when_and_which_level(begun: Flask) -> None:
    said = begun("seal", "status")

    assert said.exit_code == 0, said.output
    assert "Sealed by      CN=Ashbourne Vale Council document seal" in said.output
    assert "level          B-B: sealed with the council’s certificate" in said.output
    assert "!" not in said.output


def test_status_expects_the_highest_level_with_a_time_stamp_service(begun: Flask, tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_bytes(AUTHORITY.certificate.public_bytes(serialization.Encoding.PEM))
    service = {"time_stamp_url": "https://time.example/tsa", "time_stamp_roots_file": tmp_path / "roots.pem"}

    said = begun("seal", "status", **service)

    assert said.exit_code == 0, said.output
    assert "level          B-LTA: " in said.output


def test_status_says_that_the_roots_of_the_service_cannot_be_read(begun: Flask, tmp_path: Path) -> None:
    service = {"time_stamp_url": "https://time.example/tsa", "time_stamp_roots_file": tmp_path / "nowhere.pem"}

    said = begun("seal", "status", **service)

    assert (said.exit_code, "nowhere.pem could not be read" in said.output) == (1, True)


@pytest.mark.parametrize("days, code", [(61, 0), (59, 1), (-1, 1)])
def test_status_warns_sixty_days_ahead_with_its_exit_code(
    begun: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, code: int
) -> None:
    at(monkeypatch, until(tmp_path) - timedelta(days=days, hours=-1))

    said = begun("seal", "status")

    assert said.exit_code == code, said.output
    assert ("runs out on" in said.output or "certificate expired" in said.output) == bool(code)


def test_status_says_that_the_passphrase_is_wrong(begun: Flask) -> None:
    said = begun("seal", "status", seal_passphrase=SecretStr("another passphrase"))

    assert (said.exit_code, "could not be unlocked" in said.output) == (1, True)


def test_status_where_there_is_nothing_says_what_to_do(flask: Flask) -> None:
    said = flask("seal", "status")

    assert (said.exit_code, "Make or install one first" in said.output) == (1, True)


@pytest.mark.parametrize(
    "days, said", [(61, None), (60, None), (59, "in 59 days"), (1, "in 1 day."), (-1, "certificate expired")]
)
def test_the_warning_for_operators_begins_sixty_days_ahead(
    begun: Flask, tmp_path: Path, days: int, said: str | None
) -> None:
    warning = install.expiry_warning(tmp_path / "seal", until(tmp_path) - timedelta(days=days))

    assert warning is None if said is None else said in warning


def test_the_warning_for_operators_says_that_there_is_no_certificate(tmp_path: Path) -> None:
    assert "Make or install one first" in install.expiry_warning(tmp_path / "seal", NOW)


def test_renew_issues_the_next_certificate_from_the_same_root(begun: Flask, tmp_path: Path) -> None:
    before = keys.sealing_certificate(tmp_path / "seal"), keys.root_fingerprint(tmp_path / "seal")

    assert begun("seal", "renew").exit_code == 0

    assert keys.sealing_certificate(tmp_path / "seal") != before[0]
    assert keys.root_fingerprint(tmp_path / "seal") == before[1]


def test_renew_refuses_once_the_councils_own_authority_has_run_out(
    begun: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys.sealing_certificate(tmp_path / "seal")
    at(monkeypatch, NOW + timedelta(days=365.25 * 31))

    said = begun("seal", "renew")

    assert (said.exit_code, "make a new authority with 'flask seal init --another'" in said.output) == (1, True)
    assert keys.sealing_certificate(tmp_path / "seal") == before


def test_renew_without_an_authority_of_its_own_says_what_to_do_instead(flask: Flask) -> None:
    said = flask("seal", "renew")

    assert (said.exit_code, "flask seal install" in said.output) == (1, True)


# The council's own certificate


def a_file(folder: Path, *between: Authority, **wish: object) -> str:
    """A PKCS#12 file of a certificate that lives around today, with the authorities between it and the root."""
    year = timedelta(days=365)
    issuer = between[0] if between else AUTHORITY
    signer = issuer.issue(**{"begins": NOW - year, "ends": NOW + year, **wish})  # type: ignore[arg-type]
    issuers = [one.certificate for one in (*between, AUTHORITY)]
    closed = serialization.BestAvailableEncryption(b"of the file")
    data = pkcs12.serialize_key_and_certificates(
        b"seal",
        signer.key,  # type: ignore[arg-type]
        signer.certificate,
        issuers,
        closed,
    )
    (folder / "council.p12").write_bytes(data)
    return str(folder / "council.p12")


def test_install_asks_for_the_passphrase_of_the_file(begun: Flask, tmp_path: Path) -> None:
    said = begun("seal", "install", a_file(tmp_path), typed="of the file\n")

    assert said.exit_code == 0, said.output
    assert keys.sealing_certificate(tmp_path / "seal").issuer == AUTHORITY.name
    assert "of the file" not in said.output.replace("Passphrase of the file", "")


def test_install_takes_the_passphrase_from_a_file(flask: Flask, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of the file\n")

    said = flask("seal", "install", a_file(tmp_path), "--passphrase-file", str(tmp_path / "secret"))

    assert said.exit_code == 0, said.output


@pytest.mark.parametrize(
    "wish, why",
    [
        ({"ends": NOW - timedelta(days=1)}, "end-entity certificate expired"),
        ({"begins": NOW + timedelta(days=1)}, "is not valid until"),
        ({"purposes": FOR_WEB_SERVERS}, "not meant for sealing"),
    ],
)
def test_install_refuses_a_certificate_that_may_not_seal(
    begun: Flask, tmp_path: Path, wish: dict[str, object], why: str
) -> None:
    before = keys.sealing_certificate(tmp_path / "seal")

    said = begun("seal", "install", a_file(tmp_path, **wish), typed="of the file\n")

    assert (said.exit_code, why in said.output) == (1, True)
    assert keys.sealing_certificate(tmp_path / "seal") == before


def test_an_authority_that_ends_soon_is_told_at_once_and_by_the_status(begun: Flask, tmp_path: Path) -> None:
    ending = Authority("An issuing authority", AUTHORITY, ends=NOW + timedelta(days=5, hours=1))

    told = begun("seal", "install", a_file(tmp_path, ending), typed="of the file\n")
    said = begun("seal", "status")

    assert (told.exit_code, said.exit_code) == (0, 1), told.output
    assert "when CN=An issuing authority,O=Fernleigh County Council above it runs out" in said.output
    for output in (told.output, said.output):
        assert "! The certificate of CN=An issuing authority," in output
        assert "in 5 days. After that no record can be sealed." in output


@pytest.mark.parametrize("words", [(), ("FILE", "--token-module", "FILE"), ("--token-module", "FILE")])
def test_install_says_what_it_needs(flask: Flask, tmp_path: Path, words: tuple[str, ...]) -> None:
    given = [a_file(tmp_path) if word == "FILE" else word for word in words]

    assert flask("seal", "install", *given).exit_code == 2


# Checking and renewing files


@pytest.fixture
def sealed(begun: Flask, tmp_path: Path) -> Path:
    """A sealed page, without a record around it."""
    pdf, file = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(file)
    signer = keys.load_signer(tmp_path / "seal", PASSPHRASE, clock.now())
    (tmp_path / "record.pdf").write_bytes(seal(file.getvalue(), signer, reference="R", at=clock.now()).data)
    return tmp_path / "record.pdf"


def test_verify_says_that_a_seal_of_this_council_is_on_no_record_of_the_register(begun: Flask, sealed: Path) -> None:
    said = begun("documents", "verify", str(sealed))

    assert said.exit_code == 1, said.output
    assert said.output.startswith("Sealed with the council’s certificate, but not known here\n")
    assert "no record like it was ever sealed by this service" in said.output
    assert "B-B: sealed with" in said.output


def test_verify_needs_no_more_than_the_file_that_is_published(begun: Flask, sealed: Path, tmp_path: Path) -> None:
    published = tmp_path / "seal" / "trust.json"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    alone = begun("documents", "verify", str(sealed), data_folder=elsewhere)
    with_it = begun("documents", "verify", str(sealed), "--trust", str(published), data_folder=elsewhere)

    assert (alone.exit_code, alone.output.split("\n")[0]) == (1, "Sealed by somebody else")
    assert (with_it.exit_code, with_it.output.split("\n")[0]) == (0, "Genuine"), with_it.output
    assert "Only the register knows whether the record still counts" in with_it.output


@pytest.mark.parametrize(
    "kept, added, outcome",
    [
        (slice(None), b"\n", "Altered"),
        (slice(-1), b"", "Altered"),
        (slice(0), b"hello", "Not a PDF"),
        (slice(0), b"", "Not a PDF"),
        (slice(0), b"%PDF-1.7", "Not sealed"),
    ],
    ids=["added to", "cut", "text", "empty", "a bare head"],
)
def test_verify_says_what_else_a_file_is_with_exit_code_1(
    begun: Flask, sealed: Path, kept: slice, added: bytes, outcome: str
) -> None:
    sealed.write_bytes(sealed.read_bytes()[kept] + added)

    said = begun("documents", "verify", str(sealed))

    assert (said.exit_code, said.output.split("\n")[0]) == (1, outcome)


def test_verify_says_that_a_root_is_none(begun: Flask, sealed: Path) -> None:
    said = begun("documents", "verify", str(sealed), "--root", str(sealed))

    assert (said.exit_code, "does not hold certificates" in said.output) == (1, True)


def test_renewing_documents_needs_a_service(begun: Flask) -> None:
    said = begun("documents", "renew")

    assert (said.exit_code, "HANDOVER_TIME_STAMP_URL" in said.output) == (1, True)


def test_renewing_documents_says_which_roots_cannot_be_read(begun: Flask, tmp_path: Path) -> None:
    service = {"time_stamp_url": "https://time.example/tsa", "time_stamp_roots_file": tmp_path / "nowhere.pem"}

    said = begun("documents", "renew", **service)

    assert (said.exit_code, "nowhere.pem could not be read" in said.output) == (1, True)


def test_renewing_documents_says_what_was_done(begun: Flask, tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_bytes(AUTHORITY.certificate.public_bytes(serialization.Encoding.PEM))
    service = {"time_stamp_url": "http://127.0.0.1:9/tsa", "time_stamp_roots_file": tmp_path / "roots.pem"}

    said = begun("documents", "renew", **service)

    assert (said.exit_code, said.output) == (0, "0 raised or renewed, 0 could not be, 0 left for later.\n")
