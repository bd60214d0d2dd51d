"""Errors of operations on records. views/web/errors.py answers each with the HTTP status named at its class."""

from __future__ import annotations


class RecordError(Exception):
    """Base class (400). `shown` is the message for the user; `str(error)` is logged and holds no personal data."""

    def __init__(self, logged: str, shown: str) -> None:
        super().__init__(logged)
        self.shown = shown


class NotFoundError(RecordError):
    """404: the record does not exist, or this person may not see it."""


class ConflictError(RecordError):
    """409: the record's state does not allow this, for instance because somebody else acted first."""


class ForbiddenError(RecordError):
    """403: this person may see the record but may not do this."""


class CannotSubmitError(RecordError):
    """409: a required answer is missing, or no one is available for a step of the chain."""


class HeldBackError(RecordError):
    """An approved record cannot be sealed: a requirement is no longer met. Raised only in the worker."""


class TooManyRequestsError(RecordError):
    """429: the rate limit of an action is reached; it may be tried again after so many seconds."""

    def __init__(self, logged: str, shown: str, retry_after: int) -> None:
        super().__init__(logged, shown)
        self.retry_after = retry_after


class LinkError(RecordError):
    """410: an emailed link cannot be used; 404 for an unknown one, 403 for one sent to somebody else.

    `why` is a key of `records.deciding.links.LINK_ERRORS` or `records.register.passwords.LINK_ERRORS`.
    """

    def __init__(self, why: str, shown: str, step_id: int | None = None) -> None:
        super().__init__(f"link refused: {why}", shown)
        self.why = why
        self.step_id = step_id
