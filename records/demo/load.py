"""Writes the demo council into an empty database, in one transaction."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from datetime import date
from typing import cast

from argon2 import PasswordHasher

from models import Staff
from records.demo import lately, more_children, story
from records.demo.accounts import DEMO_PASSWORD
from records.demo.allocations import HISTORY
from records.demo.children import CHILDREN, FAMILIES
from records.demo.spells import POSTS, SPELLS
from records.demo.teams_and_staff import STAFF, TEAMS
from records.register.invented import InventedCouncil, WorkerRow, write_council
from records.transaction import transaction

History = dict[str, Sequence[WorkerRow]]

DEMO = InventedCouncil(
    TEAMS,
    STAFF,
    POSTS,
    FAMILIES,
    (*CHILDREN, *lately.CHILDREN, *more_children.CHILDREN),
    SPELLS | more_children.SPELLS,
    ChainMap(*(cast("History", one) for one in (HISTORY, lately.HISTORY, more_children.HISTORY))),
)


def load_demo_council(today: date) -> None:
    """Write the demo council, all days counted from `today`. A second call does nothing, whatever its date.

    Everybody who still works for it can sign in with DEMO_PASSWORD, so the caller keeps this from production.
    """
    with transaction():
        if not Staff.select().where(Staff.email == story.AUTHOR).exists():
            write_council(DEMO, today, PasswordHasher().hash(DEMO_PASSWORD))
