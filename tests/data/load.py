"""Writes the tests' council into an empty database, in one transaction."""

from __future__ import annotations

from datetime import date

from argon2 import PasswordHasher

from records.register.invented import InventedCouncil, write_council
from records.transaction import transaction
from tests.data.children import CHILDREN, FAMILIES
from tests.data.council import STAFF, TEAMS
from tests.data.history import HISTORY
from tests.data.spells import POSTS, SPELLS

PASSWORD = "four-kettles-by-the-weir"
# The app's own takes its time over each password, on purpose.
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
COUNCIL = InventedCouncil(TEAMS, STAFF, POSTS, FAMILIES, CHILDREN, SPELLS, HISTORY)


def load_council(today: date) -> None:
    """Write the tests' council. Everybody who still works for it can sign in with PASSWORD."""
    with transaction():
        write_council(COUNCIL, today, QUICK_HASHER.hash(PASSWORD))
