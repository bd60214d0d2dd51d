"""gunicorn's configuration. The address to bind is given on the command line."""

import logging
import os
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger

import logs

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 4
control_socket_disable = True
preload_app = True  # saves memory; safe because no database connection is open before the fork

# URLs may contain tokens of emailed links, and access is logged in the audit trail: no access log, and no URL in the
# message about a request that failed before it reached the app.
accesslog = None


class _WithoutAddresses(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg).startswith("Error handling request"):
            record.msg, record.args = "A request could not be handled", None
        return True


class QuietLogger(Logger):
    """gunicorn's logger without requested URLs."""

    def setup(self, cfg: Config) -> None:
        """Set up the log and add the filter."""
        super().setup(cfg)
        self.error_log.addFilter(_WithoutAddresses())
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.formatter(os.environ.get("HANDOVER_LOG_FORMAT", "text")))


logger_class = QuietLogger


def on_starting(server: Arbiter) -> None:
    """Exit before workers are forked where the database, or the sealing folder, is not this version's or service's."""
    from commands.context import get_start_problem

    if why_not := get_start_problem(server.app.wsgi().extensions["settings"]):
        sys.exit(why_not)
