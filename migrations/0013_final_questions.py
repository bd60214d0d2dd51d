"""Records that are written or decided on get the questions that records ask from now on.

What a draft says is moved to the question that asks it now; what no question asks any more stays under its old name and
is shown with the record. Submitted versions, and so sealed records, keep their answers: decisions and seals bind to
them. A record that is submitted can be returned, and then goes on from its own answers, so those are moved too.
"""

import json

from migrations import questions_exception, questions_facts, questions_others, questions_transfer

NOT_DECIDED = ("draft", "submitted", "returned")
PARTS = (questions_transfer, questions_others, questions_exception, questions_facts)


def up(_migrator, db):
    """Move the answers of every record on which it is not decided yet."""
    states = ", ".join([db.param] * len(NOT_DECIDED))
    found = db.execute_sql(f"SELECT id, kind, answers, typed FROM record WHERE state IN ({states})", NOT_DECIDED)  # noqa: S608
    for number, kind, *stored in found.fetchall():
        answers, typed = map(json.loads, stored)
        for part in PARTS:
            part.carried_over(kind, answers, typed)
        now = [json.dumps(one, separators=(",", ":")) for one in (answers, typed)]
        if now != stored:
            change = f"UPDATE record SET answers = {db.param}, typed = {db.param} WHERE id = {db.param}"  # noqa: S608
            db.execute_sql(change, (*now, number))
