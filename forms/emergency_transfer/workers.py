"""Who worked with the child, who takes over, and who answers for the decision."""

from __future__ import annotations

from forms.engine.date import DateQuestion
from forms.shared import TeamsSection
from forms.shared.codes import NOT_IN_CARE
from forms.shared.holders import MANAGER_ABOVE, TEAM_LEADER
from forms.shared.workers import ceasing_question, earlier_workers_question, post_question


class EmergencyWorkersSection(TeamsSection):
    """The workers and teams, the leader who reallocates and the manager who confirms."""

    reallocating_team_leader = post_question(
        "Which {team_leader} reallocates the child?",
        "the reallocating {team_leader}",
        "The {team_leader} of the current team, who decided that the child needs another worker at once, and who "
        "answers for this record.",
        ("142.4.2", "142.4.3"),
        follows="current_team",
        posts=TEAM_LEADER,
    )
    confirming_manager = post_question(
        "Which manager confirms that what is done is enough?",
        "the confirming manager",
        "The {locality_leader} or {service_delivery_manager} who reads this after you. They look at whether the "
        "work goes on and whether the child keeps people to trust.",
        ("142.4.4", "142.4.5"),
        follows="current_team",
        posts=MANAGER_ABOVE,
    )
    earlier_workers = earlier_workers_question()
    transfer_date = DateQuestion(
        "What date does responsibility pass, or when did it?",
        thing="the date of transfer",
        hint="For example, 27 3 2026",
        required=True,
        help="From this day the new {social_worker} and {team_leader} answer for the child. It may be past already.",
        cites=("142.4.1", "142.1.3"),
    )
    ceasing_looked_after = ceasing_question(NOT_IN_CARE)
