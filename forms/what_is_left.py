"""What is left of a draft: everything that prevents its submission, each thing once, and where to answer it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from forms.carrying import still_to_read
from forms.engine.choice import ChoiceQuestion
from forms.engine.question import Question
from forms.engine.register_rows import facts_of
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.source import Source
from forms.engine.text import TextQuestion
from forms.record_kind import RecordKind
from protocol import Finding, Outcome, Stage, Weighing
from protocol.consistency import Clash, is_waiting
from protocol.outcomes import cell, question_of

TO_ACCEPT, MAY_FOLLOW, TO_CONSIDER = "To be accepted", "May follow approval", "To consider"


@dataclass(frozen=True)
class Matter:
    """Something that prevents submission, and where to correct it.

    question: the question to answer, which may be the condition that hides the one that is asked; after an error in a
    table the control ('key_events-0-date'); '' where there is none. section, anchor: where it is, or the reason box
    if a reason is all that can be given. statements: ids that it is about. explain: (section key, statement) of each
    that can be given a reason instead, and where its box opens; in a list none is offered twice. required: whether it
    goes ahead without this only where managers accept that by name. against: the other place of a contradiction, of
    which the question and its section are one. source: the finding or contradiction that it comes from; None for an
    error of the page. unread: whether its answer is to be read again.
    """

    text: str
    question: str = ""
    section: type[Section] | None = None
    anchor: str = ""
    statements: list[str] = field(default_factory=list)
    explain: list[tuple[str, str]] = field(default_factory=list)
    required: bool = False
    against: Matter | None = None
    source: Finding | Clash | None = None
    unread: bool = False

    def is_in(self, section: type[Section]) -> bool:
        """Whether it can be put right in a section: a contradiction in those of both its places."""
        return section is self.section or (self.against is not None and section is self.against.section)


def what_is_left(
    form: RecordKind,
    answers: Mapping[str, Any],
    weighed: Weighing,
    *,
    typed: Mapping[str, Any] | None = None,
    today: date,
    terms: Mapping[str, str] | None = None,
    known: Mapping[str, Source] | None = None,
    clashes: Sequence[Clash] = (),
    within: type[Section] | None = None,
    unread: Collection[str] = (),
    check: Callable[[TextQuestion], None] = lambda _: None,
) -> list[Matter]:
    """What prevents submission, in the form's order. answers, typed: as stored; weighed: of the applicable ones.

    known: the questions that the register answers. clashes: what contradicts itself in these answers. within: only what
    can be put right in this section; the pages of others are drawn up only where a contradiction depends on them.
    unread: the questions whose answers are to be read again. check: as for `RecordKind.pages_with_errors`.
    """
    waiting = [one for one in clashes if is_waiting(one, answers)]
    others = (form.section_of.get(question_of(one.against)) for one in waiting)
    pages = {within, *filter(None, others)} if within else ()
    errors = _errors(form, answers, typed or {}, sections=pages, check=check, terms=terms, today=today, known=known)
    for name in left_blank(weighed, answers, typed or {}):
        errors.pop(name, None)
    # Tables of which the first row is asked for, cell by cell.
    begun_by = {question_of(control) for control in errors} - answers.keys()
    found: dict[str, Matter] = {}
    for finding in weighed.stops_submission:
        for part in finding.open_parts:
            matter = _matter(form, answers, finding, part)
            begun = part.outcome is Outcome.UNANSWERED and matter is not None and matter.question in begun_by
            if matter and (error := errors.get(matter.question)):
                error.statements.extend(one for one in matter.statements if one not in error.statements)
            elif matter and not begun:
                _add(found, matter, gap_of(part))
    asked = {matter.question for matter in (*errors.values(), *found.values())}
    named = (one for one in clashes if not (one in waiting and one.against in asked))
    contradictions = [_contradiction(form, answers, known, clash) for clash in named]
    to_read = _unread(form, still_to_read(form, answers, unread, known or {}))
    left = [*contradictions, *errors.values(), *found.values(), *to_read]
    left = [matter for matter in left if within is None or matter.is_in(within)]
    left.sort(key=lambda matter: _place(form, matter.section))
    _offer_once(left)
    return left


def left_blank(weighed: Weighing, answers: Mapping[str, Any], typed: Mapping[str, Any]) -> frozenset[str]:
    """The questions that stay blank for a reason that the managers above have to accept: no page asks for them."""
    waiting = (question_of(one.question) for one in weighed.findings if one.waits_for_acceptance and one.question)
    return frozenset(name for name in waiting if name not in answers and name not in typed)


def examined(
    form: RecordKind, answers: Mapping[str, Any], examine: Callable[[], tuple[Weighing, Sequence[Clash]]], **draft: Any
) -> tuple[Weighing, list[Matter]]:
    """The weighing of a draft, and what is left of it. examine: gives its weighing, and what contradicts itself in it;
    draft: the rest, as for `what_is_left`.
    """
    weighed, clashes = examine()
    return weighed, what_is_left(form, answers, weighed, clashes=clashes, **draft)


def _unread(form: RecordKind, names: Iterable[str]) -> Iterable[Matter]:
    for name in names:
        text = f"Read this again: {form.questions[name].label.text}"
        yield Matter(text, name, form.section_of[name], f"#{name}-mark", unread=True)


def _contradiction(
    form: RecordKind, answers: Mapping[str, Any], known: Mapping[str, Source] | None, clash: Clash
) -> Matter:
    """A contradiction at its first place, with the other."""
    places = places_of(form, answers, known, clash)
    first, other = (places[0], places[-1]) if places else (Matter(clash.message), None)
    return replace(first, text=clash.message, against=other if other is not first else None, source=clash)


def places_of(
    form: RecordKind, answers: Mapping[str, Any], known: Mapping[str, Source] | None, clash: Clash
) -> list[Matter]:
    """The places of a contradiction that a page shows, with what each is called: one that is asked no more is not."""
    found = []
    for control in dict.fromkeys(clash.places):
        section = form.section_of.get(question_of(control))
        page = section.from_answers(answers, known=known) if section else None
        if (
            section
            and page
            and {control, question_of(control)} & {one.name for one in (*page.slots(), *page.facts_shown())}
        ):
            label = form.questions[question_of(control)].label.text
            anchor = _row_of_register(control, answers) or _focus_id(section, control)
            found.append(Matter(label, control, section, f"#{anchor}"))
    return found


def gap_of(part: Finding) -> str:
    """What tells one thing that is open at a question from another: all blanks of it are one, and all that is unmet.

    What is faulty stands by itself.
    """
    return part.message if part.faulty or not part.question else str(part.outcome)


def in_one(said: str, more: str) -> str:
    """Two messages about one thing as one: each sentence once."""
    known, further = (text.replace(". ", ".\n").split("\n") for text in (said, more))
    return " ".join(dict.fromkeys([*known, *further]))


def _add(found: dict[str, Matter], matter: Matter, gap: str) -> None:
    key = f"{matter.question} {matter.anchor} {gap}"
    known = found.setdefault(key, matter)
    if known is not matter:
        if gap != Outcome.UNANSWERED:
            known = found[key] = replace(known, text=in_one(known.text, matter.text))
        known.statements.extend(one for one in matter.statements if one not in known.statements)
        known.explain.extend(matter.explain)


def _offer_once(left: list[Matter]) -> None:
    """Keep each reason box where it is offered first."""
    offered: set[str] = set()
    for matter in left:
        matter.explain[:] = [(where, one) for where, one in dict.fromkeys(matter.explain) if one not in offered]
        offered.update(one for _, one in matter.explain)


def _matter(form: RecordKind, answers: Mapping[str, Any], finding: Finding, part: Finding) -> Matter | None:
    """What one open part of a finding asks for; None where other findings say it. Its reason box is the finding's."""
    control, asked = part.question or "", question_of(part.question or "")
    if asked not in form.section_of:
        return Matter(part.message, statements=[part.statement], source=part) if asked or part.faulty else None
    box_in = _box_in(form, finding)
    if box_in and part.outcome is Outcome.UNMET and _takes_nothing_else(form, answers, part):
        return Matter(part.message, asked, box_in, f"#departure-{part.statement}", [part.statement], source=part)
    name = form.reachable(asked, answers)
    control = _answerable(form, control, answers) if name == asked else name
    section = form.section_of[name]
    explain = [(box_in.key, part.statement)] if box_in and _can_be_explained(form, answers, part, box_in) else []
    anchor = f"#{_focus_id(section, control)}"
    return Matter(part.message, control, section, anchor, [part.statement], explain, part.acceptable, source=part)


