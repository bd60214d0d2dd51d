"""A sealing key on a token, against a security module made of software (SoftHSM), which wants a PIN as others do."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from pkcs11 import Attribute, CertificateType, ObjectClass

from documents import install, keys, token, trust
from documents.certificates import SealKeyError
from documents.keys import Signer
from documents.seal import seal
from documents.token import Token
from documents.verify import verify
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import FOR_WEB_SERVERS, YEAR, Authority
from tests.unit.documents.conftest import CHECKED_AT

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "493817"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority("A public authority")


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[dict[str, Token]]:
    """Tokens by what is on them; the module reads where they are when it is first loaded."""
    folder, before = tmp_path_factory.mktemp("softhsm"), os.environ.get("SOFTHSM2_CONF")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    try:
        yield {name: fill_token(folder, name, signer, authority) for name, signer in _wanted(authority).items()}
    finally:
        os.environ.pop("SOFTHSM2_CONF") if before is None else os.environ.update(SOFTHSM2_CONF=before)


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token, "_refused", set())


def _wanted(authority: Authority) -> dict[str, Signer]:
    mixed = Signer(authority.issue().certificate, authority.issue().key)
    return {
        "elliptic": authority.issue(),
        "rsa": authority.issue(key=rsa.generate_private_key(public_exponent=65537, key_size=2048)),
        "expired": authority.issue(ends=sample.SEALED_AT - YEAR / 2),
        "for the web": authority.issue(purposes=FOR_WEB_SERVERS),
        "mixed": mixed,
    }


def fill_token(folder: Path, name: str, signer: Signer, authority: Authority) -> Token:
    """A new token with a key, its certificate and its authority's."""
    made = ["softhsm2-util", "--init-token", "--free", "--label", name, "--so-pin", "12345678", "--pin", PIN]
    subprocess.run(made, check=True, capture_output=True)
    file = folder / f"{name}.pem"
    file.write_bytes(
        signer.key.private_bytes(  # type: ignore[union-attr] # no token yet
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    put = ["softhsm2-util", "--import", str(file), "--token", name, "--label", "seal", "--id", "A1", "--pin", PIN]
    subprocess.run(put, check=True, capture_output=True)
    library = pkcs11.lib(str(MODULE))
    library.reinitialize()
    with library.get_token(token_label=name).open(rw=True, user_pin=PIN) as session:
        session.create_object(_certificate(signer.certificate, b"\xa1"))
        session.create_object(_certificate(authority.certificate, b"\xb2"))
    return Token(str(MODULE), name, "seal", PIN)


def _certificate(certificate: Any, number: bytes) -> dict[Any, Any]:
    return {
        Attribute.CLASS: ObjectClass.CERTIFICATE,
        Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
        Attribute.TOKEN: True,
        Attribute.ID: number,
        Attribute.LABEL: "certificate",
        Attribute.SUBJECT: certificate.subject.public_bytes(),
        Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
    }


@pytest.mark.parametrize("kind", ["elliptic", "rsa"])
def test_a_key_on_a_token_seals_and_the_seal_is_genuine(
    tokens: dict[str, Token], tmp_path: Path, rendered: bytes, authority: Authority, kind: str
) -> None:
    install.install_token(tmp_path, tokens[kind], (), sample.SEALED_AT)

    signer = keys.load_signer(tmp_path, "", sample.SEALED_AT, PIN)
    made = seal(rendered, signer, reference="R", at=sample.SEALED_AT)

    assert keys.load_roots(tmp_path) == (authority.certificate,)
    assert verify(made.data, trust.load(tmp_path), CHECKED_AT).outcome == "genuine"
    (tmp_path / "record.pdf").write_bytes(made.data)
    said = subprocess.run(["pdfsig", tmp_path / "record.pdf"], capture_output=True, text=True).stdout
    assert "Signature is Valid." in said


def test_neither_key_nor_pin_is_kept(tokens: dict[str, Token], tmp_path: Path) -> None:
    install.install_token(tmp_path, tokens["rsa"], (), sample.SEALED_AT)

    assert not list(tmp_path.rglob("key.pem"))
    assert [path for path in tmp_path.rglob("*") if path.is_file() and PIN.encode() in path.read_bytes()] == []
    assert PIN not in repr(tokens["rsa"])


def test_a_wrong_pin_is_tried_once_and_not_again(
    tokens: dict[str, Token], rendered: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install.install_token(tmp_path, tokens["rsa"], (), sample.SEALED_AT)
    signer = keys.load_signer(tmp_path, "", sample.SEALED_AT, "000000")
    with pytest.raises(SealKeyError, match="The token refused its PIN"):
        seal(rendered, signer, reference="R", at=sample.SEALED_AT)

    monkeypatch.setattr(token, "open_pkcs11_session", lambda *_, **__: pytest.fail("it was tried again"))
    with pytest.raises(SealKeyError, match="locks? themselves after a few wrong PINs"):
        seal(rendered, signer, reference="R", at=sample.SEALED_AT)


@pytest.mark.parametrize(
    "kind, why",
    [
        ("expired", "end-entity certificate expired"),
        ("for the web", "not meant for sealing documents"),
        ("mixed", "key is not that of its certificate"),
    ],
)
def test_a_token_that_may_not_seal_is_not_installed(
    tokens: dict[str, Token], tmp_path: Path, kind: str, why: str
) -> None:
    with pytest.raises(SealKeyError, match=why):
        install.install_token(tmp_path, tokens[kind], (), sample.SEALED_AT)
    assert not keys.exists(tmp_path)


def test_a_key_of_a_kind_that_readers_cannot_check_is_not_installed(
    tokens: dict[str, Token], tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    key: Any = ed25519.Ed25519PrivateKey.generate()
    on_it = (authority.issue(key=key).certificate, authority.certificate)

    async def sign(_: Token, data: bytes, __: object) -> bytes:
        return bytes(key.sign(data))

    monkeypatch.setattr(Token, "certificates", lambda _: on_it)
    monkeypatch.setattr(Token, "sign", sign)

    with pytest.raises(SealKeyError, match="cannot check. Use RSA or ECDSA"):
        install.install_token(tmp_path, tokens["rsa"], (), sample.SEALED_AT)
    assert not keys.exists(tmp_path)


@pytest.mark.parametrize(
    "changes, why",
    [
        ({"label": "another"}, "token 'another' could not be used"),
        ({"key_label": "another"}, "0 private keys with the label 'another'"),
        ({"module": "/nowhere/module.so"}, "could not be used through /nowhere/module.so"),
    ],
)
def test_a_token_that_is_not_there_says_what_to_check(
    tokens: dict[str, Token], tmp_path: Path, changes: dict[str, str], why: str
) -> None:
    with pytest.raises(SealKeyError, match=why):
        install.install_token(tmp_path, replace(tokens["rsa"], **changes), (), sample.SEALED_AT)
