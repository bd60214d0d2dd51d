"""What `flask register load` says of a load."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from protocol import formatting
from records.register import outcome
from records.register.files import RegisterFiles
from records.register.loading import Loaded
from records.register.outcome import FileOutcome
from records.register.problems import Problem
from records.register.refused import Refused

MOST_SHOWN = 20
MOST_IN_PREVIEW = 100  # of each part that needs no correction
CUT_OFF = "Look at this first. Most of what the register has is no longer listed:"
CANNOT_BE_TRUE = "This is doubtful, cannot be true, or has not come yet. Correct it where the files come from:"


def shown(problems: Sequence[Any], most: int | None = MOST_SHOWN) -> list[str]:
    """The first of them (most None: all), and how many more there are and where they are shown."""
    first = [str(problem) for problem in problems[:most]]
    more = len(problems) - len(first)
    where = " --dry-run shows them all." if most == MOST_SHOWN else ""
    return [*first, f"… and {more} more.{where}"] if more else first


def show_loaded(files: RegisterFiles, loaded: Loaded) -> None:
    """What was loaded, in lines of each file, and what of it cannot be true."""
    for one in outcome.of_files(files, loaded):
        click.echo(f"{one.file:<19} {len(one.new)} new, {len(one.changed)} changed, {one.as_before} as before")
    _show(CUT_OFF, loaded.tally.cut_off)
    _show(CANNOT_BE_TRUE, loaded.tally.warnings)


def show_refused(refused: Refused, written: list[Path]) -> None:
    """The lines that were not loaded, and where they were written."""
    _show(f"{formatting.count(len(refused), 'line')} refused:", refused.problems)
    click.echo("Correct them in a copy of these files, and load the copy. The next load writes them anew.")
    for path in written:
        click.echo(str(path))


def show_preview(files: RegisterFiles, loaded: Loaded) -> None:
    """What a load would do, with the lines."""
    click.echo("A preview: nothing was changed.")
    files_told = outcome.of_files(files, loaded)
    for one in files_told:
        click.echo(f"{one.file:<19} {_counts(one)}")
    _show(CUT_OFF, loaded.tally.cut_off)
    for title, name in (("New:", "new"), ("Changed:", "changed")):
        lines = [f"{one.file}, line {line}: {about}" for one in files_told for line, about in getattr(one, name)]
        _show(title, lines, MOST_IN_PREVIEW)
    gone = [f"{one.file}: {about}" for one in files_told for about in one.gone]
    _show("Gone: no longer listed, and left as it is:", gone, MOST_IN_PREVIEW)
    _show("Refused, unless it is corrected:", loaded.refused.problems, None)
    _show(CANNOT_BE_TRUE, loaded.tally.warnings, None)


def _counts(one: FileOutcome) -> str:
    changes = f"{len(one.new)} new, {len(one.changed)} changed, {len(one.gone)} gone"
    return f"{changes}, {one.lines_refused} refused, {one.as_before} as before"


def _show(title: str, found: Sequence[Problem | str], most: int | None = MOST_SHOWN) -> None:
    if found:
        click.echo(title)
        for line in shown(found, most):
            click.echo(f"  {line}")
