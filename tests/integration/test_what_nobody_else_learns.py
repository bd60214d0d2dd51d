"""Every page, file and count, asked for by everybody: beside what they may not read it says the same as without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from peewee import fn

from models import Allocation, Child, Departure, LegalHold, Record, RecordVersion, Retention, Role, Staff, Table, Team
from records import clock, purposes
from records.reporting import exports, keeping_figures, places
from records.reporting.counting import periods
from records.reporting.figures_drawn import pages, words
from records.reporting.figures_drawn.sums import Reading
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.data.council import RIVERSIDE_MILL
from tests.integration import hidden_from
from tests.integration.addresses import routes
from tests.integration.hidden_from import LEADER, MARKER, NAME, plant
from tests.support.reader import ORIGIN, Reader

pytestmark = pytest.mark.usefixtures("app")

LATELY = periods.LAST_TWELVE
# Nobody outside the team may know of its children: those of other teams, services and localities, the worker before and
# their leader, colleagues whom no record names, and who reads for a purpose but has stated none.
OUTSIDE = [
    story.UNINVOLVED_WORKER,
    hidden_from.FORMER_WORKER,
    story.TRANSFERRING_LEADER,
    factories.LOCALITY_LEADER,
    story.LOOKED_AFTER_MANAGER,
    story.LOOKED_AFTER_HEAD,
    factories.OTHER_SERVICES_SUPPORT,
    story.AUDITOR,
    hidden_from.INSPECTOR,
]
# They led the children's team before, and so are told that some have left it.
LED_THEM = (story.TRANSFERRING_LEADER, factories.LOCALITY_LEADER)
READ_FOR_A_PURPOSE = [story.AUDITOR, hidden_from.INSPECTOR]
LISTS = (
    "find=" + NAME,
    "find=ZQ900001",
    "find=nikolai",
    "state=submitted",
    "due=overdue",
    "departed=any",
    "reason=TSPROC",
)
PROMISES = ("find=" + NAME, "due=overdue", "added-up=team", "team=Riverside")
# Addresses of every route of no record, by its name; {…} is filled with what is hidden.
ASKED: Mapping[str, tuple[str, ...]] = {
    "home.show_home": ("/",),
    "home.list_records": ("/records", *(f"/records?{one}" for one in LISTS)),
    "exports.save_records": ("/records.csv", "/records.csv?departed=any"),
    "children.show": ("/children/{local}",),
    "exports.save_workers": ("/children/{local}/workers.csv",),
    "exports.save_records_of_child": ("/children/{local}/records.csv",),
    "coming_up.list_children": ("/children/coming-up",),
    "exports.save_children_coming_up": ("/children/coming-up.csv",),
    "changes.list_all": ("/changes", "/changes?standing=every", "/changes?team={team}"),
    "changes.take_out": ("/changes/list.csv", "/changes/list.csv?standing=every", "/changes/list.csv?team={team}"),
    "changes.explain": ("/changes/{change}/explain",),
    "promised.list_promises": ("/follow-up", *(f"/follow-up?{one}" for one in PROMISES)),
    "exports.save_promises": ("/follow-up.csv",),
    "figures.show_figures": ("/figures", f"/figures?period={LATELY}", f"/figures?period={LATELY}&place={{place}}"),
    "figures.show_of_records": (
        *("/figures/records", f"/figures/records?period={LATELY}"),
        f"/figures/records?period={LATELY}&place={{place}}",
    ),
    "figures.as_csv": (f"/figures/{{slug}}.csv?period={LATELY}",),
    "figures.show_behind": (f"/figures/behind?figure={{figure}}&period={LATELY}",),
    "keeping.show_due": ("/keeping",),
    "exports.save_due": ("/keeping/due.csv",),
    "exports.save_disposed_of": ("/keeping/disposed-of.csv",),
    "exports.save_holds": ("/keeping/holds.csv",),
    "keeping.show_one": ("/keeping/due/{due}",),
    "keeping.show_certificate": ("/keeping/certificates/1",),
    "keeping.show_holds": ("/keeping/holds",),
    "keeping.show_lift": ("/keeping/holds/{hold}/lift",),
    "packs.show": ("/packs", "/packs?child={local}"),
    "packs.download": ("/packs/pack.zip",),
    "purposes.show": ("/reading",),
    "protocol.show_protocol": ("/protocol",),
    "protocol.show_statement": ("/protocol/142.3.2",),
    "my_tasks.show_tasks": ("/my-tasks",),
    "my_tasks.show_absences": ("/away",),
    "account.show_account": ("/account",),
    "start.choose": ("/records/new/transfer-meeting", "/records/new/transfer-meeting?change={change}"),
}
# Routes of no record that tell of none: open to anyone, of the operators, and of the register, which who works with
# children searches for any of them (docs/decisions/0030).
TELL_NOTHING = {
    *(
        "pages.show_about",
        "pages.show_accessibility",
        "health.show_health",
        "health.show_ready",
        "health.show_pages_ready",
    ),
    *(
        "sign_in.sign_in",
        "sign_in.signed_in",
        "passwords.ask",
        "passwords.choose",
        "passwords.sent",
        "decisions.open_link",
    ),
    *("documents.verify", "documents.root_certificate", "documents.trust_file"),
    *("operations.show_operations", "register_files.choose", "static"),
    *("register.find_children", "register.find_staff", "register.find_teams"),
}
# What differs from one answer to the next: tokens, numbers of requests, times of the day.
PASSING = re.compile(
    r'"X-CSRFToken": "[^"]+"|name="csrf_token"[^>]*>|\b\d{1,2}:\d\d(?::\d\d)?\b|\b\d{1,2}(?:\.\d\d)?[ap]m\b'
)
# Pages and files that name a child to whoever leads their team.
NAMING = {
    *("/records", "/records.csv", "/children/{local}", "/children/coming-up", "/children/coming-up.csv"),
    "/children/{local}/records.csv",
    *("/changes", "/changes/list.csv", "/changes/{change}/explain", "/follow-up", "/follow-up.csv", "/figures/behind"),
}
FROM = {"Referer": f"{ORIGIN}/"}
Told = dict[tuple[str, str], str]


@pytest.fixture(autouse=True)
def inspector(app: Flask) -> Staff:
    """Somebody from outside, who reads for a purpose as auditors do."""
    post = {"name": "Ira Osei", "role": Role.INSPECTOR, "password_hash": factories.person().password_hash}
    found: Staff = Staff.create(email=hidden_from.INSPECTOR, **post)
    return found


@pytest.fixture(autouse=True)
def many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AN_HOUR", 10_000)


def asked() -> Iterator[tuple[str, str]]:
    """(what is asked for, its address); of what is hidden the newest, or where it is not there yet no such thing."""
    hidden = {
        "local": "ZQ900001",
        "team": Team.get(Team.name == RIVERSIDE_MILL).id,
        "change": newest(Allocation),
        "due": newest(Retention),
        "hold": newest(LegalHold),
    }
    each = {
        "slug": [one.slug for drawn in figures("council").figures for one in drawn.charts],
        "figure": list(words.COUNTED),
        "place": [one.name for one in places.everywhere()],
    }
    for pattern in (one for patterns in ASKED.values() for one in patterns):
        name = next((name for name in each if f"{{{name}}}" in pattern), "")
        for value in each.get(name, [""]):
            yield f"{pattern} {value}", pattern.format(**hidden, **({name: value} if name else {}))


def newest(table: type[Table]) -> int:
    """The id of the newest row of what is hidden; of no row where nothing is."""
    return int(table.select(fn.MAX(table.id)).scalar()) if Child.get_or_none(local_id="ZQ900001") else 10**6


def figures(place: str, reading: Reading = Reading.LEADING) -> pages.Page:
    """The figures of a place in the last twelve months."""
    found = {one.name: one for one in places.everywhere()}
    return pages.page(found[place], periods.read(LATELY, clock.today()), reading, found.values())


def told_to(app: Flask, people: list[str]) -> Told:
    """What everybody is answered: status and words, without what passes."""
    keeping_figures.recount()
    told: Told = {}
    for email in people:
        client = Reader(app, factories.person(email)).client
        for what, address in asked():
            answer = client.get(address, base_url=ORIGIN, headers={"HX-Request": "true"} if "find=" in what else {})
            number = answer.headers.get("X-Request-ID", "")
            text = f"{answer.status_code} {answer.get_data(as_text=True)}".replace(number, "")
            told[email, what] = PASSING.sub("", text)
    return told


def differing(before: Told, after: Told) -> list[tuple[str, str]]:
    return [what for what, text in after.items() if before[what] != text]


def test_every_route_is_asked_for_or_tells_of_no_child(app: Flask) -> None:
    there = {route.name for route in routes(app, "GET") if not route.is_of_a_record}

    assert there - TELL_NOTHING == set(ASKED)


def test_for_whoever_may_not_know_of_children_every_answer_is_as_it_is_without_them(app: Flask) -> None:
    without = told_to(app, OUTSIDE)
    for number in (1, 2):
        plant(number)
    beside_them = told_to(app, OUTSIDE)

    differ = differing(without, beside_them)
    assert [(who, what) for who, what in differ if who not in LED_THEM or not what.startswith("/figures")] == []
    assert all("&lt;5" in beside_them[one] or "<5" in beside_them[one] for one in differ), "how many left is not told"
    assert [what for what, text in beside_them.items() if re.search(f"{NAME} [1-4]|{MARKER}|ZQ900002", text)] == []


def test_who_reads_for_a_purpose_learns_of_no_child_and_of_what_is_not_sealed(app: Flask) -> None:
    for email in READ_FOR_A_PURPOSE:
        purposes.begin(by=factories.person(email), purpose="audit", what_for="Files of March", last_day=clock.today())
    plant(1, sealed=False)
    beside_one = told_to(app, READ_FOR_A_PURPOSE)
    plant(2, sealed=False)
    beside_two = told_to(app, READ_FOR_A_PURPOSE)

    # Of figures whole fives are told (tests/unit/records/test_disclosure.py), which another child may fill.
    assert [what for _, what in differing(beside_one, beside_two) if not what.startswith("/figures")] == []
    assert [what for what, text in beside_two.items() if re.search(f"{NAME} [12]|{MARKER}", text)] == []


def test_who_leads_their_team_is_told_of_them_everywhere(app: Flask) -> None:
    """What is hidden is there to be found: otherwise the tests above would show nothing."""
    plant(1)

    told = told_to(app, [LEADER])

    named = {what.partition("?")[0].strip() for (_, what), text in told.items() if re.search(f"{NAME} 1", text)}
    assert named >= NAMING
    assert "TSPROC" in told[LEADER, "/changes/list.csv "]
    assert told[LEADER, f"/figures/{{slug}}.csv?period={LATELY} changes-months"].count(",1,") == 2


def test_the_records_of_a_hidden_child_do_not_exist(app: Flask) -> None:
    plant(1)
    people = (hidden_from.FORMER_WORKER, story.TRANSFERRING_LEADER, story.LOOKED_AFTER_HEAD, hidden_from.INSPECTOR)
    for record in Record.select().join(Child).where(Child.local_id == "ZQ900001"):
        for email in people:
            reader = Reader(app, factories.person(email))
            token = reader.token()
            for route in routes(app, "GET", "POST"):
                if route.is_of_a_record:
                    address, sent = route.address(record), {"csrf_token": token}
                    answer = reader.client.open(address, method=route.method, base_url=ORIGIN, data=sent, headers=FROM)
                    assert answer.status_code == 404, (email, route)


def test_a_pack_of_a_hidden_child_is_answered_as_one_of_nobody(app: Flask) -> None:
    """Of another service's sealed record to a head, and of one that is not sealed to who reads for a purpose."""
    plant(1)
    plant(2, sealed=False)
    inspector = factories.person(hidden_from.INSPECTOR)
    purposes.begin(by=inspector, purpose="audit", what_for="Files of March", last_day=clock.today())
    for email, hidden in ((story.LOOKED_AFTER_HEAD, "ZQ900001"), (hidden_from.INSPECTOR, "ZQ900002")):
        reader = Reader(app, factories.person(email))
        answers = [asked_for_a_pack(reader, local_id) for local_id in (hidden, "ZQ900009")]

        assert answers[0].replace(hidden, "ZQ900009") == answers[1]
        assert "There is no sealed record that you can read" in answers[0]


def asked_for_a_pack(reader: Reader, local_id: str) -> str:
    """What is said to somebody who asks for a pack of a child."""
    form = reader.open("/packs").form("/packs", id="pack-form")
    more = {"what_for": "The visit of March, for the council."} if "what_for" in form.fields else {}
    return PASSING.sub("", reader.press(form, {"children": local_id, **more}, status=200).words)


def test_of_what_a_restricted_section_is_about_no_figure_tells() -> None:
    """Whoever leads one of its teams reads the record, and not that section."""
    record = four.agreed(four.submitted(four.handover()))
    keeping_figures.recount()
    Record.update(takes_effect_on=clock.today()).where(Record.id == record.id).execute()
    version = RecordVersion.get(RecordVersion.record == record)
    for statement in ("142.5.8", "142.3.2"):
        Departure.create(version=version, statement=statement)
    keeping_figures.recount()

    chart = figures("council").chart("departures")
    assert chart
    assert [bar.cells[0].behind["key"] for bar in chart.bars] == ["142.3.2"]
