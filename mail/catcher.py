"""The demo's mail server: a real SMTP conversation, but each message stays on this machine as a file to read.

    python -m mail.catcher

It listens on 127.0.0.1 at the port that the app sends to, keeps each message under the data folder, and runs until it
is told to stop. It does not start in production, where mail must reach people.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from settings import Settings

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
STOPPED_BY = (signal.SIGTERM, signal.SIGINT)
NAME = re.compile(r"(\d{19})-[0-9a-f]{32}\.eml")


@dataclass(frozen=True)
class CaughtMail:
    """A message that was caught. `id` names it for as long as its file is there; `caught_at` is in UTC."""

    id: str
    caught_at: datetime
    message: EmailMessage


def keep(folder: Path, content: bytes) -> Path:
    """Write a message into `folder`, whole or not at all, and return its file.

    As in a Maildir: it is written beside the folder that readers look into, then moved there.
    """
    name = f"{time.time_ns():019}-{uuid.uuid4().hex}.eml"
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    (folder / "new").mkdir(exist_ok=True)
    being_written = folder / "tmp" / name
    being_written.write_bytes(content)
    return being_written.rename(folder / "new" / name)


def read_caught(folder: Path) -> list[CaughtMail]:
    """Every message caught in `folder`, newest first; none when nothing has been caught yet."""
    files = sorted((folder / "new").glob("*.eml"), reverse=True)
    return [_read(file) for file in files if NAME.fullmatch(file.name)]


def read_one(folder: Path, mail_id: str) -> CaughtMail | None:
    """The message that `read_caught` gave this id, or None."""
    file = folder / "new" / f"{mail_id}.eml"
    if not NAME.fullmatch(file.name) or not file.is_file():
        return None
    return _read(file)


def _read(file: Path) -> CaughtMail:
    caught_at = datetime.fromtimestamp(int(file.name[:19]) / 1e9, UTC)
    message = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    return CaughtMail(file.stem, caught_at, message)


class _Keeper:
    """What aiosmtpd calls with each message."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        recipients = ", ".join(envelope.rcpt_tos)
        content = envelope.original_content or b""
        try:
            keep(self.folder, f"Delivered-To: {recipients}\r\n".encode() + content)
        except OSError as error:
            log.error("a message could not be kept: %s", error)
            return "451 The message could not be kept: try again later"
        return "250 Message kept"


def catcher(folder: Path, port: int) -> Controller:
    """A server, not yet started, that keeps what it is sent in `folder`."""
    return Controller(_Keeper(folder), hostname=LOOPBACK, port=port, server_hostname="handover.demo")


def main() -> None:
    """Catch mail as the settings say, until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's account of each conversation
    settings = Settings()
    if settings.env == "production":
        sys.exit("The mail catcher does not start in production: mail must reach the people it is for.")
    # Threads started from here on leave these signals to the wait at the end.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPED_BY)
    server = catcher(settings.caught_mail_folder, settings.smtp_port)
    try:
        server.start()
    except OSError as error:
        sys.exit(f"The mail catcher cannot listen on {LOOPBACK}:{settings.smtp_port}: {os.strerror(error.errno or 0)}")
    log.info("catching mail on %s:%s into %s", LOOPBACK, settings.smtp_port, settings.caught_mail_folder)
    signal.sigwait(STOPPED_BY)
    server.stop()


if __name__ == "__main__":
    main()
