"""A page of questions, and the record that its pages make up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, ClassVar, Self

from wtforms import Form
from wtforms.fields.core import UnboundField

from forms.engine.conditions import Layout, layout_of
from forms.engine.picker import PickerQuestion
from forms.engine.question import Posted, Question
from forms.engine.rows import RowsQuestion
from forms.engine.wording import Words, words_for

Answers = Mapping[str, Any]


class Section(Form):
    """One page: its questions are class attributes, declared like WTForms fields, in the order of asking.

    key: its part of the address. restricted: it has readers of its own, and stays out of the general PDF.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    restricted: ClassVar[bool] = False

    class Meta:
        """How WTForms makes the questions of a page."""

        def bind_field(self, form: Section, unbound: UnboundField, options: dict[str, Any]) -> Question:
            """A copy of one that was made before: making one anew takes ten times as long."""
            return _blank(unbound, options["name"]).copy_for(form)

    def __init__(
        self, answers: Answers | None = None, typed: Answers | None = None, *, posted: Posted | None = None,
        action: str = "", terms: Mapping[str, str] | None = None, today: date | None = None,
    ) -> None:  # fmt: skip
        self.words: Words = words_for(terms)
        self.action, self.today = action, today
        self.cite_href = "/protocol"
        self.stored: Answers = answers or {}
        self.posted: set[str] = set()
        super().__init__()
        self.asked: dict[str, Question] = self._fields  # type: ignore[assignment]
        for name, question in self.asked.items():
            raw = None if posted is None or question.fixed else question.posted(posted, name)
            if raw is None:
                question.load(self.stored.get(name), (typed or {}).get(name))
            else:
                question.read(raw, self.stored.get(name))
                self.posted.add(name)
        self._put_errors(self.crosscheck())

    def process(self, *_: Any, **__: Any) -> None:
        """Nothing: each question takes in what is stored or posted for it as the section is made."""

    def __getitem__(self, name: str) -> Question:
        return self.asked[name]

    @classmethod
    def from_answers(cls, answers: Answers, typed: Answers | None = None, **kwargs: Any) -> Self:
        """The page as stored. answers, typed: those of the whole record, or at least of this section.

        terms: the council's displayed terms. today: London's date, for questions about the past.
        """
        return cls(answers, typed, **kwargs)

    @classmethod
    def from_post(
        cls, posted: Posted, answers: Answers | None = None, typed: Answers | None = None, *,
        action: str = "", **kwargs: Any,
    ) -> Self:  # fmt: skip
        """The page as posted. A question that was not on the posted page keeps what is stored of it.

        answers, typed: what is stored of the whole record. action: the value of the pressed `row` button,
        'add:key_events' or 'remove:key_events:1'. Whatever the post holds, nothing raises.
        """
        return cls(answers, typed, posted=posted, action=action, **kwargs)

    # What it asks

    @classmethod
    def questions(cls) -> dict[str, Question]:
        """Name → question, blank, to read words and kinds from."""
        return _prototype(cls).asked

    @classmethod
    def layout(cls) -> Layout:
        """Which questions hang under a radio of another."""
        return _layout(cls)

    def prototype_of(self, rows: RowsQuestion) -> RowsQuestion:
        """The blank question of the same name, whose columns are made only once."""
        return self.questions()[rows.short_name]  # type: ignore[return-value]

    @property
    def record_answers(self) -> dict[str, Any]:
        """Everything that is known of the record: what is stored, and this page over it."""
        own = self.questions().keys()
        return {name: said for name, said in self.stored.items() if name not in own} | self.answers()

    def shown(self) -> list[Question]:
        """The questions for the page, in order. Those that hang under a radio are rendered by it."""
        hung = self.layout().hung
        return [
            question
            for name, question in self.asked.items()
            if name not in hung and not question.fixed and self._may_apply(question)
        ]

    def _may_apply(self, question: Question) -> bool:
        """Whether it applies, or would after another answer on this very page."""
        own = self.asked
        return all(parent in own or self.stored.get(parent) in values for parent, values in question.when)

    def revealed_by(self, radios: Question) -> dict[str, list[Question]]:
        """Value → the questions that the radio of that value reveals, for a question or a cell of this page."""
        if radios.row:
            group, layout = radios.row.cells, self.prototype_of(radios.row.rows).layout
        else:
            group, layout = self.asked, self.layout()
        revealed = {
            value: [group[name] for name in names if radios.row or self._may_apply(group[name])]
            for value, names in layout.reveals.get(radios.short_name, {}).items()
        }
        return {value: questions for value, questions in revealed.items() if questions}

    # What was said (`posted` are the names of the questions that the post was about)

    def answers(self) -> dict[str, Any]:
        """Name → answer, of the questions that have one."""
        return {name: question.answer for name, question in self.asked.items() if question.answer is not None}

    def typed(self) -> dict[str, Any]:
        """Name → what was typed and could not be read, to be given back as `typed`."""
        return {name: typed for name, question in self.asked.items() if (typed := question.typed) is not None}

    def pickers(self) -> list[tuple[PickerQuestion, str, str]]:
        """(question, text, id) of each name that only the register can settle: call `question.resolve(matches)`.

        The id is what the browser sent with the text, or the radio that was picked; both may be made up.
        """
        found = [leaf for leaf in self.leaves() if isinstance(leaf, PickerQuestion) and leaf.unsettled]
        return [(leaf, leaf.raw["text"], leaf.raw["picked"] or leaf.raw["id"]) for leaf in found]

    def leaves(self) -> list[Question]:
        """Every question and cell with an error slot of its own."""
        return [leaf for _, question in self.asked.items() for leaf in question.leaves()]

    def slots(self) -> list[Question]:
        """Every question and cell whose error slot is on the page."""
        shown = [question for question in self.asked.values() if not question.fixed and self._may_apply(question)]
        return [leaf for question in shown for leaf in question.leaves()]

    # What is wrong with it

    def crosscheck(self) -> dict[str, str]:
        """Name → what is wrong with the answers taken together. For sub-classes; never about blanks."""
        return {}

    def ask_together(self) -> dict[str, str]:
        """Name → what is missing among questions of which one is enough. For sub-classes; asked on continue."""
        return {}

    def _put_errors(self, problems: Mapping[str, str]) -> None:
        for name, problem in problems.items():
            question = self.asked[name]
            question.error = question.error or question.message(problem)

    def errors_now(self) -> dict[str, str]:
        """Name → message of what was typed and is wrong. Never about a blank, nor where the question does not apply."""
        return self._problems(self.record_answers)

    def _problems(self, known: Answers) -> dict[str, str]:
        found: dict[str, str] = {}
        for _, question in self.asked.items():
            if question.applies(known):
                found |= question.problems()
        return found

    def errors_on_continue(self, all_answers: Answers | None = None) -> dict[str, str]:
        """As `errors_now`, with a message for each blank that must not be one. Each shows in its slot from now on."""
        known = self.record_answers if all_answers is None else all_answers
        for _, question in self.asked.items():
            question.ask(known)
        self._put_errors(self.ask_together())
        return self._problems(known)

    def error_links(self, errors: Mapping[str, str]) -> list[dict[str, str]]:
        """Items for an error summary, in the order of the page: {"text", "href"}."""
        targets = {leaf.name: leaf.focus_id for leaf in self.leaves()}
        in_order = sorted(errors, key=lambda name: list(targets).index(name) if name in targets else len(targets))
        return [{"text": errors[name], "href": f"#{targets.get(name, name)}"} for name in in_order]


_NOWHERE = Form()


@cache
def _blank(unbound: UnboundField, name: str) -> Question:
    return unbound.bind(form=_NOWHERE, name=name)


@cache
def _prototype(section: type[Section]) -> Section:
    return section()


@cache
def _layout(section: type[Section]) -> Layout:
    return layout_of(section.questions())
