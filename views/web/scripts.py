"""Which scripts a page loads: those that its own HTML uses, in the order in which they run."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask


class Script(NamedTuple):
    """A built script. used_by: pieces of HTML, any of which asks for it; () for every page. unless: what forbids it."""

    name: str
    is_module: bool
    used_by: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


_HTMX = (' hx-get="', ' hx-post="')
_PICKER = (' data-picker="',)
_SECTION = (' id="section-form"',)
SCRIPTS = (
    Script("htmx.min.js", False, _HTMX, unless=_SECTION),  # where saving.js fetches it
    Script("accessible-autocomplete.min.js", False, _PICKER, unless=_SECTION),  # where picker.js fetches it
    Script("rows.js", True, _SECTION),
    Script("live-check.js", True, _SECTION),
    Script("saving.js", True, _SECTION),
    Script("handover.js", True),
    Script("fragments.js", True, _HTMX),
    Script("picker.js", True, _PICKER),
)


def scripts_of(html: str) -> list[Script]:
    """The scripts of a page with this HTML. What people typed cannot ask for one: its quotes are escaped."""

    def has(pieces: tuple[str, ...]) -> bool:
        return any(piece in html for piece in pieces)

    return [script for script in SCRIPTS if (not script.used_by or has(script.used_by)) and not has(script.unless)]


def configure(app: Flask) -> None:
    """Make scripts_of available in templates."""
    app.add_template_global(scripts_of)
