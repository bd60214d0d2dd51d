"""Lift unmet requirements by approved exception decisions."""

from collections.abc import Iterable
from datetime import date

from protocol.decisions import ExceptionDecision
from protocol.formatting import either
from protocol.outcomes import Finding, Outcome

_ROUTE = "Only an approved exception decision record, agreed by the {who}, can lift this."


def apply_exceptions(
    finding: Finding, ranks: tuple[str, ...], exceptions: Iterable[ExceptionDecision], today: date
) -> Finding:
    """Mark an unmet requirement as lifted if a linked exception is valid, else add to its message what would lift it.

    ranks: the ranks of which any one can lift the statement, lowest first.
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
