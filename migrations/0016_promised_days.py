"""What an approved record promises by a day is kept as rows, to be reminded of and found when it is overdue.

Emergency records have promised days before; until now they were read from their answers each time. What other records
say of days to come was no promise when they were approved, and stays as it was.
"""

import json
from datetime import date

import peewee

TABLES_OF_ACTIONS = ("step_actions", "service_actions", "relationship_actions")
STILL_PROMISED = """
    SELECT record.id, record_version.answers FROM record
    JOIN record_version ON record_version.record_id = record.id AND record_version.number = record.version
    WHERE record.kind = 'emergency_transfer' AND record.state IN ('approved', 'sealed')
    AND record.id NOT IN (SELECT record_id FROM follow_up WHERE question = 'closing_note')
"""


def up(_migrator, db):
    """Make the table, and fill it with what emergency records promise that no closing note has ended."""
    promised_day = _table(db)
    db.create_tables([promised_day])
    for record, stored in db.execute_sql(STILL_PROMISED).fetchall():
        answers = json.loads(stored) if isinstance(stored, str) else stored
        for question, row, due in _days(answers):
            promised_day.create(record=record, question=question, row=row, due_on=due)


def _days(answers):
    """(question, row, day) of each date that is promised."""
    for table in TABLES_OF_ACTIONS:
        for index, row in enumerate(answers.get(table) or []):
            if row.get("state") == "planned" and _is_day(row.get("by_when")):
                yield table, index, row["by_when"]
    if _is_day(answers.get("full_handover_on")):
        yield "full_handover_on", None, answers["full_handover_on"]


def _is_day(answer):
    try:
        return bool(date.fromisoformat(answer))
    except (TypeError, ValueError):
        return False


def _table(db):
    class Record(peewee.Model):
        class Meta:
            database = db
            table_name = "record"

    class Staff(peewee.Model):
        class Meta:
            database = db
            table_name = "staff"

    class PromisedDay(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        question = peewee.CharField(default="", max_length=80)
        row = peewee.IntegerField(null=True)
        statement = peewee.CharField(default="", max_length=12)
        staff = peewee.ForeignKeyField(Staff, null=True)
        due_on = peewee.DateField()
        ended_at = peewee.DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "promised_day"
            indexes = ((("ended_at", "due_on"), False),)

    return PromisedDay
