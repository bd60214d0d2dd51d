"""What can go wrong with a record. Each error carries two texts: one for the log, one for the person."""

from __future__ import annotations


class RecordError(Exception):
    """A request that cannot be carried out. `shown` is for the person, `str(error)` for the log (no personal data)."""

    def __init__(self, logged: str, shown: str) -> None:
        super().__init__(logged)
        self.shown = shown


class NotYoursError(RecordError):
    """The record does not exist for this person (404)."""


class NotNowError(RecordError):
    """The record is not in a state that allows this (409): somebody else was first, or it has moved on."""


class NotAllowedError(RecordError):
    """This person may read the record but may not do this (403)."""


class CannotSubmitError(RecordError):
    """Something required is open, or nobody can be found for a step of the chain."""


class HeldBackError(RecordError):
    """An approved record is not sealed: something that the protocol requires has ceased to hold."""


class TooManyError(RecordError):
    """Somebody tries something too often (429); later it may be tried again."""


class LinkError(RecordError):
    """An emailed link that cannot be used. `why` is one of `links.SHOWN`."""

    def __init__(self, why: str, shown: str, step_id: int | None = None) -> None:
        super().__init__(f"link refused: {why}", shown)
        self.why = why
        self.step_id = step_id
