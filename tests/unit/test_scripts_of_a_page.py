"""A page loads the scripts that its HTML uses, and no others."""

from __future__ import annotations

import pytest
from markupsafe import escape

from views.web.scripts import scripts_of

SEARCH = '<input name="q" hx-get="/records" hx-target="#found">'
PICKER = '<input name="to" data-picker="staff">'
SECTION = '<form id="section-form" method="post" hx-post="/records/1">'


def names(html: str) -> list[str]:
    return [script.name for script in scripts_of(html)]


@pytest.mark.parametrize(
    "html, wanted",
    [
        ("<h1>Sign in</h1>", ["handover.js"]),
        (SEARCH, ["htmx.min.js", "handover.js", "fragments.js"]),
        (PICKER, ["accessible-autocomplete.min.js", "handover.js", "picker.js"]),
        (SECTION, ["rows.js", "live-check.js", "saving.js", "handover.js", "fragments.js"]),
    ],
)
def test_a_page_loads_what_it_uses_in_the_order_in_which_it_runs(html: str, wanted: list[str]) -> None:
    assert names(html) == wanted


def test_libraries_are_no_modules_because_their_names_are_global() -> None:
    assert {script.name for script in scripts_of(SEARCH + PICKER) if not script.is_module} == {
        "htmx.min.js",
        "accessible-autocomplete.min.js",
    }


def test_a_section_leaves_both_libraries_until_somebody_comes_to_it() -> None:
    assert {script.name for script in scripts_of(SECTION + PICKER) if not script.is_module} == set()


def test_what_people_type_asks_for_no_script() -> None:
    assert names(str(escape(SECTION + PICKER))) == names("")
