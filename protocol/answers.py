"""Typed reading of a record's answers, which never raises: what is not of the right shape counts as blank."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from protocol.days import date_from
from protocol.people import Person, person_from

if TYPE_CHECKING:
    from protocol.outcomes import Finding

LARGEST_NUMBER = 1_000_000


class UndeclaredReadError(LookupError):
    """A rule read a question, or a parameter, that its declaration does not name."""


class Values:
    """A row of answers: name to value, read by type."""

    __slots__ = ("_raw",)

    def __init__(self, raw: object) -> None:
        self._raw: dict[str, Any] = raw if isinstance(raw, dict) else {}

    def raw(self, name: str) -> object:
        """The stored value as it is, or None. Rules use the typed readers below."""
        return self._raw.get(name)

    def text(self, name: str) -> str:
        """What was written, without surrounding space; '' when blank."""
        value = self._raw.get(name)
        return value.strip() if isinstance(value, str) else ""

    def choice(self, name: str, among: Collection[str]) -> str:
        """The chosen value; '' when blank or not one of the values `among` which it must be."""
        value = self._raw.get(name)
        return value if isinstance(value, str) and value in among else ""

    def date(self, name: str) -> date | None:
        """The date, or None when blank."""
        return date_from(self._raw.get(name))

    def yes(self, name: str) -> bool:
        """Whether a yes-or-no question was answered yes."""
        return bool(self._raw.get(name) == "yes")

    def no(self, name: str) -> bool:
        """Whether a yes-or-no question was answered no."""
        return bool(self._raw.get(name) == "no")

    def number(self, name: str) -> int | None:
        """The whole number, or None when blank, negative or too large to be meant."""
        value = self._raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if 0 <= value <= LARGEST_NUMBER else None

    def person(self, name: str) -> Person | None:
        """The member of staff, team or child named, or None when blank."""
        return person_from(self._raw.get(name))

    def rows(self, name: str) -> tuple["Values", ...]:
        """The rows of a repeating question; rows with nothing in them are left out."""
        value = self._raw.get(name)
        if not isinstance(value, list):
            return ()
        return tuple(Values(row) for row in value if isinstance(row, dict) and any(map(_said, row.values())))


class Answers(Values):
    """A record's answers, with what else a rule may look at: the day and the author.

    `findings` is what the other rules found, for the rules that are weighed last. Dates, people and rows
    are parsed when first asked for, and kept: many rules ask for the same ones.
    """

    __slots__ = ("_dates", "_people", "_rows", "author", "findings", "kind", "today")

    def __init__(
        self, raw: object, *, kind: str, today: date, author: Person | None = None, findings: tuple["Finding", ...] = ()
    ) -> None:
        super().__init__(raw)
        self.kind = kind
        self.today = today
        self.author = author
        self.findings = findings
        self._dates: dict[str, date | None] = {}
        self._people: dict[str, Person | None] = {}
        self._rows: dict[str, tuple[Values, ...]] = {}

    def date(self, name: str) -> date | None:
        """As `Values.date`, parsed once a weighing."""
        if name not in self._dates:
            self._dates[name] = date_from(self._raw.get(name))
        return self._dates[name]

    def person(self, name: str) -> Person | None:
        """As `Values.person`, read once a weighing."""
        if name not in self._people:
            self._people[name] = person_from(self._raw.get(name))
        return self._people[name]

    def rows(self, name: str) -> tuple[Values, ...]:
        """As `Values.rows`, built once a weighing."""
        if name not in self._rows:
            self._rows[name] = super().rows(name)
        return self._rows[name]

    def reason_for(self, statement: str) -> str:
        """The reason written for departing from a statement; '' when there is none."""
        reasons = self._raw.get("departures")
        written = reasons.get(statement) if isinstance(reasons, dict) else None
        return written.strip() if isinstance(written, str) else ""

    def limited_to(self, names: Collection[str]) -> "Answers":
        """The same answers, refusing (UndeclaredReadError) every question that is not among `names`."""
        return Answers(
            _Limited(self._raw, frozenset(names)),
            kind=self.kind,
            today=self.today,
            author=self.author,
            findings=self.findings,
        )


class _Limited(dict[str, Any]):
    def __init__(self, whole: dict[str, Any], names: frozenset[str]) -> None:
        super().__init__((name, whole[name]) for name in names if name in whole)
        self._names = names

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self._names:
            raise UndeclaredReadError(name)
        return super().get(name, default)


def _said(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None and value != {}
