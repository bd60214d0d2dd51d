"""The records that bin/run shows: each of the four kinds in every state, and something to do for every account.

A transfer that was refused, with a draft that this binds, and one that waits for an acceptance are among them.
The last approval is moments old, and the worker seals it. What is submitted waits for the accounts that bin/run prints.
"""

from __future__ import annotations

from datetime import date

from models import State
from records.demo import other_records, plain_answers
from records.demo.living import EXCEPTION, HANDOVER, TRANSFER, Story, Written
from records.demo.plain_answers import Answers
from records.demo.plain_words import EMERGENCIES, EXCEPTIONS, HANDOVERS, TRANSFERS
from records.demo.story import CASE_ONE_CHILD, case_one_answers
from records.register.invented import days_ahead

EMERGENCY = "emergency_transfer"
LACKING = "transfer_date"  # the one answer that Maya's record lacks, for the tour

NOT_NOW = (
    "Imogen sits her scholarship exam in five weeks. Daniel has four children who are new to him already.",
    "I agree with Priya. Imogen has waited for this exam for a year, and Liam can keep her until it is over.",
    "Not before the exam. Halved hours are still enough for Imogen, if Stephen takes the duty days.",
)
TO_BE_CHANGED = "Please say who collects Callum from college until the transport is settled. The rest is clear."


def _transfer(key: str, new_worker: str) -> Written:
    return lambda today, about: plain_answers.transfer(today, about, new_worker, TRANSFERS[key])


def _emergency(key: str, new_worker: str, leader: str, confirming: str) -> Written:
    return lambda today, _: plain_answers.emergency(today, new_worker, leader, confirming, EMERGENCIES[key])


def _exception(key: str, ground: str) -> Written:
    return lambda today, _: plain_answers.exception(today, ground, EXCEPTIONS[key])


def _handover(key: str, *leaders: str) -> Written:
    return lambda today, about: plain_answers.handover(today, about, leaders, HANDOVERS[key])


def _said(**answers: str) -> Written:
    """The few answers of a draft that somebody began."""
    return lambda _, __: dict(answers)


def _nearly_all_of_maya(today: date, _: str) -> Answers:
    return {question: said for question, said in case_one_answers(today).items() if question != LACKING}


def _late_work_of_theo(today: date, about: str) -> Answers:
    """A transfer after which the current worker still has a piece of work to do, which somebody above has to accept."""
    answers = plain_answers.transfer(today, about, "rosie.tranter", TRANSFERS["theo"])
    due = (days_ahead(today, 26)).isoformat()
    late = {"task": "Write the addendum that the court asked Chloe for", "owner": "current_worker", "due": due}
    return answers | {"outstanding_work": [*answers["outstanding_work"], late]}


TRANSFERS_SHOWN = (
    Story(TRANSFER, "AV104482", "nikolai.petrenko", 5, _transfer("olena", "abigail.munroe"), State.APPROVED),
    Story(
        TRANSFER, "AV101592", "tomasz.zielinski", 4, _transfer("rhiannon", "grace.nakamura"), State.SUBMITTED, agreed=1
    ),
    Story(TRANSFER, "AV101377", "aoife.kinsella", 3, _transfer("jean-luc", "tomasz.zielinski"), State.SUBMITTED),
    Story(TRANSFER, "AV104544", "farah.siddiqui", 2, _transfer("siyu", "hannah.whitcombe"), State.SUBMITTED),
    Story(
        TRANSFER,
        "AV103811",
        "thandiwe.moyo",
        6,
        _transfer("callum", "peter.sallow"),
        State.RETURNED,
        agreed=1,
        reason=TO_BE_CHANGED,
    ),
    Story(
        TRANSFER,
        "AV104206",
        "oluwaseun.bankole",
        8,
        _said(transfer_reason_code="ORGRST"),
        State.WITHDRAWN,
        reason="Oluwaseun stays in the team after all, and so does Zayn's worker.",
    ),
    Story(
        TRANSFER,
        "AV104571",
        "liam.brannigan",
        6,
        _transfer("imogen", "daniel.okafor"),
        State.REFUSED,
        agreed=2,
        objections=NOT_NOW,
    ),
    Story(
        TRANSFER,
        "AV104571",
        "liam.brannigan",
        0,
        _transfer("imogen again", "daniel.okafor"),
        State.DRAFT,
        just_now=True,
    ),
    Story(TRANSFER, "AV104588", "chloe.ashdown", 4, _late_work_of_theo, State.SUBMITTED, agreed=2),
    Story(TRANSFER, CASE_ONE_CHILD, "hannah.whitcombe", 0, _nearly_all_of_maya, State.DRAFT),
)

