"""Section 2, its last line: the transferring team leader signs the case off."""

from protocol.answers import Answers, Values
from protocol.chains.transfer import TRANSFERRING
from protocol.decisions import CANNOT_AGREE, FILE_CHECKED_ON
from protocol.outcomes import Verdict, met, refused, waits
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.decided import by_author, decider, decision_at
from protocol.say import day
from protocol.statements import TRANSFER


@rule("142.2.6", records=(TRANSFER,), reads=("current_team_leader", "transfer_date"))
def transferring_leader_signs_off(a: Answers, p: Parameters) -> Verdict:
    """The transferring {team_leader} states that the file was checked, and on what day."""
    decision = decision_at(a, TRANSFERRING)
    if decision is None:
        return waits(_who_signs(a))
    if by_author(a, decision):
        return refused("Nobody signs off a record that they wrote. Somebody else of the same rank has to do it.")
    if decision.outcome == CANNOT_AGREE:
        return refused(f"{decider(decision)} could not agree to the transfer, and did not sign the case off.")
    checked = Values(decision.stated).date(FILE_CHECKED_ON)
    if checked is None:
        return waits("The transferring {team_leader} has to state on what day the file was checked.")
    transfer = a.date("transfer_date")
    signed = f"{decider(decision)} checked the file on {day(checked)} and signed it off on {day(decision.on)}"
    late = f", after the transfer on {day(transfer)}" if transfer and decision.on > transfer else ""
    return met(f"{signed}{late}.")


def _who_signs(a: Answers) -> str:
    if same_person(a.person("current_team_leader"), a.author):
        return "The transferring {team_leader} wrote this record, so somebody else of that rank signs it off."
    return "The transferring {team_leader} checks the file and signs it off after you submit."
