"""The name of an open page that saves a draft: 'Zk3…' for a page that was opened, 'Zk3….1' for the answer to its post.

A page that was posted and the pages that answered it, one after the other, are told apart because a browser that loads
such an answer again sends the old post once more.
"""

from __future__ import annotations

import re
import secrets

_NAME = re.compile(r"(.*?)(?:\.(\d{1,6}))?", re.ASCII | re.DOTALL)
LONGEST = 40  # what AnswerChange.editor holds
_LONGEST_FIRST = LONGEST - 7  # leaves room for the dot and the number


def _parts(editor: str) -> tuple[str, int]:
    found = _NAME.fullmatch(editor)
    return (found[1], int(found[2] or 0)) if found else (editor, 0)


def new_page() -> str:
    """The name of a page that is opened now."""
    return secrets.token_urlsafe(12)


def next_page(editor: str) -> str:
    """The name of the page that answers a post of this one."""
    first, number = _parts(editor)
    return f"{first[:_LONGEST_FIRST]}.{(number + 1) % 1_000_000}"


def is_of_one_tab(editor: str, other: str) -> bool:
    """Whether they are one page, or one answers a post of the other."""
    return _parts(editor)[0][:_LONGEST_FIRST] == _parts(other)[0][:_LONGEST_FIRST]


def is_later(editor: str, than: str) -> bool:
    """Whether it answered a post of `than`, or of a page that did."""
    return is_of_one_tab(editor, than) and _parts(editor)[1] > _parts(than)[1]


def is_own(editor: str, of: str) -> bool:
    """Whether what it saved is what `of` shows: it is that page, or one that it answers."""
    return editor == of or is_later(of, editor)
