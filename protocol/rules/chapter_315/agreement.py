"""Section 7, what the managers decide: the audit, the agreement, and what follows when there is none."""

from protocol.answers import Answers
from protocol.chains.escalation import HEADS, LEADERS, MANAGERS, all_approved, could_not_agree, disagree
from protocol.chains.step import one_holder
from protocol.chains.transfer import RECEIVING, TRANSFERRING
from protocol.decisions import FILE_CHECKED_ON
from protocol.formatting import day
from protocol.outcomes import Case, Outcome, Verdict, does_not_apply, waits
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.statements import TRANSFER
from protocol.updating import approved, cannot_agree, decided, decided_before, decided_by, every, stated

_LEADER_QUESTIONS = ("current_team_leader", "new_team_leader")
_WHO_LEADS = (*_LEADER_QUESTIONS, "current_team", "new_team")
_CHECKED = "{transferring_team_leader.file_checked_on}"
_NOT_AUDITED = "The file was not audited: {transferring_team_leader.by} could not agree to the transfer."
_NOT_COMPARED = "The date of the audit is compared with the transfer date, which is blank."
_BOTH_AGREE = (
    Case(
        every(approved(TRANSFERRING), decided_before(RECEIVING, TRANSFERRING)),
        Outcome.UNMET,
        "The receiving {team_leader} decided before the file was audited.",
    ),
    Case(approved(TRANSFERRING, RECEIVING), Outcome.MET, "Both agree."),
)
_SETTLED_ABOVE = tuple(
    Case(every(could_not_agree(LEADERS), condition), outcome, message)
    for condition, outcome, message in (
        (all_approved(MANAGERS), Outcome.MET, "The {service_delivery_managers} decided."),
        (all_approved(HEADS), Outcome.MET, "The {heads_of_service} decided."),
        (disagree(MANAGERS), Outcome.UNANSWERED, "The {heads_of_service} of both sides have to decide."),
        (every(), Outcome.UNANSWERED, "The {service_delivery_managers} of both sides have to decide."),
    )
)


@rule("315.7.3", records=(TRANSFER,), reads=("current_team_leader", "transfer_date"))
def file_is_audited_before_the_transfer(a: Answers, p: Parameters) -> Verdict:
    """The transferring {team_leader} audited the file on or before the day of the transfer."""
    transfer, audited = a.date("transfer_date"), stated(TRANSFERRING, FILE_CHECKED_ON)
    cases = [
        Case(cannot_agree(TRANSFERRING), Outcome.UNMET, _NOT_AUDITED),
        Case(
            every(audited, decided_by(TRANSFERRING, a.author)),
            Outcome.UNMET,
            "Somebody audited a record that they wrote themselves.",
        ),
    ]
    if transfer is None:
        cases.append(Case(audited, Outcome.UNANSWERED, _NOT_COMPARED))
    else:
        late = f"The file was audited on {_CHECKED}, after the transfer on {day(transfer)}."
        cases.append(Case(stated(TRANSFERRING, FILE_CHECKED_ON, after=transfer), Outcome.UNMET, late))
        cases.append(Case(audited, Outcome.MET, f"Audited on {_CHECKED}."))
    return waits("The transferring {team_leader} has not stated yet on what day the file was audited.", tuple(cases))


@rule("315.7.4", records=(TRANSFER,), reads=_WHO_LEADS)
def both_leaders_agree(a: Answers, p: Parameters) -> Verdict:
    """Both {team_leaders} agree, the receiving one after the audit."""
    refused = Case(
        could_not_agree(LEADERS),
        Outcome.UNMET,
        "The {team_leaders} could not agree, so the {service_delivery_managers} decide.",
    )
    # A move inside one team has one team leader, whose decision stands for both.
    alone = Case(decided(TRANSFERRING), Outcome.MET, "One {team_leader} leads both teams and agrees.")
    agreed = (alone,) if one_holder(a) else _BOTH_AGREE
    return waits("The {team_leaders} have not both agreed yet.", (refused, *agreed))


@rule("315.7.5", records=(TRANSFER,), reads=_LEADER_QUESTIONS)
def senior_managers_settle_disagreement(a: Answers, p: Parameters) -> Verdict:
    """When the {team_leaders} cannot agree, the {service_delivery_managers} of both teams decide."""
    return does_not_apply(cases=_SETTLED_ABOVE)
