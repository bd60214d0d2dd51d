"""The drawing of a child's workers: where its bars are, and that it needs no colour, style sheet or script."""

from __future__ import annotations

import logging
import re
from datetime import date

import pytest
from jinja2 import Environment, FileSystemLoader
from weasyprint import HTML

from models import Staff, Team
from records.reporting.joined_lines import line_of
from records.reporting.worker_lines import COVER, Change, Explained, Kind, Limits, Line, Recorded, Spell
from views.worker_lines import LEFT, RIGHT, STANDINGS, Drawing, apart_words, drawing_of, words_of

TODAY = date(2026, 8, 1)
PEOPLE = {number: Staff(id=number, name=name) for number, name in ((1, "Anna <Lee>"), (2, "Ben Oka"), (3, "Cara Dee"))}
TEAMS = {10: Team(id=10, name="East")}
SPELLS = [
    Spell(1, 1, 10, date(2024, 1, 5), date(2025, 3, 2), "FCONTA"),
    Spell(2, 2, 10, date(2025, 3, 2), date(2026, 6, 1)),
    Spell(3, 3, 10, date(2026, 6, 1), date(2026, 6, 10)),
    Spell(4, 2, 10, date(2026, 6, 10), date(2026, 7, 30)),
    Spell(5, 1, 10, date(2026, 7, 30)),
]
RECORD = Recorded(1, "TMR-1", "transfer_meeting", 2, date(2025, 3, 1))
EXPLAINED = Explained(1, 3, COVER, "", 2, date(2026, 6, 2))
LINE = line_of(SPELLS, [RECORD], limits=Limits(14, 28, TODAY), explained=[EXPLAINED])


def drawn(line: Line = LINE) -> Drawing:
    found = drawing_of(line, PEOPLE, TEAMS, TODAY)
    assert found
    return found


def html() -> str:
    environment = Environment(loader=FileSystemLoader("templates"), autoescape=True)
    macro = environment.get_template("components/worker_line.html").module
    return str(macro.worker_line(drawn(), "Workers of Maya"))  # type: ignore[attr-defined]


def test_each_worker_has_one_lane_with_all_of_their_time() -> None:
    lanes = drawn().lanes

    assert [(lane.label, len(lane.bars)) for lane in lanes] == [
        ("Anna <Lee>, East", 2),
        ("Ben Oka, East", 2),
        ("Cara Dee, East", 1),
    ]
    assert [bar.fill for lane in lanes for bar in lane.bars] == ["first", "open", "record", "explained", "explained"]
    assert [bar.runs for lane in lanes for bar in lane.bars] == [False, True, False, False, False]


def test_no_bar_leaves_the_drawing_or_is_too_narrow_to_see_even_one_that_began_today() -> None:
    today = line_of([*SPELLS, Spell(6, 3, 10, TODAY)], limits=Limits(14, 28, TODAY))
    bars = [bar for lane in (*drawn().lanes, *drawn(today).lanes) for bar in lane.bars]

    assert all(bar.x >= LEFT and bar.x + bar.width <= RIGHT + 0.2 and bar.width >= 3 for bar in bars)


def test_a_line_of_a_day_and_one_of_eighty_years_have_an_axis_that_can_be_read() -> None:
    for first in (TODAY, date(1946, 1, 1), date(2026, 1, 1)):
        ticks = drawn(line_of([Spell(1, 1, 10, first)], limits=Limits(14, 28, TODAY))).ticks
        assert 1 <= len(ticks) <= 7
        assert all(LEFT <= x <= RIGHT for x, _ in ticks)


def test_nobody_has_no_drawing() -> None:
    assert drawing_of(Line(), {}, {}, TODAY) is None


def test_it_is_described_in_words() -> None:
    assert drawn().described == "3 workers since 5 January 2024. Now Anna <Lee>. 1 change without a record."


def test_it_has_a_title_a_description_and_a_pattern_for_each_standing_and_neither_style_nor_script() -> None:
    text = html()
    ids = set(re.findall(r'id="([^"]+)"', text))

    assert {"line-title", "line-says"} <= ids
    assert {f"line-{fill}" for _, fill in STANDINGS.values()} <= ids
    assert "style" not in text.replace("stylesheet", "")
    assert "<script" not in text
    assert "Anna &lt;Lee&gt;" in text


def test_weasyprint_draws_it_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "weasyprint")

    assert HTML(string=f"<html lang='en'><title>x</title><body>{html()}").write_pdf()

    assert [one.getMessage() for one in caplog.records if one.name == "weasyprint"] == []


def test_gaps_overlaps_and_days_apart_are_said_in_words() -> None:
    spell = SPELLS[1]
    record = Recorded(1, "TMR-1", "transfer_meeting", 2, spell.started_on)

    assert words_of(Change(spell, Kind.WORKER, SPELLS[0], without=3)) == "3 days without a worker before it."
    assert words_of(Change(spell, Kind.TEAM, SPELLS[0])) == "The same worker, in another team."
    assert words_of(Change(spell, Kind.WORKER, SPELLS[0], overlap=1)) == "The worker before went on for 1 day."
    assert apart_words(Change(spell, Kind.WORKER, record=record, apart=-2)).endswith("2 days before the record's.")
    assert words_of(Change(spell, Kind.WORKER, SPELLS[0])) == apart_words(Change(spell, Kind.WORKER)) == ""
