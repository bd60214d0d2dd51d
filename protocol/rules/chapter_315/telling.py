"""Section 7, who is told: the family and all other professionals, with contact details."""

from datetime import date

from protocol.answers import Answers, Values
from protocol.choices import LOOKED_AFTER, STATUSES, YES_NO, YES_NONE
from protocol.formatting import day, upper_first
from protocol.outcomes import Outcome, Part, Verdict, cell, unanswered, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.family import (
    ASK_FAMILY,
    FAMILY,
    FAMILY_HOW,
    FAMILY_ON,
    NOT_TOLD,
    TOLD,
    TOLD_QUESTIONS,
    WILL_BE_TOLD,
    Party,
    family_said,
    not_told,
    not_told_yet,
    parties_of,
    told_choice,
    told_on,
)
from protocol.rules.said import Ask, still_blank
from protocol.rules.timely import PREPARATION, SINCE_QUESTIONS, TIMELY, long_ago
from protocol.rules.to_come import not_come_yet
from protocol.rules.together import joined, together
from protocol.statements import TRANSFER

_IRO, _SOMEBODY_ELSE = "iro", "other"
_ROLES = frozenset(
    {
        *(_IRO, "school", "virtual_school", "health_visitor", "school_nurse", "gp", "police", "guardian"),
        *("advocate", "personal_adviser", "supervising_social_worker", "lead_professional", "early_help"),
        *("youth_justice", _SOMEBODY_ELSE),
    }
)
_COLUMNS = ("role", "name", "told_on")
_CONTACT, _PROFESSIONALS_ON, _PROFESSIONALS_BY = "contact_given", "professionals_told_on", "professionals_told_by"
_ASK_CONTACT = "Say whether all who were told have the contact details of the new {social_worker}."
_FAMILY_PROMPT = "Say why they are not told yet, or have no contact details, and when that will be put right"
_OTHERS_PROMPT = "Say why somebody who is involved is not told, or has no contact details"


@rule(
    "315.7.9",
    records=(TRANSFER,),
    reads=(*TOLD_QUESTIONS, FAMILY_HOW, _CONTACT, "told_late_reason"),
    uses=(PREPARATION,),
)
def family_has_contact_details(a: Answers, p: Parameters) -> Verdict:
    """Child, parents and carers know before the transfer, with contact details, or need not be told for a reason."""
    if not family_said(a):
        asks = (Ask(FAMILY, None, ASK_FAMILY), Ask(FAMILY_ON, a.date(FAMILY_ON), _ask_day("they were")))
        return joined(still_blank(*asks, Ask(_CONTACT, a.choice(_CONTACT, YES_NO), _ASK_CONTACT)))
    parties = parties_of(a)
    parts = [part for party in parties if (part := _party_part(a, p, party))]
    said = {told_choice(a, party) for party in parties}
    by_whom = still_blank(Ask(FAMILY_HOW, a.text(FAMILY_HOW), _ASK_WHO)) if WILL_BE_TOLD in said else None
    contact = [_contact_part(a)] if TOLD in said else []
    return together([*parts, *(by_whom.parts if by_whom else ()), *contact], prompt=_FAMILY_PROMPT)


_ASK_WHO = "Say who tells them, and how."


def _ask_day(were: str) -> str:
    return f"Enter the date on which {were} told."


def _party_part(a: Answers, p: Parameters, party: Party) -> Part | None:
    choice, when = told_choice(a, party), told_on(a, party)
    if not choice:
        ask = (
            f"Say whether {party.called} {party.have} been told, and given contact details. If that does not "
            "apply, say why."
        )
        return Part(party.called, Outcome.UNANSWERED, ask, f"{party.name}_told")
    if choice == NOT_TOLD:
        question = f"{party.name}_not_told_why"
        if a.text(question):
            return Part(party.called, Outcome.DOES_NOT_APPLY, "Does not apply, for the reason given.", question)
        return Part(party.called, Outcome.UNMET, not_told(party), question)
    if when is None:
        were = "they were" if choice == TOLD else "they will be"
        return Part(party.called, Outcome.UNANSWERED, _ask_day(were), FAMILY_ON)
    return not_told_yet(a, p, party) or _late(a, party, when)


def _late(a: Answers, party: Party, when: date) -> Part | None:
    """How a party stands who hears of it after the transfer: the reason is the one that 142.1.3 asks for."""
    transfer, why = a.date("transfer_date"), a.text("told_late_reason")
    if transfer is None or when <= transfer:
        return None
    be = party.were if told_choice(a, party) == TOLD else "will be"
    fact = f"{upper_first(party.called)} {be} told on {day(when)}, after the transfer on {day(transfer)}."
    if why:
        return Part(party.called, Outcome.DEPARTED, fact, "told_late_reason", why)
    return Part(party.called, Outcome.UNMET, f"{fact} Say why they hear of it late.", "told_late_reason")


