"""The tables. Only records/, mail/ and migrations/ write to them; migrations/ holds their history."""

from __future__ import annotations

from models.base import (
    InstantField,
    JSONField,
    Searchable,
    SearchTerm,
    SecondDatabaseError,
    Table,
    connect_to,
    database,
    disconnect,
    fold,
)
from models.decisions import (
    Absence,
    AuditEvent,
    DecisionLink,
    Heartbeat,
    OutboxMail,
    PasswordLink,
    SealingProblem,
    SignInAttempt,
    Step,
)
from models.records import (
    AnswerChange,
    Departure,
    FollowUp,
    ProtocolEdition,
    Record,
    RecordLink,
    RecordPerson,
    RecordTeam,
    RecordVersion,
    SealedDocument,
)
from models.register import Allocation, Child, Family, Staff, Team
from models.words import RANK, MailState, Role, State, StepState, TeamKind

TABLES = [
    Team, Staff, Family, Child, Allocation, Record, RecordPerson, RecordTeam, AnswerChange, ProtocolEdition,
    RecordVersion, Step,
    Departure, RecordLink, FollowUp, DecisionLink, OutboxMail, AuditEvent, SealedDocument, SignInAttempt,
    Absence, SealingProblem, Heartbeat, SearchTerm, PasswordLink,
]  # fmt: skip


__all__ = [
    "Absence", "Allocation", "AnswerChange", "AuditEvent", "Child", "DecisionLink", "Departure", "Family",
    "FollowUp", "Heartbeat", "InstantField", "JSONField", "MailState", "OutboxMail", "PasswordLink",
    "ProtocolEdition", "RANK", "Record", "RecordLink", "RecordPerson", "RecordTeam", "RecordVersion", "Role",
    "SealedDocument", "SealingProblem", "SearchTerm", "Searchable", "SecondDatabaseError", "SignInAttempt", "Staff",
    "State", "Step", "StepState", "TABLES", "Table", "Team", "TeamKind", "connect_to", "database", "disconnect", "fold",
]  # fmt: skip
