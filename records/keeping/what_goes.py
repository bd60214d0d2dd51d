"""What becomes of each table when a record is disposed of. A table that is in none of these lists fails a test.

GOES is in the order in which its rows can be deleted: what refers to others first, or goes with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import models
from models import (
    Acceptance,
    AnswerChange,
    DecisionLink,
    Departure,
    FollowUp,
    InspectionPack,
    LegalHold,
    Letter,
    OutboxMail,
    PackedDocument,
    PackPiece,
    PromisedDay,
    ReadForPurpose,
    RecordLink,
    RecordPerson,
    RecordTeam,
    RecordVersion,
    RecordWriter,
    Refusal,
    Retention,
    SealedDocument,
    SealingProblem,
    Step,
    Table,
)


def _by(table: Any, *columns: str) -> Callable[[list[int]], Any]:
    """A condition on a table: one of these columns is a record of these ids."""

    def condition(ids: list[int]) -> Any:
        found = getattr(table, columns[0]).in_(ids)
        for column in columns[1:]:
            found |= getattr(table, column).in_(ids)
        return found

    return condition


def _steps(ids: list[int]) -> Any:
    return Step.select(Step.id).where(Step.record.in_(ids))


def _versions(ids: list[int]) -> Any:
    return RecordVersion.select(RecordVersion.id).where(RecordVersion.record.in_(ids))


def _packs(ids: list[int]) -> Any:
    return PackedDocument.select(PackedDocument.pack).join(SealedDocument).where(SealedDocument.record.in_(ids))


# Table → (ids of records) → a condition on its rows that are deleted.
GOES: Mapping[type[Table], Callable[[list[int]], Any]] = {
    InspectionPack: lambda ids: InspectionPack.id.in_(_packs(ids)),
    PackedDocument: lambda ids: PackedDocument.pack.in_(_packs(ids)),
    PackPiece: lambda ids: PackPiece.pack.in_(_packs(ids)),
    DecisionLink: lambda ids: DecisionLink.step.in_(_steps(ids)),
    Refusal: _by(Refusal, "record"),
    OutboxMail: lambda ids: OutboxMail.record.in_(ids) | OutboxMail.step.in_(_steps(ids)),
    Departure: lambda ids: Departure.version.in_(_versions(ids)),
    Acceptance: lambda ids: Acceptance.version.in_(_versions(ids)),
    RecordVersion: _by(RecordVersion, "record"),
    Step: _by(Step, "record"),
    RecordLink: _by(RecordLink, "transfer", "exception"),
    PromisedDay: _by(PromisedDay, "record"),
    FollowUp: _by(FollowUp, "record"),
    Letter: _by(Letter, "record"),
    AnswerChange: _by(AnswerChange, "record"),
    RecordPerson: _by(RecordPerson, "record"),
    RecordTeam: _by(RecordTeam, "record"),
    RecordWriter: _by(RecordWriter, "record"),
    ReadForPurpose: _by(ReadForPurpose, "record"),
    SealingProblem: _by(SealingProblem, "record"),
    SealedDocument: _by(SealedDocument, "record"),
    Retention: _by(Retention, "record"),
    LegalHold: _by(LegalHold, "record"),
}
# Table → why its rows stay, though they are of a record.
STAYS: Mapping[type[Table], str] = {
    models.Record: "emptied: its reference, kind and the head of its audit trail are left",
    models.AuditEvent: "the trail, with the certificate; it holds ids of staff, hashes and words of ours, no answer",
    models.Disposal: "who agreed, and when it was done",
    models.CountedFact: "numbers alone, counted anew when a record’s trail grows, as it does by its disposal",
    models.WorkerChange: "the register's, counted anew: a change that the record explained has none any more",
    models.SealStage: "length and SHA-256 of the sealed document, so that a copy of it can be checked",
    models.SealedPaper: "parts and days that the paper prints, without a name, so that paper can be compared",
}
# Table → what it is about, which is no single record.
APART: Mapping[type[Table], str] = {
    models.Team: "the register",
    models.Staff: "the register",
    models.Post: "the register",
    models.Family: "the register",
    models.Child: "the register, which follows where its files come from",
    models.ChildSpell: "the register",
    models.Allocation: "the register",
    models.SearchTerm: "the register, by which people and children are found",
    models.ProtocolEdition: "the protocol's wording",
    models.SealCertificate: "the council's seal",
    models.SealAuthority: "the council's seal",
    models.PasswordLink: "an account",
    models.EndedSession: "an account",
    models.SignInIdentity: "an account",
    models.SignInAttempt: "an account",
    models.Tally: "a number, for two days",
    models.Absence: "an account",
    models.ChildSearch: "a search, kept for the figure searches_days",
    models.StatedNeed: "somebody's need, kept for the figure searches_days",
    models.ReadingPurpose: "an auditor's or inspector's purpose; what they read of a record goes with it",
    models.ChangeExplained: "a worker's time in the register",
    models.ChildEvent: "who read a child's page",
    models.Export: "who took a list",
    models.FigureCount: "the figures, in sums",
    models.FiguresKept: "the figures, up to where they are counted",
    models.Heartbeat: "the service",
    models.Backup: "the service",
    models.Alert: "the service",
}


def remove(ids: Collection[int]) -> None:
    """Delete every row of these records that goes, in the caller's transaction."""
    for table, condition in GOES.items():
        table.delete().where(condition(list(ids))).execute()


def left_of(record_id: int) -> list[str]:
    """The names of tables that still have rows which should have gone."""
    return [
        table.__name__ for table, condition in GOES.items() if table.select().where(condition([record_id])).exists()
    ]
