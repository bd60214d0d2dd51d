"""The rules: one module for each section of a chapter. Importing this package registers all of them."""

from protocol.rules.chapter_142 import (
    brothers_and_sisters,
    emergency,
    introduction,
    management,
    meeting,
    open_cases,
    principles,
    sign_off,
    standards,
)
from protocol.rules.chapter_315 import (
    agreement,
    ceasing,
    child_focus,
    disabilities,
    emergency_agreement,
    exceptions,
    flexibility,
    improved_service,
    lead_worker,
    no_delay,
    one_service,
    pre_birth,
    procedure,
    resolution,
    telling,
    thirteen_plus,
    to_looked_after,
)
