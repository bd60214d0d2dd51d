"""What is asked: the question that all others share, and those answered in words or in figures.

A question holds its words (label, hint, help, the noun of its messages), where they come from (`cites`)
and when it applies (`when`). It keeps what was typed (`raw`) apart from what that means (`answer`), so
that a draft can be shown again exactly as it was left, right or wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from wtforms import Field

from forms.engine.cleaning import tidy_block, tidy_line
from forms.engine.conditions import Condition, holds
from forms.engine.skeletons import hole
from forms.engine.widgets import LineWidget, NumberWidget, TextBlockWidget, error_html, slot_html
from forms.engine.wording import Words, as_subject, lower_first

if TYPE_CHECKING:
    from forms.engine.rows import Row
    from forms.engine.section import Section

Posted = MultiDict[str, str]
TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 20_000


class Question(Field):
    """One question. Sub-classes say how it is read (`posted`, `parse`) and shown (`as_raw`, `fillings`).

    label, hint, help: its words, with placeholders for displayed terms; help in paragraphs.
    cites: ids of the protocol's statements that the question serves.
    when: conditions that must all hold for it to apply. required: blank is an error on continue.
    thing: the noun of its messages, as in 'Enter {thing}' ('the date of transfer').
    leads_to: address and words of a page that helps to answer it.
    """

    kind: ClassVar[str] = ""
    blank: ClassVar[Any] = ""
    ask_verb: ClassVar[str] = "Enter"
    reveals_others: bool = False
    fixed: bool = False
    data: Any = None  # what WTForms' own widgets look at; `answer` and `raw` say more
    matches: tuple[Mapping[str, Any], ...] = ()
    _form: Section

    def __init__(
        self, label: str, *, thing: str, hint: str = "", help: str = "", cites: tuple[str, ...] = (),  # noqa: A002
        when: tuple[Condition, ...] = (), required: bool = False, leads_to: tuple[str, str] = ("", ""), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(label, description=hint, **kwargs)
        self.thing, self.help, self.cites, self.leads_to = thing, help, cites, leads_to
        self.when, self.required = when, required
        self.row: Row | None = None
        self.raw: Any = self.blank
        self.answer: Any = None
        self.error = ""

    def copy_for(self, form: Section) -> Self:
        """The same question, blank, on another page. Only one that nothing was read into yet can be copied."""
        copied = object.__new__(type(self))
        copied.__dict__ = self.__dict__ | {"_form": form}
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
    def help_paragraphs(self) -> list[str]:
        """The help in the council's words, a paragraph each."""
        return [self.words(paragraph) for paragraph in self.help.split("\n\n")]

    @property
    def cite_href(self) -> str:
        """Address of the page of statements."""
        return self._form.cite_href

    @property
    def pattern_name(self) -> str:
        """Its name, with holes for the row's index when it is a cell: the same for every row."""
        if self.row is None:
            return self.name
        return f"{self.row.rows.name}-{hole('index')}-{self.short_name}"

    @property
    def focus_id(self) -> str:
        """The id of its first control, which a link to the question goes to."""
        return self.name

    # What was said

    def posted(self, posted: Posted, name: str) -> Any:
        """What a post holds for the question as `name`, in the shape of `raw`. None: it was not on the page."""
        return posted.get(name)

    def read(self, raw: Any, kept: Any = None) -> None:
        """Takes in what was typed. kept: the answer that was stored for it before."""
        self.answer, self.error = None, ""
        self.raw = self.tidy(raw)
        if self.raw == self.blank:
            return
        self.answer, problem = self.parse(self.raw, kept)
        if problem:
            self.error = self.message(problem)
        elif self.answer is not None:
            self.raw = self.as_raw(self.answer)

    def load(self, answer: Any, typed: Any = None) -> None:
        """Takes in what was stored: what was typed and did not parse, else the answer."""
        if typed is not None:
            self.read(typed, answer)
        elif answer is not None:
            self.read(self.as_raw(answer), answer)

    def tidy(self, raw: Any) -> Any:
        """What was typed without what only harms, in the shape of `raw` whatever it was."""
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
        return self.raw if self.answer is None and self.raw != self.blank else None

    # What is wrong with it

    def message(self, text: str) -> str:
        """A message in the council's words, saying which row it is about."""
        text = self.words(text)
        return f"{self.row.title}: {lower_first(text)}" if self.row else text

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Whether the question applies, given all answers of the record (of the row, for a cell)."""
        return holds(self.when, answers)

    def ask(self, answers: Mapping[str, Any]) -> None:
        """Sets the error of a blank that must not be one, when somebody asks to continue."""
        if self.required and not self.error and self.answer is None and self.applies(answers):
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

    # How it is shown

    def fillings(self) -> Mapping[str, str]:
        """HTML for the holes of its skeleton."""
        return {"value": escape(self.raw), **self.common_fillings()}

    def common_fillings(self) -> dict[str, str]:
        """The holes that every question has."""
        fillings: dict[str, str] = {"error": error_html(self) if self.error else ""}
        if self.row:
            fillings |= {"index": str(self.row.index), "number": str(self.row.index + 1)}
        return fillings

    def slot(self, oob: bool = False) -> Markup:
        """The error slot alone, with the error in it if there is one; oob: for HTMX to put in its place."""
        return slot_html(self, oob)


class TextQuestion(Question):
    """A line of words. pattern: what all of it must match, else `pattern_problem` ('must be …') is said."""

    kind = "text"
    widget = LineWidget()
    limit = TEXT_LIMIT

    def __init__(
        self, label: str, *, limit: int | None = None, pattern: str = "", pattern_problem: str = "",
        width: str = "", autocomplete: str = "off", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(label, **kwargs)
        self.limit = limit or self.limit
        self.pattern, self.pattern_problem = pattern, pattern_problem
        self.width, self.autocomplete = width, autocomplete

    def parse(self, raw: str, kept: Any) -> tuple[str | None, str]:
        if over := max(0, len(raw) - self.limit):
            return None, (
                f"{as_subject(self.thing)} must be {self.limit:,} characters or fewer: "
                f"take out {over:,} {'character' if over == 1 else 'characters'}"
            )
        if self.pattern and not re.fullmatch(self.pattern, raw):
            return None, f"{as_subject(self.thing)} {self.pattern_problem}"
        return raw, ""


class LongTextQuestion(TextQuestion):
    """Words of several lines. lines: how tall the box is."""

    kind = "long_text"
    widget = TextBlockWidget()
    limit = LONG_TEXT_LIMIT

    def __init__(self, label: str, *, lines: int = 5, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.lines = lines

    def tidy(self, raw: Any) -> str:
        return tidy_block(raw) if isinstance(raw, str) else ""


class NumberQuestion(Question):
    """A whole number from low to high. unit: shown after the box ('months')."""

    kind = "number"
    widget = NumberWidget()

    def __init__(self, label: str, *, low: int = 0, high: int = 9999, unit: str = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.low, self.high, self.unit = low, high, unit

    def parse(self, raw: str, kept: Any) -> tuple[int | None, str]:
        plain = raw.replace(",", "").removesuffix(self.unit).strip()
        if not re.fullmatch(r"-?\d{1,9}", plain):
            return None, f"{as_subject(self.thing)} must be a whole number, like {max(self.low, 4)}"
        number = int(plain)
        if not self.low <= number <= self.high:
            return None, f"{as_subject(self.thing)} must be between {self.low:,} and {self.high:,}"
        return number, ""

    def as_raw(self, answer: Any) -> str:
        return str(answer) if isinstance(answer, int | str) and not isinstance(answer, bool) else ""
