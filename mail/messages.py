"""What each mail says. Never a child's name, initials, date of birth or local id: anybody may read a mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from flask import render_template

from mail import links
from models import OutboxMail, Record, RecordVersion, Staff, Step, StepState
from protocol.terms import fill_terms
from settings import Settings

MOST_LISTED = 30


@dataclass(frozen=True)
class Wording:
    """The subject of a kind of mail, what its button says, and its body, which is in templates/mail."""

    subject: str
    button: str
    body: str


_CONFIRM, _DECIDE = "Read the record and confirm", "Read the record and decide"

WORDINGS = {
    ("step_opened", "confirm"): Wording("Please confirm your part: {kind} {reference}", _CONFIRM, "step_opened"),
    ("step_opened", "decide"): Wording("Decision needed: {kind} {reference}", _DECIDE, "step_opened"),
    ("reminder", "confirm"): Wording("Reminder, please confirm: {kind} {reference}", _CONFIRM, "reminder"),
    ("reminder", "decide"): Wording("Reminder, decision needed: {kind} {reference}", _DECIDE, "reminder"),
    ("nudge", "confirm"): Wording("{asker} asks you again to confirm: {reference}", _CONFIRM, "reminder"),
    ("nudge", "decide"): Wording("{asker} asks you again to decide: {reference}", _DECIDE, "reminder"),
    ("taken_back", ""): Wording("No longer for you to decide: {kind} {reference}", "See your work", "taken_back"),
    ("returned", ""): Wording("Returned: {kind} {reference}", "See why it was returned", "returned"),
    ("recalled", ""): Wording("Taken back to be changed: {kind} {reference}", "See the record", "recalled"),
    ("escalated", ""): Wording("Passed to the managers above: {kind} {reference}", "See where it stands", "escalated"),
    ("withdrawn", ""): Wording("Withdrawn, nothing to do: {kind} {reference}", "See the record", "withdrawn"),
    ("exception_ended", ""): Wording(
        "An exception no longer stands: {kind} {reference}", "See what has to be done", "exception_ended"
    ),
    ("sealed", ""): Wording("Approved and sealed: {kind} {reference}", "See the sealed record", "sealed"),
    ("certificate", ""): Wording(
        "The certificate that seals records needs attention", "See operations", "for_operators"
    ),
    ("fault", ""): Wording("Records cannot be submitted: a rule fails", "See operations", "for_operators"),
    ("password", ""): Wording("Choose your password for Handover", "Choose a password", "password"),
    ("password_changed", ""): Wording(
        "Your password for Handover was changed", "It was not me: ask for a new link", "password_changed"
    ),
    ("digest", ""): Wording("Waiting in your teams this week: {waiting}", "See your work", "digest"),
}
NOTHING_ALONE = ("digest", "certificate")  # which are not sent when what they tell of is settled by then
FOR_OPERATORS = ("certificate", "fault")
FAULT = (
    "Statement {statement} of the protocol cannot be checked: its rule failed. Nobody can submit a record that it is "
    "about until this is mended. The server's log says which rule it was and what kind of fault."
)
TO_ALL_WORK = ("taken_back", "digest")  # of which there is no page that its reader is sure to see


@dataclass(frozen=True)
class Maker:
    """Makes the messages of the outbox. `kind_titles`: what each kind of record is called; `now`: the clock; `warning`:
    what the sealing certificate needs now, '' for nothing."""

    settings: Settings
    kind_titles: Mapping[str, str]
    now: Callable[[], datetime]
    warning: Callable[[], str]

    def compose(self, mail: OutboxMail) -> EmailMessage | None:
        """The message for a row of the outbox, its link minted now; None when there is nothing left to say."""
        if not mail.to.active:
            return None
        if mail.step and (mail.step.state != StepState.OPEN or mail.step.assignee_id != mail.to_id):
            return None
        listed = self._listed(mail) if mail.kind == "digest" else []
        said = self._for_operators(mail) if mail.kind in FOR_OPERATORS else ""
        if mail.kind in NOTHING_ALONE and not (listed or said):
            return None
        wording = WORDINGS[mail.kind, mail.step.action if mail.step else ""]
        asker = _asker(mail)
        reply_to = self._reply_to(mail, asker)
        words = {
            **self._of_record(mail.record),
            **self._of_step(mail.step),
            "asker": asker.name if asker else "",
            "button": wording.button,
            "url": self._url(mail),
            "listed": listed[:MOST_LISTED],
            "count": len(listed),
            "waiting": "1 step" if len(listed) == 1 else f"{len(listed)} steps",
            "said": said,
            "council": self.settings.council_name,
            "days": self.settings.link_lifetime_days,
            "reply_to": reply_to[1],
        }
        return self._message(mail, wording, words, reply_to)

    def _for_operators(self, mail: OutboxMail) -> str:
        return self.warning() if mail.kind == "certificate" else FAULT.format(**mail.about)

    def _of_record(self, record: Record | None) -> dict[str, Any]:
        if record is None:
            return {}
        return {"kind": self.kind_titles[record.kind], "reference": record.reference, "state": record.state}

    def _of_step(self, step: Step | None) -> dict[str, Any]:
        if step is None:
            return {"action": ""}
        part = fill_terms(step.part, self.settings.displayed_terms)
        instead_of = step.instead_of.name if step.instead_of else ""
        return {"action": step.action, "part": part, "instead_of": instead_of, "due_on": step.due_on}

    def _listed(self, mail: OutboxMail) -> list[dict[str, Any]]:
        """What still waits of the steps that a digest is about: nothing of a child, only references."""
        steps = Step.that_wait().where(Step.id.in_(mail.about["steps"])).order_by(Step.asked_at, Step.id)
        return [
            {
                "reference": step.record.reference,
                "kind": self.kind_titles[step.record.kind],
                "since": step.waits_since,
                "whose": "you" if step.assignee_id == mail.to_id else step.assignee.name,
            }
            for step in steps
        ]

    def _reply_to(self, mail: OutboxMail, asker: Staff | None) -> tuple[str, str]:
        """A real person (name, address): whoever asks, or the council's own address for what goes to them."""
        if asker is None or asker.id == mail.to_id or not asker.active:
            return "", self.settings.mail_reply_to
        return asker.name, asker.email

    def _url(self, mail: OutboxMail) -> str:
        if mail.step:
            token = links.mint(step=mail.step, now=self.now(), lifetime=self.settings.link_lifetime)
            return f"{self.settings.base_url}/links/{token}"
        if mail.kind == "password":
            return f"{self.settings.base_url}/password/{links.mint_for_password(staff=mail.to, now=self.now())}"
        if mail.kind == "password_changed":
            return f"{self.settings.base_url}/password"
        if mail.kind in FOR_OPERATORS:
            return f"{self.settings.base_url}/operations"
        if mail.kind in TO_ALL_WORK or mail.record is None:
            return f"{self.settings.base_url}/"
        return f"{self.settings.base_url}/records/{mail.record.reference}"

    def _message(
        self, mail: OutboxMail, wording: Wording, words: Mapping[str, Any], reply_to: tuple[str, str]
    ) -> EmailMessage:
        domain = self.settings.mail_from.partition("@")[2]
        message, subject = EmailMessage(), wording.subject.format(**words)
        message["Subject"] = subject
        message["From"] = self.settings.mail_from
        message["To"] = mail.to.email
        message["Reply-To"] = formataddr(reply_to)
        message["Date"] = format_datetime(self.now())
        message["Message-ID"] = f"<{mail.message_id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["List-Id"] = f"Handover <handover.{domain}>"
        message.set_content(render_template(f"mail/{wording.body}.txt", **words))
        message.add_alternative(render_template(f"mail/{wording.body}.html", subject=subject, **words), subtype="html")
        return message


def _asker(mail: OutboxMail) -> Staff | None:
    """Who asks or did what the mail tells of: the author, or whoever acts for an author who has left."""
    if "by" in mail.about:
        return Staff.get_by_id(mail.about["by"])
    if mail.record is None:
        return None
    number = mail.step.version if mail.step else mail.record.version
    version = RecordVersion.get_or_none((RecordVersion.record == mail.record) & (RecordVersion.number == number))
    return version.submitted_by if version else mail.record.author
