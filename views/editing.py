"""One section as it is being written: the form, what was saved, and what the protocol says of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flask import request
from werkzeug.datastructures import MultiDict

from forms import RecordKind, Section, display, get_kind
from forms.engine.cleaning import tidy_block, tidy_line
from forms.restricted import restricted_questions
from models import Record
from protocol import BY_ID, STATEMENTS, Finding, Level, Outcome, Stage, Weighing
from protocol.outcomes import OPEN
from records import clock, weighing
from records.access import may_read_restricted
from records.drafting import saving
from views.pages import register
from views.ways_out import WayOut, ways_out
from views.web import sessions
from views.web.guard import me

CLOSED = "Only the {team_leaders} can change this, because '%s' has been filled in for them to read"
REASONS = frozenset(weighing.DEPARTURE + statement.id for statement in STATEMENTS)


@dataclass
class Editing:
    """A section of a record under one person's hands."""

    record: Record
    form: RecordKind
    section: Section
    editor: str
    seen: int
    saved: saving.Saved | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()

    @cached_property
    def findings(self) -> list[Finding]:
        """The protocol's findings on this section, in the protocol's order.

        A finding is shown where its question stands; one that is met points to no question, and counts where the
        form says that its statement is asked about.
        """
        own, cited = type(self.section).questions(), type(self.section).cited()

        def asked(statement: str) -> bool:
            return statement in cited or BY_ID[statement].asked_at in own

        return [
            finding
            for finding in weigh_draft(self.record, self.form).findings
            if (finding.question in own if finding.question else asked(finding.statement))
            and finding.outcome != Outcome.DOES_NOT_APPLY
            and finding.stage != Stage.DECISION
        ]

    @cached_property
    def needing_attention(self) -> list[Finding]:
        """Findings that are unmet or not answered yet, what is unmet first."""
        open_ones = [finding for finding in self.findings if needs_attention(finding)]
        return sorted(open_ones, key=lambda finding: finding.outcome != Outcome.UNMET)

    @cached_property
    def attention(self) -> list[tuple[Finding, list[str]]]:
        """What needs attention, each message once, with every statement that it is about."""
        found: dict[tuple[str | None, str], tuple[Finding, list[str]]] = {}
        for finding in self.needing_attention:
            _, statements = found.setdefault((finding.question, finding.message), (finding, []))
            statements.append(finding.statement)
        return list(found.values())

    @property
    def matters(self) -> int:
        """How many things the protocol asks of this section, those that need attention counted as they are listed."""
        return len(self.findings) - len(self.needing_attention) + len(self.attention)

    def reasons_asked(self, question: str) -> list[Finding]:
        """Expectations unmet (or departed from with a reason) that are to be explained beside this question."""
        return [finding for finding in self.reasons if self.beside(finding) == question]

    def beside(self, finding: Finding) -> str:
        """The question under which a finding is explained: its own, or the one whose radio reveals that."""
        name, nested = finding.question or "", self.section.layout().nested
        while name in nested:
            name = self.section.questions()[name].when[-1][0]
        return name

    @cached_property
    def reasons(self) -> list[Finding]:
        """All expectations of this section to be explained."""
        return [finding for finding in self.findings if asks_reason(finding, self.record, self.opened)]

    def reason(self, statement: str) -> str:
        """The reason written so far for departing from a statement."""
        return str(self.record.answers.get(weighing.DEPARTURE + statement, ""))

    def target(self, finding: Finding) -> str:
        """The id of the control that a finding's link goes to: its question's, or of what has to be answered first."""
        asked = finding.question or ""
        name = self.form.reachable(asked, self.record.answers)
        return str(self.section[name if name in self.section else asked].focus_id)

    def ways_out(self, finding: Finding) -> list[WayOut]:
        """The buttons beside a finding that lead on, where this record cannot be submitted as it is."""
        return ways_out(self.record, finding)

    def in_words(self, question: str, value: saving.Value) -> str:
        """A value of a clash as people read it: what was typed, or the answer in words; 'Nothing' for a blank."""
        if not value:
            return "Nothing"
        asked = self.form.questions.get(question)
        if value[0] == "typed" or asked is None:
            return str(value[1])
        shown = display(asked, value[1], _terms())
        return shown if isinstance(shown, str) else "; ".join(", ".join(filter(None, row)) for row in shown[1:])

    @property
    def place(self) -> int:
        """The section's place among the record's, from 0."""
        return self.form.sections.index(type(self.section))

    @property
    def next_section(self) -> type[Section] | None:
        """The section after this one that the person may read, or None after the last."""
        following = self.form.sections[self.place + 1 :]
        return next((one for one in following if not one.restricted or may_read_restricted(self.record, me())), None)


