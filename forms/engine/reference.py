"""The question for the reference of a record about the same child."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forms.engine.text import TextQuestion

LONGEST_SHOWN = 40  # characters of what was typed that an error repeats
UNKNOWN = "There is no {what} of this child with the reference {typed} that you can see. {others}"
OTHERS = "You can see {}: enter one of these as the top of the record shows it"
NO_OTHERS = "You can see none of this child"


class ReferenceQuestion(TextQuestion):
    """The reference of a record of the kind `to` about this record's child, as typed. what: what that kind is called.

    Forms read no records: the view looks it up (`Section.looked_up`) and calls `refuse_among` where it is of none.
    """

    def __init__(self, label: str, *, to: str, what: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.to, self.what = to, what

    def refuse_among(self, others: Sequence[str]) -> None:
        """Set the error that there is no such record, and which there are; what was typed stays."""
        offered = OTHERS.format(" or ".join(others)) if others else NO_OTHERS
        text = self.message(UNKNOWN.format(what=self.what, typed="TYPED", others=offered))
        self.error, self.data = text.replace("TYPED", self.raw[:LONGEST_SHOWN]), None
