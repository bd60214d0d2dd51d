"""A real mail server for tests: it keeps what it is sent, and can be told to refuse, to be slow or to be away."""

from __future__ import annotations

import asyncio
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, free_port


class MailServer:
    """Listens on a free loopback port. `messages` are those it took, oldest first."""

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[EmailMessage] = []
        self._refusal = ""
        self._recipient_refusal = ""
        self._delay = 0.0
        self._controller: Controller | None = None
        self._held_at = ""
        self._reached, self._released = threading.Event(), threading.Event()

    def hold(self, moment: str) -> threading.Event:
        """Answer nothing from a moment on: 'greeting', 'message' (sent, not taken) or 'taken' (and kept, not answered).

        Gives what is set when a conversation has come there.
        """
        self._held_at, self._reached, self._released = moment, threading.Event(), threading.Event()
        return self._reached

    def release(self) -> None:
        """Answer again."""
        self._held_at = ""
        self._released.set()

    async def _wait_at(self, moment: str) -> None:
        released = self._released
        if self._held_at == moment:
            self._reached.set()
            while not released.is_set():
                await asyncio.sleep(0.02)

    def start(self) -> None:
        """Listen, as at first or after `stop`."""
        self._controller = Controller(self, hostname=LOOPBACK, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Be away: connections are refused until `start`."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def refuse(self, answer: str = "451 Try again later") -> None:
        """Answer every message with this instead of taking it; '' takes messages again."""
        self._refusal = answer

    def refuse_recipients(self, answer: str = "550 No such person") -> None:
        """Answer every recipient with this; '' takes them again."""
        self._recipient_refusal = answer

    def be_slow(self, seconds: float) -> None:
        """Wait this long before each message is answered."""
        self._delay = seconds

    def sent_to(self, address: str) -> list[EmailMessage]:
        """The messages to this address, oldest first."""
        return [message for message in self.messages if address in str(message["To"])]

    def wait_for(self, count: int, *, to: str = "", seconds: float = PATIENCE_SECONDS) -> list[EmailMessage]:
        """The messages (to this address) once there are `count`. Raises AssertionError when they do not come."""
        deadline = time.monotonic() + seconds
        while len(found := self.sent_to(to)) < count:
            assert time.monotonic() < deadline, f"{len(found)} of {count} mails to {to or 'anybody'} came in {seconds}s"
            time.sleep(0.05)
        return found

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name for it
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        await self._wait_at("greeting")
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._recipient_refusal:
            return self._recipient_refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self._delay)
        await self._wait_at("message")
        if self._refusal:
            return self._refusal
        self.messages.append(message_from_bytes(envelope.original_content or b"", policy=policy.default))
        await self._wait_at("taken")
        return "250 OK"
