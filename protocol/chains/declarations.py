"""What a signature states, put together from the answers: never what the record itself says is not so."""

from protocol.answers import Answers
from protocol.formatting import day
from protocol.gone import how_gone
from protocol.people import same_person

AGREED = "I have talked this transfer over with the other {team_leader}, and I agree to it."
_BOTH_PARTS = "I take the parts of the transferring and of the receiving {team_leader}, and I agree to it."
_ONE_TEAM = "The child stays in the same team, and I agree to it."
_CHECKED = "I checked this file on the date below and it is ready"
_ITEMS = ("chronology", "case_notes", "open_assessment", "decisions_recorded", "todo_list")
_INSTEAD = "The current {social_worker} is no longer there, so I confirm in their place what a {team_leader} can."


def audit(answers: Answers) -> str:
    """What the transferring leader says of the file and of the work still to be done."""
    not_ready = any(answers.raw(one) == "not_done" for one in _ITEMS)
    lacks = " What is not up to date yet is listed here with who does it." if not_ready else ""
    if answers.raw("outstanding_work_known") == "none":
        return f"{_CHECKED}.{lacks} No {'other ' if not_ready else ''}work is outstanding."
    return f"{_CHECKED}.{lacks} Outstanding work is done, or listed here with who does it."


def transferring_leader(answers: Answers, *, of_both: bool) -> str:
    """What the transferring leader states; `of_both`: where they are the receiving one too."""
    one_team = same_person(answers.person("current_team"), answers.person("new_team"))
    agrees = (_ONE_TEAM if one_team else _BOTH_PARTS) if of_both else AGREED
    return " ".join(filter(None, (_INSTEAD if how_gone(answers) else "", audit(answers), agrees)))


def emergency(answers: Answers) -> str:
    """What the reallocating leader declares: of the own team, the file and the action only what the record says."""
    looked = (
        "I did not look inside my own team first, for the reason that this record gives"
        if answers.no("own_team_considered")
        else "I looked inside my own team before any other"
    )
    filed = answers.date("no_handover_filed_on")
    shows = f"By {day(filed)} the child's file shows" if filed else "I see to it that the child's file shows"
    said = f"What this record says of the emergency is true. {looked}. {shows} why no handover was possible"
    return f"{said}, and I see to it that the action set out here is taken." if any_action(answers) else f"{said}."


def takes_on(answers: Answers) -> str:
    """What the receiving leader of an emergency agrees to."""
    if same_person(answers.person("current_team"), answers.person("new_team")):
        agreed, whom = "I agree that this case stays in the same team", "it"
    else:
        agreed, whom = "I agree that my team takes this case on", "us"
    some = any_action(answers)
    return f"{agreed}, with the action that this record sets out for {whom}." if some else f"{agreed}."


def action_will_do(answers: Answers) -> str:
    """What the confirming manager of an emergency says of the action: of none that there is not."""
    named = {
        "service_actions": "for the service to the child",
        "relationship_actions": "for the relationships that matter to the child",
    }
    enough = [words for question, words in named.items() if _is_done(answers, question)]
    read = "I have read why no handover was possible."
    if not enough:
        return f"{read} I have read why no action can be planned or put in place."
    return f"{read} The action that is planned or in place is enough {' and '.join(enough)}."


def _is_done(answers: Answers, *tables: str) -> bool:
    """Whether some action in these tables is planned or in place: what was tried in vain is neither."""
    return any(row.raw("state") != "tried" for table in tables for row in answers.rows(table))


def any_action(answers: Answers) -> bool:
    """Whether an emergency names any action that is planned or in place."""
    return _is_done(answers, "service_actions", "relationship_actions", "step_actions")


def four_way(answers: Answers) -> str:
    """What a locality leader signs of what the team leaders could not settle."""
    if answers.date("four_way_date"):
        return "I was told of what could not be settled, took part in the four-way meeting, and agree to its outcome."
    return "I was told of what could not be settled, and have read why there was no four-way meeting."
