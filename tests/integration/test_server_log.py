"""What the server writes down: never the address that somebody asked for, which may hold a link's token."""

from __future__ import annotations

import logging
import runpy
import socket
import urllib.error
import urllib.request

import pytest
from gunicorn.config import Config

from tests.support.processes import LOOPBACK, PATIENCE_SECONDS
from tests.support.reader import HEADERS
from tests.support.server import ROOT, LiveServer

TOKEN = "a-token-that-nobody-may-read"
INVALID_SAID = f"Invalid request from ip=192.0.2.1: Invalid HTTP request line: 'GET /links/{TOKEN}'"


def test_the_server_writes_down_no_address(live_server: LiveServer) -> None:
    address = f"{live_server.url}/nothing/{TOKEN}"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(address, timeout=PATIENCE_SECONDS)  # noqa: S310 - our own address

    assert "Listening at" in live_server.log_file.read_text()
    assert TOKEN not in live_server.log_file.read_text()


def test_a_request_that_failed_before_the_app_is_written_down_without_its_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    logger = settings["logger_class"](Config())

    logger.exception("Error handling request %s", f"/links/{TOKEN}")
    try:
        raise ValueError(f"Request path '/links/{TOKEN}'")
    except ValueError:
        logger.exception("Error handling request %s", f"/links/{TOKEN}")
    logger.warning(INVALID_SAID)
    logger.error("Worker (pid:%s) was sent SIGKILL", 7)

    said = capsys.readouterr().err
    assert "A request could not be handled" in said
    assert "A request could not be understood\n" in said
    assert "192.0.2.1" not in said
    assert "Worker (pid:7) was sent SIGKILL" in said
    assert TOKEN not in said
    logging.getLogger("gunicorn.error").filters.clear()


@pytest.mark.parametrize("name", ["WEB_CONCURRENCY", "WEB_THREADS"])
@pytest.mark.parametrize("number", ["0", "-1", "5000", "9" * 5_000, "1e3"])
def test_more_processes_or_threads_than_any_machine_has_are_refused_in_a_line(
    monkeypatch: pytest.MonkeyPatch, name: str, number: str
) -> None:
    monkeypatch.setenv(name, number)

    with pytest.raises(SystemExit, match=f"^{name} must be a whole number from 1 to 64$"):
        runpy.run_path(str(ROOT / "gunicorn.conf.py"))


def answer_to(server: LiveServer, sent: bytes) -> tuple[str, dict[str, str], str]:
    """(status line, headers, body) of the answer to bytes that are sent as they are."""
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection((LOOPBACK, port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(sent)
        received = b"".join(iter(lambda: connection.recv(65_536), b"")).decode("latin-1")
    head, _, body = received.partition("\r\n\r\n")
    status, *lines = head.split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines), body


INVALID = {
    "400": f"GET /links/{TOKEN} HTTP/9.9\r\nHost: x\r\n\r\n",
    "400 Bad Request": f"GET /links/{TOKEN} HTTP/1.1\r\nHost: x\r\nBad Header{TOKEN}: 1\r\n\r\n",
    "414": f"GET /links/{TOKEN}{'x' * 9_000} HTTP/1.1\r\nHost: x\r\n\r\n",
    "431": f"GET / HTTP/1.1\r\nHost: x\r\nX-Long: {TOKEN}{'x' * 9_000}\r\n\r\n",
    "400 Bad": f"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {TOKEN}\r\n\r\n",
}


@pytest.mark.parametrize("status", INVALID)
def test_what_the_server_refuses_by_itself_has_the_headers_too_and_echoes_nothing(
    live_server: LiveServer, status: str
) -> None:
    said, headers, body = answer_to(live_server, INVALID[status].encode())

    assert said.startswith(f"HTTP/1.1 {status}")
    kept = {name: headers.get(name) for name in HEADERS if name != "Content-Security-Policy"}
    assert kept == {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "max-age" in headers["Strict-Transport-Security"]
    assert len(body) == int(headers["Content-Length"])
    assert TOKEN not in body
    log = live_server.log_file.read_text()
    assert TOKEN not in log
    assert f"A request could not be understood request={headers['X-Request-ID']}" in log


def test_no_client_says_where_the_app_begins(live_server: LiveServer) -> None:
    for header in ("SCRIPT_NAME: /zzz", "SCRIPT_NAME: /about", "PATH_INFO: /links"):
        sent = f"GET /about HTTP/1.1\r\nHost: x\r\n{header}\r\nConnection: close\r\n\r\n"
        status, _, body = answer_to(live_server, sent.encode())
        assert status == "HTTP/1.1 200 OK"
        assert "/zzz" not in body
        assert "/about/static" not in body


@pytest.mark.parametrize("path", ["/sign-in", "/verify", "/nowhere", "/records/TMR-AAAA-AAAA/sections/child"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize(
    "chunks",
    [b"zz\r\nabc", b"-5\r\nabc", b"0x5\r\nabcde\r\n", b"\r\n\r\n", b"3\r\nabcde\r\n0\r\n\r\n", b"5;" + b"x" * 100_000],
    ids=["no number", "less than nothing", "a prefix", "empty", "not ended", "a long extension"],
)
def test_a_body_whose_chunks_are_broken_is_refused_and_is_no_fault(
    live_server: LiveServer, path: str, kind: str, chunks: bytes
) -> None:
    before = live_server.log_file.read_text()
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
    head += f"Content-Type: {kind}\r\nOrigin: {live_server.url}\r\n\r\n"

    status, _, body = answer_to(live_server, head.encode() + chunks)

    assert status.startswith("HTTP/1.1 400")
    assert "That request could not be understood" in body
    assert "Traceback" not in live_server.log_file.read_text().removeprefix(before)


def test_a_body_without_a_length_is_read_as_far_as_the_limit(live_server: LiveServer) -> None:
    head = "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nOrigin: {live_server.url}\r\n\r\n"
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"

    status, _, body = answer_to(live_server, head.encode() + chunk + b"1000\r\n" + b"x" * 0x1000 + b"\r\n0\r\n\r\n")

    assert status.startswith("HTTP/1.1 413")
    assert "That is too large to send" in body


@pytest.mark.parametrize("path", ["/sign-in", "/verify", "/nowhere"])
def test_what_is_refused_before_it_is_read_says_that_the_connection_ends(live_server: LiveServer, path: str) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\nOrigin: {live_server.url}\r\n"

    status, headers, _ = answer_to(live_server, f"{head}Content-Type: text/plain\r\n\r\n".encode())

    assert status.startswith("HTTP/1.1 413")
    assert headers["Connection"] == "close"


def test_what_is_read_leaves_the_connection_open(live_server: LiveServer) -> None:
    posted = f"POST /sign-in HTTP/1.1\r\nHost: x\r\nOrigin: {live_server.url}\r\nContent-Length: 3\r\n"
    sent = f"{posted}Content-Type: application/x-www-form-urlencoded\r\n\r\na=b"
    last = "GET /about HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    _, headers, body = answer_to(live_server, f"{sent}{last}".encode())

    assert headers["Connection"] == "keep-alive"
    assert "Connection: close" in body, "the next answer, on the same connection"
