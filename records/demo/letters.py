"""The demo's letters: written where the new worker has read the record, agreed to where it is decided."""

from __future__ import annotations

from dataclasses import replace

from models import Letter, Record, Staff, Step, StepState
from records.letters import agreeing, standing, writing
from records.transaction import work_waiting
from settings import Settings

PHONE = "01632 960 {number:03}"


def write_letters(settings: Settings) -> None:
    """Write and agree to the letters, unless there are any. Tells no worker of it."""
    with work_waiting.muted():
        if Letter.select().exists():
            return
        for record in Record.select().where(Record.state.in_(standing.WRITABLE)).order_by(Record.id):
            _write(record, settings)


def _write(record: Record, settings: Settings) -> None:
    writer = standing.writer_of(record, standing.answers_of(record))
    steps = Step.select().where((Step.record == record) & (Step.version == record.version))
    decided = {step.assignee_id for step in steps if step.state == StepState.APPROVED}
    if writer is None or writer.id not in decided:
        return
    for letter in standing.letters_of(record, settings):
        if letter.text is not None:
            text = replace(letter.text, phone=PHONE.format(number=100 + writer.id % 900))
            writing.save_letter(record=record, to=letter.recipient, by=writer, text=text, seen=0, settings=settings)
    if (leader := agreeing.asked_apart(record)) and agreeing.may_agree(record, leader):
        _agree(record, leader, settings)


def _agree(record: Record, leader: Staff, settings: Settings) -> None:
    read = agreeing.digests_of(agreeing.waiting_in(record, settings))
    agreeing.answer(record=record, by=leader, digests=read, agreed=True, settings=settings)
