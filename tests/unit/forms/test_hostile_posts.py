"""Whatever is posted to a section: nothing raises, and nothing typed is lost."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape
from werkzeug.datastructures import MultiDict

from forms.engine.section import Section
from tests.unit.forms.conftest import SECTIONS
from tests.unit.forms.filled import control_names

VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["yes", "no", "none", "held", "looked_after", "1", "31", "2", "2026", "4 mar 2026", "x" * 600]),
)
ACTIONS = st.one_of(st.text(max_size=20), st.sampled_from(["add:key_events", "remove:siblings:0", "remove:x:1"]))


def posts_to(section: type[Section]) -> st.SearchStrategy[list[tuple[str, str]]]:
    names = st.one_of(st.sampled_from(control_names(section)), st.text(max_size=20))
    return st.lists(st.tuples(names, VALUES), max_size=25)


@pytest.mark.parametrize("section", SECTIONS)
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_post_raises_or_loses_what_was_typed(
    section: type[Section], data: st.DataObject, render: Callable[[Section], str]
) -> None:
    posted = MultiDict(data.draw(posts_to(section)))
    page = section.from_post(posted, action=data.draw(ACTIONS))
    page.errors_now()
    answers, typed = page.answers(), page.typed()
    written = [
        str(escape(question.tidy(posted[question.name])))
        for question in page.shown()
        if question.kind in ("text", "long_text") and question.name in posted
    ]
    assert all(text in render(page) for text in written)

    again = section.from_answers(json.loads(json.dumps(answers)), json.loads(json.dumps(typed)))
    assert (again.answers(), again.typed()) == (answers, typed)
    assert all(text in render(again) for text in written)
    page.errors_on_continue()
    render(page)
