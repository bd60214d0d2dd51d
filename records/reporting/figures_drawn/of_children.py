"""Figures 1, 2, 7 and 8: of children and their workers, from the register."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from models import Team
from protocol.days import months_from
from protocol.formatting import day as in_words
from records import clock
from records.reporting import keeping_figures
from records.reporting.counting import changes, of_records, workers
from records.reporting.counting.england import SOURCE, published
from records.reporting.figures_drawn import words
from records.reporting.figures_drawn.charts import Bar, Cell, Chart
from records.reporting.figures_drawn.sums import Sum, Sums, labelled, month_label

MOST_TEAMS = 12  # of a table from team to team, and of a table by team
AHEAD = 12  # months in which children come up to the age of the older team
SPANS = (
    ("workers-year", "In the year from 1 April", workers.ONE_YEAR),
    ("workers-two-years", "Over two years to 31 March", workers.TWO_YEARS),
)


def workers_of_each(sums: Sums) -> tuple[Chart, ...]:
    """Figure 1: over one year and over two, and by team for the year that runs."""
    now = workers.year_of(clock.today())
    years = range(now - keeping_figures.YEARS + 1, now + 1)
    found = [one for _, one in sums.of(workers.WORKERS, date(years[0], 4, 1), date(now, 4, 1))]
    by_year = [
        Chart(
            slug,
            title,
            "shares",
            tuple(words.BANDS.values()),
            tuple(_year_bar(sums, found, year, counted, is_running=year == now) for year in years),
            "Year",
            "A bar for each year in three parts, by how many workers the children had.",
            tuple(_england(now, counted)),
            one.percent if (one := published(now, counted)) else None,
        )
        for slug, title, counted in SPANS
    ]
    return (*by_year, *_by_team(sums, now))


def _year_bar(sums: Sums, found: Iterable[Sum], year: int, counted: str, *, is_running: bool) -> Bar:
    of_year = [one for one in found if one.month.year == year and one.key2 == counted]
    behind = {"figure": workers.WORKERS, "month": f"{year}-04", "key2": counted}
    return Bar(_year(year), _bands(sums, of_year, behind), "So far" if is_running else "")


def _bands(sums: Sums, found: list[Sum], behind: dict[str, str]) -> tuple[Cell, ...]:
    return tuple(
        Cell(sums.number(one for one in found if one.key == band), {**behind, "key": band} if behind else {})
        for band in words.BANDS
    )


def _england(now: int, counted: str) -> Iterator[str]:
    """What is published of the last whole year, or of the latest before."""
    if one := published(now, counted):
        yield f"England, year to March {one.year}: {one.percent}% had three or more."


def _by_team(sums: Sums, year: int) -> Iterator[Chart]:
    if sums.is_of_a_team or len(sums.teams) < 2:
        return
    month, some = date(year, 4, 1), sums.teams[:MOST_TEAMS]
    found = sums.of(workers.WORKERS, month, month, *(one.name for one in some))
    bars = tuple(
        Bar(
            team.words,
            _bands(sums, [one for place, one in found if place == team.name and one.key2 == workers.ONE_YEAR], {}),
        )
        for team in some
    )
    more = f" The first {MOST_TEAMS} teams by name." if len(sums.teams) > MOST_TEAMS else ""
    yield Chart(
        "workers-teams",
        f"By team, {_year(year)} so far",
        "shares",
        tuple(words.BANDS.values()),
        bars,
        "Team",
        f"A bar for each team in three parts.{more}",
    )


def notes() -> Iterator[str]:
    """What to know of figure 1: since when the register knows, and where England's figures are from."""
    kept = keeping_figures.kept()
    day = kept.register_since if kept else None
    if day:
        year = workers.year_of(day)
        first = year if day == date(year, 4, 1) else year + 1
        yield f"The register was first loaded on {in_words(day)}. Of years before {_year(first)} it may miss some."
    yield f"England: {SOURCE}."


def changes_of_worker(sums: Sums) -> tuple[Chart, ...]:
    """Figure 2: by month and by reason, each with a record and without."""
    found, series = sums[changes.CHANGES], tuple(words.RECORDED.items())
    return (
        sums.chart("changes-months", "By month", "columns", changes.CHANGES, found, sums.months(), series),
        sums.chart("changes-reasons", "By reason", "bars", changes.CHANGES, found, labelled(words.REASONS), series),
    )


def from_team_to_team(sums: Sums) -> tuple[Chart, ...]:
    """Figure 7: the teams between which children go most often, or the kinds of team of a place of many teams."""
    figure, found, labels = _flows(sums)
    between: dict[tuple[str, str], list[Sum]] = defaultdict(list)
    for one in found:
        between[one.key, one.key2].append(one)
    often: Counter[str] = Counter()
    for keys, sums_of in between.items():
        # Teams that are there by what is not told are not there.
        often.update(dict.fromkeys(keys, told) if (told := sums.number(sums_of).told) else {})
    most = sorted(often, key=lambda key: (-often[key], key))[:MOST_TEAMS]
    shown = [(key, label) for key, label in labels.items() if key in most]
    chart = sums.chart("flows", "From team to team", "heat", figure, found, shown, tuple(shown), first="From")
    return (sums.without_hidden(chart),)


def _flows(sums: Sums) -> tuple[str, list[Sum], dict[str, str]]:
    """The figure, its sums and the words of its keys."""
    if len(sums.teams) > MOST_TEAMS and not sums.is_of_a_team:
        return changes.FLOWS_OF_KINDS, sums[changes.FLOWS_OF_KINDS], dict(words.KINDS_OF_TEAM)
    found = [one for _, one in sums.of(changes.FLOWS, sums.period.first, sums.period.last)]
    numbers = {int(key) for one in found for key in (one.key, one.key2)}
    rows = Team.select(Team.id, Team.name).where(Team.id.in_(list(numbers))).order_by(Team.name)
    return changes.FLOWS, found, {str(row.id): row.name for row in rows}


def coming_up(sums: Sums) -> tuple[Chart, ...]:
    """Figure 8: children coming up to the age of the older team, and how near transfers are to key events."""
    first = clock.today().replace(day=1)
    months = [months_from(first, step) for step in range(AHEAD + 1)]
    found = [one for _, one in sums.of(changes.COMING_UP, months[0], months[-1])]
    labels = [month_label(month) for month in months]
    return (
        sums.chart("coming-up", "Children who will be 13, by month", "columns", changes.COMING_UP, found, labels),
        sums.chart(
            "near-events",
            "Days between a transfer and the nearest key event",
            "bars",
            of_records.NEAR_EVENTS,
            sums[of_records.NEAR_EVENTS],
            labelled(words.DISTANCES),
            first="Days apart",
        ),
    )


def _year(year: int) -> str:
    return f"{year} to {(year + 1) % 100:02}"
