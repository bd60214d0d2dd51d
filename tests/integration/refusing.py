"""Maya's transfer, refused, and later records of the same."""

from __future__ import annotations

from typing import Any

from models import Record
from records.deciding import decisions
from tests import factories
from tests import four_records as four
from tests.data import story

MANAGERS = (story.CLUSTER_MANAGER, story.LOOKED_AFTER_MANAGER)
LEADER, RECEIVING = "transferring_team_leader", "receiving_team_leader"


def passed_up(**changes: Any) -> Record:
    """Maya's transfer, to which the receiving leader could not agree: it waits for both managers."""
    record = factories.ready_draft(**changes)
    factories.submit(record)
    record = factories.approve(factories.fresh(record), "new_worker", LEADER)
    return four.disagree(record, RECEIVING)


def refused() -> Record:
    """Maya's transfer, refused by both managers."""
    return four.refused_by_managers(passed_up())


def again(**changes: Any) -> Record:
    """A later transfer of hers, submitted."""
    record = factories.ready_draft(**changes)
    factories.submit(record)
    return factories.fresh(record)


def ends_with(record: Record) -> set[str]:
    """Whom the last steps of its chain are for."""
    steps = decisions.standing_steps(record)
    last = max(step.order for step in steps)
    return {step.assignee.email for step in steps if step.order == last}


def within_one_team(**changes: Any) -> Record:
    """A transfer to a colleague in the same team, which waits for its leader."""
    mate = factories.person(factories.TEAM_MATE)
    stays = {"departure-315.4.3": "Maya has known this team for four years."}
    record = factories.ready_draft(new_worker={"id": mate.id, "name": mate.name}, **stays, **changes)
    record = factories.fresh(record)
    assert record.answers["new_team"]["id"] == record.answers["current_team"]["id"]
    factories.submit(record)
    return factories.approve(factories.fresh(record), "new_worker")
