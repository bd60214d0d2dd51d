"""Why a child may have to stay where a {social_worker} who moves to another team takes their cases along."""

from protocol.choices import INTERIM_CARE_ORDER, PLACED_FOR_ADOPTION, PLACEMENT_ORDER

PROCEEDINGS_OPEN, TO_BE_ADOPTED = "proceedings", "adoption"
HELD_BY = frozenset({PROCEEDINGS_OPEN, TO_BE_ADOPTED})

STAYS, GOES_ALONG = "stays", "goes_along"
WHAT_BECOMES = frozenset({STAYS, GOES_ALONG})


def held_by(legal_status: str | None, placement: str | None) -> str:
    """What holds a child of this legal status and placement, codes of the SSDA903 return; '' for nothing.

    An interim care order means that care proceedings are open (3.1.5, section 4); while they are, they alone hold.
    """
    if legal_status == INTERIM_CARE_ORDER:
        return PROCEEDINGS_OPEN
    return TO_BE_ADOPTED if legal_status == PLACEMENT_ORDER or placement in PLACED_FOR_ADOPTION else ""
