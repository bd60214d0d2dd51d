"""What exceptions are called in the log and on pages, without their message, which may contain record data."""

from __future__ import annotations

import errno
import logging
import re
import traceback
from collections.abc import Iterator

DISK_FULL = "the disk is full"
NO_ANSWER = "the database does not answer"
BUSY = "the database is busy"
READ_ONLY = "the database cannot be written to"
UNREADABLE = "the database's file cannot be read or written"
MISSING = "the server has no such database"
NOT_LET_IN = "the server does not let this account in"

# The database's or the system's own code, or how it begins → what keeps the service from working, in words. SQLite's
# extended codes begin with the plain one (sqlite.org/rescode.html); the first two letters of PostgreSQL's are a class
# (Appendix A of its manual). What is not listed is a fault of ours.
UNAVAILABLE = {
    "SQLITE_FULL": DISK_FULL,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_IOERR": UNREADABLE,
    "SQLITE_CANTOPEN": UNREADABLE,
    "SQLITE_NOTADB": UNREADABLE,
    "SQLITE_CORRUPT": UNREADABLE,
    "53100": DISK_FULL,
    "53": BUSY,
    "55P03": BUSY,
    "08": NO_ANSWER,
    "57P": NO_ANSWER,
    "25006": READ_ONLY,
    "3D000": MISSING,
    "28": NOT_LET_IN,
    "42501": NOT_LET_IN,
    "no answer": NO_ANSWER,
    "pool exhausted": BUSY,
    "ENOSPC": DISK_FULL,
    "EDQUOT": DISK_FULL,
    "EROFS": READ_ONLY,
}
# What a server of PostgreSQL that answered says where it lets nobody in → its code. The client has the text alone.
SAID = {
    r'database ".*" does not exist': "3D000",
    "password authentication failed|no password supplied": "28P01",
    r'role ".*" (does not exist|is not permitted)|no pg_hba.conf entry|authentication failed': "28000",
    "permission denied for": "42501",
    "too many (clients|connections)|remaining connection slots": "53300",
    "starting up|shutting down|not yet accepting|in recovery": "57P03",
}


def log_exception(log: logging.Logger, what: str, error: BaseException, **about: object) -> None:
    """Log what failed: the exception's type and code, with its stack as a field. `about`: more fields."""
    log.error("%s: %s", what, describe(error), extra={**about, "code": code_of(error), "stack": stack_of(error)})


def stack_of(error: BaseException) -> str:
    """Where it was raised; '' where the code says all: the database is away, wherever that was noticed."""
    return "" if why_unavailable(error) else "".join(traceback.format_tb(error.__traceback__)).rstrip()


def describe(error: BaseException) -> str:
    """'OperationalError SQLITE_FULL, the disk is full': the type, its code and what that means, as far as known."""
    code, words = code_of(error), why_unavailable(error)
    return f"{type(error).__name__}{f' {code}' if code else ''}{f', {words}' if words else ''}"


def code_of(error: BaseException) -> str:
    """The database's own error code (SQLite's name, PostgreSQL's SQLSTATE), or the system's (ENOSPC); '' for none.

    Of several that followed from each other the one that says why the service cannot work: after SQLITE_FULL the
    rollback fails as well, with a plain SQLITE_ERROR.
    """
    codes = [code for one in _causes(error) if (code := _own_code(one))]
    return next((code for code in codes if _meaning(code)), codes[0] if codes else "")


def why_unavailable(error: BaseException) -> str:
    """Why the service cannot work just now, in words; '' where the exception is a fault of ours."""
    return _meaning(code_of(error))


def _meaning(code: str) -> str:
    return next((words for begins, words in UNAVAILABLE.items() if code.startswith(begins)), "")


def _own_code(error: BaseException) -> str:
    if name := getattr(error, "sqlite_errorname", None):
        return str(name)
    if state := getattr(error, "sqlstate", None):
        return str(state)
    kind = type(error)
    if kind.__name__ == "MaxConnectionsExceeded":
        return "pool exhausted"
    kinds = {one.__name__ for one in kind.__mro__ if one.__module__.partition(".")[0] == "psycopg"}
    if kinds & {"OperationalError", "InterfaceError"}:
        # Without a code: a connection that was refused, has broken or took too long, or that the server let not in
        return next((code for said, code in SAID.items() if re.search(said, str(error))), "no answer")
    return errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, and those that it came from."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__
