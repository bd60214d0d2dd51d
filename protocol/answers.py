"""Typed access to a record's answers. It never raises: a value of the wrong type counts as blank."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from protocol.days import date_from
from protocol.people import Person, person_from
from protocol.words import is_reason, says_something

if TYPE_CHECKING:
    from protocol.outcomes import Finding

Day = date  # a reader of Answers has the name of the type
LARGEST_NUMBER = 1_000_000


class UndeclaredReadError(LookupError):
    """A rule read a question or parameter that its declaration does not list."""


class Values:
    """Answers by name, read by type: those of a record or of one row of a repeating question."""

    __slots__ = ("_raw",)

    def __init__(self, raw: object) -> None:
        self._raw: dict[str, Any] = raw if isinstance(raw, dict) else {}

    def raw(self, name: str) -> object:
        """The stored value, unchecked; None when absent. Rules use the typed readers below."""
        return self._raw.get(name)

    def text(self, name: str) -> str:
        """The text, stripped; '' when blank, or where it says nothing (protocol/words.py)."""
        value = self._raw.get(name)
        return value.strip() if isinstance(value, str) and says_something(name, value) else ""

    def choice(self, name: str, among: Collection[str]) -> str:
        """The chosen value; '' when blank or not in `among`."""
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
        """The whole number; None when blank, negative or above LARGEST_NUMBER."""
        value = self._raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if 0 <= value <= LARGEST_NUMBER else None

    def person(self, name: str) -> Person | None:
        """The person, team or child that the answer names; None when blank."""
        return person_from(self._raw.get(name))

    def rows(self, name: str) -> tuple["Values", ...]:
        """The rows of a repeating question, without blank rows."""
        value = self._raw.get(name)
        if not isinstance(value, list):
            return ()
        return tuple(Values(row) for row in value if isinstance(row, dict) and any(map(_is_filled, row.values())))


class Answers(Values):
    """A record's answers and the other inputs of a rule.

    `today` is the London date, `author` who writes the record. `findings` holds the findings of all other rules, for
    rules declared with `comes_last`, `switches` the names of the figures that are switched on. Dates, people and rows
    are parsed once and cached, because many rules read them.
    """

    __slots__ = ("_dates", "_people", "_rows", "author", "findings", "kind", "switches", "today")

    def __init__(
        self,
        raw: object,
        *,
        kind: str,
        today: date,
        author: Person | None = None,
        findings: tuple["Finding", ...] = (),
        switches: Collection[str] = (),
    ) -> None:
        super().__init__(raw)
        self.kind = kind
        self.today = today
        self.author = author
        self.findings = findings
        self.switches = switches
        self._dates: dict[str, date | None] = {}
        self._people: dict[str, Person | None] = {}
        self._rows: dict[str, tuple[Values, ...]] = {}

    def date(self, name: str) -> date | None:
        """Like `Values.date`, cached."""
        if name not in self._dates:
            self._dates[name] = date_from(self._raw.get(name))
        return self._dates[name]

    def person(self, name: str) -> Person | None:
        """Like `Values.person`, cached."""
        if name not in self._people:
            self._people[name] = person_from(self._raw.get(name))
        return self._people[name]

    def rows(self, name: str) -> tuple[Values, ...]:
        """Like `Values.rows`, cached."""
        if name not in self._rows:
            self._rows[name] = super().rows(name)
        return self._rows[name]

    def dates(self) -> Iterator[tuple[str, Day]]:
        """Every date in the answers with its control: of questions, and of cells of tables ('key_events-0-date')."""
        for name, value in self._raw.items():
            if isinstance(value, str) and (found := date_from(value)):
                yield name, found
            elif isinstance(value, list):
                rows = ((index, row) for index, row in enumerate(value) if isinstance(row, dict))
                cells = (
                    (f"{name}-{index}-{column}", date_from(one)) for index, row in rows for column, one in row.items()
                )
                yield from ((control, found) for control, found in cells if found)

    def reason_for(self, statement: str) -> str:
        """The author's reason for departing from a statement, stripped; '' when there is none."""
        reasons = self._raw.get("departures")
        written = reasons.get(statement) if isinstance(reasons, dict) else None
        return written.strip() if isinstance(written, str) and is_reason(written) else ""

    def limited_to(self, names: Collection[str]) -> "Answers":
        """The same answers, where reading a question that is not in `names` raises UndeclaredReadError."""
        return Answers(
            _Limited(self._raw, frozenset(names)),
            kind=self.kind,
            today=self.today,
            author=self.author,
            findings=self.findings,
            switches=self.switches,
        )


class _Limited(dict[str, Any]):
    def __init__(self, whole: dict[str, Any], names: frozenset[str]) -> None:
        super().__init__((name, whole[name]) for name in names if name in whole)
        self._names = names

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self._names:
            raise UndeclaredReadError(name)
        return super().get(name, default)


def _is_filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None and value != {}
