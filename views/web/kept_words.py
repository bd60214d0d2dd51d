"""What a kept post is in words: where it goes and what it holds, for whoever is asked to send it on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from forms import KINDS
from forms.account.changes import ExplainingSection
from forms.account.deciding import deciding_section
from forms.account.holding import HoldSection, LiftSection
from forms.account.standing_in import AwaySection, PassOnSection
from forms.engine.cleaning import tidy_block, tidy_line
from forms.engine.question import Question
from forms.engine.section import Section
from forms.follow_up import BecameSection
from forms.letters import CHILD
from forms.letters.section import AgreeingSection, letter_section
from models import Step
from protocol.terms import TermFiller
from records.deciding import links
from records.errors import LinkError, NotFoundError
from records.keeping import agreeing
from views.web.guard import is_operator

# Endpoint → what its post does, to follow 'It goes'. {reference} is the record's.
WHERE = {
    "my_tasks.declare_absence": "to 'When you are away', and says when you are away and who decides for you",
    "my_tasks.end_absence": "to 'When you are away', and ends a time that you gave there",
    "my_tasks.pass_on": "to record {reference}, and passes your decision to somebody else",
    "my_tasks.take_back": "to record {reference}, and takes back a decision that you passed on",
    "my_tasks.nudge": "to record {reference}, and reminds whoever it waits for",
    "start.start_record": "to 'Start a record', and starts one",
    "start.continue_as": "to record {reference}, and goes on with it as another kind of record",
    "start.ask_for_exception": "to record {reference}, and starts an exception decision",
    "start.use_exception": "to record {reference}, which then relies on an exception decision",
    "records.withdraw": "to record {reference}, and withdraws it",
    "records.take_back": "to record {reference}, and takes it back to be changed",
    "records.settle": "to record {reference}, and says that its refusal is settled",
    "amending.correct": "to record {reference}, and starts a correction of it",
    "amending.say_why": "to record {reference}, and says what was wrong in the one that it corrects",
    "amending.cancel": "to record {reference}, and asks for it to be cancelled",
    "sections.save_section": "to record {reference}, and saves answers in its draft",
    "submission.submit": "to record {reference}, and submits it",
    "decisions.decide_by_link": "to the record of your emailed link, and decides on it in your name",
    "decisions.renew_link": "to an emailed link that has run out, and mails you a new one",
    "decisions.decide": "to record {reference}, and decides on it in your name",
    "following.add_follow_up": "to record {reference}, and adds follow-up to it",
    "following.say_what_became": "to record {reference}, and says what became of something promised",
    "letters.write_letter": "to record {reference}, and saves a letter to the child or the parents",
    "letters.answer_letters": "to record {reference}, and says whether you agree to its letters",
    "purposes.begin": "to 'Reading for a purpose', and says what you read records for",
    "purposes.end": "to 'Reading for a purpose', and ends it",
    "packs.ask": "to 'Inspection packs', and asks for one",
    "packs.delete": "to 'Inspection packs', and deletes yours",
    "keeping.agree": "to 'Keeping records', and agrees in your name that record {reference} is disposed of",
    "keeping.take_back": "to 'Keeping records', and takes back that you agreed that record {reference} is disposed of",
    "keeping.place_hold": "to 'Holds', and holds records so that they are not disposed of",
    "keeping.lift_hold": "to 'Holds', and lifts a hold in your name",
    "changes.explain": "to 'Changes of worker', and says why a change has no record",
    "changes.undo": "to 'Changes of worker', and takes back why a change has no record",
    "operations.try_again": "to 'Operations', and sends a mail once more",
    "register_files.preview": "to 'Preview the register’s files', and loads nothing",
    "account.sign_out_everywhere": "to 'Your account', and signs you out everywhere",
    "operations.try_all_again": "to 'Operations', and sends all mails once more that were given up",
}
# An endpoint, or pages of one blueprint → the sections that are posted to them, beside those of records.
_SECTIONS: Mapping[str, tuple[type[Section], ...]] = {
    "my_tasks": (AwaySection, PassOnSection),
    "keeping": (HoldSection, LiftSection),
    "changes": (ExplainingSection,),
    "following.say_what_became": (BecameSection,),
}
NOWHERE = "to a page of Handover that saves nothing"
# Controls of pages, which nobody typed and which say nothing without their page.
CONTROLS = re.compile(
    r"seen|editor|drawn|take|keep|row|writer|unread|attention|leaving|digest|letters_digest|base|explain|next|"
    r".*-(id|rows|key)|(removed|arranged|read)\b.*"
)
OTHERS = {
    "action": "Button",
    "reason": "Why",
    "declared": "What you state",
    "exception": "Exception decision",
    "chosen": "Chosen",
    "earlier": "Begins with the answers of",
    "another": "Start another record",
    "change": "For the change of worker with the number",
    "name": "Name",
}
DATE_PARTS = {"day": ", day", "month": ", month", "year": ", year"}
OF_NO_QUESTION = "Also sent, '{}'"
NOT_ASKED = "Not asked with your choice: {}"
LONGEST_ON_A_LINE = 60  # characters
LONGEST_ROW = 6  # digits of a row's number


@dataclass(frozen=True)
class KeptField:
    """One posted field. label: what it is in words, '' for a control. said: the words of a choice, or ''.

    value: where it is shown, as it will be stored: signs that cannot be seen, or turn text around, are not in it.
    """

    name: str
    value: str
    label: str = ""
    said: str = ""

    @property
    def is_long(self) -> bool:
        """Whether its value is shown in a box of several lines."""
        return len(self.value) > LONGEST_ON_A_LINE or not self.value.isprintable()


@dataclass(frozen=True)
class KeptPost:
    """A kept post in words. blank: the labels of what is left blank, which empties answers as well."""

    where: str
    fields: list[KeptField]
    blank: list[str]


def in_words(to: str, fields: Iterable[tuple[str, str]], terms: TermFiller) -> KeptPost:
    """A post to a path of this app, with its fields. Every value that somebody may have chosen or typed is shown."""
    endpoint, target = _target(to)
    reference, posted = str(target.get("reference", "")) or _due_to_go(target), list(fields)
    label, chosen = _labels(endpoint, target), dict(reversed(posted))
    told: list[KeptField] = []
    for name, value in posted:
        question, words = label(name, terms)
        if question and not _is_asked(question, name, chosen):
            words = NOT_ASKED.format(words) if value else ""
        said = _said(question, value, terms) if value else ""
        shown_as = _tidied(question, value) if words and not said else value
        told.append(KeptField(name, shown_as, words, said))
    blank = list(dict.fromkeys(field.label for field in told if field.label and not field.value))
    return KeptPost(WHERE.get(endpoint, NOWHERE).format(reference=tidy_line(reference)), told, blank)


def _due_to_go(target: Mapping[str, Any]) -> str:
    """The reference of the record whose disposal a post is about, where whoever is signed in sees that it is due."""
    if "due_id" not in target or not current_user.is_authenticated:
        return ""
    try:
        return str(agreeing.get(target["due_id"], current_user, is_operator=is_operator()).record.reference)
    except NotFoundError:
        return ""


def _is_asked(question: Question, name: str, chosen: Mapping[str, str]) -> bool:
    """Whether the choices that are posted with it let its page ask it. Of a cell no other cell is looked at."""
    is_cell = name.partition("-")[2][:1].isdecimal()
    return is_cell or all(chosen[other] in values for other, values in question.when if other in chosen)


def _tidied(question: Question | None, value: str) -> str:
    """A value as its question cleans it, but for its line ends and blanks around it; other values keep their lines."""
    tidied = tidy_line(value) if question and not question.multiline else tidy_block(value)
    return value if tidied == value.replace("\r\n", "\n").strip() else tidied


def _target(to: str) -> tuple[str, Mapping[str, Any]]:
    """(endpoint, values of its path) of a post to this path; ('', {}) where nothing can be posted."""
    try:
        endpoint, values = current_app.url_map.bind("").match(to.partition("?")[0], method="POST")
    except HTTPException:
        return "", {}
    return str(endpoint), values


Label = Callable[[str, TermFiller], tuple[Question | None, str]]


def _labels(endpoint: str, target: Mapping[str, Any]) -> Label:
    """A function: posted name → (its question or None, its label or '' for a control)."""
    questions = _questions(endpoint, target)

    def label(name: str, terms: TermFiller) -> tuple[Question | None, str]:
        if CONTROLS.fullmatch(name):
            return None, ""
        base, _, rest = name.partition("-")
        if question := questions.get(base):
            of, words = _of_question(question, rest)
            return of, terms(words)
        if base == "departure":
            return None, f"Why '{tidy_line(rest)}' is not met"
        return None, OTHERS.get(name) or OF_NO_QUESTION.format(tidy_line(name))

    return label


def _of_question(question: Question, rest: str) -> tuple[Question | None, str]:
    """The question of a name's end ('' for itself, '0-note' for a cell, 'day' for a part of a date), and its label."""
    row, _, end = rest.partition("-")
    column, _, part = end.partition("-")
    columns = getattr(question, "columns", {})
    if row.isdecimal() and len(row) < LONGEST_ROW and column in columns:
        cell = columns[column]
        return cell, f"{question.label.text}, {int(row) + 1}: {cell.label.text}{DATE_PARTS.get(part, '')}"
    return question, f"{question.label.text}{DATE_PARTS.get(rest, '')}"


