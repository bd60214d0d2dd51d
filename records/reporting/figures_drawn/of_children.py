"""Figures 1 to 4: of children and their workers, from the register."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from models import Team
from protocol.days import months_from
from records import clock
from records.reporting import keeping_figures
from records.reporting.counting import changes, of_records, workers
from records.reporting.counting.england import SOURCE, published
from records.reporting.counting.periods import month_name
from records.reporting.figures_drawn import words
from records.reporting.figures_drawn.charts import NOT_SHOWN, Bar, Cell, Chart
from records.reporting.figures_drawn.sums import MOST_TEAMS, Sum, Sums, labelled, month_label
from records.reporting.places import Place

FIRST_TEAMS = f"The first {MOST_TEAMS} teams by name."
BEFORE_SPELLS = "before the register’s spells begin"
MOSTLY_BEFORE = "mostly before the register’s spells begin"
AHEAD = 12  # months in which children come up to the age of the older team
SPANS = (
    ("workers-year", "In the year from 1 April", workers.ONE_YEAR),
    ("workers-two-years", "Over two years to 31 March", workers.TWO_YEARS),
)


def workers_of_each(sums: Sums) -> tuple[Chart, ...]:
    """Figure 1: over one year and over two, by team in the year of the period, and by team over years."""
    now = workers.year_of(clock.today())
    years = range(now - keeping_figures.YEARS + 1, now + 1)
    found = [one for _, one in sums.of(workers.WORKERS, date(years[0], 4, 1), date(now, 4, 1))]
    since = _whole_since()
    by_year = [
        Chart(
            slug,
            title,
            "shares",
            tuple(words.BANDS.values()),
            tuple(_year_bar(sums, found, year, counted, since) for year in years),
            "Year",
            tuple(_england(now, counted)),
            one.percent if (one := published(now, counted)) else None,
            beside=words.NO_WORKER,
        )
        for slug, title, counted in SPANS
    ]
    return (*by_year, *_by_team(sums, min(now, workers.year_of(sums.period.last)), years, since))


def _year_bar(sums: Sums, found: Iterable[Sum], year: int, counted: str, since: date | None) -> Bar:
    note = _note(year, counted, since)
    if _is_before(year, counted, since):
        return Bar(_year(year), (), note)
    of_year = [one for one in found if one.month.year == year and one.key2 == counted]
    behind = {"figure": workers.WORKERS, "month": f"{year}-04", "key2": counted}
    return Bar(_year(year), _bands(sums, of_year, behind), note, _band(sums, of_year, behind, workers.NO_WORKER))


def _whole_since() -> date | None:
    return keeping_figures.register_since()


def _is_before(year: int, counted: str, since: date | None) -> bool:
    """Whether the register knows less than half of a year, or of two to its end: too little to compare."""
    if since is None:
        return False
    first, last = date(year + 1 - int(counted), 4, 1), min(date(year + 1, 4, 1), clock.today())
    return since - first > last - since


def _note(year: int, counted: str, since: date | None) -> str:
    """What to know of a year, or of two to its end."""
    if since and _is_before(year, counted, since):
        return BEFORE_SPELLS if since >= date(year + 1, 4, 1) else MOSTLY_BEFORE
    first = date(year + 1 - int(counted), 4, 1)
    said = ["so far"] if year == workers.year_of(clock.today()) else []
    said += [f"only from {month_name(since)}"] if since and since > first else []
    return "; ".join(said)


def _bands(sums: Sums, found: list[Sum], behind: dict[str, str]) -> tuple[Cell, ...]:
    return tuple(_band(sums, found, behind, band) for band in words.BANDS)


def _band(sums: Sums, found: list[Sum], behind: dict[str, str], band: str) -> Cell:
    of_band = (one for one in found if one.key == band)
    return Cell(sums.number(workers.WORKERS, of_band, behind.get("place", "")), {**behind, "key": band})


def _england(now: int, counted: str) -> Iterator[str]:
    """What is published of the last whole year, or of the latest before."""
    if one := published(now, counted):
        yield f"England, year to March {one.year}: {one.percent}% had three or more."


def _by_team(sums: Sums, year: int, years: range, since: date | None) -> Iterator[Chart]:
    """By team: in the year of the period, and the share of three or more in each year that the register knows."""
    if sums.is_of_a_team or len(sums.teams) < 2:
        return
    some, of_team = sums.teams[:MOST_TEAMS], defaultdict(list)
    for place, one in sums.of(workers.WORKERS, date(years[0], 4, 1), date(years[-1], 4, 1), *(t.name for t in some)):
        if one.key2 == workers.ONE_YEAR:
            of_team[place, one.month.year].append(one)

    def bar(team: Place, of_year: int) -> Bar:
        found = of_team[team.name, of_year]
        if _is_before(of_year, workers.ONE_YEAR, since):
            return Bar(team.words, ())
        behind = {"figure": workers.WORKERS, "month": f"{of_year}-04", "key2": workers.ONE_YEAR, "place": team.name}
        return Bar(team.words, _bands(sums, found, behind), "", _band(sums, found, behind, workers.NO_WORKER))

    note = _note(year, workers.ONE_YEAR, since)
    title = f"By team, {_year(year)}" + (f" ({note})" if note else "")
    series, more = tuple(words.BANDS.values()), FIRST_TEAMS if len(sums.teams) > MOST_TEAMS else ""
    bars = tuple(bar(team, year) for team in some)
    heading = f"Team, {_year(year)}"
    yield Chart("workers-teams", title, "shares", series, bars, heading, leaves_out=more, beside=words.NO_WORKER)
    known = [one for one in years if not _is_before(one, workers.ONE_YEAR, since)]
    shares = tuple(Bar(team.words, tuple(_share(bar(team, one)) for one in known)) for team in some)
    title, named = "3 or more, by team over years, in percent", tuple(f"{_year(one)}, %" for one in known)
    yield Chart("workers-teams-years", title, "percentages", named, shares, "Team", leaves_out=more)


def _share(bar: Bar) -> Cell:
    share = bar.share(-1)
    return replace(bar.cells[-1], share=share if share is not None else "" if bar.total == 0 else NOT_SHOWN)


def notes() -> Iterator[str]:
    """What to know of figure 1: since when the register knows, and where England's figures are from."""
    if since := _whole_since():
        yield (
            f"The register’s spells begin in {month_name(since)}: from then on looked after children have a worker in "
            "it nearly as often as today. Of years before it cannot say how many workers they had."
        )
    yield f"England: {SOURCE}."