def _box_in(form: RecordKind, finding: Finding) -> type[Section] | None:
    """The section whose page shows the finding's reason box, beside its question; None where there is none."""
    question = form.questions.get(finding.question or "")
    shown = question is not None and not question.fixed and finding.takes_reason
    return form.section_of[question.name] if question and shown else None


def _takes_nothing_else(form: RecordKind, answers: Mapping[str, Any], part: Finding) -> bool:
    """Whether an unmet part is open until a reason is given: it asks for nothing else, or the register says it all."""
    question = form.questions[question_of(part.question or "")]
    if part.asks_only_why and not _is_text(question, part):
        return True
    if not isinstance(question, RowsQuestion):
        return False
    rows, columns = answers.get(question.name) or [], question.columns.keys()
    return bool(rows) and all(columns <= set(facts_of(row)) for row in rows)


def _is_text(question: Question, part: Finding) -> bool:
    """Whether the control of a part takes the reason itself."""
    column = (part.question or "").rpartition("-")[2]
    asked = question.columns.get(column, question) if isinstance(question, RowsQuestion) else question
    return asked.kind in ("text", "long_text")


def _can_be_explained(form: RecordKind, answers: Mapping[str, Any], part: Finding, explained_in: type[Section]) -> bool:
    """Whether to offer a reason instead: in a section that is begun, and not of a choice that nobody has made yet."""
    question = form.questions[question_of(part.question or "")]
    unmade = part.outcome is Outcome.UNANSWERED and isinstance(question, ChoiceQuestion)
    return not unmade and not answers.keys().isdisjoint(explained_in.questions())


