"""Section 2.4: both workers answer for the transfer."""

from protocol.answers import Answers
from protocol.chains.transfer import CURRENT_WORKER, NEW_WORKER
from protocol.formatting import listed
from protocol.gone import GONE_QUESTIONS, how_gone
from protocol.outcomes import Case, Outcome, Verdict, waits
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.statements import TRANSFER
from protocol.updating import approved

_CALLED = ((CURRENT_WORKER, "the current {social_worker}"), (NEW_WORKER, "the new {social_worker}"))


@rule("315.2.4.1", records=(TRANSFER,), reads=(CURRENT_WORKER, NEW_WORKER, *GONE_QUESTIONS))
def both_workers_confirm(a: Answers, p: Parameters) -> Verdict:
    """The current {social_worker} confirms the state of the file, and the new one that it has been read.

    For a current one who is no longer there, the transferring {team_leader} confirms with the sign-off (142.2.6).
    """
    # A case that moves team together with its worker has one confirmation.
    one_worker = same_person(a.person(CURRENT_WORKER), a.person(NEW_WORKER))
    asked = _CALLED[:1] if one_worker else _CALLED[1:] if how_gone(a) else _CALLED
    both = "Confirmed by both." if len(asked) > 1 else "Confirmed."
    confirmed = Case(approved(*(step for step, _ in asked)), Outcome.MET, both)
    others = [[called for step, called in asked if step != done] for done, _ in asked]
    halves = zip(asked, others, strict=True) if len(asked) > 1 else ()
    half = (Case(approved(step), Outcome.UNANSWERED, _still_to_confirm(left)) for (step, _), left in halves)
    return waits(_still_to_confirm([called for _, called in asked]), (confirmed, *half))


def _still_to_confirm(called: list[str]) -> str:
    who = listed(called)
    return f"{who[0].upper()}{who[1:]} {'has' if len(called) == 1 else 'have'} not confirmed yet."
