"""What stands over a bar of a chart: where it is too long its name is shortened, and its number stays."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string

TAIL = ": 23+; 3 without a worker"
LABEL = '{% from "components/chart_parts.html" import label %}{{ label(name, tail) }}'


@pytest.mark.parametrize(
    "name, said",
    [
        ("2024 to 25 (only from March 2025)", f"2024 to 25 (only from March 2025){TAIL}"),
        ("The team of a long name in the north of the county", f"The team of a long name in the no …{TAIL}"),
    ],
)
def test_a_long_name_is_cut_and_the_number_is_not(name: str, said: str) -> None:
    page = Flask(__name__, template_folder="../../../templates")
    page.jinja_env.filters["terms"] = str  # that of the app fills in displayed terms
    with page.app_context():
        assert render_template_string(LABEL, name=name, tail=TAIL) == said
