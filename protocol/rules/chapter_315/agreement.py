"""Section 7, what the managers decide: the audit, the agreement, and what follows when there is none."""

from datetime import date

from protocol.answers import Answers
from protocol.chains.escalation import (
    HEADS,
    LEADERS,
    LOCALITY,
    MANAGERS,
    Pair,
    all_approved,
    all_refused,
    could_not_agree,
    disagree,
    does_not_go_ahead,
    none_agree,
)
from protocol.chains.step import one_holder
from protocol.chains.transfer import FILE_AUDIT, RECEIVING, TRANSFERRING
from protocol.decisions import FILE_CHECKED_ON
from protocol.formatting import day
from protocol.outcomes import Case, Outcome, Verdict, does_not_apply, waits
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.statements import TRANSFER
from protocol.updating import approved, cannot_agree, decided, decided_before, decided_by, every, refused, some, stated

_LEADER_QUESTIONS = ("current_team_leader", "new_team_leader")
_WHO_LEADS = (*_LEADER_QUESTIONS, "current_team", "new_team")
_CHECKED = "{transferring_team_leader.file_checked_on}"
_STILL_DUE = (
    "{transferring_team_leader.by} did not agree to the transfer. The file must still be checked before the "
    "transfer, whatever the managers above decide."
)
_AUDITED_AFTERWARDS = "{file_audit.by} checked the file on {file_audit.file_checked_on}"
_NO_AUDIT = "The transfer does not go ahead, so no check of the file is due."
_NOT_COMPARED = "Give the transfer date: the check of the file must come before it."
_BOTH_AGREE = (
    Case(
        every(approved(TRANSFERRING), decided_before(RECEIVING, TRANSFERRING)),
        Outcome.UNMET,
        "The receiving {team_leader} decided before the file was checked.",
    ),
    Case(approved(TRANSFERRING, RECEIVING), Outcome.MET, "Both agree."),
)
_ABOVE: tuple[tuple[Pair, str], ...] = ((MANAGERS, "{service_delivery_managers}"), (LOCALITY, "{locality_leaders}"))


def settled_above(*leaders: str) -> tuple[Case, ...]:
    """How a disagreement of the leaders, by the keys of their steps, is settled by those above them (315.7.5)."""
    return tuple(
        Case(every(cannot_agree(*leaders), condition), outcome, message)
        for condition, outcome, message in (
            (none_agree(HEADS), Outcome.MET, "The {heads_of_service} decided that it does not go ahead."),
            (all_approved(HEADS), Outcome.MET, "The {heads_of_service} decided that it goes ahead."),
            *(
                (all_refused(pair), Outcome.MET, f"The {who} decided that it does not go ahead.")
                for pair, who in _ABOVE
            ),
            *((all_approved(pair), Outcome.MET, f"The {who} decided that it goes ahead.") for pair, who in _ABOVE),
            (
                some(*(disagree(pair) for pair, _ in _ABOVE)),
                Outcome.UNANSWERED,
                "The {heads_of_service} have to decide.",
            ),
            (every(), Outcome.UNANSWERED, "The managers above both {team_leaders} have to decide."),
        )
    )


@rule("315.7.3", records=(TRANSFER,), reads=("current_team_leader", "transfer_date"))
def file_is_audited_before_the_transfer(a: Answers, p: Parameters) -> Verdict:
    """The transferring {team_leader} checked the file on or before the day of the transfer."""
    transfer, audited = a.date("transfer_date"), stated(TRANSFERRING, FILE_CHECKED_ON)
    cases = [
        Case(does_not_go_ahead(), Outcome.DOES_NOT_APPLY, _NO_AUDIT),
        *_audited_afterwards(transfer),
        Case(cannot_agree(TRANSFERRING), Outcome.UNANSWERED, _STILL_DUE),
        Case(
            every(audited, decided_by(TRANSFERRING, a.author)),
            Outcome.UNMET,
            "Somebody checked the file of a record that they wrote themselves.",
        ),
    ]
    if transfer is None:
        cases.append(Case(audited, Outcome.UNANSWERED, _NOT_COMPARED))
    else:
        late = f"The file was checked on {_CHECKED}, after the transfer on {day(transfer)}."
        cases.append(Case(stated(TRANSFERRING, FILE_CHECKED_ON, after=transfer), Outcome.UNMET, late))
        cases.append(Case(audited, Outcome.MET, f"Checked on {_CHECKED}."))
    return waits("The transferring {team_leader} has not yet said when they checked the file.", tuple(cases))


def _audited_afterwards(transfer: date | None) -> tuple[Case, ...]:
    """The check of the file as a step of its own, after the managers above have decided."""
    met = Case(stated(FILE_AUDIT, FILE_CHECKED_ON), Outcome.MET, f"{_AUDITED_AFTERWARDS}.")
    if transfer is None:
        return (met,)
    late = f"{_AUDITED_AFTERWARDS}, after the transfer on {day(transfer)}."
    return (Case(stated(FILE_AUDIT, FILE_CHECKED_ON, after=transfer), Outcome.UNMET, late), met)


@rule("315.7.4", records=(TRANSFER,), reads=_WHO_LEADS)
def both_leaders_agree(a: Answers, p: Parameters) -> Verdict:
    """Both {team_leaders} agree, the receiving one after the audit."""
    not_agreed = (
        Case(refused(TRANSFERRING), Outcome.UNMET, "{transferring_team_leader.by}, who decides last, did not agree."),
        Case(
            could_not_agree(LEADERS),
            Outcome.UNMET,
            "The {team_leaders} did not agree, so the managers above them decide.",
        ),
    )
    # A move inside one team has one team leader, whose decision stands for both.
    alone = Case(decided(TRANSFERRING), Outcome.MET, "One {team_leader} leads both teams and agrees.")
    agreed = (alone,) if one_holder(a) else _BOTH_AGREE
    return waits("The {team_leaders} have not both agreed yet.", (*not_agreed, *agreed))


@rule("315.7.5", records=(TRANSFER,), reads=_LEADER_QUESTIONS)
def senior_managers_settle_disagreement(a: Answers, p: Parameters) -> Verdict:
    """When the {team_leaders} cannot agree, the {service_delivery_managers} of both teams decide."""
    return does_not_apply(cases=settled_above(*LEADERS.every_key))
