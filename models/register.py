"""The register: teams, staff, families, children, and who worked with whom."""

from __future__ import annotations

from flask_login import UserMixin
from peewee import AutoField, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from models.base import Searchable, Table
from models.words import RANK, Role


class Team(Searchable):
    """A team of workers; `kind` is one of TeamKind, `service` cluster or looked_after."""

    name = CharField(max_length=120, unique=True)
    kind = CharField(max_length=30)
    service = CharField(max_length=30)
    locality = CharField(max_length=60, null=True)
    active = BooleanField(default=True)


class Staff(UserMixin, Searchable):
    """A member of staff, who may sign in when `password_hash` is set."""

    id = AutoField()
    name = CharField(max_length=200, index=True)
    email = CharField(max_length=254, unique=True)
    role = CharField(max_length=40)
    team = ForeignKeyField(Team, backref="staff", null=True)
    service = CharField(max_length=30, null=True)
    locality = CharField(max_length=60, null=True)
    social_work_id = CharField(max_length=12, null=True)
    password_hash = CharField(max_length=200, default="")
    sign_in_version = IntegerField(default=1)
    active = BooleanField(default=True)

    # Flask-Login's own would make two copies of one person two people in a set.
    __eq__ = Searchable.__eq__  # type: ignore[assignment]
    __hash__ = Searchable.__hash__

    def words_to_find(self) -> str:
        """A member of staff is found by name and by registration number."""
        return " ".join(filter(None, (self.name, self.social_work_id)))

    def get_id(self) -> str:
        """What the session holds: the id, and the version that a changed password raises to end other sessions."""
        return f"{self.id}.{self.sign_in_version}"

    @property
    def is_active(self) -> bool:
        """Whether this person may sign in (Flask-Login asks)."""
        return bool(self.active)

    @property
    def rank(self) -> int:
        """Seniority: 1 social worker … 4 head of service; 0 for those who decide nothing."""
        return RANK[Role(self.role)]


class Family(Table):
    """A group of brothers and sisters."""

    name = CharField(max_length=200)


class Child(Searchable):
    """What the register knows of a child, born or expected."""

    local_id = CharField(max_length=20, unique=True)
    name = CharField(max_length=200, index=True)
    date_of_birth = DateField(null=True)
    expected_date_of_birth = DateField(null=True)
    status = CharField(max_length=30)
    child_protection_category = CharField(max_length=20, null=True)
    legal_status = CharField(max_length=10, default="none")
    legal_status_since = DateField(null=True)
    placement = CharField(max_length=10, default="none")
    communication_needs = TextField(default="")
    interpreter_language = CharField(max_length=80, default="")
    family = ForeignKeyField(Family, backref="children", null=True)

    def words_to_find(self) -> str:
        """A child is found by name and by local id."""
        return f"{self.name} {self.local_id}"


class Allocation(Table):
    """One worker's time with one child; `ended_on` is null while it lasts."""

    child = ForeignKeyField(Child, backref="allocations")
    worker = ForeignKeyField(Staff, backref="allocations")
    team = ForeignKeyField(Team)
    started_on = DateField()
    ended_on = DateField(null=True)
    reason_code = CharField(max_length=10, default="")