def _contact_part(a: Answers) -> Part:
    called = "contact details"
    if a.yes(_CONTACT):
        return Part(called, Outcome.MET, "Told, with contact details.", _CONTACT)
    if a.no(_CONTACT):
        fact = "Not everybody who was told has contact details of the new {social_worker}."
        return Part(called, Outcome.UNMET, f"{fact} Give these to them.", _CONTACT)
    return Part(called, Outcome.UNANSWERED, _ASK_CONTACT, _CONTACT)


@rule(
    "315.7.10",
    records=(TRANSFER,),
    reads=(
        *("professionals_involved", "professionals_told", _PROFESSIONALS_ON, _PROFESSIONALS_BY, _CONTACT),
        "child_status",
        *SINCE_QUESTIONS,
    ),
    uses=(PREPARATION,),
)
def professionals_have_contact_details(a: Answers, p: Parameters) -> Verdict:
    """Every professional involved is told or will be by a day to come; a looked after child's IRO is among them."""
    none_involved = a.choice("professionals_involved", YES_NONE) == "none"
    rows = () if none_involved else a.rows("professionals_told")
    if not rows and not none_involved:
        ask = "Enter the other professionals who work with the child, or say that there are none."
        said_yes = a.raw("professionals_involved") == "yes"
        if not said_yes:
            return unanswered(ask, "professionals_involved")
        days = together([*_day_for_all(a, p, ()), _contact_part(a)])
        return joined(unanswered(ask, "professionals_told"), _without_iro(a, ()), days)
    kept = "No other professional is involved." if none_involved else ""
    parts = [part for index, row in enumerate(rows) for part in _professional_parts(a, p, index, row)]
    told = [*_day_for_all(a, p, rows), _contact_part(a)] if rows else []
    return joined(_without_iro(a, rows), together([*parts, *told], kept=kept, prompt=_OTHERS_PROMPT))


def _without_iro(a: Answers, rows: tuple[Values, ...]) -> Verdict | None:
    status = a.choice("child_status", STATUSES)
    if any(row.choice("role", _ROLES) == _IRO for row in rows) or status not in ("", LOOKED_AFTER):
        return None
    if not status:
        return unanswered("Select the child's status.", "child_status")
    return unmet(
        "The child is looked after, and no independent reviewing officer is among those told. Tell them too, or "
        "give a reason.",
        "professionals_involved" if a.choice("professionals_involved", YES_NONE) == "none" else "professionals_told",
        prompt="Say why the independent reviewing officer is not told",
    )


def _professional_parts(a: Answers, p: Parameters, index: int, row: Values) -> list[Part]:
    name, role, own_day = row.text("name"), row.choice("role", _ROLES), row.date("told_on")
    who, places = name or "a professional", {one: cell("professionals_told", index, one) for one in _COLUMNS}
    named = name or role != _SOMEBODY_ELSE
    blank = still_blank(
        Ask(places["role"], role, f"Select the role of {name or 'each professional'}."),
        Ask(places["name"], named or None, "Enter who somebody else is."),
    )
    early = not_come_yet(a, own_day, f"{who} was told") or _is_long_ago(a, p, own_day)
    told = [Part(who, Outcome.UNMET, early, places["told_on"])] if early else []
    return [*(blank.parts if blank else ()), *told] or [Part(who, Outcome.MET, "Told.")]


def _day_for_all(a: Answers, p: Parameters, rows: tuple[Values, ...]) -> list[Part]:
    """What is wrong with the day on which they were told, of all who have no day of their own."""
    planned = a.date(_PROFESSIONALS_BY)
    if planned is None and rows and all(row.date("told_on") for row in rows):
        return []
    when, called = a.date(_PROFESSIONALS_ON), "the other professionals"
    if when is None and planned is None:
        ask = f"Enter the date on which {called} were told, or by which they will be."
        return [Part(called, Outcome.UNANSWERED, ask, _PROFESSIONALS_ON)]
    found = (
        (_PROFESSIONALS_ON, not_come_yet(a, when, f"{called} were told") or _is_long_ago(a, p, when)),
        (_PROFESSIONALS_BY, _not_in_time(a, planned)),
    )
    return [Part(called, Outcome.UNMET, problem, question) for question, problem in found if problem]


def _is_long_ago(a: Answers, p: Parameters, when: date | None) -> str:
    """What to say where professionals were told on a day that is too long ago; '' for nothing."""
    old = long_ago(a, p, _PROFESSIONALS_ON, when) if when else ""
    return f"{old} {TIMELY[_PROFESSIONALS_ON].ask}" if old else ""


def _not_in_time(a: Answers, planned: date | None) -> str:
    """What is wrong with the day by which those who do not know yet will be told: it has passed; '' for nothing."""
    if planned and planned < a.today:
        return f"Somebody was to be told by {day(planned)}, which has passed. Say when they were told, or will be."
    return ""
