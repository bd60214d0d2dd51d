"""A page of questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from typing import Any, ClassVar, Self

from flask_wtf import FlaskForm
from wtforms import Form
from wtforms.fields.core import UnboundField

from forms.engine.conditions import Layout, layout_of
from forms.engine.picker import PickerQuestion
from forms.engine.question import Posted, Question
from forms.engine.wording import words_for

Answers = Mapping[str, Any]


class Section(FlaskForm):
    """One page: its questions are class attributes, declared like WTForms fields, in the order of asking.

    key: its part of the address. restricted: it has readers of its own, and stays out of the general PDF.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    restricted: ClassVar[bool] = False

    class Meta:
        """How WTForms makes the questions of a page."""

        csrf = False  # the app checks the token of every post (CSRFProtect), and each page has it once

        def get_translations(self, form: Form) -> None:
            """None: every message is the project's own."""

        def bind_field(self, form: Section, unbound: UnboundField, options: dict[str, Any]) -> Question:
            """A copy of one that was made before: making one anew takes ten times as long."""
            return _blank(unbound, options["name"]).on_page(form)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a question under another name than it was made for: answers are stored by name, not by place."""
        super().__init_subclass__(**kwargs)
        for name, unbound in vars(cls).items():
            if isinstance(unbound, UnboundField) and unbound.name not in (None, name):
                raise TypeError(f"{cls.__name__}.{name} was made to be called {unbound.name}")

    def __init__(
        self,
        formdata: Posted | None = None,
        *,
        answers: Answers | None = None,
        typed: Answers | None = None,
        action: str = "",
        terms: Mapping[str, str] | None = None,
        today: date | None = None,
    ) -> None:
        self.words = words_for(terms)
        self.action, self.today = action, today
        self.stored: Answers = answers or {}
        self.stored_typed: Answers = typed or {}
        super().__init__(formdata=formdata, data=self.stored)

    @cached_property
    def asked(self) -> dict[str, Question]:
        """Name → question, in the order of asking."""
        return {question.short_name: question for question in self}

    def post_process(self, formdata: Posted | None = None) -> None:
        """Look at the answers together, once each has been taken in."""
        super().post_process(formdata)
        self._put_errors(self.crosscheck())

    @classmethod
    def from_answers(cls, answers: Answers, typed: Answers | None = None, **kwargs: Any) -> Self:
        """The page as stored. answers, typed: those of the whole record, or at least of this section.

        terms: the council's displayed terms. today: London's date, for questions about the past.
        """
        return cls(answers=answers, typed=typed, **kwargs)

    @classmethod
    def from_post(
        cls,
        posted: Posted,
        answers: Answers | None = None,
        typed: Answers | None = None,
        *,
        action: str = "",
        **kwargs: Any,
    ) -> Self:
        """The page as posted. A question that was not on the posted page keeps what is stored of it.

        answers, typed: what is stored of the whole record. action: the value of the pressed `row` button,
        'add:key_events' or 'remove:key_events:1'. Whatever the post holds, nothing raises.
        """
        return cls(posted, answers=answers, typed=typed, action=action, **kwargs)

    # What it asks

    @classmethod
    def _prototype(cls) -> Self:
        """A blank page, to read its questions from: made once for each class."""
        if "_blank_page" not in cls.__dict__:
            cls._blank_page = cls()
        return cls._blank_page

    @classmethod
    def questions(cls) -> dict[str, Question]:
        """Name → question, blank, to read words and kinds from."""
        return cls._prototype().asked

    @classmethod
    def layout(cls) -> Layout:
        """Which questions hang under a radio of another."""
        return cls._prototype()._layout

    @classmethod
    def cited(cls) -> frozenset[str]:
        """The statements that its questions are asked for."""
        return cls._prototype()._cited

    @cached_property
    def _layout(self) -> Layout:
        return layout_of(self.asked)

    @cached_property
    def _cited(self) -> frozenset[str]:
        return frozenset(statement for question in self.asked.values() for statement in question.cites)

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

    def revealed_by(self, name: str) -> dict[str, list[Question]]:
        """Value → the questions that the radio of that value reveals."""
        revealed = {
            value: [self.asked[under] for under in names if self._may_apply(self.asked[under])]
            for value, names in self.layout().reveals.get(name, {}).items()
        }
        return {value: questions for value, questions in revealed.items() if questions}

    # What was said

    @property
    def posted(self) -> set[str]:
        """The names of the questions that the post was about."""
        return {name for name, question in self.asked.items() if question.was_posted}

    def answers(self) -> dict[str, Any]:
        """Name → answer, of the questions that have one."""
        return {name: question.data for name, question in self.asked.items() if question.data is not None}

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
        return [leaf for question in self.asked.values() for leaf in question.leaves()]

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
        for question in self.asked.values():
            if question.applies(known):
                found |= question.problems()
        return found

    def errors_on_continue(self, all_answers: Answers | None = None) -> dict[str, str]:
        """As `errors_now`, with a message for each blank that must not be one. Each shows in its slot from now on."""
        known = self.record_answers if all_answers is None else all_answers
        for question in self.asked.values():
            question.ask(known)
        self._put_errors(self.ask_together())
        return self._problems(known)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether nothing of this page is wrong or missing, going by what is stored of the other pages."""
        return not self.errors_on_continue()

    def error_links(self, errors: Mapping[str, str]) -> list[dict[str, str]]:
        """Items for an error summary, in the order of the page: {"text", "href"}."""
        targets = {leaf.name: leaf.focus_id for leaf in self.leaves()}
        in_order = sorted(errors, key=lambda name: list(targets).index(name) if name in targets else len(targets))
        return [{"text": errors[name], "href": f"#{targets.get(name, name)}"} for name in in_order]


class _Nowhere(Section):
    """The page of questions that only wait to be copied."""


@cache
def _blank(unbound: UnboundField, name: str) -> Question:
    return unbound.bind(form=_Nowhere._prototype(), name=name)
