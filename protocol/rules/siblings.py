"""How the brothers and sisters stand after the transfer."""

from enum import Enum, auto
from types import MappingProxyType

from protocol.answers import Answers, Values
from protocol.choices import YES_NO
from protocol.outcomes import Outcome, Part, cell

ALL_SHARE = "siblings_all_share"
SIBLING_QUESTIONS = ("has_siblings", "siblings", ALL_SHARE)
ASK_SHARED = "Say whether the brothers and sisters will have the same {social_worker} as the child."
# Brothers and sisters of whom no statement asks that they share a worker → what is said of them.
NOT_COUNTED = MappingProxyType(
    {"no_worker": "Has no {social_worker}.", "adult": "Is 18 or over.", "adopted": "Was adopted."}
)
SAME, SHARED = "same_worker_after", frozenset({"yes", "no", *NOT_COUNTED})


class Sharing(Enum):
    """What is known of who works with the brothers and sisters after the transfer."""

    NO_SIBLINGS = auto()
    NOT_SAID = auto()
    ONE_WORKER = auto()
    SEVERAL_WORKERS = auto()


def sharing(a: Answers) -> Sharing:
    """Whether one worker is to have all of them who count, as far as the record says."""
    if a.no("has_siblings"):
        return Sharing.NO_SIBLINGS
    rows = a.rows("siblings")
    if rows and all(is_not_counted(row) for row in rows):
        return Sharing.ONE_WORKER
    if not rows or not a.choice(ALL_SHARE, YES_NO):
        return Sharing.NOT_SAID
    if any(row.no("same_worker_after") for row in rows):
        return Sharing.SEVERAL_WORKERS
    if a.yes(ALL_SHARE) or all(row.yes("same_worker_after") or is_not_counted(row) for row in rows):
        return Sharing.ONE_WORKER
    return Sharing.NOT_SAID


def is_not_counted(row: Values) -> bool:
    """Whether a brother or sister is grown up, adopted, or has no {social_worker}, so that there is none to share."""
    return row.choice(SAME, NOT_COUNTED) != ""


def sibling_name(row: Values) -> str:
    """What to call a brother or sister in a message."""
    return row.text("name") or "a brother or sister"


def sibling_part(index: int, row: Values, *, shared: bool = False) -> Part:
    """How one brother or sister stands: another worker needs a reason why not to share one.

    shared: whether the record says of all of them that they share one, so that a row need not say it.
    """
    name = sibling_name(row)
    if row.yes("same_worker_after") or (shared and not row.raw("same_worker_after")):
        return Part(name, Outcome.MET, "Will have the same {social_worker}.", "siblings")
    if why_not := NOT_COUNTED.get(row.choice(SAME, NOT_COUNTED)):
        return Part(name, Outcome.DOES_NOT_APPLY, why_not, "siblings")
    if not row.no("same_worker_after"):
        ask = f"Say whether {name} will have the same {{social_worker}} after the transfer."
        return Part(name, Outcome.UNANSWERED, ask, cell("siblings", index, "same_worker_after"))
    fact = f"{name[0].upper()}{name[1:]} will have another {{social_worker}}."
    if why := row.text("why_not_shared"):
        return Part(name, Outcome.DEPARTED, fact, "siblings", why)
    ask = "Say why sharing one is not in this child's interest."
    return Part(name, Outcome.UNMET, f"{fact} {ask}", cell("siblings", index, "why_not_shared"))
