"""The demo's mail server, as Procfile.dev starts it, and the pages on which its mails are read."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from settings import Settings
from tests.integration.conftest import make_app
from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, end, free_port, wait_until_listening
from tests.support.reader import Reader
from tests.support.server import ROOT


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> Reader:
    """Somebody who reads the demo's mail, signed in or not."""
    made: Flask = make_app(settings.model_copy(update={"env": "demo", "data_folder": tmp_path}))
    return Reader(made)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where the mail server of Procfile.dev listens. It ends silently when it is told to."""
    lines = (ROOT / "Procfile.dev").read_text().splitlines()
    [command] = [line.removeprefix("mail: ") for line in lines if line.startswith("mail: ")]
    port = free_port()
    paths = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    given = os.environ | paths | {"HANDOVER_SMTP_PORT": str(port), "HANDOVER_DATA_FOLDER": str(tmp_path)}
    with subprocess.Popen(
        ["sh", "-c", command], cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        wait_until_listening(port, server)
        yield port
        end(server)
        assert server.stdout.read() == ""


def a_mail(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "handover@council.example"
    message["To"] = "Zoë Núñez <zoe.nunez@council.example>"
    message["Subject"] = subject
    message.set_content("Open the record:\nhttps://handover.council.example/links/abc\n.\nA line after a dot.\n")
    message.add_alternative("<p>Open the record</p>", subtype="html")
    return message


def send(port: int, *subjects: str) -> None:
    with smtplib.SMTP(LOOPBACK, port, timeout=PATIENCE_SECONDS) as server:
        for subject in subjects:
            server.send_message(a_mail(subject))


def addresses(demo: Reader) -> list[str]:
    return [link for link in demo.open("/demo/mail").links if link.startswith("/demo/mail/")]


@pytest.mark.parametrize("records_url", ["sqlite"], indirect=True)
def test_mails_are_read_as_they_were_written_newest_first(demo: Reader, port: int) -> None:
    send(port, "First", "Second", "Zoë’s third")

    page = demo.open("/demo/mail")
    assert page.words.index("Zoë’s third") < page.words.index("Second") < page.words.index("First")
    newest = demo.open(addresses(demo)[0])
    assert newest.heading == "Zoë’s third"
    assert "Zoë Núñez" in newest.words
    assert "https://handover.council.example/links/abc" in newest.links
    assert ". A line after a dot." in " ".join(newest.words.split())


@pytest.mark.parametrize("records_url", ["sqlite"], indirect=True)
def test_before_the_first_mail_the_page_says_so_and_makes_no_folder(demo: Reader, tmp_path: Path) -> None:
    assert "No mail yet" in demo.open("/demo/mail").words
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("records_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["..", "..%2Fsecret", "nothing-of-the-kind"])
def test_a_name_that_is_no_mail_of_it_finds_nothing(demo: Reader, port: int, tmp_path: Path, name: str) -> None:
    send(port, "First")
    (tmp_path / "caught-mail" / "secret").write_text("Subject: not a caught mail\n\n")

    demo.open(f"/demo/mail/{name}", status=404)
