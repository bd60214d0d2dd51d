"""The mails of one record, as the mail server received them."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage

from tests.support.mail_server import MailServer
from tests.support.processes import PATIENCE_SECONDS


def mail_about(server: MailServer, email: str, reference: str, subject: str) -> EmailMessage:
    """The mail to this person whose subject says so and names the record. Waits for it; AssertionError if none."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        for message in server.sent_to(email):
            if subject in message["Subject"] and message["Subject"].endswith(reference):
                return message
        assert time.monotonic() < deadline, f"no mail '{subject} …' about {reference} reached {email}"
        time.sleep(0.1)


def link_in(message: EmailMessage) -> str:
    """The one address in a mail's text."""
    found = re.findall(r"https?://\S+", text_of(message))
    assert len(found) == 1, f"{len(found)} links in a mail"
    return str(found[0])


def text_of(message: EmailMessage) -> str:
    """What a mail says to a reader without HTML."""
    return str(message.get_body(("plain",)).get_content())
