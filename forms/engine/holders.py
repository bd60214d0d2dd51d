"""Who can hold a part, as data: the register offers only them, and anybody else is refused."""

from __future__ import annotations

from typing import NamedTuple


class Holders(NamedTuple):
    """Who can hold a part: somebody with a post of one of `roles`, and of a team of one of `kinds` where there are any.

    said: who that is, in a message, such as 'a {social_worker}'.
    """

    said: str
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
