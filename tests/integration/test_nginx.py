"""The app as deploy/ runs it: the web unit's command on a socket held by systemd's own tool, behind deploy/nginx."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from records import clock
from settings import Settings
from tests.conftest import Databases
from tests.support.databases import fill_with_council
from tests.support.deploying import command_of, nginx_here
from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, end, free_port, wait_until_listening
from tests.support.server import ROOT, as_environment, run_setup

HOST = "handover.council.example"
SECRET = "Zm9yLW5vYm9keS1lbHNl"  # noqa: S105 - a token that must not be logged
SLOW = 40


@dataclass(frozen=True)
class Nginx:
    """nginx with its configuration and logs in a folder."""

    folder: Path
    port: int

    def connect(self) -> ssl.SSLSocket:
        """A connection over which nothing has been said."""
        raw = socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE_SECONDS)
        return trusting().wrap_socket(raw, server_hostname=HOST)

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> HTTPResponse:
        """One request; the answer has been read. Names of headers: '_' stands for '-'."""
        connection = HTTPSConnection(LOOPBACK, self.port, timeout=PATIENCE_SECONDS, context=trusting())
        given = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    @property
    def logs(self) -> dict[str, str]:
        return {file.name: file.read_text() for file in self.folder.glob("*.log")}


def trusting() -> ssl.SSLContext:
    """Takes any certificate: the one here is made for the test."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def is_waited_for(connection: ssl.SSLSocket) -> bool:
    """Whether the other side has neither answered nor ended the connection."""
    connection.setblocking(False)
    try:
        connection.recv(1)
    except ssl.SSLWantReadError:
        return True
    return False


def make_certificate(folder: Path) -> None:
    """A certificate for HOST that signs itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(clock.now() - timedelta(days=1)).not_valid_after(clock.now() + timedelta(days=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=True)
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(signed.sign(key, hashes.SHA256()).public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@contextmanager
def nginx_before(app_port: int, folder: Path) -> Iterator[Nginx]:
    """nginx with deploy/nginx before whatever listens at app_port."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert program, "nginx is not installed: bin/test installs what bin/packages-test.txt names"
    port, http = free_port(), free_port()
    make_certificate(folder)
    command = [program, "-p", str(folder), "-c", str(nginx_here(folder, https=port, http=http, app=app_port))]
    tested = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr
    with (folder / "nginx.log").open("w") as log:
        process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], text=True, stdout=log, stderr=log)
    try:
        wait_until_listening(port, process)
        yield Nginx(folder, port)
    finally:
        end(process)


