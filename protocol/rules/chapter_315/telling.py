"""Section 7, who is told: the family and all other professionals, with contact details."""

from datetime import date

from protocol.answers import Answers, Values
from protocol.choices import LOOKED_AFTER, STATUSES, YES_NONE
from protocol.formatting import day
from protocol.outcomes import Outcome, Part, Verdict, cell, unanswered, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.family import (
    NOT_TOLD,
    WILL_BE_TOLD,
    Party,
    not_told,
    not_told_yet,
    owes_no_reason,
    parties_of,
    questions_of,
    told_choice,
    told_on,
)
from protocol.rules.said import Ask, still_blank
from protocol.rules.to_come import not_come_yet
from protocol.rules.together import joined, together
from protocol.statements import TRANSFER

_IRO = "iro"
_ROLES = frozenset(
    {
        *(_IRO, "school", "virtual_school", "health_visitor", "school_nurse", "gp", "police", "guardian"),
        *("advocate", "personal_adviser", "supervising_social_worker", "lead_professional", "early_help"),
        *("youth_justice", "other"),
    }
)
_FAMILY_PROMPT = "Say why they are not told yet, or have no contact details, and when that will be put right"
_OTHERS_PROMPT = "Say why somebody who is involved is not told, or has no contact details"


@rule(
    "315.7.9",
    records=(TRANSFER,),
    reads=(*questions_of("told", "told_on", "contact_given", "not_told_why"), "child_status"),
)
def family_has_contact_details(a: Answers, p: Parameters) -> Verdict:
    """Child, parents and carers have been told, with contact details, or need not be for a reason."""
    parts = (part for party in parties_of(a) for part in _party_parts(a, party))
    return together(parts, prompt=_FAMILY_PROMPT)


def _party_parts(a: Answers, party: Party) -> list[Part]:
    choice, when = told_choice(a, party), told_on(a, party)
    contact = f"{party.name}_contact_given"
    if not choice:
        ask = f"Say whether {party.called} {party.have} been told, and given contact details."
        return [Part(party.called, Outcome.UNANSWERED, ask, f"{party.name}_told")]
    if choice == NOT_TOLD:
        question = f"{party.name}_not_told_why"
        if owes_no_reason(a, party):
            return [Part(party.called, Outcome.DOES_NOT_APPLY, "There are none to be told.")]
        if a.text(question):
            return [Part(party.called, Outcome.DOES_NOT_APPLY, "Does not apply, for the reason given.", question)]
        return [Part(party.called, Outcome.UNMET, not_told(party), question)]
    if choice == WILL_BE_TOLD:
        planned = f"; that is planned for {day(when)}" if when else ""
        fact = f"T{party.called[1:]} {party.have} not been told yet{planned}."
        ask = "Tell them, and give them contact details."
        return [Part(party.called, Outcome.UNMET, f"{fact} {ask}", f"{party.name}_told")]
    contact_part = _contact_part(a, party.called, contact)
    if when is None:
        ask = f"Enter the date on which {party.called} {party.were} told."
        return [Part(party.called, Outcome.UNANSWERED, ask, f"{party.name}_told_on"), contact_part]
    return [part for part in (not_told_yet(a, party), contact_part) if part]


def _contact_part(a: Values, called: str, question: str) -> Part:
    if a.yes(question):
        return Part(called, Outcome.MET, "Told, with contact details.", question)
    if a.no(question):
        fact = f"{called[0].upper()}{called[1:]} {_has(called)} no contact details of the new {{social_worker}}."
        return Part(called, Outcome.UNMET, f"{fact} Give these to them.", question)
    ask = f"Say whether {called} {_has(called)} the contact details of the new {{social_worker}}."
    return Part(called, Outcome.UNANSWERED, ask, question)


def _has(called: str) -> str:
    return "have" if called in ("the parents", "the carers") else "has"


@rule(
    "315.7.10",
    records=(TRANSFER,),
    reads=("professionals_involved", "professionals_told", "child_status", "transfer_date"),
)
def professionals_have_contact_details(a: Answers, p: Parameters) -> Verdict:
    """Every professional involved is told, with contact details; a looked after child's IRO is among them."""
    status = a.choice("child_status", STATUSES)
    none_involved = a.choice("professionals_involved", YES_NONE) == "none"
    rows = () if none_involved else a.rows("professionals_told")
    if not rows and not none_involved:
        ask = "Enter the other professionals who work with the child, or say that there are none."
        said_yes = a.raw("professionals_involved") == "yes"
        return unanswered(ask, "professionals_told" if said_yes else "professionals_involved")
    has_iro = any(row.choice("role", _ROLES) == _IRO for row in rows)
    lacking = None
    if status == LOOKED_AFTER and not has_iro:
        lacking = unmet(
            "The child is looked after, and no independent reviewing officer is among those told. Tell them too, or "
            "say why not.",
            "professionals_involved" if none_involved else "professionals_told",
            prompt="Say why the independent reviewing officer is not told",
        )
    if not status and not has_iro:
        lacking = unanswered("Select the child's status.", "child_status")
    kept = "No other professional is involved." if none_involved else ""
    parts = (part for index, row in enumerate(rows) for part in _professional_parts(a, index, row))
    return joined(lacking, together(parts, kept=kept, prompt=_OTHERS_PROMPT))


def _professional_parts(a: Answers, index: int, row: Values) -> list[Part]:
    name, role, when = row.text("name"), row.choice("role", _ROLES), row.date("told_on")
    who = name or "each professional"
    places = {column: cell("professionals_told", index, column) for column in ("name", "role", "told_on")}
    blank = still_blank(
        Ask(places["name"], name, "Enter the name of each professional."),
        Ask(places["role"], role, f"Select the role of {who}."),
        Ask(places["told_on"], when, f"Enter the date on which {who} was told."),
    )
    contact = _contact_part(row, who, "contact_given")
    contact = contact._replace(question=cell("professionals_told", index, "contact_given"))
    late = _told_late(a, when, who)
    told = [Part(who, Outcome.UNMET, late, places["told_on"])] if late else []
    return [*(blank.parts if blank else ()), *told, contact]


def _told_late(a: Answers, when: date | None, who: str) -> str:
    transfer = a.date("transfer_date")
    if early := not_come_yet(a, when, f"{who} was told"):
        return early
    if when and transfer and when > transfer:
        fact = f"{who} was told on {day(when)}, after the transfer on {day(transfer)}."
        return f"{fact} Say why they heard of it late."
    return ""
