"""The report of figures: for readers who may not open the records, so no small number is in it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from flask import Flask

from commands import figures
from documents import subprocess_render
from models import FigureCount
from records.reporting import keeping_figures
from tests.data import story
from tests.integration.conftest import SignIn

# Columns that hold a share or working days, in place of how many there are.
NO_COUNTS = ("3 or more, %", "Lower quartile", "Median", "Upper quartile", "Worst")
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs 'flask figures …'. A report is drawn in this process: drawing in another has tests of its own."""
    monkeypatch.setattr(figures, "render_in_subprocess", subprocess_render.draw)
    return lambda *words: app.test_cli_runner().invoke(args=["figures", *map(str, words)])


def test_no_number_under_ten_is_in_the_file_and_no_other_is_exact(run: Run, tmp_path: Path) -> None:
    keeping_figures.recount()
    FigureCount.update(number=23).where((FigureCount.figure == "changes") & (FigureCount.number > 0)).execute()

    done = run("report", "--format", "csv", "--to", tmp_path / "figures.csv")

    assert done.exit_code == 0, done.output
    assert "For readers who may not open the records." in done.output
    text = (tmp_path / "figures.csv").read_text("utf-8-sig")
    (_, *rows) = csv.reader(StringIO(text, newline=""))
    counts = [(what, number) for _, _, _, what, number, _ in rows if what not in NO_COUNTS]
    told = {number for _, number in counts if number}
    assert {counted for *_, number, counted in rows if number == "20"} == {"at least so many"}
    (in_all,) = [row[4] for row in rows if row[0].startswith("Changes") and row[1:4] == ["By month", "All", "All"]]
    assert int(in_all) >= 20, "beside what is hidden"
    assert {row[4] for row in rows if row[1] == "Records that were refused"} == {"0"}, "of the whole council, none"
    assert "<5" in told
    assert "20" in told, "23, in whole fives"
    assert all(one in ("<5", "not shown") or int(one) % 5 == 0 for one in told)


def test_the_report_is_drawn_with_its_charts_for_one_team(run: Run, tmp_path: Path) -> None:
    keeping_figures.recount()
    FigureCount.update(number=FigureCount.number * 8).execute()

    team = "Northgate East Cluster Team"
    done = run("report", "--format", "pdf", "--team", team, "--to", tmp_path / "figures.pdf")

    assert done.exit_code == 0, done.output
    with pikepdf.open(tmp_path / "figures.pdf") as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert team in str(pdf.docinfo["/Title"])


@pytest.mark.parametrize(
    "words, said",
    [
        (("--period", "2026"), "'2026' is no period"),
        (("--team", "Nobody's"), "there is no team called 'Nobody's'"),
        (("--to", "/nowhere/at/all.csv"), "cannot be written"),
    ],
)
def test_what_was_asked_wrongly_is_said(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    keeping_figures.recount()
    asked = ("--format", "csv", "--to", tmp_path / "figures.csv", *words)

    done = run("report", *asked)

    assert done.exit_code == 1
    assert said in done.output


def test_a_file_that_is_there_is_not_written_over(run: Run, tmp_path: Path) -> None:
    keeping_figures.recount()
    (tmp_path / "figures.csv").write_text("mine")

    done = run("report", "--format", "csv", "--to", tmp_path / "figures.csv")

    assert done.exit_code == 1
    assert (tmp_path / "figures.csv").read_text() == "mine"


def test_before_the_first_count_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    done = run("report", "--format", "csv", "--to", tmp_path / "figures.csv")

    assert done.exit_code == 1
    assert "flask --app app figures recount" in done.output


def test_a_recount_says_whether_it_gave_the_same(run: Run) -> None:
    first = run("recount")
    again = run("recount")
    FigureCount.update(number=FigureCount.number + 1).where(FigureCount.figure == "kinds").execute()
    wrong = run("recount")

    assert (first.exit_code, first.output) == (0, "Counted everything for the first time.\n")
    assert (again.exit_code, again.output) == (0, "Everything was counted anew, to the same.\n")
    assert wrong.exit_code == 1
    assert "sums were other than counted" in wrong.output


def test_a_register_that_was_loaded_since_the_count_changes_nothing_of_what_the_page_says_of_it(
    sign_in: SignIn,
) -> None:
    keeping_figures.recount()
    reader = sign_in(story.LOOKED_AFTER_HEAD)
    before = reader.open("/figures").words
    assert "with the register as it was then" in before

    keeping_figures.count_children_again()

    assert reader.open("/figures").words == before
