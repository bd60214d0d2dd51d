"""Who can hold a part, as data: the register offers only them, and anybody else is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from protocol.formatting import listed

Conditions = tuple[tuple[str, tuple[str, ...]], ...]
SAID = {
    "social_worker": "a {social_worker}",
    "lead_practitioner": "a lead practitioner",
    "personal_adviser": "a personal adviser",
}


class Holders(NamedTuple):
    """Who can hold a part: somebody with a post of one of `roles`, and of a team of one of `kinds` where there are any.

    said: who that is, in a message, such as 'a {social_worker}'. only: (role, conditions) of roles that can hold it
    where one of the conditions is met, each (question, values), or where the first of them is not answered.
    """

    said: str
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    only: tuple[tuple[str, Conditions], ...] = ()

    def among(self, answer_to: Callable[[str], Any]) -> Holders:
        """Who of them can hold it by the answers of a record: `answer_to` gives the answer to a question, or None."""
        without = {role for role, conditions in self.only if not _are_met(conditions, answer_to)}
        if not without:
            return self
        roles = tuple(role for role in self.roles if role not in without)
        return self._replace(roles=roles, said=listed([SAID[role] for role in roles], "or"))


def _are_met(conditions: Conditions, answer_to: Callable[[str], Any]) -> bool:
    first = conditions[0][0]
    return answer_to(first) is None or any(answer_to(question) in values for question, values in conditions)
