"""Brothers and sisters, and whether they share a worker."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.codes import STATUSES
from forms.shared.workers import how_column, worker_question

HAS_SIBLINGS = (("has_siblings", ("yes",)),)
NOT_SHARED = (*HAS_SIBLINGS, ("siblings_all_share", ("no",)))
SHARING = {
    "yes": "Yes",
    "no": "No",
    "no_worker": "They have no {social_worker}",
    "adult": "They are 18 or over",
    "adopted": "They were adopted",
}
WHY_NOT = (
    "For example that their needs pull in different directions, or that one of them must be safe from another. How "
    "work is shared out between teams is not by itself a reason."
)


def siblings_questions() -> tuple[Question, Question, Question]:
    """has_siblings, siblings, siblings_all_share."""
    return (
        YesNoQuestion(
            "Does the child have brothers or sisters?",
            name="has_siblings",
            thing="the child has brothers or sisters",
            help="Count half and step brothers and sisters, and children who live elsewhere or are adults but matter "
            "to the child.",
            cites=("142.1.4", "315.2.7.1"),
            follows="child",
            asked_if_unknown=True,
        ),
        RowsQuestion(
            "Brothers and sisters",
            name="siblings",
            thing="the brothers and sisters",
            noun="brother or sister",
            follows="child",
            key=("name",),
            told_apart="local id",
            gone="former_siblings",
            corrects=("status", "worker", "same_worker_after"),
            not_one="They are not a brother or sister of the child",
            when=HAS_SIBLINGS,
            required=True,
            columns=_columns(),
            help="For each say whether they will share a worker with the child after the transfer. One worker for the "
            "whole family knows it best and spares the family from telling its story twice.",
            cites=("142.1.4", "315.2.7.1"),
        ),
        YesNoQuestion(
            "Will all of them under 18 who have a {social_worker} have the same one as the child?",
            name="siblings_all_share",
            thing="all brothers and sisters under 18 who have a {social_worker} will have the same one as the child",
            when=HAS_SIBLINGS,
            follows="child",
            asked_if_unknown=True,
            help="After the transfer, even if only for weeks. If not, say for each of them above who shares and who "
            "does not, and why.",
            cites=("142.1.4", "315.2.7.1"),
        ),
    )


def former_siblings_question() -> Question:
    """Rows of siblings that are none any more, with what was written in them."""
    return RowsQuestion(
        "Brothers and sisters who are no longer listed, as this record had them",
        name="former_siblings",
        thing="the brothers and sisters who are no longer listed",
        noun="brother or sister",
        columns=_columns() | how_column(),
    )


def lead_worker_questions() -> tuple[Question, Question]:
    """lead_family_worker, joint_working: where brothers and sisters will have different workers."""
    return (
        worker_question(
            "Who is the lead family {social_worker}?",
            "the lead family {social_worker}",
            "Where brothers and sisters have different workers, one of those workers is agreed as the lead, and "
            "coordinates everything that is done with the family.",
            ("315.2.7.2",),
            name="lead_family_worker",
            when=NOT_SHARED,
        ),
        LongTextQuestion(
            "Who does what together?",
            name="joint_working",
            thing="who does what together",
            lines=3,
            when=NOT_SHARED,
            help="Visits and meetings that they share, who writes what, and whom the family rings.",
            cites=("315.2.7.2",),
        ),
    )


def _columns() -> dict[str, Question]:
    return {
        "name": TextQuestion(
            "Name",
            thing="the name",
            limit=200,
            required=True,
            help="The name that the family uses.",
            cites=("315.2.7.1",),
        ),
        "status": ChoiceQuestion(
            "Status",
            thing="the status",
            optional=True,
            choices=STATUSES,
            long=True,
            help="Their status today. Leave blank if children's services do not work with them.",
            cites=("142.1.5",),
        ),
        "worker": TextQuestion(
            "Their {social_worker} now",
            thing="the name of their {social_worker}",
            optional=True,
            none="Nobody",
            help="Who works with them today. Leave blank if they have nobody.",
            cites=("315.2.7.1",),
        ),
        "same_worker_after": ChoiceQuestion(
            "Will they share a worker with the child after the transfer?",
            thing="whether they will share a worker after the transfer",
            choices=SHARING,
            help="Yes if they move to the child's new worker too. No if they will have another worker, even if only "
            "for weeks. Adults, adopted children and those without a {social_worker} do not count.",
            cites=("142.1.4", "315.2.7.1"),
        ),
        "why_not_shared": LongTextQuestion(
            "Why is sharing a worker not in this child's best interests?",
            thing="why they will not share a worker",
            lines=3,
            when=(("same_worker_after", ("no",)),),
            help=WHY_NOT,
            cites=("142.1.4", "315.2.7.1"),
        ),
    }
