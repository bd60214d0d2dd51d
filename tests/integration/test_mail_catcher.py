"""The demo's mail catcher, spoken to as any mail server is."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from mail.catcher import catcher, keep, read_caught, read_one
from tests.support.processes import PATIENCE_SECONDS, free_port, wait_until_listening

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "caught-mail"


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    server = catcher(folder, free_port())
    server.start()
    yield server.port
    server.stop()


def a_mail(subject: str = "A record waits for you") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "handover@council.example"
    message["To"] = "Zoë Núñez <zoe.nunez@council.example>"
    message["Subject"] = subject
    message.set_content("Open the record:\nhttps://handover.council.example/links/abc\n.\nA line after a dot.\n")
    message.add_alternative("<p>Open the record</p>", subtype="html")
    return message


def send(port: int, *messages: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_SECONDS) as server:
        for message in messages:
            server.send_message(message)


def test_a_message_sent_over_smtp_can_be_read_as_it_was_written(port: int, folder: Path) -> None:
    send(port, a_mail())

    [caught] = read_caught(folder)
    assert caught.message["Subject"] == "A record waits for you"
    assert caught.message["To"].addresses[0].display_name == "Zoë Núñez"
    body = caught.message.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines()[1:] == [
        "https://handover.council.example/links/abc",
        ".",
        "A line after a dot.",
    ]


def test_a_message_names_those_whom_the_conversation_named(port: int, folder: Path) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_SECONDS) as server:
        server.send_message(a_mail(), to_addrs=["one@council.example", "two@council.example"])

    assert read_caught(folder)[0].message["Delivered-To"] == "one@council.example, two@council.example"


def test_the_newest_message_is_read_first(port: int, folder: Path) -> None:
    send(port, a_mail("First"), a_mail("Second"), a_mail("Third"))

    assert [caught.message["Subject"] for caught in read_caught(folder)] == ["Third", "Second", "First"]


def test_a_message_is_found_again_by_its_id(port: int, folder: Path) -> None:
    send(port, a_mail("First"), a_mail("Second"))
    first = read_caught(folder)[1]

    found = read_one(folder, first.id)

    assert found is not None
    assert found.message["Subject"] == "First"


@pytest.mark.parametrize("mail_id", ["", "..", "../../secret", "0" * 19, "nothing-of-the-kind"])
def test_an_id_that_names_no_message_finds_none(folder: Path, mail_id: str) -> None:
    keep(folder, b"Subject: kept\r\n\r\n")
    (folder / "secret.eml").write_text("Subject: not a caught mail\n\n")

    assert read_one(folder, mail_id) is None


def test_a_folder_that_nothing_was_caught_in_holds_no_message(folder: Path) -> None:
    assert read_caught(folder) == []


def test_a_message_that_is_still_being_written_is_not_read(folder: Path) -> None:
    kept = keep(folder, b"Subject: whole\r\n\r\n")
    (folder / "tmp" / kept.name.replace(".eml", "0.eml")).write_bytes(b"Subj")

    assert [caught.message["Subject"] for caught in read_caught(folder)] == ["whole"]


def test_a_message_that_cannot_be_kept_is_refused_for_now(port: int, folder: Path) -> None:
    folder.write_text("a file where the folder should be")

    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(port, a_mail())

    assert refusal.value.smtp_code == 451


def start_catcher(port: int, data_folder: Path, **environment: str) -> subprocess.Popen[str]:
    settings = {"HANDOVER_ENV": "demo", "HANDOVER_SMTP_PORT": str(port), "HANDOVER_DATA_FOLDER": str(data_folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "mail.catcher"],
        cwd=ROOT,
        env=os.environ | settings | environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_catcher_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port = free_port()
    with start_catcher(port, tmp_path) as process:
        wait_until_listening(port, process)
        send(port, a_mail())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0

    assert len(read_caught(tmp_path / "caught-mail")) == 1


def test_the_catcher_does_not_start_in_production(tmp_path: Path) -> None:
    own_secrets = {
        "HANDOVER_ENV": "production",
        "HANDOVER_SECRET_KEY": "a secret of this test, long enough for production",
        "HANDOVER_SEAL_PASSPHRASE": "a passphrase of this test",
        "HANDOVER_BASE_URL": "https://handover.council.example",
        "HANDOVER_MAIL_FROM": "handover@council.gov.uk",
        "HANDOVER_MAIL_REPLY_TO": "business.support@council.gov.uk",
        "HANDOVER_COUNCIL_NAME": "A Council",
        "HANDOVER_COUNCIL_ADDRESS": "Children's Services, A Town Hall",
    }
    with start_catcher(free_port(), tmp_path, **own_secrets) as process:
        _, said = process.communicate(timeout=PATIENCE_SECONDS)

    assert process.returncode == 1
    assert "does not start in production" in said


def test_a_port_that_is_taken_is_said_clearly(port: int, tmp_path: Path) -> None:
    with start_catcher(port, tmp_path) as process:
        _, said = process.communicate(timeout=PATIENCE_SECONDS)

    assert process.returncode == 1
    assert said == f"The mail catcher cannot listen on 127.0.0.1:{port}: Address already in use\n"
