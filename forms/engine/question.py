"""What is asked: the question that all others extend.

A question holds its words (label, hint, help, the noun of its messages), where they come from (`cites`)
and when it applies (`when`). It keeps what was typed (`raw`) apart from what that means (`data`), so
that a draft can be shown again exactly as it was left, right or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Protocol, Self

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.utils import unset_value

from forms.engine.cleaning import tidy_line
from forms.engine.conditions import Condition, holds
from forms.engine.wording import Words
from protocol.formatting import lower_first

Posted = MultiDict[str, str]


class Group(Protocol):
    """The page or the row that a question stands in."""

    def revealed_by(self, name: str) -> Mapping[str, Sequence[Question]]:
        """Value → the questions of the group that the radio of that value reveals."""


class Page(Group, Protocol):
    """What a question needs to know of its page. action: the value of the pressed button that adds or removes a row."""

    words: Words
    today: date | None
    action: str
    stored_typed: Mapping[str, Any]


class RowOfCells(Group, Protocol):
    """What a cell needs to know of its row. title: 'Key event 1'."""

    @property
    def title(self) -> str: ...


class Question(Field):
    """One question. Sub-classes say how it is read (`posted`, `parse`) and what it was typed like (`as_raw`).

    label, hint, help: its words, with placeholders for displayed terms; help in paragraphs.
    cites: ids of the protocol's statements that the question serves.
    when: conditions that must all hold for it to apply. required: blank is an error on continue.
    thing: the noun of its messages, as in 'Enter {thing}' ('the date of transfer').
    leads_to: address and words of a page that helps to answer it.

    kind: names its type for other systems, and the macro of components/question.html that draws it.
    raw: what was typed; data: what it means, None for a blank; error: the message about it, '' for none.
    """

    kind: ClassVar[str] = ""
    blank: ClassVar[Any] = ""
    ask_verb: ClassVar[str] = "Enter"
    reveals_others: bool = False
    fixed: bool = False
    matches: tuple[Mapping[str, Any], ...] = ()
    row: RowOfCells | None = None
    was_posted: bool = False
    error: str = ""
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
        required: bool = False,
        leads_to: tuple[str, str] = ("", ""),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, description=hint, **kwargs)
        self.thing, self.help, self.cites, self.leads_to = thing, help, cites, leads_to
        self.when, self.required = when, required
        self._rendered: dict[object, Markup] = {}

    def on_page(self, page: Page) -> Self:
        """The same question on another page. Only one that nothing was read into yet can be copied."""
        copied = object.__new__(type(self))  # copy.copy would ask WTForms for an unbound field
        copied.__dict__ = self.__dict__ | {"_form": page}
        return copied

    # What it is called

    @property
    def words(self) -> Words:
        """The council's words that this page speaks."""
        return self._form.words

    @property
    def text(self) -> str:
        """The label in the council's words."""
        return self.words(self.label.text)

    @property
    def focus_id(self) -> str:
        """The id of its first control, which a link to the question goes to."""
        return self.name

    def once(self, macro: Callable[..., Markup], *args: Any) -> Markup:
        """What a macro makes of the question's words alone: kept for each council's words, except for cells of rows."""
        if self.row:
            return macro(self, *args)
        key = (macro.name, self.words, args)  # type: ignore[attr-defined]
        if key not in self._rendered:  # shared by all copies of the question
            self._rendered[key] = macro(self, *args)
        return self._rendered[key]

    # What was said

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take in what was posted or, where the posted page did not hold the question, what is stored (`data`)."""
        stored = None if data is unset_value else data
        raw = None if formdata is None or self.fixed else self.posted(formdata, self.name)
        self.was_posted = raw is not None
        if raw is None:
            self.load(stored, self._form.stored_typed.get(self.short_name))
        else:
            self.read(raw, stored)

    def posted(self, posted: Posted, name: str) -> Any:
        """What a post holds for the question as `name`, in the shape of `raw`. None: it was not on the page."""
        return posted.get(name)

    def read(self, raw: Any, kept: Any = None) -> None:
        """Takes in what was typed. kept: the answer that was stored for it before."""
        self.data, self.error = None, ""
        self.raw = self.tidy(raw)
        if self.raw == self.blank:
            return
        self.data, problem = self.parse(self.raw, kept)
        if problem:
            self.error = self.message(problem)
        elif self.data is not None:
            self.raw = self.as_raw(self.data)

    def load(self, answer: Any, typed: Any = None) -> None:
        """Takes in what was stored: what was typed and did not parse, else the answer."""
        self.read(self.as_raw(answer) if typed is None else typed, answer)

    def tidy(self, raw: Any) -> Any:
        """Strip control and bidi characters; whatever was given, return the type of `raw`."""
        return tidy_line(raw) if isinstance(raw, str) else ""

    def parse(self, raw: Any, kept: Any) -> tuple[Any, str]:
        """(answer, problem) of what was typed, one of them empty. The problem is a whole message."""
        return raw, ""

    def as_raw(self, answer: Any) -> Any:
        """An answer as it would be typed. Shapes that no question makes count as blank."""
        return answer if isinstance(answer, str) else self.blank

    @property
    def typed(self) -> Any:
        """What was typed and could not be read, to be kept beside the answers. None when there is no such thing."""
        return self.raw if self.data is None and self.raw != self.blank else None

    # What is wrong with it

    @property
    def errors(self) -> Sequence[str]:  # type: ignore[override]
        """Its error as WTForms lists them."""
        return [self.error] if self.error else []

    def message(self, text: str) -> str:
        """A message in the council's words, saying which row it is about."""
        text = self.words(text)
        return f"{self.row.title}: {lower_first(text)}" if self.row else text

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Whether the question applies, given all answers of the record (of the row, for a cell)."""
        return holds(self.when, answers)

    def ask(self, answers: Mapping[str, Any]) -> None:
        """Sets the error of a blank that must not be one, when somebody asks to continue."""
        if self.required and not self.error and self.data is None and self.applies(answers):
            self.error = self.message(self.blank_problem())

    def blank_problem(self) -> str:
        """'Enter the date of transfer'."""
        return f"{self.ask_verb} {self.thing}"

    def problems(self) -> dict[str, str]:
        """Name of control → message, of the question and of what it holds."""
        return {self.name: self.error} if self.error else {}

    def leaves(self) -> list[Question]:
        """The question itself, or for rows the rows and each of their cells: everything with an error slot."""
        return [self]
