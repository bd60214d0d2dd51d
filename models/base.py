"""The database, and what all tables share: columns of JSON and instants, and rows found by part of their name."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peewee import BlobField, BooleanField, CharField, DatabaseProxy, DateTimeField, IntegerField, Model, TextField
from playhouse.db_url import connect

database = DatabaseProxy()

# Without the addresses: one may hold a password.
SECOND_DATABASE = (
    "This process uses another database already, and its tables can have one: use a process for each database, or call "
    "models.disconnect() before the next."
)

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "synchronous": "normal",
    "cache_size": -32_000,
}


class SecondDatabaseError(RuntimeError):
    """A process was asked to use a second database, and its tables have one."""


def connect_to(url: str) -> Any:
    """Give the pooled database at `url` (sqlite:///… or postgresql://…), which the tables use from now on.

    All apps of a process share it: asked again for the same address it gives the same pool. Raises SecondDatabaseError
    for another address until disconnect() is called. SQLite transactions begin immediately, so that two writers queue
    instead of failing half way.
    """
    if database.obj is not None:
        if database.obj.address != url:
            raise SecondDatabaseError(SECOND_DATABASE)
        return database.obj
    scheme, _, rest = url.partition("://")
    options: dict[str, Any] = {"max_connections": 32, "stale_timeout": 600}
    if scheme == "sqlite":
        opened = connect(
            f"sqlite+pool://{rest}",
            pragmas=SQLITE_PRAGMAS,
            lock_type="IMMEDIATE",
            timeout=10,
            check_same_thread=False,
            **options,
        )
    elif scheme in ("postgres", "postgresql"):
        opened = connect(f"postgresql+pool://{rest}", prefer_psycopg3=True, **options)
    else:
        raise ValueError("The database address must begin with sqlite:/// or postgresql://")
    opened.address = url
    database.initialize(opened)
    return opened


def disconnect() -> None:
    """Close every connection and let go of the database, so that connect_to can take another (tests do, and benches).

    The apps that were made for it answer nothing more.
    """
    if database.obj is not None:
        database.obj.close_all()
        database.initialize(None)


# Letters beyond ASCII are written as escapes, in two thirds of the time; values that hold themselves are never stored.
_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


class JSONField(TextField):
    """A JSON value kept as text, so that both databases hold the same bytes."""

    def db_value(self, value: Any) -> str | None:
        """As it is stored."""
        return None if value is None else _ENCODER.encode(value)

    def python_value(self, value: str | None) -> Any:
        """As it was before it was stored."""
        return None if value is None else json.loads(value)


class InstantField(DateTimeField):
    """An instant: aware UTC in Python, naive UTC in the database."""

    def db_value(self, value: datetime | None) -> Any:
        """As it is stored: without a zone, in UTC."""
        return super().db_value(value and value.astimezone(UTC).replace(tzinfo=None))

    def python_value(self, value: Any) -> datetime | None:
        """As it is used: aware, in UTC."""
        naive: datetime | None = datetime.fromisoformat(value) if isinstance(value, str) else value
        return naive and naive.replace(tzinfo=UTC)


class Table(Model):
    """What all tables share."""

    if TYPE_CHECKING:  # what peewee adds by itself: ids, <key>_id of foreign keys, and the way back from them
        id: Any
        DoesNotExist: Any

        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False


def fold(text: str) -> str:
    """Text as it is searched: no case, no accents ('Šmídová' is found by 'smid')."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


class SearchTerm(Table):
    """One of the beginnings that a row (of the table `kind`) is found by: what stands in its words from a letter on.

    Maya is found by 'maya', which `starts` the word, and by 'aya', 'ya' and 'a': so an index finds any part of a word.
    Terms are bytes, because those have one order in every database, whatever its language.
    """

    LONGEST = 24  # letters; what is typed beyond them is looked for in the row itself

    kind = CharField(max_length=20)
    row = IntegerField()
    starts = BooleanField()
    term = BlobField()

    class Meta:
        indexes = ((("kind", "starts", "term", "row"), True), (("kind", "row"), False))

    @classmethod
    def of(cls, search: str) -> set[tuple[bool, bytes]]:
        """The terms of a row that is found by `search`, and whether each starts a word."""
        return {
            (start == 0, word[start : start + cls.LONGEST].encode())
            for word in search.split()
            for start in range(len(word))
        }


class Searchable(Table):
    """A row found by part of its name or number. create() and save() fill `search` and its terms; insert_many() would
    not."""

    search = CharField(max_length=300, default="")

    def words_to_find(self) -> str:
        """The text that this row is found by."""
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store the row with what it is found by."""
        search = fold(self.words_to_find())[:300]
        if search == self.search:
            return super().save(*args, **kwargs)
        self.search = search
        if kwargs.get("only"):
            kwargs["only"] = [*kwargs["only"], "search"]
        with database.atomic():
            saved = super().save(*args, **kwargs)
            self._index()
        return saved

    def _index(self) -> None:
        mine = {"kind": self._meta.table_name, "row": self.id}
        SearchTerm.delete().where(*(getattr(SearchTerm, name) == value for name, value in mine.items())).execute()
        found_by = SearchTerm.of(self.search)
        SearchTerm.insert_many({**mine, "starts": starts, "term": term} for starts, term in found_by).execute()
