"""What a transfer meeting record says of the file: up to date as of one day, or thing by thing (1.4.2, section 2)."""

from datetime import date

from protocol.answers import Answers

FILE_READY, FILE_READY_DATE = "file_ready", "file_ready_date"
ALL, ITEM_BY_ITEM = "all", "item_by_item"
DONE, NOT_DONE, NONE_OPEN = "done", "not_done", "none"
ITEMS = ("chronology", "case_notes", "open_assessment", "decisions_recorded", "todo_list")
READINESS_QUESTIONS = (FILE_READY, FILE_READY_DATE, *(f"{item}{ending}" for item in ITEMS for ending in ("", "_date")))


def newest_day(a: Answers) -> date | None:
    """The newest day on which anything on the file was brought up to date; None where none is given."""
    if a.choice(FILE_READY, (ALL,)):
        return a.date(FILE_READY_DATE)
    done = (a.date(f"{item}_date") for item in ITEMS if a.choice(item, (DONE,)))
    return max(filter(None, done), default=None)
