"""Section 7, who is told: the family and all other professionals, with contact details."""

from protocol.answers import Answers, Values
from protocol.choices import LOOKED_AFTER, STATUSES, YES_NONE
from protocol.formatting import day
from protocol.outcomes import Outcome, Part, Verdict, unanswered, unmet
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
from protocol.rules.to_come import not_come_yet
from protocol.rules.together import together
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
    return together((_party_part(a, party) for party in parties_of(a)), prompt=_FAMILY_PROMPT)


def _party_part(a: Answers, party: Party) -> Part:
    choice, when = told_choice(a, party), told_on(a, party)
    contact = f"{party.name}_contact_given"
    if not choice:
        ask = f"Say whether {party.called} {party.have} been told, and given contact details."
        return Part(party.called, Outcome.UNANSWERED, ask, f"{party.name}_told")
    if choice == NOT_TOLD:
        question = f"{party.name}_not_told_why"
        if owes_no_reason(a, party):
            return Part(party.called, Outcome.DOES_NOT_APPLY, "There are none to be told.")
        if a.text(question):
            return Part(party.called, Outcome.DOES_NOT_APPLY, "Does not apply, for the reason given.", question)
        return Part(party.called, Outcome.UNMET, not_told(party), question)
    if choice == WILL_BE_TOLD:
        planned = f"; that is planned for {day(when)}" if when else ""
        fact = f"T{party.called[1:]} {party.have} not been told yet{planned}."
        ask = "Tell them, and give them contact details."
        return Part(party.called, Outcome.UNMET, f"{fact} {ask}", f"{party.name}_told")
    if when is None:
        ask = f"Enter the date on which {party.called} {party.were} told."
        return Part(party.called, Outcome.UNANSWERED, ask, f"{party.name}_told_on")
    return not_told_yet(a, party) or _contact_part(a, party.called, contact)


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
    if status == LOOKED_AFTER and not has_iro:
        return unmet(
            "The child is looked after, and no independent reviewing officer is among those told. Tell them too, or "
            "say why not.",
            "professionals_involved" if none_involved else "professionals_told",
            prompt="Say why the independent reviewing officer is not told",
        )
    if not status and not has_iro:
        return unanswered("Select the child's status.", "child_status")
    kept = "No other professional is involved." if none_involved else ""
    return together((_professional_part(a, row) for row in rows), kept=kept, prompt=_OTHERS_PROMPT)


def _professional_part(a: Answers, row: Values) -> Part:
    name = row.text("name")
    if not name:
        return _open("a professional", "Enter the name of each professional.")
    if not row.choice("role", _ROLES):
        return _open(name, f"Select the role of {name}.")
    when, transfer = row.date("told_on"), a.date("transfer_date")
    if when is None:
        return _open(name, f"Enter the date on which {name} was told.")
    if early := not_come_yet(a, when, f"{name} was told"):
        return Part(name, Outcome.UNMET, early, "professionals_told")
    if transfer and when > transfer:
        fact = f"{name} was told on {day(when)}, after the transfer on {day(transfer)}."
        return Part(name, Outcome.UNMET, f"{fact} Say why they heard of it late.", "professionals_told")
    return _contact_part(row, name, "contact_given")._replace(question="professionals_told")


def _open(name: str, ask: str) -> Part:
    return Part(name, Outcome.UNANSWERED, ask, "professionals_told")
