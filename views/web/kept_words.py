"""What a kept post is in words: where it goes and what it holds, for whoever is asked to send it on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from forms import KINDS
from forms.account.changes import ExplainingSection
from forms.account.deciding import deciding_section
from forms.account.holding import HoldSection, LiftSection
from forms.account.reading_for import reading_for_section
from forms.account.standing_in import AwaySection, PassOnSection
from forms.engine.cleaning import tidy_block, tidy_line
from forms.engine.correction import HOW
from forms.engine.question import Question
from forms.engine.register_rows import NOT_ONE
from forms.engine.section import Section
from forms.follow_up import BecameSection
from forms.letters import CHILD
from forms.letters.section import AgreeingSection, letter_section
from models import Step
from protocol.corrections import PREFIX
from protocol.statements import BY_ID
from protocol.terms import TermFiller
from records import purposes
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
    "purposes": (reading_for_section(dict(purposes.PURPOSES)),),
    "following.say_what_became": (BecameSection,),
}
NOWHERE = "to a page of Handover that saves nothing"
# Controls of pages, which nobody typed and which say nothing without their page.
CONTROLS = re.compile(
    r"seen|editor|drawn|take|keep|row|writer|unread|attention|leaving|digest|letters_digest|base|explain|next|"
    r"action|.*-(id|rows|key)|(removed|arranged|read)\b.*"
)
# Of a correction: which fact or which row of a table it is about, and what of it.
CORRECTION = re.compile(rf"(?P<about>{PREFIX}[^-]+(?P<row>-\d+(?=-))?)(-(?P<part>.+))?")
OTHERS = {
    "reason": "Why",
    "declared": "What you state",
    "exception": "Exception decision",
    "chosen": "Chosen",
    "earlier": "Begins with the answers of",
    "another": "Start another record",
    "change": "For the change of worker with the number",
    "name": "Name",
}
DATE_PARTS = ("day", "month", "year")
OF_NO_QUESTION = "Also sent"
NOT_ASKED = "Not asked with your choice: {}"
CORRECTED = "Correction of '{}'"
HOW_KNOWN = f": {HOW}"
BLANK = "(blank)"
TOO_LONG = "{} ({:,} characters, of which {:,} are taken at most)"
LONGEST_ON_A_LINE = 120  # characters
LONGEST_ROW = 6  # digits of a row's number


@dataclass(frozen=True)
class Asked:
    """What a posted name is about. label: in words, '' for a control. row: of a table's cell, from 1; else 0.

    of: the name of the question, by which those of one label are told apart.
    """

    question: Question | None
    label: str
    row: int = 0
    is_of_date: bool = False
    of: str = ""


@dataclass(frozen=True)
class KeptPart:
    """What was posted under one label. text: what was typed, as it will be stored, or the words of what was chosen.

    All rows of a table stand in one text, a line for each. name: of the box of a long text, in which it is sent too.
    """

    label: str
    text: str
    name: str = ""


@dataclass(frozen=True)
class KeptPost:
    """A kept post in words. blank: the labels of what is left blank, which empties answers as well.

    unseen: the fields that are sent in no box, whatever of them is read in words.
    """

    where: str
    parts: list[KeptPart]
    blank: list[str]
    unseen: list[tuple[str, str]]


def in_words(to: str, fields: Iterable[tuple[str, str]], terms: TermFiller) -> KeptPost:
    """A post to a path of this app, with its fields. Every value that somebody may have chosen or typed is shown, but
    for buttons, and for corrections that correct nothing.

    A label stands once, however many rows it has, so that the words take no more room than the post.
    """
    endpoint, target = target_of(to)
    reference, posted = str(target.get("reference", "")) or _due_to_go(target), list(fields)
    asks, chosen, times = _asks(endpoint, target), dict(reversed(posted)), Counter(name for name, _ in posted)
    begun = _begun_corrections(posted)
    lines: dict[tuple[str, str, str], _Lines] = {}
    unseen: list[tuple[str, str]] = []
    for name, value in posted:
        asked = asks(name)
        words = "" if (asked.question or asked.row) and _is_left_alone(name, begun) else terms(asked.label)
        if asked.question and not _is_asked(asked, chosen):
            words = NOT_ASKED.format(words) if value else ""
        shown = _shown(asked.question, value, terms) if words else ""
        is_long = len(shown) > LONGEST_ON_A_LINE or not shown.isprintable()
        has_box = is_long and times[name] == 1 and value not in _choices(asked.question)
        if not has_box:
            unseen.append((name, value))
        elif words and len(shown) > (most := getattr(asked.question, "limit", len(shown))):
            words = TOO_LONG.format(words, len(shown), most)
        if words:
            key = (f"{words}, {asked.row}" if has_box and asked.row else words, name if has_box else "", asked.of)
            lines.setdefault(key, _Lines()).add(0 if has_box else asked.row, shown, is_of_date=asked.is_of_date)
    parts = [KeptPart(label, under_it.text, name) for (label, name, _), under_it in lines.items()]
    where = WHERE.get(endpoint, NOWHERE).format(reference=tidy_line(reference))
    return KeptPost(where, [part for part in parts if part.text], _blank(parts), unseen)


def _begun_corrections(posted: Iterable[tuple[str, str]]) -> set[str]:
    """The corrections in which something is entered. Of a row, not by its facts: its page fills in the register's.

    Without how it is known, or that the row is none, no row is corrected.
    """
    found = ((CORRECTION.fullmatch(name), value) for name, value in posted)
    filled = (match for match, value in found if match and value.strip())
    return {match["about"] for match in filled if not match["row"] or match["part"] in ("how", NOT_ONE)}


def _is_left_alone(name: str, begun: Collection[str]) -> bool:
    """Whether a name is that of a part of a correction that corrects nothing."""
    match = CORRECTION.fullmatch(name)
    return match is not None and match["about"] not in begun


class _Lines:
    """What stands under one label: a line for each row, of the values that were posted for it."""

    def __init__(self) -> None:
        self._rows: dict[int, list[str]] = {}
        self._between = ", "

    def add(self, row: int, shown: str, *, is_of_date: bool) -> None:
        """Add a value of a row. A date comes as its parts, and is no date without one of them."""
        self._between = "/" if is_of_date else ", "
        if shown or is_of_date:
            self._rows.setdefault(row, []).append(shown)
        else:
            self._rows.setdefault(row, [])

    @property
    def text(self) -> str:
        """The lines; '' where nothing but blanks was posted."""
        said = {row: self._between.join(values) if any(values) else "" for row, values in self._rows.items()}
        lines = [f"{row}: {line or BLANK}" if row else line for row, line in said.items()]
        return "\n".join(lines) if any(said.values()) else ""


def _blank(parts: Iterable[KeptPart]) -> list[str]:
    """The labels of answers without a text: how a correction is known is none."""
    blank = [part.label for part in parts if not part.text]
    return [label for label in blank if label != OF_NO_QUESTION and not label.endswith(HOW_KNOWN)]


def _due_to_go(target: Mapping[str, Any]) -> str:
    """The reference of the record whose disposal a post is about, where whoever is signed in sees that it is due."""
    if "due_id" not in target or not current_user.is_authenticated:
        return ""
    try:
        return str(agreeing.get(target["due_id"], current_user, is_operator=is_operator()).record.reference)
    except NotFoundError:
        return ""


def _is_asked(asked: Asked, chosen: Mapping[str, str]) -> bool:
    """Whether the choices that are posted with it let its page ask it. Of a cell no other cell is looked at."""
    when = asked.question.when if asked.question and not asked.row else ()
    return all(chosen[other] in values for other, values in when if other in chosen)


def _shown(question: Question | None, value: str, terms: TermFiller) -> str:
    """The words of a chosen value; what was typed as its question cleans it, but for line ends and blanks around it."""
    if value and value in _choices(question):
        return terms(_choices(question)[value])
    tidied = tidy_line(value) if question and not question.multiline else tidy_block(value)
    return value if tidied == value.replace("\r\n", "\n").strip() else tidied


def target_of(to: str) -> tuple[str, Mapping[str, Any]]:
    """(endpoint, values of its path) of a post to this path; ('', {}) where nothing can be posted."""
    try:
        endpoint, values = current_app.url_map.bind("").match(to.partition("?")[0], method="POST")
    except HTTPException:
        return "", {}
    return str(endpoint), values


def _choices(question: Question | None) -> Mapping[str, str]:
    choices: Mapping[str, str] = getattr(question, "choices", {})
    return choices


def _asks(endpoint: str, target: Mapping[str, Any]) -> Callable[[str], Asked]:
    """A function: posted name → what it is about. No name of a field is in its words: it tells nobody anything."""
    questions = _questions(endpoint, target)
    labels = _labels(questions)

    def asks(name: str) -> Asked:
        if CONTROLS.fullmatch(name):
            return Asked(None, "")
        base, _, rest = name.removeprefix(PREFIX).partition("-")
        if question := questions.get(base):
            asked = _of_question(question, labels[base], rest, is_correction=name.startswith(PREFIX))
            return replace(asked, of=base)
        if base == "departure":
            return Asked(None, f"Why this is not met: {BY_ID[rest].wording}" if rest in BY_ID else OF_NO_QUESTION)
        return Asked(None, OTHERS.get(name, OF_NO_QUESTION))

    return asks


def _labels(questions: Mapping[str, Question]) -> dict[str, str]:
    """The label of each question; below the choice that lets its page ask it, where others have the same."""
    own = {name: question.label.text for name, question in questions.items()}
    times = Counter(own.values())
    above = {name: own[question.when[-1][0]] for name, question in questions.items() if _is_below(question, own)}
    return {
        name: f"{above[name]} {label}" if times[label] > 1 and name in above else label for name, label in own.items()
    }


def _is_below(question: Question, own: Mapping[str, str]) -> bool:
    return bool(question.when) and question.when[-1][0] in own


def _of_question(question: Question, own: str, rest: str, *, is_correction: bool) -> Asked:
    """What a name is about that ends so ('' for the question itself, '0-note' for a cell, 'day' for part of a date)."""
    label = CORRECTED.format(own) if is_correction else own
    first, _, end = rest.partition("-")
    is_cell = first.isdecimal() and len(first) < LONGEST_ROW
    row, (column, _, part) = (int(first) + 1, end.partition("-")) if is_cell else (0, (rest, "", rest))
    if is_correction and column == "how":
        return Asked(None, f"{label}{HOW_KNOWN}", row)
    if is_correction and column == NOT_ONE:
        return Asked(None, f"{label}: {getattr(question, 'not_one', '')}", row)
    if cell := getattr(question, "columns", {}).get(column) if is_cell else None:
        return Asked(cell, f"{label}: {cell.label.text}", row, part in DATE_PARTS)
    return Asked(question, label, row, part in DATE_PARTS)


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