def may_explain(finding: Finding) -> bool:
    """Whether a reason settles it: an expectation that is unmet, or to which there is no answer to give."""
    return finding.level == Level.EXPECTED and finding.stage == Stage.SUBMISSION and finding.outcome in OPEN


def needs_attention(finding: Finding) -> bool:
    """Whether it is unmet or not answered yet, and not explained either."""
    return finding.outcome in OPEN and not (may_explain(finding) and finding.reason)


def asks_reason(finding: Finding, record: Record, opened: Collection[str] = ()) -> bool:
    """Whether a finding has a reason box: an expectation unmet, or one explained in its box already.

    One that is not answered yet has none, so that a blank page is not full of them, but where somebody `opened` it.
    """
    written = weighing.DEPARTURE + finding.statement in record.answers
    if finding.outcome == Outcome.DEPARTED:
        return written and finding.stage == Stage.SUBMISSION
    return may_explain(finding) and (finding.outcome == Outcome.UNMET or written or finding.statement in opened)


def weigh_draft(record: Record, form: RecordKind) -> Weighing:
    """What the protocol says of the draft as it stands today."""
    today = clock.today()
    return weighing.weigh_answers(
        kind=record.kind,
        answers=form.applicable_answers(record.answers),
        today=today,
        exceptions=weighing.exceptions_for(record, today=today),
    )


def from_stored(record: Record, section_class: type[Section], opened: Collection[str] = ()) -> Editing:
    """The section as it was last saved, in a fresh editor, with the boxes for the reasons of these statements."""
    section = section_class.from_answers(record.answers, record.typed, terms=_terms(), today=clock.today())
    _resolve_names(section)
    editor = secrets.token_urlsafe(12)
    return Editing(record, get_kind(record.kind), section, editor, seen=record.revision, opened=frozenset(opened))


def from_post(record: Record, section_class: type[Section]) -> Editing:
    """The section as posted, parsed and saved. What could not be understood is saved as it was typed.

    An answer of somebody else's that is to be taken (`take`) counts as not posted, so that theirs stays and is shown.
    """
    posted, editor = _without(request.form, request.form.get("take", "")), _editor(request.form)
    section = section_class.from_post(
        posted, record.answers, record.typed, action=posted.get("row", ""), terms=_terms(), today=clock.today()
    )
    _resolve_names(section)
    reasons, closed = _reasons(posted), _closed(record)
    saved = saving.save_answers(
        record=record,
        by=me(),
        editor=editor,
        base_revision=_number(posted.get("seen")),
        questions=(section.posted | reasons.keys()) - closed,
        answers=section.answers() | {name: text for name, text in reasons.items() if text},
        typed=section.typed(),
        keep_mine=posted.getlist("keep"),
    )
    opened = frozenset(name.removeprefix(weighing.DEPARTURE) for name in reasons)
    work = Editing(saved.record, get_kind(record.kind), section, editor, saved.seen, saved, opened=opened)
    work.refused = work.errors = _refuse(section, record, closed)
    return work


def _closed(record: Record) -> frozenset[str]:
    """Who hands over to whom reads the restricted section: once it is answered, only they say who they are."""
    form = get_kind(record.kind)
    held = not restricted_questions(form).isdisjoint({*record.answers, *record.typed})
    return frozenset(form.readers_settled_by if held and not may_read_restricted(record, me()) else ())


def _refuse(section: Section, record: Record, closed: frozenset[str]) -> dict[str, str]:
    """Put an error beside what was changed and is closed to this person: question → message."""
    own = closed & section.questions().keys()
    changed = [name for name in section.questions() if name in own and section[name].data != record.answers.get(name)]
    restricted = " and ".join(one.title for one in get_kind(record.kind).sections if one.restricted)
    for name in changed:
        section[name].error = section.fill_terms(CLOSED % restricted)
    return {name: section[name].error for name in changed}


def _without(posted: MultiDict[str, str], question: str) -> MultiDict[str, str]:
    """What was posted, less one question and its parts ('': all of it)."""
    if not question:
        return posted
    others = [(name, value) for name, value in posted.items(multi=True) if name.partition("-")[0] != question]
    return MultiDict((name, value) for name, value in others if name != question)


def _editor(posted: Mapping[str, str]) -> str:
    """Which page was posted; one that does not say so is like no other."""
    return tidy_line(posted.get("editor", ""))[:40] or secrets.token_urlsafe(12)


def _resolve_names(section: Section) -> None:
    for question, text, _ in section.pickers():
        question.resolve(register.MATCHES[question.kind](text))


def _reasons(posted: Mapping[str, str]) -> dict[str, str]:
    """The reasons for departing posted, by their answer's name; blank ones too, so that they can be taken back."""
    return {name: tidy_block(posted[name]) for name in posted.keys() & REASONS}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _terms() -> dict[str, str]:
    return sessions.settings().displayed_terms