def changes_of_worker(sums: Sums) -> tuple[Chart, ...]:
    """Figure 2: by month and by reason, each with a record and without."""
    found, series = sums[changes.CHANGES], tuple(words.RECORDED.items())
    reasons = sums.chart(
        "changes-reasons", "By reason", "bars", changes.CHANGES, found, labelled(words.REASONS), series
    )
    return (
        sums.chart("changes-months", "By month", "columns", changes.CHANGES, found, sums.months(), series),
        _from_when(sums, reasons),
    )


def _from_when(sums: Sums, chart: Chart) -> Chart:
    """A chart of a whole period that says from when the register knows it, where that is later."""
    since = _whole_since()
    if since is None or since <= sums.period.first:
        return chart
    said = f"The register’s spells begin in {month_name(since)}: hardly anything is known of before."
    return replace(chart, leaves_out=f"{said} {chart.leaves_out}".strip())


def from_team_to_team(sums: Sums) -> tuple[Chart, ...]:
    """Figure 3: the teams between which children go most often, or the kinds of team of a place of many teams."""
    figure, found, labels = _flows(sums)
    between: dict[tuple[str, str], list[Sum]] = defaultdict(list)
    for one in found:
        between[one.key, one.key2].append(one)
    often: Counter[str] = Counter()
    for keys, sums_of in between.items():
        # Teams that are there by what is not told are not there.
        often.update(dict.fromkeys(keys, told) if (told := sums.number(figure, sums_of).told) else {})
    most = sorted(often, key=lambda key: (-often[key], key))[:MOST_TEAMS]
    shown = [(key, label) for key, label in labels.items() if key in most]
    chart = sums.chart("flows", "From team to team", "heat", figure, found, shown, tuple(shown), first="From")
    return (_from_when(sums, sums.without_hidden(chart)),)


def _flows(sums: Sums) -> tuple[str, list[Sum], dict[str, str]]:
    """The figure, its sums and the words of its keys."""
    if len(sums.teams) > MOST_TEAMS and not sums.is_of_a_team:
        return changes.FLOWS_OF_KINDS, sums[changes.FLOWS_OF_KINDS], dict(words.KINDS_OF_TEAM)
    found = [one for _, one in sums.of(changes.FLOWS, sums.period.first, sums.period.last)]
    numbers = {int(key) for one in found for key in (one.key, one.key2)}
    rows = Team.select(Team.id, Team.name).where(Team.id.in_(list(numbers))).order_by(Team.name)
    return changes.FLOWS, found, {str(row.id): row.name for row in rows}


def coming_up(sums: Sums) -> tuple[Chart, ...]:
    """Figure 4: children coming up to the age of the older team, and how near transfers are to key events."""
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
