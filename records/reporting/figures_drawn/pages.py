"""The figures of a place and a period, for whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from models import FiguresKept
from records.reporting import keeping_figures, places
from records.reporting.counting.periods import Period
from records.reporting.figures_drawn import charts, of_children, of_records, words
from records.reporting.figures_drawn.charts import Chart, Table
from records.reporting.figures_drawn.sums import Reading, Sums
from records.reporting.places import Place


@dataclass(frozen=True)
class Drawn:
    """A figure with its charts."""

    figure: words.Figure
    charts: tuple[Chart, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """Figures of a place and a period. kept: up to when they were counted, None before the first time."""

    place: Place
    period: Period
    figures: tuple[Drawn, ...]
    kept: FiguresKept | None

    @property
    def tables(self) -> dict[str, Table]:
        """Slug of a chart → its table."""
        return {chart.slug: charts.table(chart) for one in self.figures for chart in one.charts}

    def chart(self, slug: str) -> Chart | None:
        """The chart with this slug."""
        return next((chart for one in self.figures for chart in one.charts if chart.slug == slug), None)


_CHARTS: Mapping[str, Callable[[Sums], tuple[Chart, ...]]] = {
    "workers": of_children.workers_of_each,
    "changes": of_children.changes_of_worker,
    "flows": of_children.from_team_to_team,
    "coming_up": of_children.coming_up,
    "kinds": of_records.kinds,
    "days": of_records.working_days,
    "departures": of_records.departures,
    "introduced": of_records.introduced,
}


def page(
    place: Place,
    period: Period,
    reading: Reading,
    all_places: Iterable[Place] = (),
    figures: Sequence[words.Figure] = words.FIGURES,
) -> Page:
    """These figures of a place and a period. all_places: those that the reader may see, for figures by team."""
    there = places.ids_in(place.name)
    teams = tuple(one for one in all_places if places.team_in(one.name) in there)
    sums = Sums(place, period, reading, teams, figures)
    drawn = (
        Drawn(
            one,
            tuple(map(sums.with_none, _CHARTS[one.slug](sums))),
            tuple(of_children.notes()) if one.slug == "workers" else (),
        )
        for one in figures
    )
    return Page(place, period, tuple(drawn), keeping_figures.kept())
