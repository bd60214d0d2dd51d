"""Faults of ours in the log: by their kind and place, never in their own words, which could hold what a record says."""

from __future__ import annotations

import logging
import traceback


def log_fault(log: logging.Logger, what: str, error: Exception) -> None:
    """Log what failed, the kind of error, and the way to it."""
    log.error("%s: %s\n%s", what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
