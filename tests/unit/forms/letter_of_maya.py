"""The letters of a record about Maya, for tests of what they say and of what may not stand in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms.letters import CHILD, Contacts, LetterText, draft
from protocol.terms import term_filler
from tests.data import case_one

TODAY = date(2026, 11, 27)
CONTACTS = Contacts("t.zielinski@council.example", advocacy="Speak Up, 01632 960 111", complaints="01632 960 222")
TERMS = term_filler()
BORN = {"maya": "2014-03-01", "small": "2019-05-05", "grown up": "2007-01-01"}


def person(number: int, name: str) -> dict[str, Any]:
    return {"id": number, "name": name}


MAYA: dict[str, Any] = case_one.answers(
    TODAY,
    {
        "child": person(9, "Maya Adeyemi-Clarke"),
        "child_local_id": "AV104233",
        "child_name": "Maya Adeyemi-Clarke",
        "child_date_of_birth": BORN["maya"],
        "child_status": "looked_after",
        "legal_status": "C2",
        "placement": "U4",
        "current_worker": person(1, "Hannah Whitcombe"),
        "new_worker": person(2, "Tomasz Zieliński"),
        "new_team_leader": person(3, "Marcus Bellweather"),
        "current_team": person(5, "Northgate East"),
        "new_team": person(6, "13 plus North"),
    },
    [],
    "Josiah Adeyemi-Clarke",
)


def letter(to: str = CHILD, *, emergency: bool = False, today: date = TODAY, **changes: Any) -> LetterText:
    return draft(MAYA | changes, to, today, contacts=CONTACTS, emergency=emergency, terms=TERMS)
