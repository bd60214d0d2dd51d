"""Section 1, on brothers and sisters. Section 2.7 of chapter 3.1.5 asks the same, and one rule answers both."""

from protocol.answers import Answers
from protocol.choices import LOOKED_AFTER, STATUSES, YES_NO
from protocol.formatting import listed
from protocol.outcomes import Verdict, does_not_apply, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.said import FIRST_ROW, Ask, still_blank
from protocol.rules.siblings import ALL_SHARE, ASK_SHARED, SIBLING_QUESTIONS, is_not_counted, sibling_name, sibling_part
from protocol.rules.together import joined, together
from protocol.statements import EMERGENCY, EXCEPTION, TRANSFER

_ASK_SIBLINGS = "Say whether the child has brothers or sisters, and who will work with each of them."
_CONSIDERED = frozenset({"considered_shared", "considered_not_shared"})


def _judge_sharing(a: Answers) -> Verdict:
    if a.no("has_siblings"):
        return does_not_apply()
    rows, shared = a.rows("siblings"), a.choice(ALL_SHARE, YES_NO)
    if not rows:
        return _who_they_are(a, shared)
    if all(map(is_not_counted, rows)):
        return does_not_apply("None of the brothers and sisters is a child who has a {social_worker}.")
    if not shared:
        return unanswered(ASK_SHARED, ALL_SHARE)
    return together(
        (sibling_part(index, row, shared=shared == "yes") for index, row in enumerate(rows)),
        kept="All of them who have a {social_worker} will have the same one.",
        prompt="Say why sharing a {social_worker} is not in this child's interest",
    )


def _who_they_are(a: Answers, shared: str) -> Verdict:
    """Once the record says that there are some, all that is asked of them is asked at once."""
    if not a.yes("has_siblings"):
        return unanswered(_ASK_SIBLINGS, "has_siblings")
    first = together(sibling_part(0, row) for row in FIRST_ROW) if shared == "no" else None
    return joined(still_blank(Ask("siblings", None, _ASK_SIBLINGS), Ask(ALL_SHARE, shared, ASK_SHARED)), first)


@rule("142.1.4", "315.2.7.1", records=(TRANSFER, EMERGENCY), reads=SIBLING_QUESTIONS)
def siblings_share_a_worker(a: Answers, p: Parameters) -> Verdict:
    """Brothers and sisters have one {social_worker}, or the record says for each why that is not best."""
    return _judge_sharing(a)


@rule("142.1.4", records=(EXCEPTION,), reads=SIBLING_QUESTIONS)
def siblings_share_a_worker_after_the_exception(a: Answers, p: Parameters) -> Verdict:
    """An exception keeps brothers and sisters with one {social_worker}, or says for each why not."""
    return _judge_sharing(a)


@rule("142.1.5", records=(TRANSFER,), reads=(*SIBLING_QUESTIONS, "child_status", "sharing_considered"))
def sharing_is_considered_for_others(a: Answers, p: Parameters) -> Verdict:
    """Sharing is considered where a looked after child has a brother or sister who is not looked after."""
    status = a.choice("child_status", STATUSES)
    if a.no("has_siblings") or (status and status != LOOKED_AFTER):
        return does_not_apply()
    rows = a.rows("siblings")
    if blank := still_blank(
        Ask("child_status", status, "Select the child's status."),
        Ask("siblings", rows or None, "Enter the brothers and sisters, each with their status."),
    ):
        return blank
    others = [row for row in rows if row.choice("status", STATUSES) != LOOKED_AFTER and not is_not_counted(row)]
    return _considered(a, listed(map(sibling_name, others))) if others else does_not_apply()


def _considered(a: Answers, names: str) -> Verdict:
    if not (shared := a.choice(ALL_SHARE, YES_NO)):
        return unanswered(ASK_SHARED, ALL_SHARE)
    if shared == "yes":
        return met("They will share one.")
    if a.choice("sharing_considered", _CONSIDERED):
        return met("Sharing was considered.")
    prompt = f"This child's {{social_worker}} may work with {names} too, although they are not looked after."
    if a.raw("sharing_considered") == "not_considered":
        return unmet(f"{prompt} Consider it, and say what was decided.", "sharing_considered")
    return unanswered(f"{prompt} Say whether that was considered.", "sharing_considered")