def _questions(endpoint: str, target: Mapping[str, Any]) -> dict[str, Question]:
    """The questions that a post to this endpoint may answer."""
    reference = str(target.get("reference", ""))
    if endpoint.startswith("decisions."):
        step = _own_step(target)
        action, asks = (step.action, step.asks) if step else ("decide", [])
        sections = [deciding_section(action, asks, escalates=True, may_refuse=True, letters=True)]
    elif endpoint.startswith("letters."):
        sections = [letter_section(CHILD), AgreeingSection]
    elif of_page := _SECTIONS.get(endpoint) or _SECTIONS.get(endpoint.partition(".")[0]):
        sections = list(of_page)
    else:
        of_kind = [form for form in KINDS.values() if reference.startswith(f"{form.prefix}-")]
        sections = [section for form in of_kind for section in form.sections]
    return {name: question for section in sections for name, question in section.questions().items()}


def _own_step(target: Mapping[str, Any]) -> Step | None:
    """The step that is decided on, where whoever is signed in decides on it."""
    if not current_user.is_authenticated:
        return None
    if token := target.get("token"):
        try:
            return links.get_usable_step(token=token, staff=current_user)
        except LinkError:
            return None
    found: Step | None = Step.get_or_none(Step.id == target.get("step_id"), Step.assignee == current_user.id)
    return found


def _said(question: Question | None, value: str, terms: TermFiller) -> str:
    """The label of a chosen value; '' for what was typed."""
    choices = getattr(question, "choices", {})
    return terms(choices[value]) if value in choices else ""
