"""What a letter is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

CHILD, PARENTS = "child", "parents"
RECIPIENTS = (CHILD, PARENTS)


@dataclass(frozen=True)
class LetterText:
    """The text of one letter. Paragraphs of a part stand apart by a blank line.

    greeting: 'Dear Maya,'. change: who and when. why, reach, disagree: what their names say. phone: the new worker's
    number, '' until they have given it. email: their address, which the register has. known: names of brothers and
    sisters that may stand in it, because the reader knows of them; not printed.
    """

    greeting: str
    change: str
    why: str
    reach: str
    disagree: str
    phone: str = ""
    email: str = ""
    known: str = ""

    def to_data(self) -> dict[str, str]:
        """As JSON-serialisable values, to be stored."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `to_data`; what is not there is blank."""
        return cls(**{one.name: str(data.get(one.name) or "") for one in fields(cls)})

    @property
    def parts(self) -> dict[str, str]:
        """Name → text, of the parts that stand under a heading, in order."""
        return {name: getattr(self, name) for name in PARTS}


PARTS = ("change", "why", "reach", "disagree")


def texts_in(answer: Any) -> Iterator[str]:
    """Every text of an answer, in its rows and parts too."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, Mapping):
        for inner in answer.values():
            yield from texts_in(inner)
    elif isinstance(answer, list):
        for inner in answer:
            yield from texts_in(inner)