EMERGENCIES_SHOWN = (
    Story(
        EMERGENCY,
        "AV104449",
        "stephen.oduya",
        16,
        _emergency("anais", "saoirse.nidhomhnaill", "stephen.oduya", "anil.deshmukh"),
        State.APPROVED,
    ),
    Story(
        EMERGENCY,
        other_records.EMERGENCY_CHILD,
        "gareth.pemberton",
        9,
        lambda today, _: other_records.emergency_answers(today),
        State.SUBMITTED,
    ),
    Story(
        EMERGENCY,
        "AV103956",
        "gareth.pemberton",
        3,
        _emergency("petra", "chloe.ashdown", "gareth.pemberton", "denise.holroyd"),
        State.RETURNED,
        reason="Who sees Petra at the weekend? Please add it, and I confirm.",
    ),
    Story(
        EMERGENCY,
        "AV104531",
        "joanne.thistlewood",
        4,
        _said(what_happened="Abigail has not come to work."),
        State.WITHDRAWN,
        reason="Abigail's train stood still for a day. She is back, and nothing passes.",
    ),
    Story(
        EMERGENCY,
        "AV104206",
        "marguerite.fontaine",
        0,
        _said(what_happened="Oluwaseun is at the hospital."),
        State.DRAFT,
    ),
)

EXCEPTIONS_SHOWN = (
    Story(
        EXCEPTION,
        "AV104518",
        "daniel.okafor",
        4,
        _exception("xander", "worker_leaving"),
        State.APPROVED,
        statement="315.4.1",
        new_worker="rhys.cadwallader",
    ),
    Story(
        EXCEPTION,
        "AV104561",
        "saoirse.nidhomhnaill",
        2,
        _exception("minh-anh", "other_reason"),
        State.SUBMITTED,
        statement="315.4.4",
        new_worker="jamila.yusuf",
    ),
    Story(
        EXCEPTION,
        "AV104107",
        "harpreet.gill",
        5,
        _exception("lottie", "worker_leaving"),
        State.SUBMITTED,
        agreed=2,
        statement="315.4.2",
        new_worker="mei-ling.tan",
    ),
    Story(
        EXCEPTION,
        "AV104602",
        "chloe.ashdown",
        6,
        _exception("baby", "other_reason"),
        State.RETURNED,
        statement="315.3.3",
        new_worker="grace.nakamura",
        reason="Has Leila's midwife been asked? Her view belongs under the risks.",
    ),
    Story(
        EXCEPTION,
        "AV104022",
        "peter.sallow",
        7,
        _said(ground="significant_relationship"),
        State.WITHDRAWN,
        reason="Begun before Sienna's parents had been asked.",
        statement="315.7.7",
        new_worker="dorothea.blake",
    ),
    Story(
        EXCEPTION,
        "AV104022",
        "peter.sallow",
        1,
        _said(ground="significant_relationship"),
        State.DRAFT,
        statement="315.7.7",
        new_worker="dorothea.blake",
    ),
)

HANDOVERS_SHOWN = (
    Story(
        HANDOVER,
        "nikolai.petrenko",
        "joanne.thistlewood",
        4,
        _handover("nikolai", "joanne.thistlewood", "stephen.oduya"),
        State.APPROVED,
    ),
    Story(
        HANDOVER,
        "bethan.llewellyn-price",
        "priya.raghunathan",
        2,
        lambda today, _: other_records.handover_answers(today),
        State.SUBMITTED,
    ),
    Story(
        HANDOVER,
        "zoe.hardcastle",
        "stephen.oduya",
        5,
        _handover("zoe", "stephen.oduya", "callum.forsyth"),
        State.RETURNED,
        agreed=1,
        reason="Anaïs has another worker since Zoë's accident. Is she still in the list?",
    ),
    Story(
        HANDOVER,
        "grace.nakamura",
        "marcus.bellweather",
        10,
        _said(handover_reason="worker_moves_team"),
        State.WITHDRAWN,
        reason="Grace stays.",
    ),
    Story(
        HANDOVER,
        "saoirse.nidhomhnaill",
        "priya.raghunathan",
        1,
        _said(handover_reason="worker_moves_team"),
        State.DRAFT,
    ),
)

STORIES = (*EMERGENCIES_SHOWN, *TRANSFERS_SHOWN, *EXCEPTIONS_SHOWN, *HANDOVERS_SHOWN)
