"""flask figures: the report of a period, and counting everything anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from flask import render_template

from commands.context import CommandGroup, settings
from documents.report import FiguresReport
from documents.subprocess_render import RenderingError, render_in_subprocess
from protocol.terms import fill_terms
from records import clock
from records.reporting import csv_files, keeping_figures, places
from records.reporting.counting import periods
from records.reporting.figures_drawn import charts, pages
from records.reporting.figures_drawn.charts import Cell, Chart
from records.reporting.figures_drawn.pages import Page
from records.reporting.figures_drawn.sums import Reading

figures_group = CommandGroup("figures", help="Figures: the report of a period, and counting everything anew.")

AT_LEAST = "at least so many"
TO = click.Path(dir_okay=False, writable=True, path_type=Path)


@figures_group.command("report")
@click.option("--period", default=periods.LAST_TWELVE, show_default=True, help="Such as 2026-27 or 2026-27-q1.")
@click.option("--format", "form", type=click.Choice(["pdf", "csv"]), required=True)
@click.option("--team", default="", help="The name of a team. Without it, the whole council.")
@click.option("--to", "file", type=TO, required=True, help="The file to write. It must not be there yet.")
def report(period: str, form: str, team: str, file: Path) -> None:
    """Write the figures of a period for readers who may not open the records.

    Numbers under five are hidden in it, and of all others whole fives are counted.
    """
    page = _page(period, team)
    if page.kept is None:
        raise click.ClickException("Nothing has been counted yet. Run: flask --app app figures recount")
    content = _csv(page).encode() if form == "csv" else _pdf(page)
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except OSError as error:
        raise click.ClickException(f"--to: {file} cannot be written ({error.strerror}).") from error
    click.echo(
        f"Wrote {file}: {_in_terms(page.place.words)}. {page.period.words}. For readers who may not open the records."
    )


@figures_group.command("recount")
def recount() -> None:
    """Count every figure anew, and say whether the sums that were kept are the same. Exit code 1 when they were not."""
    is_first = keeping_figures.kept() is None
    drift = keeping_figures.recount()
    if is_first:
        click.echo("Counted everything for the first time.")
    elif drift.is_none:
        click.echo("Everything was counted anew, to the same.")
    else:
        click.echo(f"Put right: {drift.things} records or children and {drift.sums} sums were other than counted.")
        raise SystemExit(1)


def _page(period: str, team: str) -> Page:
    try:
        chosen = periods.read(period, clock.today())
    except periods.PeriodError as error:
        raise click.ClickException(f"--period: {error}") from error
    everywhere = places.everywhere()
    wanted = team.casefold() or _in_terms(everywhere[0].words).casefold()
    found = next((one for one in everywhere if _in_terms(one.words).casefold() == wanted), None)
    if found is None:
        raise click.ClickException(f"--team: there is no team called '{team}'.")
    return pages.page(found, chosen, Reading.NONE, everywhere)


def _csv(page: Page) -> str:
    rows: list[list[csv_files.Cell]] = []
    for one in page.figures:
        for chart in one.charts:
            about = [_in_terms(one.figure.title), _in_terms(chart.title)]
            rows += [[*about, *(_in_terms(text) for text in line), *number] for *line, number in _lines(chart)]
    return "".join(csv_files.lines(["Figure", "Chart", "Line", "What", "Number", "Counted"], rows))


def _lines(chart: Chart) -> Iterator[tuple[str, str, list[csv_files.Cell]]]:
    """(line, heading, number and how it is counted) of each number of a chart."""
    headings, table = charts.table(chart, in_file=True)
    names = 2 if chart.kind == "heat" else 1
    for row in table:
        for heading, one in zip(headings[names:], row[names:], strict=True):
            number = one.shown if isinstance(one, Cell) else one
            yield " to ".join(map(str, row[:names])), heading, [number, AT_LEAST if charts.is_rounded(one) else ""]


def _pdf(page: Page) -> bytes:
    try:
        html = render_template("figures/report.html", page=page, tables=page.tables)
        return render_in_subprocess(FiguresReport(html))
    except RenderingError as error:
        raise click.ClickException(str(error).splitlines()[0]) from error


def _in_terms(text: str) -> str:
    return fill_terms(text, settings().displayed_terms)
