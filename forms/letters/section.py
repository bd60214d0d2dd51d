"""The page on which the new worker edits a letter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from forms.engine.choice import ChoiceQuestion
from forms.engine.question import Question
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.letters import words
from forms.letters.text import CHILD, PARENTS, LetterText
from protocol.statements.scope import Condition

BEGINS = {
    CHILD: "By the name that the child likes",
    PARENTS: "Without a name, the same letter serves each parent. No parent may learn here of another.",
}
HINTS = {
    "change": "Who the new worker is, and from when.",
    "why": "True, kind and short. Nothing about the former worker's own life, health or work.",
    "reach": "Your telephone number and email are printed below this.",
    "disagree": "Whom they can tell, and who helps them.",
}
# A number of the United Kingdom: ten or eleven figures from its nought on, which +44 stands for, or of the council's
# own exchange, five to eight figures. Two are one answer, as is one with its extension.
_GAP = "[\\s()./\u2010-\u2013-]*"
_FIGURES = f"(?:{_GAP}[0-9])"
_PHONE = rf"(?:(?:\+|00)44{_GAP}(?:\(0\))?{_FIGURES}{{9,10}}|\(?0{_FIGURES}{{9,10}}|[1-9]{_FIGURES}{{4,7}})"
_PHONE += r",?(?: ?(?:ext\.?|extension|x) ?[0-9]{1,6})?"
_PHONES = rf"{_PHONE}(?:\s*(?:[/,;]|or|and)\s*{_PHONE})?"


@cache
def letter_section(to: str) -> type[Section]:
    """The section class for editing one letter."""
    questions: dict[str, Any] = {
        "key": "letter",
        "title": words.TITLES[to],
        "greeting": TextQuestion(
            "How does the letter begin?", thing="how the letter begins", hint=BEGINS[to], limit=100, required=True
        ),
        **{name: _part(name) for name in HINTS},
        "phone": TextQuestion(
            "What is your telephone number?",
            thing="your telephone number",
            hint="One that you answer, or where somebody takes a message",
            limit=60,
            pattern=_PHONES,
            pattern_problem="must be a telephone number, like 01632 960 123",
            width="20",
            autocomplete="tel",
            required=True,
        ),
        "known": TextQuestion(
            "Which names of brothers and sisters may stay?",
            thing="the names that may stay",
            hint="Only of those whom the reader knows of. This is not printed: whoever agrees to the letter reads it.",
            limit=200,
            optional=True,
        ),
    }
    return type("LetterSection", (Section,), questions)


def _part(name: str) -> LongTextQuestion:
    heading = words.HEADINGS[name].partition(" {")[0]
    label = "How to reach you" if name == "reach" else heading
    return LongTextQuestion(
        label, thing=f"what stands under '{label}'", hint=HINTS[name], lines=5, limit=1200, required=True
    )


def agreeing_questions(when: tuple[Condition, ...] = ()) -> dict[str, Question]:
    """Whether the receiving leader agrees to the letters, and what has to change. when: the condition for asking."""
    return {
        "letters": ChoiceQuestion(
            "Do you agree to the letters to the child and family?",
            thing="whether you agree to the letters",
            choices={"agreed": "Yes, they can be given as they are", "not_yet": "No, something has to change first"},
            hint="They are given once the record is approved.",
            when=when,
            required=True,
        ),
        "letters_said": LongTextQuestion(
            "What has to change in them?",
            thing="what has to change in the letters",
            hint="The new worker reads this, and changes the letters.",
            lines=3,
            limit=1000,
            when=(*when, ("letters", ("not_yet",))),
            required=True,
        ),
    }


class AgreeingSection(Section):
    """The page on which the receiving leader answers for the letters alone."""

    key = "letters"
    title = "Letters"

    letters, letters_said = agreeing_questions().values()


def text_of(answers: Mapping[str, Any], email: str) -> LetterText:
    """The letter from the page's answers."""
    return LetterText.from_data({**answers, "email": email})


def heading(name: str, new_worker: str) -> str:
    """The heading of a part, with what the new worker is called."""
    return words.HEADINGS[name].replace("{New}", new_worker)
