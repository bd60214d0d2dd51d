"""The current council's configuration: chapters in force, its own figures, its logo.

records/ does not import Flask and so cannot use current_app. Instead views/web/contexts.py pushes an app's council onto
a context variable whenever an app context is pushed, so several apps and threads in one process do not interfere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from documents import logo
from forms.engine import conditions
from protocol import CHAPTERS
from protocol.parameters import SWITCHES
from records.council_figures import read_figures
from settings import Settings

NO_COUNCIL = (
    "There is no council here. Call this within an app's context (with app.app_context():), or within "
    "records.council.council_context(…)."
)


class NoCouncilError(RuntimeError):
    """Configuration of the council was needed outside of an app context."""


@dataclass(frozen=True)
class Council:
    """One council's configuration.

    chapters: ids of the chapters in force, including LOCAL where local practice is on. figures: the council's
    parameters that replace the protocol's, by name. logo: PNG bytes without transparency, b'' for none.
    """

    chapters: frozenset[str] = frozenset(CHAPTERS)
    figures: Mapping[str, object] = field(default_factory=dict)
    logo: bytes = field(default=b"", repr=False)


def read_council(settings: Settings) -> Council:
    """Build the council from settings, reading its files. Raises FiguresError or LogoError for an unusable file."""
    picture = logo.read(settings.logo_file) if settings.logo_file else b""
    return Council(settings.chapters_in_force, read_figures(settings.figures_file), picture)


_stack: ContextVar[tuple[Council, ...]] = ContextVar("councils entered, the present one last", default=())


def push(council: Council) -> None:
    """Make this the current council until pop()."""
    _set((*_stack.get(), council))


def pop() -> None:
    """Restore the previous council."""
    _set(_stack.get()[:-1])


def _set(stack: tuple[Council, ...]) -> None:
    _stack.set(stack)
    # forms/ cannot import records/, so they are told which figures widen the scope of their questions.
    figures = stack[-1].figures if stack else {}
    conditions.WIDENED.set(frozenset(name for name in SWITCHES if figures.get(name)))


@contextmanager
def council_context(council: Council) -> Iterator[None]:
    """Use this council within the block, where there is no app context."""
    push(council)
    try:
        yield
    finally:
        pop()


def current() -> Council:
    """The council of the current app context. Raises NoCouncilError outside of one."""
    if not _stack.get():
        raise NoCouncilError(NO_COUNCIL)
    return _stack.get()[-1]
