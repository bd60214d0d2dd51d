"""The parameters of the local practice."""

from datetime import date

from protocol.figures import Parameter

FROM_LOCAL = date(2026, 1, 1)

LOCAL_FIGURES = (
    Parameter(
        "first_meeting_least_days",
        "The latest that the child meets the new {social_worker} before the transfer",
        "days",
        "This council's own; the number is an example",
        ((FROM_LOCAL, 7),),
        local_practice=True,
    ),
)