def _answerable(form: RecordKind, control: str, answers: Mapping[str, Any]) -> str:
    """A control; in place of a cell that the register answers, the first cell of its row that is asked."""
    name, _, place = control.partition("-")
    index, _, column = place.partition("-")
    question, rows = form.questions[name], answers.get(name) or []
    if not (isinstance(question, RowsQuestion) and column and int(index) < len(rows)):
        return control
    facts = facts_of(rows[int(index)])
    asked = [one for one in question.columns if one not in facts]
    return cell(name, int(index), asked[0]) if column in facts and asked else control


def _row_of_register(control: str, answers: Mapping[str, Any]) -> str:
    """The id of the row in which the register answers a cell, so that it has no control; '' for any other control."""
    name, _, place = control.partition("-")
    index, _, column = place.partition("-")
    rows = (answers.get(name) or []) if column else []
    return f"{name}-{index}" if column and int(index) < len(rows) and column in facts_of(rows[int(index)]) else ""


def _focus_id(section: type[Section], control: str) -> str:
    """The id of the first control of a question, or of a cell of a table."""
    name, _, place = control.partition("-")
    question, (row, _, column) = section.questions()[name], place.partition("-")
    cells = question.columns if isinstance(question, RowsQuestion) else {}
    if column in cells:
        return f"{name}-{row}-{cells[column].focus_id}"
    return question.name if question.is_correctable else question.focus_id


def _errors(
    form: RecordKind,
    answers: Mapping[str, Any],
    typed: Mapping[str, Any],
    *,
    sections: Iterable[type[Section]],
    check: Callable[[TextQuestion], None],
    **page_of: Any,
) -> dict[str, Matter]:
    """Control → the error that its page would show on continue, of these sections or, for none, of all.

    page_of: as for `Section.from_answers`.

    A table without a row has in its place what the first row must have: nobody is to learn that from a row begun.
    """
    pages = [section.from_answers(answers, typed, **page_of) for section in sections or form.sections]
    for page in pages:
        for question in page.looked_up():
            check(question)
    return {
        control: Matter(ask, control, type(page), page.error_links({control: ask})[0]["href"])
        for page in pages
        for name, message in page.errors_on_continue(answers).items()
        for control, ask in (_of_first_row(page, name) or {name: message}).items()
    }


def _of_first_row(page: Section, name: str) -> dict[str, str]:
    """Control → what must be in the first row of the question `name`; {} where that is no table, or has a row."""
    question = page.asked.get(name)
    return question.asked_of_first() if isinstance(question, RowsQuestion) else {}


def sections_that_may_ask(form: RecordKind, answers: Mapping[str, Any], weighed: Weighing) -> frozenset[str]:
    """Keys of the sections with a blank question on which it may depend whether a statement is met.

    Nothing may be asked for there yet, but answers elsewhere can change that.
    """
    unsettled = (one for one in weighed.stops_submission if one.outcome is Outcome.UNANSWERED)
    read = {name for finding in unsettled for name in weighed.reads.get(finding.statement, ())}
    blank = (name for name in read & form.questions.keys() if name not in answers)
    return frozenset(form.section_of[name].key for name in blank if _could_apply(form.questions[name], answers))


def _could_apply(question: Question, answers: Mapping[str, Any]) -> bool:
    return all(parent not in answers or answers[parent] in values for parent, values in question.when)


def _place(form: RecordKind, section: type[Section] | None) -> int:
    return form.sections.index(section) if section else len(form.sections)


def besides(section: type[Section], weighed: Weighing, left: Iterable[Matter]) -> dict[str, list[Finding]]:
    """Heading → the findings of this section that stop nothing, each thing once, and none that is left anyway."""
    found: dict[tuple[str, str], Finding] = {}
    listed, own = {_thing(one.question, one.source) for one in left}, section.questions()
    for finding in weighed.findings:
        for part in finding.open_parts or ((finding,) if finding.is_prompt else ()):
            thing = _thing(part.question, part)
            if question_of(part.question or "") in own and _stops_nothing(part) and thing not in listed:
                found.setdefault(thing, part)
    headings: dict[str, list[Finding]] = {heading: [] for heading in (TO_ACCEPT, MAY_FOLLOW, TO_CONSIDER)}
    for part in found.values():
        follows = MAY_FOLLOW if part.stage == Stage.FOLLOW_UP else TO_CONSIDER
        headings[TO_ACCEPT if part.waits_for_acceptance else follows].append(part)
    return {heading: parts for heading, parts in headings.items() if parts}


def _thing(question: str | None, source: Finding | Clash | None) -> tuple[str, str]:
    """What tells one thing that is open from another: the blanks of a question are one, whoever asks for them."""
    gap = gap_of(source) if isinstance(source, Finding) else str(Outcome.UNANSWERED)
    return question or "", gap


def _stops_nothing(finding: Finding) -> bool:
    return not (
        finding.stops_submission or finding.stage == Stage.DECISION or (finding.takes_reason and finding.reason)
    )
