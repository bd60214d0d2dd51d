"""Section 2, its last line: the transferring team leader signs the case off."""

from protocol.answers import Answers
from protocol.chains.transfer import TRANSFERRING
from protocol.decisions import FILE_CHECKED_ON
from protocol.formatting import day
from protocol.outcomes import Case, Outcome, Verdict, waits
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.statements import TRANSFER
from protocol.updating import approved, cannot_agree, decided_after, decided_by, every, otherwise, stated

_SIGNED = (
    "{transferring_team_leader.by} checked the file on {transferring_team_leader.file_checked_on} and signed it off on "
    "{transferring_team_leader.on}"
)
_OWN = "Nobody signs off a record that they wrote. Somebody else of the same rank has to do it."
_DISAGREED = "{transferring_team_leader.by} could not agree to the transfer, and did not sign the case off."
_NOT_STATED = "The transferring {team_leader} has to state on what day the file was checked."


@rule("142.2.6", records=(TRANSFER,), reads=("current_team_leader", "transfer_date"))
def transferring_leader_signs_off(a: Answers, p: Parameters) -> Verdict:
    """The transferring {team_leader} states that the file was checked, and on what day."""
    signed, transfer = approved(TRANSFERRING), a.date("transfer_date")
    cases = [
        Case(decided_by(TRANSFERRING, a.author), Outcome.UNMET, _OWN),
        Case(cannot_agree(TRANSFERRING), Outcome.UNMET, _DISAGREED),
        Case(every(signed, otherwise(stated(TRANSFERRING, FILE_CHECKED_ON))), Outcome.UNANSWERED, _NOT_STATED),
    ]
    if transfer:
        late = f"{_SIGNED}, after the transfer on {day(transfer)}."
        cases.append(Case(decided_after(TRANSFERRING, transfer), Outcome.MET, late))
    return waits(_who_signs(a), (*cases, Case(signed, Outcome.MET, f"{_SIGNED}.")))


def _who_signs(a: Answers) -> str:
    if same_person(a.person("current_team_leader"), a.author):
        return "The transferring {team_leader} wrote this record, so somebody else of that rank signs it off."
    return "The transferring {team_leader} has not checked the file and signed it off yet."
