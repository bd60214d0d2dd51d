"""Capability and HR: that it was said, and where it is held; never what it is. Each says it in a part of their own."""

from __future__ import annotations

from dataclasses import replace

from forms.engine.choice import ChoiceQuestion
from forms.engine.readers import Readers
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion

# 142.5.8: the two team leaders, and their locality leaders once they are asked, or in the place of one who is gone.
LEADERS = Readers(
    named=("outgoing_team_leader", "new_team_leader"),
    deciders=("outgoing_locality_leader", "new_locality_leader"),
    in_place=tuple(
        ((("all_attended", ("no",)), (f"{word}_team_leader_attended", ("unreachable",))), f"{word}_locality_leader")
        for word in ("outgoing", "new")
    ),
    not_ready="A section that only the {team_leaders} can read is not ready. Ask the outgoing {team_leader}.",
    closed="Only the {team_leaders} can change this, because 'Capability and HR' has been filled in for them to read",
)
# They are told what the worker advises of, and the worker reads nothing of theirs.
WORKER = replace(
    LEADERS,
    own="worker",
    not_ready="The {social_worker} has a section of their own about capability and HR, which is not ready. Ask them to "
    "fill it in before you submit: nobody else can.",
    closed="You cannot change this any more, because the {social_worker} has filled in a section that those named here "
    "read. Ask them to change it",
)


class LeaderAdvisesSection(Section):
    """What the outgoing team leader advises the new one of."""

    key = "capability-and-hr"
    title = "Capability and HR"
    intro = (
        "Only the two {team_leaders} can read this page, and their {locality_leaders} once something is unresolved. It "
        "is left out of the general PDF. The detail stays in the HR file."
    )
    readers = LEADERS

    hr_advised = ChoiceQuestion(
        "Has the new {team_leader} been told of any capability or HR issue?",
        thing="whether the new {team_leader} has been told",
        choices={"advised": "Yes, they have been told", "none_to_advise": "There is none"},
        required=True,
        help="By the {social_worker} and the outgoing {team_leader}. Agreed support, such as adjustments at work, "
        "counts too.",
        cites=("142.5.8",),
    )
    hr_reference = TextQuestion(
        "Where is the HR file?",
        thing="where the HR file is",
        hint="A reference only. Write nothing of what it says",
        when=(("hr_advised", ("advised",)),),
        required=True,
        help="The number or the name of whoever holds the file.",
        cites=("142.5.8",),
    )


class WorkerAdvisesSection(Section):
    """What the worker advises the new team leader of."""

    key = "worker-capability-and-hr"
    title = "Capability and HR: the {social_worker}'s own part"
    intro = (
        "For the {social_worker} alone to fill in. The two {team_leaders} read it, and their {locality_leaders} once "
        "something is unresolved. It is left out of the general PDF."
    )
    readers = WORKER

    worker_advises = ChoiceQuestion(
        "Do you want to tell the new {team_leader} of any capability or HR issue?",
        thing="whether you advise the new {team_leader} of anything",
        choices={"advises": "Yes, I advise them of something", "nothing_to_add": "I have nothing to add"},
        help="Support that you were promised, such as adjustments at work, counts too.",
        cites=("142.5.8",),
    )
    worker_advises_of = LongTextQuestion(
        "What do you advise them of?",
        thing="what you advise them of",
        hint="In a line or two. The detail stays in the HR file",
        when=(("worker_advises", ("advises",)),),
        required=True,
        lines=3,
        help="As much as they need in order to ask you, or to find the file.",
        cites=("142.5.8",),
    )
