"""'Correct this' beside a fact of the register: another value, and how it is known (protocol/corrections.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.engine.question import Posted, Question
from forms.engine.surroundings import Page
from forms.engine.text import TextQuestion
from protocol.corrections import PREFIX
from protocol.folding import looks
from protocol.formatting import lower_first
from protocol.words import is_reason

HOW = "How do you know?"
HOW_LIMIT = 500
NO_HOW = "Enter how you know that the register is behind, or put back what the register says"
HOW_HINT = f"For example, who told you and when. Up to {HOW_LIMIT} characters"
SAYS_SO_TOO = "This is what the register says, so nothing is corrected"
NOT_TAKEN = "This correction has not been taken: open this page and save it again, or put back what the register says"
NO_VALUE = "{}, or clear how you know it"


class HowQuestion(TextQuestion):
    """How a correction is known, in words."""

    limit = HOW_LIMIT

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.says = (is_reason, "Enter how you know it, in words")


class Correction:
    """The two questions under 'Correct this' of a fact: `value`, in the fact's own control, and `how`.

    stored: the correction as it is stored, {} for none. was_posted: whether it was on the posted page.
    """

    def __init__(self, fact: Question, page: Page) -> None:
        self.name, self.fact = PREFIX + fact.short_name, fact
        if not fact.twins:  # made once, and shared by all copies of the question
            # WTForms makes an unbound field of a question without a form.
            how: Any = HowQuestion(HOW, thing="how you know it", hint=HOW_HINT)
            how = how.bind(form=page, name=f"{self.name}-how")
            fact.twins.extend((fact.as_named(self.name), how))
        self.value, self.how = (twin.on_page(page) for twin in fact.twins)
        self.stored: Mapping[str, Any] = {}
        self.was_posted = self._was_typed = False

    def process(self, posted: Posted | None, stored: Any, typed: Any) -> None:
        """Read what was posted; else load what is stored, or what was typed and is not finished."""
        self.stored = stored if isinstance(stored, dict) else {}
        raw = None if posted is None else self._posted(posted)
        self.was_posted = raw is not None
        if raw is None:
            kept = {"value": self.value.as_raw(self.stored.get("value")), "how": self.stored.get("how")}
            self._was_typed = isinstance(typed, dict)
            raw = typed if self._was_typed else kept
        self.value.read(raw.get("value"), self.stored.get("value"))
        self.how.read(raw.get("how"))
        self._take_note()

    def _take_note(self) -> None:
        """Say what comes of what was entered, where nothing is wrong with it."""
        self.how.note = SAYS_SO_TOO if self._is_registers and self.how.raw else NO_HOW if self._lacks_how else ""

    def _posted(self, posted: Posted) -> dict[str, Any] | None:
        value, how = (asked.posted(posted, asked.name) for asked in (self.value, self.how))
        return None if value is None and how is None else {"value": value, "how": how}

    def put(self, stored: Any) -> None:
        """Take over what has been stored since; what is in the controls stays."""
        self.stored = stored if isinstance(stored, dict) else {}
        self._take_note()

    @property
    def register(self) -> Any:
        """What the register says."""
        return self.stored.get("register", self.fact.data)

    @property
    def answer(self) -> dict[str, Any] | None:
        """The correction as it is to be stored; None for none, and while it is not finished."""
        if self.value.data is None or self.how.data is None or self._is_registers:
            return None
        return {**self.stored, "value": self.value.data, "how": self.how.data}

    @property
    def typed(self) -> dict[str, Any] | None:
        """What was typed of a correction that is not finished, or is none but says how; None for none."""
        if self.answer or not self.is_begun or (self._is_registers and self.how.raw == self.how.blank):
            return None
        return {"value": self.value.raw, "how": self.how.raw}

    @property
    def is_begun(self) -> bool:
        """Whether anything is in either control."""
        return self.value.raw != self.value.blank or self.how.raw != self.how.blank

    @property
    def _is_registers(self) -> bool:
        """Whether the value is the register's own: then there is nothing to correct."""
        return self.value.data is not None and same_answer(self.value.data, self.register, self.value)

    @property
    def _lacks_how(self) -> bool:
        return self.value.data is not None and not self._is_registers and self.how.raw == self.how.blank

    def leaves(self) -> list[Question]:
        """Both questions, for their error slots."""
        return [self.value, self.how]

    def check_required(self) -> None:
        """Set the error of a blank beside the other question, or of one that was refused. Called on continue."""
        if self.answer and self._was_typed:
            self.value.error = NOT_TAKEN
        if self.typed is None or self._is_registers:
            return
        if self.value.raw == self.value.blank:
            self.value.error = self.value.message(NO_VALUE.format(self.value.blank_problem()))
        if self.how.raw == self.how.blank:
            self.how.error = NO_HOW

    def problems(self) -> dict[str, str]:
        """Name of control → error."""
        return {leaf.name: leaf.error for leaf in self.leaves() if leaf.error}

    @property
    def register_text(self) -> str:
        """What the register says, as text."""
        return self.fact.as_text(self.register) or lower_first(self.fact.none or "nothing")


def same_answer(one: Any, other: Any, question: Question | None = None) -> bool:
    """Whether two answers are the same to a reader: for somebody of the register by id, however the name is written.

    Texts are, where only their hyphens, apostrophes or spaces are other signs; what identifies, in either case.
    """
    if isinstance(one, dict) and isinstance(other, dict) and "id" in one:
        return bool(one["id"] == other.get("id"))
    if isinstance(one, str) and isinstance(other, str):
        one, other = looks(one), looks(other)
        if isinstance(question, TextQuestion) and question.identifies:
            one, other = one.casefold(), other.casefold()
    return bool(one == other)
