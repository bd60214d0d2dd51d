"""The base class of questions.

A question has texts, the statements that it serves (`cites`) and the conditions under which it applies (`when`). What
was typed (`raw`) is kept apart from the parsed answer (`data`): a draft is shown as it was left, valid or not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.utils import unset_value

from forms.engine.cleaning import tidy_block, tidy_line, unprintable_problem
from forms.engine.conditions import WIDENED, holds, scope_of
from forms.engine.source import Source
from forms.engine.surroundings import Corrected, Page, RowOfCells
from protocol import formatting
from protocol.corrections import PREFIX, readings
from protocol.formatting import lower_first, upper_first
from protocol.statements.scope import Condition, Scope
from protocol.terms import TermFiller

Posted = MultiDict[str, str]
CHILD = "child"  # the question whose answer is the child: those that follow it are facts that can be corrected


class Question(Field):
    """One question. Subclasses define reading (`posted`, `parse`) and the inverse (`as_raw`).

    label, hint, help: texts with placeholders for displayed terms; help in paragraphs.
    cites: ids of the statements that it is asked for.
    scope: the children whom it is asked of, by default those of the statements that it cites.
    when: conditions that must all hold besides for it to apply. required: a blank is an error on continue.
    optional: nothing asks for it and its label says so; what stands behind an `add` is so without that.
    thing: the noun of its messages, as in 'Enter {thing}' ('the date of transfer').
    follows: the question with whose answer the register answers this one, for example the team for its leader. It is
    never read from a post, save where `asked_if_unknown` and the register has no answer (`Section.known`). A fact about
    the child can be corrected. none: what it says where the register has 'there is none'; '' does not show it then.
    goes_with: the fact that this one belongs to; where that is corrected, the register has no answer to this one.
    alternative: where that is corrected, there is none of this one: a child who is born has no expected date.
    asked_if_unknown: whether it is asked where the register has no answer; by default as its type has it, and of facts
    about the child.
    day: (question, days) of the day on which the register answers it; None: today.
    leads_to: (address, text) of a link to a page that helps to answer it.
    add: the text behind which it stands while it is blank, such as 'Add where the meeting was'; never of one that is
    required. Neighbours with the same text stand behind one.

    kind: its type, for other systems, and the macro in components/question.html that renders it.
    raw: input as typed. data: the parsed answer, None for blank or invalid. error: its message, '' for none.
    note: what is said where nothing is wrong. clashes: contradictions that it is a place of. came_from: '' or its mark.
    """

    kind: ClassVar[str] = ""
    blank: ClassVar[Any] = ""
    note = came_from = error = ""
    clashes: Sequence[Any] = ()
    says: tuple[Callable[[str], bool], str] | None = None  # of a text: whether it says something, and the error else
    asked_if_unknown: bool = False
    ask_verb: ClassVar[str] = "Enter"
    multiline: ClassVar[bool] = False
    reveals_others: bool = False
    fixed = unseen = False  # unseen: shown nowhere, because another answer says it
    matches: tuple[Mapping[str, Any], ...] = ()
    row: RowOfCells | None = None
    was_posted: bool = False
    correction: Corrected | None = None
    raw: Any
    data: Any
    _form: Page

    def __init__(
        self,
        label: str,
        *,
        thing: str,
        hint: str = "",
        help: str = "",  # noqa: A002
        cites: tuple[str, ...] = (),
        when: tuple[Condition, ...] = (),
        scope: Scope | None = None,
        required: bool = False,
        optional: bool = False,
        follows: str = "",
        day: tuple[str, int] | None = None,
        asked_if_unknown: bool | None = None,
        none: str = "",
        goes_with: str = "",
        alternative: bool = False,
        leads_to: tuple[str, str] = ("", ""),
        add: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, description=hint, **kwargs)
        if add and required:
            raise TypeError(f"{self.short_name} is required, so it cannot stand behind '{add}'")
        self.thing, self.help, self.cites, self.leads_to = thing, help, cites, leads_to
        self.scope, self.when, self.required, self.optional = scope or scope_of(cites), when, required, optional
        self.follows, self.day, self.add, self.none = follows, day, add, none
        self.goes_with, self.alternative = goes_with, alternative
        # What is counted from the register, as whether there are brothers or sisters, is put right there.
        self.is_correctable = follows == CHILD and asked_if_unknown is None
        if asked_if_unknown is not None or self.is_correctable:
            self.asked_if_unknown = self.is_correctable or bool(asked_if_unknown)
        self._rendered: dict[object, Markup] = {}
        self.twins: list[Question] = []

    def on_page(self, page: Page) -> Self:
        """A copy for another page. Copy only questions without input: the rest of the state is shared."""
        copied = object.__new__(type(self))  # copy.copy calls Field.__new__, which returns an unbound field
        copied.__dict__ = self.__dict__ | {"_form": page}
        return copied

    def as_named(self, name: str) -> Self:
        """The same control under another name, in which its register's answer is corrected."""
        own = {"name": name, "short_name": name, "id": name, "help": "", "follows": "", "is_correctable": False}
        copied = self.on_page(self._form)
        copied.__dict__ |= own | {"when": (), "optional": False, "correction": None, "twins": [], "_rendered": {}}
        return copied

    @property
    def fill_terms(self) -> TermFiller:
        """Fills the council's terms into a text."""
        return self._form.fill_terms

    @property
    def text(self) -> str:
        """The label with terms filled in."""
        return self.fill_terms(self.label.text)

    @property
    def subject(self) -> str:
        """`thing` as the start of a message: 'the date of transfer' → 'Date of transfer'."""
        return upper_first(self.thing.removeprefix("the "))

    @property
    def is_fact(self) -> bool:
        """Whether the register answers it: then it is shown, and neither asked nor read from a post."""
        return bool(self.follows) and (not self.asked_if_unknown or self.short_name in self._form.known)

    @property
    def takes_corrections(self) -> bool:
        """Whether what the register says of it can be corrected on its page."""
        return self.is_correctable and self.is_fact and not self._form.known[self.short_name].by_correction

    @property
    def focus_id(self) -> str:
        """The id of its first control, the target of links to the question."""
        return self.name

    def render_once(self, macro: Callable[..., Markup], *args: Any) -> Markup:
        """Render a macro that depends only on the question's texts. Cached for each set of terms, except for cells."""
        if self.row:
            return macro(self, *args)
        key = (macro.name, self.fill_terms, args)  # type: ignore[attr-defined]
        if key not in self._rendered:  # one dictionary, shared by all copies of the question
            self._rendered[key] = macro(self, *args)
        return self._rendered[key]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the posted input; where the post has none for this question, load the stored answer (`data`)."""
        stored = None if data is unset_value else data
        raw = None if formdata is None or self.fixed or self.is_fact else self.posted(formdata, self.name)
        self.was_posted = raw is not None
        if raw is None:
            self.load(stored, None if self.is_fact else self._form.stored_typed.get(self.short_name))
        else:
            self.read(raw, stored)

    def posted(self, posted: Posted, name: str) -> Any:
        """The posted input under `name`, in the shape of `raw`; None when the question was not on the page."""
        return posted.get(name)

    def read(self, raw: Any, stored: Any = None) -> None:
        """Parse typed input and set raw, data and error. stored: the stored answer."""
        self.data, self.error, self.raw = None, "", self.tidy(raw)
        if self.raw == self.blank:
            return
        self.data, problem = self.parse(self.raw, stored)
        if self.says and self.data is not None and not self.says[0](self.raw):
            self.data, problem = None, self.says[1].replace("{subject}", self.subject)
        if self.raw != self.as_raw(stored) and (found := unprintable_problem(self.raw)):  # what was saved before stays
            self.data, problem = None, found
        self.error = self.message(problem) if problem else ""
        if self.data is not None:
            self.raw = self.as_raw(self.data)

    def load(self, answer: Any, typed: Any = None) -> None:
        """Load stored state: the invalid input `typed` if there is any, else the answer. A fact is not checked."""
        if self.is_fact:
            self.hold(answer)
        else:
            self.read(self.as_raw(answer) if typed is None else typed, answer)

    def follow(self, answer: Any, typed: Any) -> None:
        """Show what has been stored since the page was read, where the register answers it."""
        if self.is_fact:
            self.load(answer)

    def tidy(self, raw: Any) -> Any:
        """Remove what cannot be seen; return the type of `raw`, whatever the input."""
        if not isinstance(raw, str):
            return ""
        return tidy_block(raw) if self.multiline else tidy_line(raw)

    def parse(self, raw: Any, stored: Any) -> tuple[Any, str]:
        """Parse cleaned, non-blank input: (answer, error message), where one of the two is empty."""
        return raw, ""

    def as_raw(self, answer: Any) -> Any:
        """The inverse of `parse`: an answer as it would be typed. Values of another shape count as blank."""
        return answer if isinstance(answer, str) else self.blank

    @property
    def is_begun(self) -> bool:
        """Whether anything was answered, typed or is wrong."""
        return self.raw != self.blank or bool(self.error)

    @property
    def typed(self) -> Any:
        """Invalid input, to be stored beside the answers; None when the input is valid or blank."""
        return self.raw if self.data is None and self.raw != self.blank else None

    @property
    def source_answered(self) -> bool:
        """Whether the question with whose answer the register answers this one is answered."""
        return self._form.answer_to(self.follows) is not None

    def hold(self, answer: Any) -> None:
        """Take a stored answer as it is: a fact is not read anew, so nothing is wrong with it."""
        self.data, self.raw, self.error = answer, self.as_raw(answer), ""

    @property
    def shown_fact(self) -> str:
        """The register's answer as text; '' for none."""
        return self.as_text(self.data)

    def as_text(self, answer: Any) -> str:
        """An answer of the register as text; '' for none."""
        return "" if answer is None else str(answer["name"] if isinstance(answer, dict) else answer)

    @property
    def source(self) -> str:
        """Where a fact is from, of which day, and since when it holds."""
        known = self._form.known.get(self.short_name, Source())
        if known.instead and (says := self.as_text(known.instead[0]) or lower_first(self.none or "nothing")):
            return f"In place of the register, which says {says} ({self.source_day})"
        by = "From the register and its correction" if known.by_correction else "From the register"
        parts = (by, self.source_day, f"since {formatting.day(known.since)}" if known.since else "")
        return ", ".join(filter(None, parts))

    @property
    def source_day(self) -> str:
        """The day of which a fact is: that of the last load that said it where it is kept, else today."""
        day = self._form.known.get(self.short_name, Source()).seen_on or self._form.today
        return formatting.day(day) if day else ""

    @property
    def remark(self) -> str:
        """What else the register says of whom a fact names (`Source.remark`); '' for nothing."""
        return self._form.known.get(self.short_name, Source()).remark

    @property
    def is_unknown(self) -> bool:
        """Whether it is a fact about the child that the register of this page does not know."""
        return self.is_correctable and bool(self._form.known) and not self.is_fact

    @property
    def errors(self) -> Sequence[str]:  # type: ignore[override]
        """The error as a list, for WTForms."""
        return [self.error] if self.error else []

    def message(self, text: str) -> str:
        """An error message with terms filled in and, for a cell, the title of its row."""
        text = self.fill_terms(text)
        return f"{self.row.title}: {lower_first(text)}" if self.row else text

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Whether it applies, given all answers of the record (for a cell: of the row).

        Where answers correct the register, a question is asked of a child to whom it applies with either value.
        """
        return any(map(self.applies_in, readings(answers)))

    def applies_in(self, answers: Mapping[str, Any]) -> bool:
        """Whether it applies by one reading of the answers (protocol.corrections.readings)."""
        given = any(answers.get(name) is not None for name in (self.follows, self.short_name))
        follows = not self.follows or self.is_correctable or given
        return follows and self.is_asked_of(answers) and holds(self.when, answers)

    def is_asked_of(self, answers: Mapping[str, Any]) -> bool:
        """Whether the child of these answers is one of those whom it is asked of."""
        return self.scope.holds(answers.get, WIDENED.get())

    def check_required(self, answers: Mapping[str, Any]) -> None:
        """Set the error if it applies, is required and is blank. Called on continue."""
        if self.is_fact:
            if self.correction:
                self.correction.check_required()
        elif self.required and not self.error and self.data is None and self.applies(answers):
            self.error = self.message(self.blank_problem())

    def blank_problem(self) -> str:
        """The message for a missing answer: 'Enter the date of transfer'."""
        return f"{self.ask_verb} {self.thing}"

    def problems(self) -> dict[str, str]:
        """Name of control → error message, of the question and its cells."""
        if self.correction:
            return self.correction.problems()
        return {self.name: self.error} if self.error else {}

    def blank_cells(self) -> Collection[Question]:
        """The columns of rows; none for a question without rows."""
        return ()

    def leaves(self) -> list[Question]:
        """Everything that can be wrong: the question itself, for rows each cell, of a fact what corrects it."""
        return self.correction.leaves() if self.correction else [self]

    def slots(self) -> list[Question]:
        """Of those, what has a place on the page, and so a slot for its error."""
        return self.leaves()


@dataclass(frozen=True)
class Applicability:
    """Which answers of a record apply. questions: by name; columns: table → column → question."""

    questions: Mapping[str, Question]
    columns: Mapping[str, Mapping[str, Question]]

    def __call__(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers to questions that apply. Names that are not questions ('departures') are kept."""
        applicable = _applicable(self.questions, answers)
        for name, columns in self.columns.items():
            if isinstance(rows := applicable.get(name), list):
                applicable[name] = [_applicable(columns, row) if isinstance(row, dict) else row for row in rows]
        return applicable


def _applicable(questions: Mapping[str, Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    both, given = readings(answers), questions.keys() & answers.keys()
    hidden = {name for name in given if not any(map(questions[name].applies_in, both))}
    hidden |= {PREFIX + name for name in hidden}  # nobody could see or clear such a correction
    return {name: answer for name, answer in answers.items() if name not in hidden}
