"""Section 2.4: both workers answer for the transfer."""

from protocol.answers import Answers
from protocol.chains.transfer import CURRENT_WORKER, NEW_WORKER
from protocol.outcomes import Verdict, met, waits
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.decided import approved_at
from protocol.say import listed
from protocol.statements import TRANSFER

_CALLED = ((CURRENT_WORKER, "the current {social_worker}"), (NEW_WORKER, "the new {social_worker}"))


@rule("315.2.4.1", records=(TRANSFER,), reads=(CURRENT_WORKER, NEW_WORKER))
def both_workers_confirm(a: Answers, p: Parameters) -> Verdict:
    """The current {social_worker} confirms the state of the file, and the new one that it has been read."""
    # A case that moves team together with its worker has one confirmation.
    one_worker = same_person(a.person(CURRENT_WORKER), a.person(NEW_WORKER))
    asked = _CALLED[:1] if one_worker else _CALLED
    missing = [called for step, called in asked if not approved_at(a, step)]
    if not missing:
        return met("Confirmed by both." if len(asked) > 1 else "Confirmed.")
    who = listed(missing)
    return waits(f"{who[0].upper()}{who[1:]} {'confirms' if len(missing) == 1 else 'confirm'} after you submit.")
