"""The rules: one module for each section of a chapter. Importing this package registers all of them."""

from protocol.rules.chapter_142 import (
    brothers_and_sisters,
    introduction,
    meeting,
    principles,
    sign_off,
    standards,
)
from protocol.rules.chapter_315 import (
    agreement,
    ceasing,
    child_focus,
    disabilities,
    flexibility,
    improved_service,
    lead_worker,
    no_delay,
    one_service,
    pre_birth,
    procedure,
    telling,
    thirteen_plus,
    to_looked_after,
)

__all__ = [
    "agreement",
    "brothers_and_sisters",
    "ceasing",
    "child_focus",
    "disabilities",
    "flexibility",
    "improved_service",
    "introduction",
    "lead_worker",
    "meeting",
    "no_delay",
    "one_service",
    "pre_birth",
    "principles",
    "procedure",
    "sign_off",
    "standards",
    "telling",
    "thirteen_plus",
    "to_looked_after",
]
