"""Section 2, its last line: the transferring team leader signs the case off."""

from protocol.answers import Answers
from protocol.chains.escalation import does_not_go_ahead
from protocol.chains.transfer import FILE_AUDIT, TRANSFERRING
from protocol.decisions import FILE_CHECKED_ON
from protocol.formatting import count, day
from protocol.outcomes import Case, Outcome, Verdict, waits
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.readiness import READINESS_QUESTIONS, newest_day
from protocol.registry import rule
from protocol.statements import TRANSFER
from protocol.updating import approved, cannot_agree, decided_after, decided_by, every, otherwise, stated

_CHECKED = "{transferring_team_leader.by} checked the file on {transferring_team_leader.file_checked_on}"
_SIGNED = f"{_CHECKED} and signed it off on {{transferring_team_leader.on}}"
_OWN = "Nobody signs off a record that they wrote. Somebody else of the same rank has to do it."
_STILL_DUE = (
    "{transferring_team_leader.by} did not agree to the transfer. The file must still be checked and signed off "
    "before the transfer, whatever the managers above decide."
)
_SIGNED_AFTERWARDS = "{file_audit.by} checked the file on {file_audit.file_checked_on} and signed it off"
_NO_AUDIT = "The transfer does not go ahead, so no check of the file is due."
_NOT_STATED = "The transferring {team_leader} must say on what day they checked the file."


@rule(
    "142.2.6",
    records=(TRANSFER,),
    reads=("current_team_leader", "transfer_date", *READINESS_QUESTIONS),
    uses=("file_check_days",),
)
def transferring_leader_signs_off(a: Answers, p: Parameters) -> Verdict:
    """The transferring {team_leader} states on what day the file was checked: not before anything was done to it.

    Nor more than {file_check_days} days before they sign (0: however long).
    """
    signed, transfer, newest, most = (
        approved(TRANSFERRING),
        a.date("transfer_date"),
        newest_day(a),
        p["file_check_days"],
    )
    cases = [
        Case(decided_by(TRANSFERRING, a.author), Outcome.UNMET, _OWN),
        Case(does_not_go_ahead(), Outcome.DOES_NOT_APPLY, _NO_AUDIT),
        Case(stated(FILE_AUDIT, FILE_CHECKED_ON), Outcome.MET, f"{_SIGNED_AFTERWARDS}."),
        Case(cannot_agree(TRANSFERRING), Outcome.UNANSWERED, _STILL_DUE),
        Case(every(signed, otherwise(stated(TRANSFERRING, FILE_CHECKED_ON))), Outcome.UNANSWERED, _NOT_STATED),
    ]
    if newest:
        early = f"{_CHECKED}, before {day(newest)}, the newest day that the record gives for the file."
        cases.append(Case(stated(TRANSFERRING, FILE_CHECKED_ON, before=newest), Outcome.UNMET, early))
    if most:
        old = f"{_CHECKED}, more than {count(most, 'day')} before signing it off."
        cases.append(Case(stated(TRANSFERRING, FILE_CHECKED_ON, older=most), Outcome.UNMET, old))
    if transfer:
        late = f"{_SIGNED}, after the transfer on {day(transfer)}."
        cases.append(Case(decided_after(TRANSFERRING, transfer), Outcome.MET, late))
    return waits(_who_signs(a), (*cases, Case(signed, Outcome.MET, f"{_SIGNED}.")))


def _who_signs(a: Answers) -> str:
    if same_person(a.person("current_team_leader"), a.author):
        return "The transferring {team_leader} wrote this record, so somebody else of that rank signs it off."
    return "The transferring {team_leader} has not checked the file and signed it off yet."