@pytest.fixture(scope="module")
def web(databases: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the web processes: one with two threads, so that few slow clients would be enough to stop it."""
    folder, port = tmp_path_factory.mktemp("web"), free_port()
    with databases("sqlite").copy(fill_with_council) as url:
        settings = Settings(
            env="test", database_url=url, data_folder=folder, base_url=f"https://{HOST}", proxies_in_front=1
        )
        run_setup(settings)
        given = as_environment(settings) | {"WEB_CONCURRENCY": "1", "WEB_THREADS": "2", "FLASK_SKIP_DOTENV": "1"}
        holding = ["systemd-socket-activate", f"--listen={LOOPBACK}:{port}"]
        holding += [f"--setenv={name}={value}" for name, value in given.items()]
        command = ["setpriv", "--pdeathsig", "TERM", *holding, *command_of("handover-web.service")]
        with (folder / "web.log").open("w") as log:
            process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=log, stderr=log)
        try:
            wait_until_listening(port, process)
            yield port
        finally:
            end(process)
        assert "Traceback" not in (folder / "web.log").read_text()


@pytest.fixture(scope="module")
def nginx(web: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with nginx_before(web, tmp_path_factory.mktemp("nginx")) as running:
        assert running.ask("/health").status == 200  # the socket is held before there is anybody behind it
        yield running


def test_others_are_answered_while_forty_send_half_of_a_request(nginx: Nginx) -> None:
    begun = f"POST /sign-in HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    halves = [f"{begun}Content-Length: 1000\r\n\r\nemail=half", begun]
    with ExitStack() as open_until_the_end:
        slow = [open_until_the_end.enter_context(nginx.connect()) for _ in range(SLOW)]
        for number, one in enumerate(slow):
            one.sendall(halves[number % 2].encode())

        assert [nginx.ask("/health").status for _ in range(8)] == [200] * 8

        assert all(is_waited_for(one) for one in slow), "they were not slow enough to be in anybody's way"


def test_only_the_check_of_documents_takes_a_large_file(nginx: Nginx) -> None:
    large = b"x" * 1_500_000

    for number in (1, 4):  # refused by Handover, and by nginx
        answer = nginx.ask("/sign-in", "POST", large * number)
        assert (answer.status, b"That is too large to send" in answer.body) == (413, True)  # type: ignore[attr-defined]
        assert b"The back button of your browser" in answer.body  # type: ignore[attr-defined]
    assert nginx.ask("/verify", "POST", large, Content_Type="multipart/form-data; boundary=b").status in (200, 400, 403)
    with nginx.connect() as connection:
        connection.sendall(f"POST /verify HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 31000000\r\n\r\n".encode())
        assert connection.recv(16).startswith(b"HTTP/1.1 413")


def test_pages_are_not_compressed_on_the_way_and_assets_are_compressed_already(nginx: Nginx) -> None:
    page = nginx.ask("/sign-in", Accept_Encoding="gzip, br")
    assert page.headers["Content-Encoding"] is None
    [sheet] = re.findall(rb'href="([^"]+/handover\.css)"', page.body)  # type: ignore[attr-defined]

    asset = nginx.ask(sheet.decode(), Accept_Encoding="gzip, br")

    assert asset.headers["Content-Encoding"] == "br"
    assert asset.headers["Cache-Control"].endswith("immutable")
    assert len(asset.body) < 20_000  # type: ignore[attr-defined]


def test_no_log_holds_a_query_or_what_makes_a_link_work(nginx: Nginx, tmp_path: Path) -> None:
    places = [
        f"/links/{SECRET}",
        f"/password/{SECRET}",
        f"/x/../links/{SECRET}",
        f"/links//{SECRET}",
        f"/verify?code={SECRET}",
        f"/children/{SECRET}",
        f"/verify/{SECRET}",
    ]
    for place in places:
        assert nginx.ask(place, Referer=f"https://{HOST}/links/{SECRET}").status < 500
        nginx.ask(place, "POST", b"x" * 1_100_000)  # refused by nginx itself, mostly
    away = tmp_path / "away"
    away.mkdir()
    with nginx_before(free_port(), away) as alone:
        assert [alone.ask(place).status for place in places] == [502] * len(places)
        logs = nginx.logs | {f"away-{name}": text for name, text in alone.logs.items()}

    assert [name for name, text in logs.items() if SECRET in text] == []
    assert ' "/links/*" 413 ' in logs["handover.log"]
    assert logs["away-handover.log"].count(' "/links/*" 502 ') == 3
    assert ' GET "/verify" 502 ' in logs["away-handover.log"]


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that it was sent."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(self.headers).encode())

    def log_message(self, *_: object) -> None:
        pass


def test_what_clients_say_of_where_they_come_from_does_not_get_through(tmp_path: Path) -> None:
    echo = ThreadingHTTPServer((LOOPBACK, 0), Echo)
    thread = threading.Thread(target=echo.serve_forever)
    thread.start()
    names = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix"]
    names += ["X-Real-IP", "X-Script-Name", "Script-Name", "Forwarded", "Proxy", "X-Request-ID"]
    lines = [f"{name}: {SECRET}\r\n" for name in [*names, "SCRIPT_NAME", "X_Forwarded_For", "PATH_INFO"]]
    try:
        with nginx_before(echo.server_port, tmp_path) as nginx, nginx.connect() as connection:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n{''.join(lines)}\r\n".encode())
            answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    finally:
        echo.shutdown()
        thread.join()
        echo.server_close()

    assert SECRET not in answer
    got = dict(line.split(": ", 1) for line in answer.replace("\r", "").splitlines() if ": " in line)
    assert (got["Host"], got["X-Forwarded-For"], got["X-Forwarded-Proto"]) == (HOST, LOOPBACK, "https")
    assert re.fullmatch(r"[0-9a-f]{32}", got["X-Request-ID"])


def test_a_client_that_says_where_the_app_lives_is_not_believed(nginx: Nginx) -> None:
    answer = nginx.ask("/sign-in", SCRIPT_NAME="/elsewhere", Script_Name="/elsewhere", X_Forwarded_Prefix="/elsewhere")

    assert answer.status == 200
    assert b"/elsewhere" not in answer.body  # type: ignore[attr-defined]
