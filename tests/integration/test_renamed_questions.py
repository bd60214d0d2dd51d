"""A question gets another name: drafts follow, what was submitted stays and is still read."""

from __future__ import annotations

from typing import Any

import pytest

import models
from forms import get_form
from migrations.renaming import RenamingError, rename_question
from models import AnswerChange, FollowUp, Record, RecordPerson, RecordTeam, RecordVersion, State
from records import clock, renamed
from records.following import answers_with_additions
from tests import factories
from views import comparing

pytestmark = pytest.mark.usefixtures("app")


def draft(**answers: Any) -> Record:
    """A draft with these answers."""
    record = factories.start_draft()
    factories.save(record, answers=answers)
    return factories.fresh(record)


def rename(old: str, new: str) -> None:
    rename_question(models.database.obj, old, new)


def everything() -> list[Any]:
    """All that a renaming could change."""
    tables = (Record, AnswerChange, FollowUp, RecordPerson, RecordTeam, RecordVersion)
    return [list(table.select().order_by(table.id).tuples()) for table in tables]


def test_a_draft_keeps_its_answers_in_their_order_under_the_new_name() -> None:
    record = draft(first="One", fears="“Léo” \\ sleeps badly", last=[{"fears": "of a row"}])
    before = list(record.answers)

    rename("fears", "concerns")

    found = factories.fresh(record).answers
    assert list(found) == ["concerns" if name == "fears" else name for name in before]
    assert (found["concerns"], found["last"]) == ("“Léo” \\ sleeps badly", [{"fears": "of a row"}])


def test_what_was_typed_wrong_and_who_changed_it_follow() -> None:
    record = draft(fears="First")
    Record.update(typed={"fears": "x" * 9}, answers={}).where(Record.id == record.id).execute()
    FollowUp.create(record=record, question="fears", answer="Later", staff=record.author, added_at=clock.now())

    rename("fears", "concerns")

    assert factories.fresh(record).typed == {"concerns": "x" * 9}
    assert [change.question for change in record.changes] == ["concerns"]
    assert [added.question for added in record.follow_ups] == ["concerns"]


def test_whoever_was_named_by_the_old_name_is_named_by_the_new_one() -> None:
    worker = factories.person()
    record = draft(
        mentor={"id": worker.id, "name": worker.name}, mentor_team={"id": worker.team_id, "name": worker.team.name}
    )

    rename("mentor", "adviser")
    rename("mentor_team", "adviser_team")

    assert "adviser" in {row.part for row in record.people}
    assert "adviser_team" in {row.part for row in record.teams}
    assert not RecordPerson.select().where(RecordPerson.part == "mentor").exists()


def test_nothing_is_renamed_while_a_submitted_record_waits_with_the_old_name() -> None:
    waiting = Record.get(Record.state == State.SUBMITTED)
    before = everything()

    with pytest.raises(RenamingError, match=waiting.reference):
        rename("transfer_reason", "reason_for_transfer")

    assert everything() == before


def test_an_answer_that_is_there_already_is_not_overwritten() -> None:
    draft(fears="One", concerns="Another")
    before = everything()

    with pytest.raises(RenamingError, match="concerns already"):
        rename("fears", "concerns")

    assert everything() == before


def test_versions_stay_as_they_were_submitted_and_are_read_by_the_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = Record.get(Record.state == State.SEALED)
    version = sealed.versions.get()
    by_new_name = {"chair": version.answers["meeting_chair"]}
    for record in Record.select().where(Record.state.in_([State.SUBMITTED, State.APPROVED])):
        Record.update(state=State.WITHDRAWN).where(Record.id == record.id).execute()

    rename("meeting_chair", "chair")
    monkeypatch.setattr(renamed, "RENAMED", {"meeting_chair": "chair"})

    assert sealed.versions.get().answers == version.answers
    assert renamed.answers_in(version).items() >= by_new_name.items()
    assert answers_with_additions(sealed, version).items() >= by_new_name.items()


def test_a_renamed_answer_is_no_change_between_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    version = Record.get(Record.state == State.SEALED).versions.get()
    now = dict(version.answers)
    version.answers = {"chair" if name == "meeting_chair" else name: said for name, said in now.items()}
    monkeypatch.setattr(renamed, "RENAMED", {"chair": "meeting_chair"})

    assert comparing.compare(get_form("transfer_meeting"), version, now, terms={}).changes == []
