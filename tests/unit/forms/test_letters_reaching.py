"""Where somebody lives, how they are reached and by which number they are found: none of it stands in a letter."""

from __future__ import annotations

import pytest

from forms import get_kind
from forms.letters import checking
from forms.letters.section import text_of
from tests.unit.forms.letter_of_maya import MAYA, letter
from tests.unit.forms.test_letters_checked import EDITED

SAID = (
    "Mum can be rung on 07700 900456, her sister on 01632 960777, or mum@home.example; Tomasz on 01632 960123. "
    "Mum lives at 31 Hollow Lane, Weirbridge, AV3 5TR, and her sister at Larch Cottage, Fenny Row. "
    "Grandma lives at 9 Quayside. Maya goes to Green Lane School. Childline is 0800 1111, the NSPCC 0808 800 5000."
)
OTHERS = checking.Others(local_ids=["40917"])


def refused(**changes: str) -> dict[str, str]:
    text = text_of(EDITED | changes, "t@council.example")
    return checking.problems(text, get_kind("transfer_meeting"), MAYA | {"worries": SAID}, letter(), OTHERS)


@pytest.mark.parametrize(
    "said,found",
    [
        ("Ring 0 7 7 0 0 9 0 0 4 5 6.", "07700900456"),
        ("Ring +44 (0) 7700 900 456.", "+44 (0) 7700 900 456"),
        ("Ring (07700) 90 04 56, or 07700, 900456.", "(07700) 90 04 56"),
        ("Ring 7700900456, or O1632-96O-777.", "O1632-96O-777"),
        ("Write to MUM @ home . example.", "MUM @ home . example"),
        ("Write to mum at home dot example.", "mum at home dot example"),
        ("He is av 104 234.", "av 104 234"),
        ("He is 40917.", "40917"),
    ],
)
def test_how_somebody_is_reached_or_found_is_refused_however_it_is_written(said: str, found: str) -> None:
    assert f"Take out '{found}'" in refused(why=said)["why"]


@pytest.mark.parametrize(
    "said,found",
    [
        ("Mum is at larch cottage.", "Larch Cottage"),
        ("It is by Fenny Row.", "Fenny Row"),
        ("Grandma is at Quayside.", "Quayside"),
        ("Come to Hollow Ln.", "Hollow Lane"),
        ("AV3, 5TR it is.", "AV3, 5TR"),
        ("It is near E C 1A 1BB.", "E C 1A 1BB"),
        ("It is at 3 Elm Gdns.", "3 Elm Gdns"),
        ("It is 4b, Elm Estate.", "4b, Elm Estate"),
        ("At 3 Weirside Gardens we meet.", "3 Weirside Gardens"),
    ],
)
def test_where_somebody_lives_is_refused_in_short_and_without_a_number_too(said: str, found: str) -> None:
    assert f"{found}'" in refused(why=said)["why"]


@pytest.mark.parametrize(
    "end,begin,found",
    [
        ("Mum is at Hollow", "Lane is near.", "Hollow Lane"),
        ("Mum is on 07700", "900456 now.", "07700 900456"),
        ("Come to 31", "Elm Rd.", "31 Elm Rd"),
    ],
)
def test_what_is_cut_over_two_boxes_is_refused_in_the_second(end: str, begin: str, found: str) -> None:
    assert list(wrong := refused(change=f"Tomasz is your new worker. {end}", why=begin)) == ["why"]
    assert f"Take out '{found}'" in wrong["why"]


@pytest.mark.parametrize(
    "said",
    [
        "Ring me on +44 1632 960 123, or write to t@council.example. Advocates: Speak Up, 01632 960 111.",
        "Ring Childline on 0800 1111, the NSPCC on 0808 800 5000, or 116 123. It has 104233 signs.",
        "You are in year 7 at Green Lane School, or in year 7, Green Lane School.",
        "Join us at 3 at Weirside Gardens. At 9 we walk along the quayside, at 10 in Park Road.",
        "You have 2 homes. Road trips are fun. In 10 years. Avenue is my dog. He has 30 days. Close the door.",
        "Since May 2025 Court Street has been closed. On 3 May Mill Road was shut. It is 2 way street.",
        "We are in room B2, 3pm. I have 2 3DS games and a PE 2 test. You got A1, 2 prizes.",
        "We walk along Hollow. Lane ends are muddy. You like the cottage in a row.",
    ],
)
def test_what_everybody_may_ring_and_numbers_before_no_street_may_stand(said: str) -> None:
    assert refused(why=said) == {}


def test_a_part_that_ends_with_a_number_is_no_address_with_the_next() -> None:
    assert refused(change="Tomasz is your new worker. We meet at 5.", why="Elm Road is nice.") == {}
