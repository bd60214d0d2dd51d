"""Sections: pages of questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, ClassVar, Self

from flask_wtf import FlaskForm
from wtforms import Form
from wtforms.fields.core import UnboundField

from forms.engine.blocks import Block, blocks, digest
from forms.engine.conditions import Layout, layout_of
from forms.engine.correction import Correction
from forms.engine.page_errors import PageErrors
from forms.engine.picker import PickerQuestion
from forms.engine.question import Posted, Question
from forms.engine.readers import Readers
from forms.engine.reference import ReferenceQuestion
from forms.engine.row_corrections import RowsCorrection
from forms.engine.rows import RowsQuestion
from forms.engine.source import Source
from forms.engine.text import TextQuestion
from protocol.corrections import PREFIX, readings
from protocol.terms import term_filler

Answers = Mapping[str, Any]


class Section(PageErrors, FlaskForm):
    """One page of questions, declared as class attributes like WTForms fields, in display order.

    key: its part of the URL. readers: of a restricted section, which only they see and which is not in the
    general PDF; None of every other.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    readers: ClassVar[Readers | None] = None

    class Meta:
        """Settings for WTForms."""

        csrf = False  # CSRFProtect checks every post, and the page has one token

        def get_translations(self, form: Form) -> None:
            """No translations: all messages are the project's own."""

        def bind_field(self, form: Section, unbound: UnboundField, options: dict[str, Any]) -> Question:
            """Copy a cached prototype, which takes a tenth of the time of a new instance."""
            return _blank(unbound, options["name"]).on_page(form)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Raise TypeError for a question assigned to another name than declared, because answers are stored by name."""
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
        known: Mapping[str, Source] | None = None,
    ) -> None:
        self.fill_terms = term_filler(terms)
        self.known = known or {}
        self.action, self.today = action, today
        self.stored: Answers = answers or {}
        self.stored_typed: Answers = typed or {}
        super().__init__(formdata=formdata, data=self.stored)
        self._offer_corrections(formdata)

    @cached_property
    def asked(self) -> dict[str, Question]:
        """Name → question, in display order."""
        return {question.short_name: question for question in self}

    @property
    def corrections(self) -> list[Any]:
        """What stands under 'Correct this', a Correction of each fact that can be corrected, a RowsCorrection of each
        such table.
        """
        return [one.correction for one in self.asked.values() if one.correction]

    def _offer_corrections(self, formdata: Posted | None = None) -> None:
        for question in self.asked.values():
            if not (question.takes_corrections and self._may_apply(question)):
                question.correction = None
            elif question.correction is None:
                correction = question.correction = self._correction_of(question)
                correction.process(formdata, self.stored.get(correction.name), self.stored_typed.get(correction.name))

    def _correction_of(self, question: Question) -> Correction | RowsCorrection:
        return RowsCorrection(question, self) if isinstance(question, RowsQuestion) else Correction(question, self)

    def post_process(self, formdata: Posted | None = None) -> None:
        """Run `crosscheck` after all questions have read their input."""
        super().post_process(formdata)
        self._put_errors(self.crosscheck())

    def _put_errors(self, problems: Mapping[str, str]) -> None:
        for name, problem in problems.items():
            question = self.asked[name]
            question.error = question.error or question.message(problem)

    def errors_now(self) -> dict[str, str]:
        """Name → error of invalid input; none for blanks or questions that do not apply."""
        return self._problems(self.record_answers)

    def _problems(self, known: Mapping[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        for question in self.asked.values():
            if question.applies(known):
                found |= question.problems()
        return found

    def errors_on_continue(self, all_answers: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Like `errors_now`, plus missing answers, whose errors are also set on the questions."""
        known = self.record_answers if all_answers is None else all_answers
        for question in self.asked.values():
            question.check_required(known)
        self._put_errors(self.check_together())
        return self._problems(known)

    @classmethod
    def from_answers(cls, answers: Answers, typed: Answers | None = None, **kwargs: Any) -> Self:
        """Load the stored page. answers, typed: stored state of the whole record, or at least of this section.

        terms: the council's displayed terms. today: London date, for questions about the past. known: the questions
        that the register answers here, with the sources.
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
        """Read a posted page. Questions that were not on it keep their stored state. No input raises.

        answers, typed: stored state of the whole record. action: value of the pressed `row` button, such as
        'add:key_events' or 'remove:key_events:1'.
        """
        return cls(posted, answers=answers, typed=typed, action=action, **kwargs)

    # Questions

    @classmethod
    def _prototype(cls) -> Self:
        """A blank instance to read questions from, cached for each class."""
        if "_blank_page" not in cls.__dict__:
            cls._blank_page = cls()
        return cls._blank_page

    @classmethod
    def questions(cls) -> dict[str, Question]:
        """Name → blank question, to read texts and kinds from."""
        return cls._prototype().asked

    @classmethod
    def layout(cls) -> Layout:
        """Which questions are nested under radios of others."""
        return cls._prototype()._layout

    @cached_property
    def _layout(self) -> Layout:
        return layout_of(self.asked)

    @property
    def record_answers(self) -> dict[str, Any]:
        """The record's stored answers, with this page's own in place of the stored ones."""
        own = self.questions()
        others = {name: answer for name, answer in self.stored.items() if name.removeprefix(PREFIX) not in own}
        return others | self.answers()

    def shown(self) -> list[Question]:
        """The top-level questions to render, in order. Nested ones are rendered by their radio."""
        return [question for question in self.laid_out() if self._may_apply(question)]

    def laid_out(self) -> list[Question]:
        """The questions that have a place of their own on the page, shown or not."""
        return [one for name, one in self.asked.items() if not one.fixed and not self.is_nested(name)]

    def settled(self) -> list[Question]:
        """What no post of this page answers: facts, tables that have any, and whom the record is about."""
        own = self.asked.values()
        facts = (one for one in own if (one.is_settled if isinstance(one, RowsQuestion) else one.is_fact))
        return [*(one for one in own if one.fixed), *(one for one in facts if self._may_apply(one))]

    @property
    def shape(self) -> dict[str, str]:
        """What is drawn of each question with a place of its own, and of each table's corrections; '' for nothing."""
        own = self.laid_out()
        drawn = {one.short_name: self.drawn(one) for one in own}
        return drawn | {PREFIX + one.short_name: self.drawn_corrections(one) for one in own if one.kind == "rows"}

    def drawn(self, question: Question) -> str:
        """Its name, how it is drawn, and the same of what stands under its radios; '' while nothing is."""
        if not self._may_apply(question):
            return ""
        how = "fact" if question.is_fact else "asked"
        if isinstance(question, RowsQuestion):
            how += digest([row.facts for row in question.rows if row.facts])
        elif question.correction:
            how += " corrects"
        revealed = {} if question.is_fact else self.revealed_by(question.short_name)
        return " ".join([question.short_name, how, *(self.drawn(one) for under in revealed.values() for one in under)])

    def drawn_corrections(self, table: Question) -> str:
        """The same of what stands under 'Correct this' of a table's rows."""
        controls = [leaf.name for leaf in table.correction.leaves()] if table.correction else []
        return f"{PREFIX}{table.short_name}{digest(controls)}" if controls else ""

    def is_nested(self, name: str) -> bool:
        """Whether a question stands under a radio. Those of a fact are no radios."""
        parent = self.layout().nested.get(name)
        return parent is not None and not self.asked[parent].is_fact

    def blocks(self) -> list[Block]:
        """What is rendered, optional questions behind their 'Add …'; those that are not shown keep their place.

        An 'Add …' stays with its questions while none of them is shown, and its style hides it: the live check may
        bring one.
        """
        return blocks(self.laid_out())

    def _may_apply(self, question: Question) -> bool:
        """Whether it is asked of such a child, and applies or could after a change on this page.

        What a radio says does not apply, and does not stand under another radio, is left out once that is saved. An
        answer to it stays in sight.
        """
        if question.is_fact and question.data is None and question.is_correctable and not question.none:
            return False
        return any(self._may_apply_in(question, answers) for answers in readings(self.stored))

    def _may_apply_in(self, question: Question, answers: Answers) -> bool:
        def could_hold(parent: str, values: Sequence[Any]) -> bool:
            if parent not in self.asked or self.asked[parent].is_fact:
                return answers.get(parent) in values
            return len(values) == 1 or answers.get(parent) in (None, *values) or question.is_begun

        return question.is_asked_of(answers) and all(could_hold(*condition) for condition in question.when)

    def revealed_by(self, name: str) -> dict[str, list[Question]]:
        """Value → the questions that its radio reveals."""
        revealed = {
            value: [self.asked[under] for under in names if self._may_apply(self.asked[under])]
            for value, names in self.layout().reveals.get(name, {}).items()
        }
        return {value: questions for value, questions in revealed.items() if questions}

    # Input

    @property
    def posted(self) -> set[str]:
        """Names of the questions that were on the posted page, and of the corrections."""
        asked = {name for name, question in self.asked.items() if question.was_posted}
        return asked | {correction.name for correction in self.corrections if correction.was_posted}

    def answers(self) -> dict[str, Any]:
        """Name → answer, without blanks; the corrections of facts too."""
        found = {name: question.data for name, question in self.asked.items() if question.data is not None}
        return found | {one.name: answer for one in self.corrections if (answer := one.answer)}

    def typed(self) -> dict[str, Any]:
        """Name → invalid input, to be stored and passed in again as `typed`."""
        found = {name: typed for name, question in self.asked.items() if (typed := question.typed) is not None}
        return found | {one.name: typed for one in self.corrections if (typed := one.typed)}

    def pickers(self) -> list[tuple[PickerQuestion, str, str]]:
        """(question, text, id) of each name to look up in the register; then call `question.resolve(matches)`.

        id: as posted with the text or by the picked radio; not trusted.
        """
        found = [leaf for leaf in self.leaves() if isinstance(leaf, PickerQuestion) and leaf.needs_lookup]
        return [(leaf, leaf.raw["text"], leaf.raw["picked"] or leaf.raw["id"]) for leaf in found]

    def parts(self) -> list[PickerQuestion]:
        """The answered pickers whose part only some can hold; `question.refuse` those who cannot hold it now."""
        pickers = [leaf for leaf in self.leaves() if isinstance(leaf, PickerQuestion) and not leaf.is_fact]
        return [leaf for leaf in pickers if leaf.holders and not leaf.keeps and leaf.data and leaf.data.get("id")]

    def looked_up(self) -> list[TextQuestion]:
        """The answered questions of whose answer only the register or the records know: what identifies, references."""
        own = [one for one in self.leaves() if isinstance(one, TextQuestion) and one.identifies and not one.is_fact]
        named = [one for one in self.asked.values() if isinstance(one, ReferenceQuestion) and self._may_apply(one)]
        return [one for one in (*own, *named) if one.data]

    def answer_to(self, name: str) -> Any:
        """The answer to a question of the record, on this page or another."""
        return self.asked[name].data if name in self.asked else self.stored.get(name)

    def put_facts(self, answers: Answers, typed: Answers, known: Mapping[str, Source]) -> None:
        """Show the register's answers as they have been stored since the page was read."""
        self.known, self.stored = known, answers
        for name, question in self.asked.items():
            question.follow(answers.get(name), typed.get(name))
        self._offer_corrections()
        for correction in self.corrections:
            correction.put(answers.get(correction.name))

    def leaves(self) -> list[Question]:
        """All questions and cells that have an error slot."""
        return [leaf for question in self.asked.values() for leaf in question.leaves()]

    def slots(self, *, without: Collection[str] = ()) -> list[Question]:
        """All questions and cells whose error slot is rendered, but for the questions and corrections named."""
        has_slot = (one for one in self.asked.values() if one.correction or not (one.fixed or one.is_fact))
        found = [(one, slot) for one in has_slot if self._may_apply(one) for slot in one.slots()]
        return [slot for question, slot in found if not self._is_within(self._owner(question, slot), without)]

    def _owner(self, question: Question, slot: Question) -> str:
        """The question or the correction of a table with which a slot is drawn."""
        correction = PREFIX + question.short_name
        return correction if question.kind == "rows" and slot.name.startswith(correction) else question.short_name

    def facts_shown(self, *, without: Collection[str] = ()) -> list[Question]:
        """The facts that are shown, but for those named."""
        return [one for one in self.shown() if one.is_fact and one.short_name not in without]

    def _is_within(self, name: str, names: Collection[str]) -> bool:
        """Whether a question is one of these, or stands under a radio of one of them."""
        parent = self.layout().nested.get(name) if name not in names else None
        return name in names or (parent is not None and self._is_within(parent, names))


class _PrototypePage(Section):
    """The page of cached prototype questions."""


@cache
def _blank(unbound: UnboundField, name: str) -> Question:
    return unbound.bind(form=_PrototypePage._prototype(), name=name)
