"""Section 2.7: a lead for the family where brothers and sisters have different workers."""

from protocol.answers import Answers
from protocol.choices import YES_NO
from protocol.outcomes import Outcome, Part, Verdict, cell, does_not_apply, unanswered, unmet
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.said import FIRST_ROW, Ask, as_unmet, still_blank
from protocol.rules.siblings import ALL_SHARE, ASK_SHARED, SAME, SHARED, SIBLING_QUESTIONS, Sharing, sharing
from protocol.rules.together import joined, together
from protocol.statements import EMERGENCY, TRANSFER

_LEAD = "lead_family_worker"


@rule("315.2.7.2", records=(TRANSFER, EMERGENCY), reads=(*SIBLING_QUESTIONS, "new_worker", _LEAD, "joint_working"))
def family_has_a_lead_worker(a: Answers, p: Parameters) -> Verdict:
    """Where brothers and sisters have different {social_workers}, the lead is named, and who does what together."""
    match sharing(a):
        case Sharing.NO_SIBLINGS | Sharing.ONE_WORKER:
            return does_not_apply()
        case Sharing.NOT_SAID:
            return _not_said(a)
    if a.yes(ALL_SHARE):  # closes what is asked of the lead, and contradicts a row
        fact = "Brothers and sisters will have different {social_workers}, and are all said to share one."
        return unmet(f"{fact} Say which is so.", ALL_SHARE)
    lacking = still_blank(*_arrangement(a))
    parts = [*as_unmet(lacking, "Brothers and sisters will have different {social_workers}."), *_outsider(a)]
    return together(parts)


def _outsider(a: Answers) -> tuple[Part, ...]:
    """What is wrong with a lead who works with none of them; whoever is not named may be the lead."""
    lead, rows = a.person(_LEAD), [row for row in a.rows("siblings") if row.no(SAME)]
    theirs = [a.person("new_worker"), *(row.person("worker") for row in rows)]
    if lead is None or None in theirs or any(same_person(lead, one) for one in theirs):
        return ()
    fact = f"{lead.name or 'The lead for the family'} works with none of the brothers and sisters."
    return (Part("", Outcome.UNMET, f"{fact} Name one of their {{social_workers}}.", _LEAD),)


def _arrangement(a: Answers) -> tuple[Ask, ...]:
    return (
        Ask(_LEAD, a.person(_LEAD), "Name the lead for the family."),
        Ask("joint_working", a.text("joint_working"), "Say who does what together."),
    )


def _not_said(a: Answers) -> Verdict:
    """Asks for all that decides it; where not all share one, for the lead at once, whom nobody needs if they do."""
    ask = "Say which {social_worker} each brother and sister will have."
    if not a.yes("has_siblings"):
        return unanswered(ask, "has_siblings")
    rows, shared = a.rows("siblings"), a.choice(ALL_SHARE, YES_NO)
    differing = (
        *(Ask(cell("siblings", at, SAME), row.choice(SAME, SHARED), ask) for at, row in enumerate(rows or FIRST_ROW)),
        *_arrangement(a),
    )
    known = (Ask("siblings", rows or None, ask), Ask(ALL_SHARE, shared, ASK_SHARED))
    return joined(still_blank(*known, *(differing if shared == "no" else ())))
