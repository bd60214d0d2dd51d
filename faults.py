"""Log exceptions without their message, which may contain record data."""

from __future__ import annotations

import logging
import traceback


def log_exception(log: logging.Logger, what: str, error: Exception) -> None:
    """Log what failed, the exception's type and its stack trace."""
    log.error("%s: %s\n%s", what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
