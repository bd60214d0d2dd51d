"""How gunicorn serves the app. The address is given on the command line, the rest may be set by the environment."""

import logging
import os
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 4
control_socket_disable = True
preload_app = True  # read once, then forked: no database connection is open yet, each request opens its own

# An address may hold a link's token, and who opened what is the audit's to say: no access log, and no address in the
# message about a request that failed before the app saw it.
accesslog = None


class _WithoutAddresses(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg).startswith("Error handling request"):
            record.msg, record.args = "A request could not be handled", None
        return True


class QuietLogger(Logger):
    """gunicorn's own log, less the addresses that people asked for."""

    def setup(self, cfg: Config) -> None:
        """Set the log up as gunicorn does, then filter it."""
        super().setup(cfg)
        self.error_log.addFilter(_WithoutAddresses())


logger_class = QuietLogger


def on_starting(_: Arbiter) -> None:
    """Before the first process is made, and with the app read: refuse a database that setup has not prepared."""
    from commands.setup import why_not_ready

    if why_not := why_not_ready():
        sys.exit(why_not)
