"""The values that columns of states, roles and kinds hold."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff is, in the order of seniority that RANK gives."""

    SOCIAL_WORKER = "social_worker"
    TEAM_LEADER = "team_leader"
    LOCALITY_LEADER = "locality_leader"
    SERVICE_DELIVERY_MANAGER = "service_delivery_manager"
    HEAD_OF_SERVICE = "head_of_service"
    BUSINESS_SUPPORT = "business_support"
    AUDITOR = "auditor"


RANK = {
    Role.SOCIAL_WORKER: 1,
    Role.TEAM_LEADER: 2,
    Role.LOCALITY_LEADER: 3,
    Role.SERVICE_DELIVERY_MANAGER: 3,
    Role.HEAD_OF_SERVICE: 4,
    Role.BUSINESS_SUPPORT: 0,
    Role.AUDITOR: 0,
}


class TeamKind(StrEnum):
    """The kinds of team that chapter 3.1.5 tells apart."""

    CLUSTER = "cluster"
    DISABILITY = "disability"
    LOOKED_AFTER_0_12 = "looked_after_0_12"
    LOOKED_AFTER_13_PLUS = "looked_after_13_plus"
    OTHER = "other"


class State(StrEnum):
    """Where a record stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SEALED = "sealed"
    WITHDRAWN = "withdrawn"


class StepState(StrEnum):
    """Where one step of a record's chain stands."""

    WAITING = "waiting"
    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    CANNOT_AGREE = "cannot_agree"
    VOID = "void"


class MailState(StrEnum):
    """Where a mail in the outbox stands."""

    QUEUED = "queued"
    SENT = "sent"
    NOT_NEEDED = "not_needed"
    GIVEN_UP = "given_up"
