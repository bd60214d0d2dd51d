"""What a day promises that is still to come when a record is submitted, declared by the question that asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from protocol.statements.scope import Condition


@dataclass(frozen=True)
class Promise:
    """What is to happen on a day, or by it. For a column, its names are looked for in the row before the record.

    what: in words, with placeholders for terms. says: the question whose answer says it more closely.
    who: questions that say who does it: by a person, in words, or by a choice whose values are questions about people.
    when: conditions under which the day is said to be one to come. Without any, a day after submission is.
    or_on: the question whose day counts where this one is blank.
    """

    what: str
    says: str = ""
    who: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    or_on: str = ""
