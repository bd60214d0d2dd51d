"""The content of each mail. Never a child's name, initials, date of birth or local id: mail is not confidential."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from flask import render_template

from mail import links, still_so
from models import OutboxMail, PromisedDay, Record, RecordVersion, Staff, State, Step, StepState
from protocol.chains import telling
from protocol.corrections import AMENDS, called, stands
from protocol.formatting import count, day
from protocol.statements import places
from protocol.terms import fill_terms
from settings import Settings

MAX_LISTED = 30
DRAFT_WARNED_FOR = timedelta(days=28)  # between the mail to a draft's author and its end
# A subject of the usual 78 characters or so would be folded before its first word, and be read with a blank there.
_LONG_LINES = policy.default.clone(max_line_length=200)


@dataclass(frozen=True)
class MailText:
    """Subject and button text of a kind of mail, and the name of its templates in templates/mail (.txt and .html)."""

    subject: str
    button: str
    body: str


_CONFIRM, _DECIDE = "Read the record and confirm", "Read the record and decide"
_ACCEPT = "Read what is not met and decide"

MAIL_TEXTS = {
    ("step_opened", "confirm"): MailText(
        "{asker} asks you to confirm{by}: {kind} {reference}", _CONFIRM, "step_opened"
    ),
    ("step_opened", "decide"): MailText("{asker} asks you to decide{by}: {kind} {reference}", _DECIDE, "step_opened"),
    ("step_opened", "accept"): MailText(
        "{asker} asks you to accept what is not met{by}: {kind} {reference}", _ACCEPT, "step_opened"
    ),
    ("reminder", "confirm"): MailText("Reminder, please confirm{by}: {kind} {reference}", _CONFIRM, "reminder"),
    ("reminder", "decide"): MailText("Reminder, please decide{by}: {kind} {reference}", _DECIDE, "reminder"),
    ("reminder", "accept"): MailText(
        "Reminder, your acceptance is needed{by}: {kind} {reference}", _ACCEPT, "reminder"
    ),
    ("nudge", "confirm"): MailText("{asker} asks you again to confirm{by}: {reference}", _CONFIRM, "reminder"),
    ("nudge", "decide"): MailText("{asker} asks you again to decide{by}: {reference}", _DECIDE, "reminder"),
    ("nudge", "accept"): MailText(
        "{asker} asks you again to accept what is not met{by}: {reference}", _ACCEPT, "reminder"
    ),
    ("taken_back", ""): MailText("No longer for you to decide: {kind} {reference}", "See your work", "taken_back"),
    ("lapsed", ""): MailText("You no longer have to decide: {kind} {reference}", "See the record", "lapsed"),
    ("returned", ""): MailText(
        "{asker} has returned this to {to_whom}: {kind} {reference}", "See why it was returned", "returned"
    ),
    ("recalled", ""): MailText(
        "{asker} has taken this back to change it: {kind} {reference}", "See the record", "recalled"
    ),
    ("escalated", ""): MailText(
        "Not agreed, the managers above decide: {kind} {reference}", "See where it stands", "escalated"
    ),
    ("withdrawn", ""): MailText(
        "{asker} has withdrawn this, nothing to do: {kind} {reference}", "See the record", "withdrawn"
    ),
    ("exception_ended", ""): MailText(
        "An exception no longer stands: {kind} {reference}", "See what has to be done", "exception_ended"
    ),
    ("corrected", ""): MailText("Corrected by a later version: {kind} {reference}", "See what counts now", "corrected"),
    ("cancelled", ""): MailText("Cancelled, it did not happen: {kind} {cancelled}", "See the record", "cancelled"),
    ("refused", ""): MailText("Refused and sealed: {kind} {reference}", "See the refusal and its reasons", "sealed"),
    ("settled", ""): MailText("{asker} has settled a refusal: {kind} {reference}", "See the record", "settled"),
    ("sealed", ""): MailText("Approved and sealed: {kind} {reference}", "See the sealed record", "sealed"),
    ("certificate", ""): MailText(
        "The certificate that seals records needs attention", "See operations", "for_operators"
    ),
    ("fault", ""): MailText("Records cannot be submitted: a rule fails", "See operations", "for_operators"),
    ("password", ""): MailText("Choose your password for Handover", "Choose a password", "password"),
    ("password_changed", ""): MailText(
        "Your password for Handover was changed", "It was not me: ask for a new link", "password_changed"
    ),
    ("draft_ends", ""): MailText("Your draft will be deleted: {kind} {reference}", "Go on with it", "draft_ends"),
    ("need_stated", ""): MailText("{asker}, of another team, wants to start a record", "Read why", "need_stated"),
    ("letters_to_write", ""): MailText(
        "Letters to the child and family, for you to write: {kind} {reference}", "See the drafts", "letters_to_write"
    ),
    ("letters_to_agree", ""): MailText(
        "{asker} asks you to agree to letters: {kind} {reference}", "Read the letters", "letters_to_agree"
    ),
    ("letters_to_change", ""): MailText(
        "{asker} wants letters changed: {kind} {reference}", "See what has to change", "letters_to_change"
    ),
    ("hold_lifted", ""): MailText("{asker} has lifted your hold: {kind} {reference}", "See holds", "hold_lifted"),
    ("disposal_ended", ""): MailText(
        "What you agreed to has ended: {kind} {reference}", "See what is due", "disposal_ended"
    ),
    ("promised", ""): MailText("Promised and due: {things}", "See your work", "promised"),
    ("digest", ""): MailText("In your teams this week: {in_teams}", "See your work", "digest"),
    ("pack_ready", ""): MailText("Your inspection pack is ready", "See your pack", "pack_ready"),
    ("pack_failed", ""): MailText("Your inspection pack could not be made", "See why, and ask again", "pack_failed"),
}
# In place of the above: of what has gone up to the managers above, and of what was decided without everybody's yes.
WHERE_NOT_AGREED = {
    ("step_opened", "decide"): MailText("Not agreed, please decide{by}: {kind} {reference}", _DECIDE, "step_opened"),
    ("step_opened", "accept"): MailText("Not agreed, please decide{by}: {kind} {reference}", _ACCEPT, "step_opened"),
    ("sealed", ""): MailText(
        "Decided without full agreement, and sealed: {kind} {reference}", "See the sealed record", "sealed"
    ),
}
_OVER = (State.WITHDRAWN, State.CORRECTED, State.CANCELLED)  # nothing that is promised in these is due
SKIPPED_WHEN_EMPTY = ("digest", "promised", "certificate")  # not sent if there is nothing left to report
FOR_OPERATORS = ("certificate", "fault")
RULE_FAILED = (
    "Handover cannot check '{place}' of the protocol: a rule there failed. Nobody can submit a record that it is about "
    "until this is mended. The server's log says which rule it was, and what kind of fault."
)
LINKS_TO_LETTERS = ("letters_to_write", "letters_to_agree", "letters_to_change")
# Of no record, of several, or of one that the reader may not open.
LINKS = {
    "taken_back": "/",
    "digest": "/",
    "promised": "/",
    "password_changed": "/password",
    **dict.fromkeys(("pack_ready", "pack_failed"), "/packs"),
    "hold_lifted": "/keeping/holds",
    "disposal_ended": "/keeping",
    **dict.fromkeys(FOR_OPERATORS, "/operations"),
}


@dataclass(frozen=True)
class Composer:
    """Composes messages. kind_titles: record kind → title. warning: returns the certificate warning, '' for none."""

    settings: Settings
    kind_titles: Mapping[str, str]
    now: Callable[[], datetime]
    warning: Callable[[], str]

    def compose(self, mail: OutboxMail) -> EmailMessage | None:
        """The message for an outbox row, with a newly created link; None when it is no longer needed."""
        if not mail.to.active:
            return None
        if not still_so.is_needed(mail):
            return None
        if mail.step and (mail.step.state != StepState.OPEN or mail.step.assignee_id != mail.to_id):
            return None
        listed, overdue = self._listed(mail), self._overdue(mail)
        operator_text = self._operator_text(mail) if mail.kind in FOR_OPERATORS else ""
        if mail.kind in SKIPPED_WHEN_EMPTY and not (listed or overdue or operator_text):
            return None
        waiting = _how_many(len(listed), "step", "waits", "wait")
        late = _how_many(len(overdue), "promise", "is overdue", "are overdue")
        asker, author = _get_asker(mail), _get_author(mail)
        reply_to = self._reply_to(mail, asker)
        context = {
            **self._record_context(mail.record, mail.to_id, mail.step),
            **self._step_context(mail.step),
            "asker": asker.name if asker else "",
            "author": author.name if author else "",
            "to_whom": "you" if author == mail.to else author.name if author else "",
            "url": self._url(mail),
            "listed": listed[:MAX_LISTED],
            "count": len(listed),
            "waiting": waiting,
            "overdue": overdue[:MAX_LISTED],
            "late": late,
            "more_late": len(overdue[MAX_LISTED:]),
            "in_teams": ", ".join(filter(None, (waiting, late))),
            "things": count(len(listed), "thing"),
            "operator_text": operator_text,
            "council": self.settings.council_name,
            "days": self.settings.link_lifetime_days,
            "ends_on": _ends_on(mail),
            "reply_to": reply_to[1],
        }
        wording = _wording(mail, context)
        return self._message(mail, wording, {**context, "button": wording.button}, reply_to)

    def _operator_text(self, mail: OutboxMail) -> str:
        if mail.kind == "certificate":
            return self.warning()
        place = "".join(places([mail.about["statement"]]))
        return RULE_FAILED.format(place=fill_terms(place, self.settings.displayed_terms))

    def _record_context(self, record: Record | None, reader: int, step: Step | None) -> dict[str, Any]:
        if record is None:
            return {}
        steps = (Step.record == record) & (Step.version == record.version) & (Step.state != StepState.VOID)
        decided = list(Step.select().where(steps).order_by(Step.order, Step.id))
        told = record.answers.get(AMENDS) or {} if record.amends_id else {}
        against, terms = telling.not_agreed(decided), self.settings.displayed_terms
        return {
            "kind": self.kind_titles[record.kind] + _later(record),
            "reference": record.reference,
            "state": record.state,
            "how_decided": telling.how_decided(decided, terms, reader=reader, stands=stands(told)),
            "version": record.version,
            "amended": told.get("reference", ""),
            "amended_version": told.get("version", ""),
            "cancelled": told["reference"] if told.get("cancels") else record.reference,
            "not_agreed": telling.named(against, terms, reader=reader, begins=True),
            "passed_up": bool(step and telling.is_above(step, against)),
        }

    def _step_context(self, step: Step | None) -> dict[str, Any]:
        if step is None:
            return {"action": "", "by": ""}
        by = f" by {day(step.due_on)}" if step.due_on else ""
        part = fill_terms(step.part, self.settings.displayed_terms)
        instead_of = step.instead_of.name if step.instead_of else ""
        return {"action": step.action, "part": part, "instead_of": instead_of, "by": by}

    def _listed(self, mail: OutboxMail) -> list[dict[str, Any]]:
        """What a mail about several records lists, by reference only; [] of any other mail."""
        lists = {"digest": self._open_steps, "promised": self._still_promised}
        return lists[mail.kind](mail) if mail.kind in lists else []

    def _still_promised(self, mail: OutboxMail) -> list[dict[str, Any]]:
        """What is still promised of that which was due when the mail was queued."""
        days = PromisedDay.select(PromisedDay, Record).join(Record)
        still = PromisedDay.id.in_(mail.about["promises"]) & PromisedDay.ended_at.is_null()
        return [
            {
                "reference": day.record.reference,
                "kind": self.kind_titles[day.record.kind],
                "due": day.due_on,
                "is_overdue": day.due_on < self.now().date(),
            }
            for day in days.where(still & Record.state.not_in(_OVER)).order_by(PromisedDay.due_on)
        ]

    def _overdue(self, mail: OutboxMail) -> list[dict[str, Any]]:
        """What a digest says is overdue and still is; [] of any other mail, and of a digest queued without it."""
        asked = mail.kind == "digest" and "promises" in mail.about
        return [one for one in self._still_promised(mail) if one["is_overdue"]] if asked else []

    def _open_steps(self, mail: OutboxMail) -> list[dict[str, Any]]:
        """The steps of a digest that are still open."""
        steps = Step.select_open().where(Step.id.in_(mail.about["steps"])).order_by(Step.asked_at, Step.id)
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
        """(name, address) for Reply-To: the asker; the council's address if nobody, inactive or the recipient."""
        if asker is None or asker.id == mail.to_id or not asker.active:
            return "", self.settings.mail_reply_to
        return asker.name, asker.email

    def _url(self, mail: OutboxMail) -> str:
        if mail.step:
            token = links.create_decision_link(step=mail.step, now=self.now(), lifetime=self.settings.link_lifetime)
            return f"{self.settings.base_url}/links/{token}"
        if mail.kind == "password":
            return f"{self.settings.base_url}/password/{links.create_password_link(staff=mail.to, now=self.now())}"
        if mail.kind in LINKS or mail.record is None:
            return f"{self.settings.base_url}{LINKS.get(mail.kind, '/')}"
        letters = "/letters" if mail.kind in LINKS_TO_LETTERS else ""
        return f"{self.settings.base_url}/records/{mail.record.reference}{letters}"

    def _message(
        self, mail: OutboxMail, wording: MailText, context: Mapping[str, Any], reply_to: tuple[str, str]
    ) -> EmailMessage:
        domain = self.settings.mail_from.partition("@")[2]
        message, subject = EmailMessage(_LONG_LINES), wording.subject.format(**context)
        message["Subject"] = subject
        message["From"] = self.settings.mail_from
        message["To"] = mail.to.email
        message["Reply-To"] = formataddr(reply_to)
        message["Date"] = format_datetime(self.now())
        message["Message-ID"] = f"<{mail.message_id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["List-Id"] = f"Handover <handover.{domain}>"
        message.set_content(render_template(f"mail/{wording.body}.txt", **context))
        message.add_alternative(
            render_template(f"mail/{wording.body}.html", subject=subject, **context), subtype="html"
        )
        return message


