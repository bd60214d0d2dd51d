"""The statements of the local practice. Their ids begin with 'local'; no exception decision can lift them."""

from dataclasses import replace

from protocol.outcomes import Level
from protocol.statements.scope import ANOTHER_WORKER
from protocol.statements.statement import LOCAL, TRANSFER, section_of

TITLE = "What this council asks beside the chapters"

_FIRST_MEETING = section_of(
    LOCAL,
    "1",
    "Getting to know the child",
    (
        (
            "local.1.1",
            Level.EXPECTED,
            (TRANSFER,),
            "Let the child meet the new {social_worker} in good time before the transfer.",
        ),
    ),
)

# Statement id → the question that shows it while it is met, because no form cites local statements.
_ASKED_AT = {"local.1.1": "joint_visit_date"}

STATEMENTS_LOCAL = tuple(replace(one, asked_at=_ASKED_AT[one.id], scope=ANOTHER_WORKER) for one in _FIRST_MEETING)
