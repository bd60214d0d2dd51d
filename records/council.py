"""The council that the present app works for: which chapters are in force, its own figures, its logo.

Records know nothing of Flask, so they cannot ask it for its app. Whoever enters a context of an app enters its council
too (views/web/contexts.py); other apps of the process, and their threads, have theirs at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from documents import logo
from protocol import CHAPTERS
from records.council_figures import read_figures
from settings import Settings

NONE_PRESENT = (
    "There is no council here. Call this within an app's context (with app.app_context():), or within "
    "records.council.entered(…)."
)


class NoCouncilError(RuntimeError):
    """Something was asked that differs from council to council, and no app said which one it works for."""


@dataclass(frozen=True)
class Council:
    """chapters: those in force, with LOCAL where the local practice is on. figures: its own, by name.

    logo: a PNG picture without transparency, b'' for none.
    """

    chapters: frozenset[str] = frozenset(CHAPTERS)
    figures: Mapping[str, object] = field(default_factory=dict)
    logo: bytes = field(default=b"", repr=False)


def read_council(settings: Settings) -> Council:
    """The council of these settings, its files read. Raises FiguresError or LogoError for one that cannot be used."""
    picture = logo.read(settings.logo_file) if settings.logo_file else b""
    return Council(settings.chapters_in_force, read_figures(settings.figures_file), picture)


_entered: ContextVar[tuple[Council, ...]] = ContextVar("councils entered, the present one last", default=())


def enter(council: Council) -> None:
    """Make this the present council, until leave()."""
    _entered.set((*_entered.get(), council))


def leave() -> None:
    """Go back to the council that was present before."""
    _entered.set(_entered.get()[:-1])


@contextmanager
def entered(council: Council) -> Iterator[None]:
    """With this council present, where there is no app."""
    enter(council)
    try:
        yield
    finally:
        leave()


def present() -> Council:
    """The council of the app in whose context this runs. Raises NoCouncilError outside of one."""
    if not _entered.get():
        raise NoCouncilError(NONE_PRESENT)
    return _entered.get()[-1]
