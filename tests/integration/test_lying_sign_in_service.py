"""A sign-in service that lies, floods, drips or leads elsewhere signs nobody in and holds nobody up."""

from __future__ import annotations

import hmac
import itertools
import runpy
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from documents import bounded_answers
from models import Staff
from records import clock
from records.register import identities
from settings import Settings
from tests.data import story
from tests.integration.conftest import make_app
from tests.integration.council_service import go
from tests.integration.test_signing_out import copy_of
from tests.support import lying_service as lying
from tests.support.lying_service import KEYS, METADATA, PERSON, TOKEN, LyingService
from tests.support.reader import Page, Reader
from tests.support.sign_in_service import CLIENT_SECRET
from tests.support.sources import ROOT
from views.pages.council_sign_in import AWAY, BUSY, BUSY_SECONDS, NOT_CONFIRMED, NOT_FRESH
from views.web import council_service

HER = story.AUTHOR
ELSEWHERE = "http://evil.example/"
DEEP = 50_000


@pytest.fixture
def service() -> Iterator[LyingService]:
    with lying.lying_service() as running:
        yield running


@pytest.fixture
def app(settings: Settings, service: LyingService) -> Flask:
    """The app of a council whose staff sign in with that service."""
    return make_app(settings.model_copy(update=service.settings()))


def sign_in(reader: Reader, service: LyingService, email: str | None = HER, **claims: Any) -> Page:
    """The whole way, with lies of the service on it; a page of ours."""
    first = reader.open("/sign-in/council", status=None)
    if not first.location:
        return first
    return reader.open(service.way_back(first.location, email=email, **claims), status=None)


def is_signed_in(reader: Reader) -> bool:
    return reader.open("/", status=None).status == 200


def test_an_honest_answer_signs_in_packed_or_plain(nobody: Reader, service: LyingService) -> None:
    for path in (METADATA, KEYS):
        service.lies[path] = lying.packed(service.honest(path).partition(b"\r\n\r\n")[2])

    assert sign_in(nobody, service).location == "/"
    assert is_signed_in(nobody)


