"""A version keeps what can still change it as data, and the statements as they were worded.

For versions from before, both are what the rules and chains of that time would have said, by frozen copies of them.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

import peewee

FIND = (
    "SELECT version.id, version.answers, version.findings, record.kind FROM record_version version "
    "JOIN record ON record.id = version.record_id WHERE version.id > ? ORDER BY version.id LIMIT 500"
)
STORE = "UPDATE record_version SET edition_id = ?, foreseen = ? WHERE id = ?"
STATEMENTS = Path(__file__).with_name("0010_statements.json")

TRANSFERRING, RECEIVING = "transferring_team_leader", "receiving_team_leader"
LEADERS = [TRANSFERRING, RECEIVING]
MANAGER, HEAD = "service_delivery_manager", "head_of_service"
BELOW = ["current_worker", "new_worker", *LEADERS]
ANY_RANK = ["team_leaders", "service_delivery_managers", "heads_of_service"]
LIFTED_BY = {"315.3.3": ANY_RANK, "315.4.1": ANY_RANK, "315.4.2": ["heads_of_service"], "315.4.4": ANY_RANK}
GROUNDS = {
    "significant_relationship": "315.8.1",
    "relationship_prevents_outcomes": "315.8.2",
    "worker_leaving": "315.8.3",
    "other_reason": "315.8.4",
}
DECLARES = (
    "I have read the record and the reasons of everybody who decided before me. What I decide here is, in my view, "
    "best for the child"
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _encoded(value):
    return json.dumps(value, separators=(",", ":"))


def up(migrator, db):
    """Make the table of editions with the one so far, add both columns, and fill them for every version."""
    edition = _edition_table(db)
    db.create_tables([edition])
    migrator.migrate(
        migrator.add_column("record_version", "edition_id", peewee.ForeignKeyField(edition, edition.id, null=True)),
        migrator.add_column("record_version", "foreseen", peewee.TextField(null=True)),
    )
    if db.execute_sql("SELECT 1 FROM record_version LIMIT 1").fetchone() is None:
        return
    statements = json.loads(STATEMENTS.read_text(encoding="utf-8"))
    digest = hashlib.sha256(json.dumps(statements, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    kept = edition.create(digest=digest, statements=_encoded(statements))
    fill(db, kept.id)


def _edition_table(db):
    class Edition(peewee.Model):
        digest = peewee.CharField(unique=True, max_length=64)
        statements = peewee.TextField()

        class Meta:
            database = db
            table_name = "protocol_edition"

    return Edition


def fill(db, edition):
    """Store what is foreseen for every version there is."""
    find, store = (statement.replace("?", db.param) for statement in (FIND, STORE))
    last = 0
    while some := db.execute_sql(find, (last,)).fetchall():
        for number, answers, findings, kind in some:
            kept = _encoded(foreseen(kind, json.loads(answers), json.loads(findings)))
            db.execute_sql(store, (edition, kept, number))
        last = some[-1][0]


def foreseen(kind, answers, findings):
    """What decisions, exceptions and additions can still change of a version."""
    return {"findings": _changes(answers, findings), "steps": _steps(kind, answers, findings)}


def _changes(answers, findings):
    changes = {}
    for row in findings:
        statement, ranks = row["statement"], LIFTED_BY.get(row["statement"])
        if row["outcome"] == "lifted" and ranks:
            said = row["message"].removesuffix(f" Exception decision {row['exception']} lifts this.")
            changes[statement] = _unsettled({**row, "outcome": "unmet", "message": said}, [], ranks)
        elif cases := _cases(row, answers):
            changes[statement] = _unsettled(row, cases, [])
    return changes


def _unsettled(row, cases, ranks):
    start = {name: row[name] for name in ("outcome", "message", "question", "stage")}
    return start | {"cases": cases, "ranks": ranks}


def _cases(row, answers):
    """What settles a finding that waits for decisions, or for what follows approval; [] for any other."""
    statement = row["statement"]
    if statement in ("315.7.5", "315.9.1"):
        return _settled_above() if statement == "315.7.5" else _settled_by_heads()
    if row["stage"] == "decision":
        return BY_DECISIONS[statement](answers) if statement in BY_DECISIONS else []
    return FOLLOWING.get(statement, []) if row["stage"] == "follow_up" else []


def _case(when, outcome, message):
    return {"when": when, "outcome": outcome, "message": message}


def _is(outcomes, *steps):
    conditions = [{"step": step, "is": outcomes} for step in steps]
    return conditions[0] if len(conditions) == 1 else {"all": conditions}


def _approved(*steps):
    return _is(["approved"], *steps)


def _decided(*steps):
    return _is(["approved", "cannot_agree"], *steps)


def _disagreed(*steps):
    conditions = [_is(["cannot_agree"], step) for step in steps]
    return conditions[0] if len(conditions) == 1 else {"any": conditions}


def _stated(**more):
    return {"step": TRANSFERRING, "stated": "file_checked_on", **more}


def _keys(rank):
    return [f"transferring_{rank}", f"receiving_{rank}", f"{rank}_of_both"]


def _all_of(rank, condition):
    transferring, receiving, both = _keys(rank)
    return {"any": [condition(both), condition(transferring, receiving)]}


def _managers_disagree():
    return {"all": [_all_of(MANAGER, _decided), _disagreed(*_keys(MANAGER))]}


def _settled_above():
    settled: tuple[tuple[dict[str, object], str, str], ...] = (
        (_all_of(MANAGER, _approved), "met", "The {service_delivery_managers} decided."),
        (_all_of(HEAD, _approved), "met", "The {heads_of_service} decided."),
        (_managers_disagree(), "unanswered", "The {heads_of_service} of both sides have to decide."),
        ({"all": []}, "unanswered", "The {service_delivery_managers} of both sides have to decide."),
    )
    disagreed = _disagreed(*LEADERS)
    return [_case({"all": [disagreed, when]}, outcome, message) for when, outcome, message in settled]


def _settled_by_heads():
    decided = {"all": [_managers_disagree(), _all_of(HEAD, _approved)]}
    return [
        _case(decided, "met", "The {heads_of_service} decided."),
        _case(_managers_disagree(), "unanswered", "The {heads_of_service} have to decide, with reasons."),
    ]


def _workers_confirm(answers):
    current, new = ("current_worker", "the current {social_worker}"), ("new_worker", "the new {social_worker}")
    if _same(answers.get("current_worker"), answers.get("new_worker")):
        return [_case(_approved("current_worker"), "met", "Confirmed.")]
    return [
        _case(_approved("current_worker", "new_worker"), "met", "Confirmed by both."),
        _case(_approved(current[0]), "unanswered", "The new {social_worker} confirms after you submit."),
        _case(_approved(new[0]), "unanswered", "The current {social_worker} confirms after you submit."),
    ]


def _same(one, other):
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    if one.get("id") is not None and other.get("id") is not None:
        return one["id"] == other["id"]
    return bool(one.get("name")) and one.get("name") == other.get("name")


def _signed_off(answers):
    by, on = f"{{{TRANSFERRING}.by}}", f"{{{TRANSFERRING}.on}}"
    signed = f"{by} checked the file on {{{TRANSFERRING}.file_checked_on}} and signed it off on {on}"
    cases = [
        _case(
            _disagreed(TRANSFERRING), "unmet", f"{by} could not agree to the transfer, and did not sign the case off."
        ),
        _case(
            {"all": [_approved(TRANSFERRING), {"not": _stated()}]},
            "unanswered",
            "The transferring {team_leader} has to state on what day the file was checked.",
        ),
    ]
    if transfer := _day(answers.get("transfer_date")):
        late = {"step": TRANSFERRING, "decided_after": transfer.isoformat()}
        cases.append(_case(late, "met", f"{signed}, after the transfer on {_in_words(transfer)}."))
    return [*cases, _case(_approved(TRANSFERRING), "met", f"{signed}.")]


def _audited(answers):
    by, checked = f"{{{TRANSFERRING}.by}}", f"{{{TRANSFERRING}.file_checked_on}}"
    refused = f"The file was not audited: {by} could not agree to the transfer."
    cases = [_case(_disagreed(TRANSFERRING), "unmet", refused)]
    transfer = _day(answers.get("transfer_date"))
    if transfer is None:
        blank = "The date of the audit is compared with the transfer date, which is blank."
        return [*cases, _case(_stated(), "unanswered", blank)]
    late = f"The file was audited on {checked}, after the transfer on {_in_words(transfer)}."
    return [
        *cases,
        _case(_stated(after=transfer.isoformat()), "unmet", late),
        _case(_stated(), "met", f"Audited on {checked}."),
    ]


def _leaders_agree(answers):
    above = "The {team_leaders} could not agree, so the {service_delivery_managers} decide."
    refused = _case(_disagreed(*LEADERS), "unmet", above)
    if _same(answers.get("current_team_leader"), answers.get("new_team_leader")):
        return [refused, _case(_decided(TRANSFERRING), "met", "One {team_leader} leads both teams and agrees.")]
    early = {"all": [_approved(TRANSFERRING), {"step": RECEIVING, "decided_before": TRANSFERRING}]}
    return [
        refused,
        _case(early, "unmet", "The receiving {team_leader} decided before the file was audited."),
        _case(_approved(*LEADERS), "met", "Both agree."),
    ]


def _managers_decide(_answers):
    differ = "Both {service_delivery_managers} decided and do not agree, so the {heads_of_service} settle it."
    return [
        _case(_managers_disagree(), "met", differ),
        _case(_all_of(MANAGER, _decided), "met", "Both {service_delivery_managers} agree."),
    ]


def _new_leader_signs(answers):
    in_person = {"step": "new_team_leader", "by": answers.get("new_team_leader")}
    return [
        _case(in_person, "met", "Confirmed by the new {team_leader}."),
        _case(_decided("new_team_leader"), "unmet", "Nobody but the new {team_leader} can confirm this."),
    ]


def _locality_leaders_sign(answers):
    outgoing, new = "outgoing_locality_leader", "new_locality_leader"
    if _same(answers.get(outgoing), answers.get(new)):
        return [_case(_approved(outgoing), "met", "The {locality_leader} signed.")]
    return [_case(_approved(outgoing, new), "met", "Both {locality_leaders} signed.")]


BY_DECISIONS = {
    "142.2.6": _signed_off,
    "142.5.5": _new_leader_signs,
    "142.5.9": _locality_leaders_sign,
    "315.2.4.1": _workers_confirm,
    "315.7.3": _audited,
    "315.7.4": _leaders_agree,
    "315.8.4": _managers_decide,
}


def _follows(question, fact, done, message):
    to_come = f"The record says that {fact} on {{answer.{question}}}, which has not come yet. Correct the date."
    return [_case({"answer": question, "to_come": True}, "unmet", to_come), _case(done, "met", message)]


FOLLOWING = {
    "142.3.5": _follows(
        "file_note_date",
        "the meeting was noted on the child's file",
        {"any": [{"answer": "file_note_date", "to_come": False}, {"answer": "file_note_reference"}]},
        "The meeting is noted on the child's file.",
    ),
    "142.4.3": _follows(
        "no_handover_filed_on",
        "this was put on the child's file",
        {"answer": "no_handover_filed_on", "to_come": False},
        "On the child's file since {answer.no_handover_filed_on}.",
    ),
}


def _day(value):
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _in_words(when):
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def _steps(kind, answers, findings):
    """The steps that a disagreement calls for; none where the chapter that asks for them was switched off."""
    if not any(row["statement"].startswith("315.") for row in findings):
        return []
    if kind == "transfer_meeting":
        managers = _pair(MANAGER, 4, "315.7.5", answers, LEADERS, BELOW)
        return [*managers, *_pair(HEAD, 5, "315.9.1", answers, _keys(MANAGER))]
    ground = answers.get("ground")
    if kind != "exception_decision" or ground not in GROUNDS or answers.get("departs_from") == "315.4.2":
        return []
    if ground == "other_reason":
        return _pair(HEAD, 2, "315.9.1", answers, _keys(MANAGER))
    managers = _pair(MANAGER, 2, GROUNDS[ground], answers, LEADERS)
    return [*managers, *_pair(HEAD, 3, "315.9.1", answers, _keys(MANAGER))]


def _pair(rank, order, statement, answers, called_by, voids=()):
    parts = (f"transferring {{{rank}}}", f"receiving {{{rank}}}", f"{{{rank}}} of both teams")
    final = ", and it is final." if rank == HEAD else "."
    asks = [{"name": "reasons", "label": "The reasons for this decision", "kind": "text"}] if rank == HEAD else []
    sides = zip(_keys(rank), parts, ("current", "new", "current"), strict=True)
    return [
        {
            "key": key,
            "order": order,
            "title": f"Decision of the {part}",
            "action": "decide",
            "statements": [statement],
            "person": _person(answers.get(f"{side}_{rank}")),
            "part": part,
            "declaration": DECLARES + final,
            "question": f"{side}_{rank}",
            "rank": rank,
            "side": side,
            "asks": asks,
            "called_by": called_by,
            "voids": list(voids),
            "stands_for": _keys(rank)[:2] if key == _keys(rank)[2] else [],
        }
        for key, part, side in sides
    ]


def _person(answer):
    return answer if isinstance(answer, dict) and answer.get("name") else None
