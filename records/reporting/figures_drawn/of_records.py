"""Figures 5 to 8: what records say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from protocol.formatting import LONGEST_QUOTE
from protocol.statements import BY_ID
from records.reporting.counting import days, of_records
from records.reporting.counting.disclosure import Number
from records.reporting.figures_drawn import words
from records.reporting.figures_drawn.charts import Bar, Cell, Chart, SpreadRow
from records.reporting.figures_drawn.sums import Sum, Sums, labelled


def kinds(sums: Sums) -> tuple[Chart, ...]:
    """Figure 5: planned, emergency and exception, by month and in all."""
    found, series = sums[of_records.KINDS], tuple(words.WAYS.items())
    return (
        sums.chart("kinds-months", "By month", "columns", of_records.KINDS, found, sums.months(), series, "key"),
        sums.chart("kinds", "In the whole period", "bars", of_records.KINDS, found, labelled(words.WAYS), first="Kind"),
    )


def working_days(sums: Sums) -> tuple[Chart, ...]:
    """Figure 6: the working days of each stretch, and whether decisions came in time."""
    times: dict[str, list[Sum]] = defaultdict(list)
    for one in sums.histogram(days.DAYS):
        times[one.key].append(one)
    order = [days.WRITING, *sorted(times.keys() - words.STRETCHES.keys()), days.SEALING, days.ALL]
    stretches = Chart(
        "days-stretches",
        "Working days of each stretch",
        "spread",
        (),
        first="Stretch",
        spreads=tuple(_spread(sums, key, times[key]) for key in order if key in times),
    )
    late = sums[days.DUE]
    steps = [(key, words.step(key)) for key in sorted({one.key for one in late})]
    title = "Decisions by the day by which they were due"
    series = tuple(words.DUE.items())
    due = sums.chart("days-due", title, "bars", days.DUE, late, steps, series, first="Decision")
    return sums.without_hidden(stretches), sums.without_hidden(due)


def _spread(sums: Sums, key: str, times: list[Sum]) -> SpreadRow:
    number = sums.number(days.DAYS, times)
    found = days.spread({int(one.key2): sums.timed(one) for one in times})
    row = SpreadRow(words.stretch(key), number, behind={"figure": days.DAYS, "key": key})
    if found is None or number.is_hidden:
        return row
    # The worst is the time of a single record.
    worst = found.worst if number.readable else ""
    return replace(row, lower=found.lower, median=found.median, upper=found.upper, worst=worst)


def departures(sums: Sums) -> tuple[Chart, ...]:
    """Figure 7: by statement, by ground of an exception, and what was refused."""
    return _by_statement(sums), _by_ground(sums), _refused(sums)


def _by_statement(sums: Sums) -> Chart:
    found = {figure: sums[figure] for figure in (of_records.DEPARTED, of_records.ACCEPTED)}
    statements = sorted({one.key for rows in found.values() for one in rows})
    bars = [
        Bar(
            _statement(statement),
            tuple(
                Cell(
                    sums.number(figure, (one for one in rows if one.key == statement)),
                    {"figure": figure, "key": statement},
                )
                for figure, rows in found.items()
            ),
        )
        for statement in statements
    ]
    chart = Chart(
        "departures",
        "By statement",
        "bars",
        ("Departed from, with a reason", "Not met, and accepted by name"),
        tuple(sorted(bars, key=lambda bar: -bar.height)),
        "Statement",
        adds_up=True,
    )
    return sums.without_hidden(chart)


def _statement(number: str) -> str:
    """'1.4.2, Transfer meeting: the former worker introduces …', or the number of one that there is no longer."""
    if number not in BY_ID:
        return number
    one = BY_ID[number]
    wording = (
        one.wording if len(one.wording) <= LONGEST_QUOTE else one.wording[:LONGEST_QUOTE].rpartition(" ")[0] + " …"
    )
    return f"{one.place}: {wording}"


def _by_ground(sums: Sums) -> Chart:
    by_ground: Mapping[str, Number] = {
        ground: sums.number(of_records.EXCEPTIONS, (one for one in sums[of_records.EXCEPTIONS] if one.key2 == ground))
        for ground in words.GROUNDS
    }
    bars = tuple(
        Bar(label, (Cell(by_ground[ground], {"figure": of_records.EXCEPTIONS, "key2": ground}),))
        for ground, label in words.GROUNDS.items()
    )
    return Chart("exceptions", "Exception decisions by ground", "bars", ("Number",), bars, "Ground", adds_up=True)


def _refused(sums: Sums) -> Chart:
    found, kinds_of_record = sums[of_records.REFUSED], labelled(words.REFUSED)
    title = "Records that were refused"
    return sums.chart("refusals", title, "bars", of_records.REFUSED, found, kinds_of_record, first="Kind")


def introduced(sums: Sums) -> tuple[Chart, ...]:
    """Figure 8: introduced before the day, told before it, and how the child's views were found out."""
    specs = (
        ("introduced", "Introduced on a joint visit", of_records.INTRODUCED, words.INTRODUCED, "When"),
        ("told", "When the child was told", of_records.TOLD, words.TOLD, "When"),
        ("views", "How the child's views were found out", of_records.VIEWS, words.VIEWS, "How"),
    )
    return tuple(
        sums.chart(slug, title, "bars", figure, sums[figure], labelled(labels), first=first)
        for slug, title, figure, labels, first in specs
    )
