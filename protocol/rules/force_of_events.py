"""What an emergency goes against by force of events: it stays unmet, and those above have to agree to it."""

from protocol.answers import Answers
from protocol.chains.escalation import HEADS, MANAGERS, Pair, all_approved
from protocol.outcomes import Case, Outcome, Stage, Verdict, unmet

TOLD = "court_told"
_ASK_TOLD = "Say how the court, the guardian and legal services were told, or will be."
_HAVE_TO, _AGREED = "The {who} have to agree to it.", "The {who} agreed to it."
_WHO = {MANAGERS: "{service_delivery_managers}", HEADS: "{heads_of_service}"}


def by_force_of_events(a: Answers, verdict: Verdict | None, who: Pair = MANAGERS) -> Verdict | None:
    """What an emergency makes of the verdict on a planned transfer; None for none.

    An emergency cannot wait for an exception decision: once the record says how court, guardian and legal services
    hear of it, what is unmet stops no submission, and those of the rank `who` have to agree.
    """
    if verdict is None or verdict.outcome is not Outcome.UNMET:
        return verdict
    fact = f"{_first_sentence(verdict.message)} Events left no choice."
    if not a.text(TOLD):
        return unmet(f"{fact} {_ASK_TOLD}", TOLD)
    have_to, agreed = (words.replace("{who}", _WHO[who]) for words in (_HAVE_TO, _AGREED))
    cases = (Case(all_approved(who), Outcome.UNMET, f"{fact} {agreed}"),)
    return unmet(f"{fact} {have_to}", verdict.question, cases=cases)._replace(stage=Stage.DECISION)


def _first_sentence(message: str) -> str:
    return message.split(". ", 1)[0].removesuffix(".") + "."
