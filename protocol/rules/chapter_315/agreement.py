"""Section 7, what the managers decide: the audit, the agreement, and what follows when there is none."""

from protocol.answers import Answers, Values
from protocol.chains.escalation import HEADS, LEADERS, MANAGERS, all_approved, could_not_agree, disagree
from protocol.chains.transfer import RECEIVING, TRANSFERRING
from protocol.decisions import CANNOT_AGREE, FILE_CHECKED_ON
from protocol.outcomes import Verdict, does_not_apply, met, refused, waits
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.decided import by_author, decider, decision_at
from protocol.say import day
from protocol.statements import TRANSFER

_LEADER_QUESTIONS = ("current_team_leader", "new_team_leader")


@rule("315.7.3", records=(TRANSFER,), reads=("current_team_leader", "transfer_date"))
def file_is_audited_before_the_transfer(a: Answers, p: Parameters) -> Verdict:
    """The transferring {team_leader} audited the file on or before the day of the transfer."""
    decision = decision_at(a, TRANSFERRING)
    checked = Values(decision.stated).date(FILE_CHECKED_ON) if decision else None
    if decision and decision.outcome == CANNOT_AGREE:
        return refused(f"The file was not audited: {decider(decision)} could not agree to the transfer.")
    if decision is None or checked is None:
        return waits("The transferring {team_leader} states on what day the file was audited.")
    if by_author(a, decision):
        return refused("Somebody audited a record that they wrote themselves.")
    transfer = a.date("transfer_date")
    if transfer is None:
        return waits("The date of the audit is compared with the transfer date, which is blank.")
    if checked > transfer:
        return refused(f"The file was audited on {day(checked)}, after the transfer on {day(transfer)}.")
    return met(f"Audited on {day(checked)}.")


@rule("315.7.4", records=(TRANSFER,), reads=_LEADER_QUESTIONS)
def both_leaders_agree(a: Answers, p: Parameters) -> Verdict:
    """Both {team_leaders} agree, the receiving one after the audit."""
    if could_not_agree(a.decisions, LEADERS):
        return refused("The {team_leaders} could not agree, so the {service_delivery_managers} decide.")
    first, second = decision_at(a, TRANSFERRING), decision_at(a, RECEIVING)
    # A move inside one team has one team leader, whose decision stands for both.
    if first and same_person(a.person("current_team_leader"), a.person("new_team_leader")):
        return met("One {team_leader} leads both teams and agrees.")
    if first is None or second is None:
        return waits("Both {team_leaders} decide after you submit.")
    if second.on < first.on:
        return refused("The receiving {team_leader} decided before the file was audited.")
    return met("Both agree.")


@rule("315.7.5", records=(TRANSFER,), reads=_LEADER_QUESTIONS)
def senior_managers_settle_disagreement(a: Answers, p: Parameters) -> Verdict:
    """When the {team_leaders} cannot agree, the {service_delivery_managers} of both teams decide."""
    if not could_not_agree(a.decisions, LEADERS):
        return does_not_apply()
    if all_approved(a.decisions, MANAGERS):
        return met("The {service_delivery_managers} decided.")
    if all_approved(a.decisions, HEADS):
        return met("The {heads_of_service} decided.")
    who = "{heads_of_service}" if disagree(a.decisions, MANAGERS) else "{service_delivery_managers}"
    return waits(f"The {who} of both sides have to decide.")
