"""A real SMTP server for tests: it stores messages, and can refuse them, be slow or be unavailable."""

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
    """An SMTP server on a free loopback port. `messages`: those accepted, oldest first."""

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
        """Block conversations at 'greeting', 'message' (received, not stored) or 'taken' (stored, not answered).

        Returns an event that is set when a conversation has reached that point.
        """
        self._held_at, self._reached, self._released = moment, threading.Event(), threading.Event()
        return self._reached

    def release(self) -> None:
        """Let blocked conversations go on."""
        self._held_at = ""
        self._released.set()

    async def _wait_at(self, moment: str) -> None:
        released = self._released
        if self._held_at == moment:
            self._reached.set()
            while not released.is_set():
                await asyncio.sleep(0.02)

    def start(self) -> None:
        """Start listening, for the first time or after `stop`."""
        self._controller = Controller(self, hostname=LOOPBACK, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening: connections are refused until `start`."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def refuse(self, answer: str = "451 Try again later") -> None:
        """Reject every message with this response; '' accepts them again."""
        self._refusal = answer

    def refuse_recipients(self, answer: str = "550 No such person") -> None:
        """Reject every recipient with this response; '' accepts them again."""
        self._recipient_refusal = answer

    def be_slow(self, seconds: float) -> None:
        """Wait this long before answering each message."""
        self._delay = seconds

    def sent_to(self, address: str) -> list[EmailMessage]:
        """The messages to this address, oldest first."""
        return [message for message in self.messages if address in str(message["To"])]

    def wait_for(self, count: int, *, to: str = "", seconds: float = PATIENCE_SECONDS) -> list[EmailMessage]:
        """Wait for `count` messages (to this address) and return them. Raises AssertionError after the time-out."""
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
