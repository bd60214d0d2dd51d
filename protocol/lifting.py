"""Exceptions: which requirement an approved exception decision lifts, and what to say when it does not."""

from collections.abc import Iterable
from datetime import date

from protocol.decisions import ExceptionDecision
from protocol.outcomes import Finding, Outcome
from protocol.say import either

_ROUTE = "Only an approved exception decision record, agreed by the {who}, can lift this."


def lifted_or_told(
    finding: Finding, ranks: tuple[str, ...], exceptions: Iterable[ExceptionDecision], today: date
) -> Finding:
    """The unmet requirement lifted by an exception that stands, or told which exception it would take.

    `ranks` are those of which any one suffices.
    """
    linked = [one for one in exceptions if one.statement == finding.statement]
    for exception in linked:
        if exception.stands_on(today) and not exception.authority.isdisjoint(ranks):
            message = f"{finding.message} Exception decision {exception.reference} lifts this."
            return finding._replace(outcome=Outcome.LIFTED, message=message, exception=exception.reference)
    route = _ROUTE.replace("{who}", either(f"{{{rank}}}" for rank in ranks))
    because = " ".join(_why_not(one, ranks, today) for one in linked)
    return finding._replace(
        message=" ".join(filter(None, (finding.message, because, route))),
        exception=linked[0].reference if linked else "",
    )


def _why_not(exception: ExceptionDecision, ranks: tuple[str, ...], today: date) -> str:
    name = f"Exception decision {exception.reference}"
    if exception.withdrawn:
        return f"{name} was withdrawn."
    if not exception.approved:
        return f"{name} is not approved."
    if not exception.stands_on(today):
        return f"{name} is past its review date."
    return f"{name} was not agreed by the {either(f'{{{rank}}}' for rank in ranks)}."
