"""Text and number questions."""

from __future__ import annotations

import re
from typing import Any

from forms.engine.question import Question
from protocol.words import LEAST_LETTERS, is_readable, is_reason, is_words

TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 5_000  # about a sheet and a half
NEARLY_FULL = 0.8  # of its limit; from there on a text says how long it is
ONLY_SIGNS = "{subject} must have a letter or a number in it, not only other signs"
NO_REASON = f"Say in a few words {{thing}}: two at least, of {LEAST_LETTERS} letters or more together"
NO_WORDS = "{subject} must be in words that somebody else can read"


class TextQuestion(Question):
    """One line of text. pattern: regular expression for the whole text; pattern_problem: its error ('must be …').

    taken: of an answer that is one child's alone, the error where another has it.
    """

    kind = "text"
    limit = TEXT_LIMIT

    def __init__(
        self,
        label: str,
        *,
        limit: int | None = None,
        pattern: str = "",
        pattern_problem: str = "",
        width: str = "",
        autocomplete: str = "off",
        taken: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.limit, self.says = limit or self.limit, (is_readable, ONLY_SIGNS)  # protocol/words.py
        self.pattern, self.pattern_problem = pattern, pattern_problem
        self.width, self.autocomplete, self.taken = width, autocomplete, taken

    @property
    def identifies(self) -> bool:
        """Whether its answer is one child's alone."""
        return bool(self.taken)

    def refuse(self) -> None:
        """Set the error that somebody else has this answer; what was typed stays."""
        self.data, self.error = None, self.message(self.taken)

    def parse(self, raw: str, stored: Any) -> tuple[str | None, str]:
        over = len(raw) - self.limit
        if over > 0 and raw != stored:  # what was saved under an earlier limit stays an answer until it is changed
            return None, (
                f"{self.subject} must be {self.limit:,} characters or fewer: "
                f"take out {over:,} {'character' if over == 1 else 'characters'}"
            )
        if self.pattern and not re.fullmatch(self.pattern, raw):
            return None, f"{self.subject} {self.pattern_problem}"
        return raw, ""


class LongTextQuestion(TextQuestion):
    """Text of several lines: an account in words, and a reason where its thing begins with 'why'.

    lines: height of the box.
    """

    kind = "long_text"
    limit = LONG_TEXT_LIMIT
    multiline = True

    def __init__(self, label: str, *, lines: int = 5, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.lines = lines
        why = self.thing.startswith("why ")
        self.says = (is_reason, NO_REASON.format(thing=self.thing)) if why else (is_words, NO_WORDS)

    def parse(self, raw: str, stored: Any) -> tuple[str | None, str]:
        is_nearly_full = len(raw) >= NEARLY_FULL * self.limit
        self.note = f"You have used {len(raw):,} of {self.limit:,} characters" if is_nearly_full else ""
        return super().parse(raw, stored)


class NumberQuestion(Question):
    """A whole number from low to high, inclusive. unit: shown after the box ('months')."""

    kind = "number"

    def __init__(self, label: str, *, low: int = 0, high: int = 9999, unit: str = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.low, self.high, self.unit = low, high, unit

    def parse(self, raw: str, stored: Any) -> tuple[int | None, str]:
        plain = raw.replace(",", "").removesuffix(self.unit).strip()
        if not re.fullmatch(r"-?\d{1,9}", plain):
            return None, f"{self.subject} must be a whole number, like {max(self.low, 4)}"
        number = int(plain)
        if not self.low <= number <= self.high:
            return None, f"{self.subject} must be between {self.low:,} and {self.high:,}"
        return number, ""

    def as_raw(self, answer: Any) -> str:
        return str(answer) if isinstance(answer, int | str) and not isinstance(answer, bool) else ""