def _later(record: Record) -> str:
    """What follows the kind of a record that corrects or cancels a sealed one."""
    told = record.answers.get(AMENDS) if record.amends_id else None
    return f", {called(told)}" if told else ""


def _how_many(number: int, noun: str, is_so: str, are_so: str) -> str:
    """'1 step waits', '2 steps wait', and '' for none."""
    return f"{count(number, noun)} {is_so if number == 1 else are_so}" if number else ""


def _ends_on(mail: OutboxMail) -> str:
    """The day on which the draft that a mail is about is deleted; '' of any other mail."""
    if mail.kind != "draft_ends":
        return ""
    draft: Any = mail.record
    last = max(draft.saved_at + timedelta(days=mail.about["days"]), mail.queued_at + DRAFT_WARNED_FOR)
    return day(last.date())


def _wording(mail: OutboxMail, context: Mapping[str, Any]) -> MailText:
    key = mail.kind, context["action"]
    differs = context.get("passed_up" if mail.step else "not_agreed")
    return (WHERE_NOT_AGREED.get(key) if differs else None) or MAIL_TEXTS[key]


def _get_asker(mail: OutboxMail) -> Staff | None:
    """Who caused the mail: the actor stored with it, else whose record it is about."""
    return Staff.get_by_id(mail.about["by"]) if "by" in mail.about else _get_author(mail)


def _get_author(mail: OutboxMail) -> Staff | None:
    """Whose record it is about: the submitter of the version, else the author of the draft."""
    if mail.record is None:
        return None
    number = mail.step.version if mail.step else mail.record.version
    version = RecordVersion.get_or_none((RecordVersion.record == mail.record) & (RecordVersion.number == number))
    return version.submitted_by if version else mail.record.author