@pytest.mark.parametrize("path", [METADATA, KEYS, TOKEN, PERSON])
def test_an_answer_too_large_too_slow_or_elsewhere_is_none(
    nobody: Reader, service: LyingService, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Each of them holds what would be right. Where one takes too long, a second goes by at each look at the clock."""
    email = None if path == PERSON else HER
    service.way_back("?nonce=none&state=none")
    head, _, right = service.honest(path).partition(b"\r\n\r\n")
    spaces = b" " * (bounded_answers.LARGEST + 1 - len(right))
    in_time: dict[str, Any] = {
        "a byte too many": lying.answer(right + spaces),
        "a byte too many once unpacked": lying.packed(right + spaces),
        "without end": itertools.chain([b"HTTP/1.1 200 OK\r\n\r\n"], itertools.repeat(b" " * 10_000)),
        "elsewhere": lying.answer(b"", status="307 Elsewhere", Location=f"{service.issuer}/elsewhere{path}"),
    }
    for_ever: dict[str, Any] = {
        "its body in drips": [head + b"\r\n\r\n", *lying.drips(right)],
        "its head in drips": [*lying.drips(head), b"\r\n\r\n" + right],
        "its first line over and over": itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"),
    }
    for name, lie in (in_time | for_ever).items():
        service.lies = {path: lie}
        with monkeypatch.context() as at_that_time:
            if name in for_ever:
                at_that_time.setattr(bounded_answers, "time", SimpleNamespace(monotonic=itertools.count().__next__))
            assert sign_in(nobody, service, email).errors == [AWAY], name
        assert not is_signed_in(nobody)
    assert not [path for path in service.asked if path.startswith("/elsewhere")]

    service.lies = {}
    assert sign_in(nobody, service).location == "/", "nothing of it was kept"


def test_a_slow_answer_counts_within_its_time(nobody: Reader, service: LyingService) -> None:
    head, _, right = service.honest(METADATA).partition(b"\r\n\r\n")
    service.lies[METADATA] = [head, *lying.drips(b"\r\n\r\n"), right]

    assert sign_in(nobody, service).location == "/"


@pytest.mark.parametrize(
    "said",
    ["[]", "null", '"x"', "5", "{}", "[" * DEEP, '{"a":' * DEEP, "<p>Not now</p>", "\xff", ""],
    ids=lambda said: said[:9],
)
def test_metadata_of_another_shape_are_no_answer(nobody: Reader, service: LyingService, said: str) -> None:
    service.lies[METADATA] = lying.answer(said.encode("latin-1"))
    assert nobody.open("/sign-in/council").errors == [AWAY]

    service.lies = {}
    assert sign_in(nobody, service).location == "/", "it was not kept"


@pytest.mark.parametrize(
    "lie",
    [
        {"issuer": "https://another.example"},
        {"issuer": None},
        {"issuer": 5},
        *({name: 5} for name in (*council_service.ENDPOINTS, council_service.ANOTHER_ENDPOINT)),
        *({name: None} for name in council_service.ENDPOINTS),
        *({name: ELSEWHERE} for name in (*council_service.ENDPOINTS, council_service.ANOTHER_ENDPOINT)),
        {"authorization_endpoint": "/authorise"},
        {"authorization_endpoint": "//evil.example/authorise"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://"},
        {"authorization_endpoint": "https://a.example/\r\nSet-Cookie: a=b"},
        {"authorization_endpoint": "https://council@a.example/"},
        {"authorization_endpoint": "https://a.example/#there"},
        {"authorization_endpoint": "https://[a/"},
        {"authorization_endpoint": "https:\\\\a.example\\"},
        {"token_endpoint": ["https://a.example/"]},
        {"id_token_signing_alg_values_supported": "ES256"},
        {"id_token_signing_alg_values_supported": 5},
        {"id_token_signing_alg_values_supported": [["ES256"]]},
        {"id_token_signing_alg_values_supported": ["none"]},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
    ],
    ids=lambda lie: "-".join(f"{name} {said!r}" for name, said in lie.items()),
)
def test_metadata_with_a_part_that_is_not_as_it_must_be_are_no_answer(
    nobody: Reader, service: LyingService, lie: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    service.lies[METADATA] = lying.in_json(service.metadata(**lie))

    assert nobody.open("/sign-in/council").errors == [AWAY]
    assert "the sign-in service could not be asked: its metadata" in caplog.text


def test_a_service_over_tls_names_no_address_without(app: Flask) -> None:
    whole = dict.fromkeys(council_service.ENDPOINTS, "https://a.example/there") | {"issuer": "https://a.example"}
    believed = council_service._believed  # its metadata come over TLS, which a test on loopback does not speak

    assert believed(whole, "https://a.example")["token_endpoint"] == "https://a.example/there"
    with pytest.raises(council_service.MetadataError):
        believed(whole | {"token_endpoint": "http://127.0.0.1/there"}, "https://a.example")


def test_metadata_change_nothing_of_how_the_service_is_asked(nobody: Reader, service: LyingService) -> None:
    more = {"verify": False, "max_redirects": 9, "default_timeout": 3600, "scope": "all", "client_id": "another"}
    service.lies[METADATA] = lying.in_json(service.metadata(**more))
    service.lies[TOKEN] = lying.answer(b"", status="307 Elsewhere", Location=f"{service.issuer}/elsewhere{TOKEN}")

    assert sign_in(nobody, service).errors == [AWAY]
    assert f"/elsewhere{TOKEN}" not in service.asked


@pytest.mark.parametrize("keys", ["[]", "5", "{}", '{"keys": 5}', '{"keys": [{"kty": "EC"}]}', '{"keys": []}'])
def test_keys_that_are_none_are_asked_for_again(nobody: Reader, service: LyingService, keys: str) -> None:
    service.lies[KEYS] = lying.answer(keys.encode())
    assert sign_in(nobody, service).errors == [NOT_CONFIRMED]

    service.lies = {}
    assert sign_in(nobody, service).location == "/"


@pytest.mark.parametrize(
    "token", ["[]", "null", "5", '"x"', "{}", '{"id_token": 5, "access_token": 5}', '{"error": 5}']
)
def test_a_token_of_another_shape_confirms_nobody(nobody: Reader, service: LyingService, token: str) -> None:
    service.lies[TOKEN] = lying.answer(token.encode())

    assert sign_in(nobody, service).errors == [NOT_CONFIRMED]
    assert not is_signed_in(nobody)


def test_a_token_without_a_signature_or_with_that_of_a_secret_confirms_nobody(
    nobody: Reader, service: LyingService
) -> None:
    """Whatever the service lists, and as if the client's secret were a key."""
    service.lies[METADATA] = lying.in_json(
        service.metadata(id_token_signing_alg_values_supported=["none", "HS256", "ES256"])
    )
    for alg in ("none", "HS256"):
        back = service.way_back(go(nobody), email=HER)
        head = urlsafe_b64encode(f'{{"alg":"{alg}"}}'.encode()).rstrip(b"=").decode()
        said = f"{head}.{service.signed().split('.')[1]}"
        by_secret = hmac.digest(CLIENT_SECRET.encode(), said.encode(), "sha256") if alg == "HS256" else b""
        forged = f"{said}.{urlsafe_b64encode(by_secret).rstrip(b'=').decode()}"
        token = {"token_type": "Bearer", "access_token": "a", "id_token": forged}
        service.lies[TOKEN] = lying.in_json(token)

        assert nobody.open(back).errors == [NOT_CONFIRMED], alg
    assert not is_signed_in(nobody)


def test_the_address_alone_is_taken_from_an_answer_without_a_signature(nobody: Reader, service: LyingService) -> None:
    """When the password was given is not, nor is anything about another subject."""
    asked = nobody.open("/sign-in/council?again=1", status=302).location
    person = {"sub": "a number", "email": HER, "email_verified": True, "auth_time": int(time.time())}
    service.lies[PERSON] = lying.in_json(person)
    assert nobody.open(service.way_back(asked, email_verified=None)).errors == [NOT_FRESH]
    assert is_signed_in(nobody)

    nobody.forget()
    service.lies[PERSON] = lying.in_json(person | {"sub": "another"})
    assert sign_in(nobody, service, None, sub="a second", email_verified=None).errors == [identities.NO_ADDRESS]


def test_the_issuer_is_the_councils_to_the_letter(nobody: Reader, service: LyingService) -> None:
    for said in (f"{service.issuer}/", service.issuer.upper(), [service.issuer]):
        assert sign_in(nobody, service, iss=said).errors == [NOT_CONFIRMED]


def test_an_issuer_with_a_slash_at_its_end_is_another(settings: Settings, service: LyingService) -> None:
    with_slash = service.settings() | {"sign_in_issuer": f"{service.issuer}/"}
    reader = Reader(make_app(settings.model_copy(update=with_slash)))
    assert reader.open("/sign-in/council").errors == [AWAY]

    service.lies[METADATA] = lying.in_json(service.metadata(issuer=f"{service.issuer}/"))
    assert sign_in(reader, service).errors == [NOT_CONFIRMED]
    assert sign_in(reader, service, iss=f"{service.issuer}/").location == "/"


def test_an_address_is_the_same_in_capitals_of_ascii_alone(nobody: Reader, service: LyingService) -> None:
    Staff.update(email="kirk.askew@ashbournevale.example").where(Staff.email == HER).execute()
    whole = "kirk.askew@ashbournevale.example"
    longer = [f"{whole}\n", f" {whole}", f"{whole}\u00a0", f"{whole}\x00"]
    for said in (*longer, whole.replace("k", "\u212a"), "kirk.askew"):
        assert sign_in(nobody, service, said).errors == [identities.NO_ADDRESS], ascii(said)

    assert sign_in(nobody, service, whole.upper()).location == "/"


def test_an_answer_counts_once_though_the_cookie_of_before_was_kept_and_the_service_takes_a_code_twice(
    app: Flask, nobody: Reader, service: LyingService
) -> None:
    back = service.way_back(go(nobody), email=HER)
    another = copy_of(nobody, app)

    assert nobody.open(back, status=302).location == "/"
    assert another.open(back).errors == [NOT_CONFIRMED]
    assert not is_signed_in(another)


def test_an_answer_after_more_than_an_hour_is_none(
    nobody: Reader, service: LyingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    back, real = service.way_back(go(nobody), email=HER), clock.now

    def now() -> datetime:
        return real() + timedelta(hours=1)

    monkeypatch.setattr(clock, "now", now)

    assert nobody.open(back).errors == [NOT_CONFIRMED]


def is_refused(page: Page) -> bool:
    """Whether somebody was told to try again soon."""
    return (page.status, page.errors, page.response.headers.get("Retry-After")) == (429, [BUSY], str(BUSY_SECONDS))


def test_half_of_the_threads_wait_for_the_service_and_whoever_finds_no_place_tries_again(
    app: Flask, nobody: Reader, service: LyingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_THREADS", "2")
    started = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    started["on_starting"](SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app)))
    with app.app_context(), council_service.a_place():
        assert is_refused(nobody.open("/sign-in/council", status=None))
        assert service.asked == []

    back = service.way_back(go(nobody), email=HER)
    with app.app_context(), council_service.a_place():
        assert go(nobody), "nothing is to be asked: the metadata are known"
        assert is_refused(nobody.open(back, status=None))
        assert service.asked == [METADATA]

    assert nobody.open(back, status=302).location == "/", "the answer was not used up"


@pytest.mark.parametrize("threads, places", [(1, 1), (2, 1), (3, 1), (4, 2), (9, 4)])
def test_other_pages_have_at_least_half_of_the_threads(app: Flask, threads: int, places: int) -> None:
    council_service.let_wait(app, threads)
    free = app.extensions[council_service.PLACES]

    assert [free.acquire(blocking=False) for _ in range(places + 1)] == [True] * places + [False]
