"""Changes of worker that were agreed in the last weeks, so that figures have more than one of each to show.

The children have no other part in the demo, and nobody has anything to decide by these. The worker seals them.
"""

from __future__ import annotations

from datetime import date

from models import State
from records.demo import plain_answers
from records.demo.living import EXCEPTION, TRANSFER, Story, Written
from records.demo.plain_answers import Answers
from records.demo.plain_words import Words
from records.register.invented import ChildRow, WorkerRow, days_ahead

EMERGENCY = "emergency_transfer"
NOT_TOGETHER: Words = {
    "joint_visit": "none",
    "departure-142.3.7": "The two work on different days. Each saw the family on their own, and rang the other after.",
}

CHILDREN = (
    ChildRow("AV104611", "Ottilie Farnsworth", (8, 3, 12), "child_in_need"),
    ChildRow("AV104612", "Kwame Darko-Lyle", (11, 7, 2), "child_in_need"),
    ChildRow("AV104613", "Saffron Tennant", (11, 1, 20), "child_in_need"),
    ChildRow("AV104614", "Emrys Vaughan", (6, 10, 5), "child_in_need"),
    ChildRow("AV104615", "Leyla Demirci", (9, 5, 18), "child_in_need"),
    ChildRow("AV104616", "Noor Haddad-Price", (12, 2, 9), "child_in_need"),
    ChildRow("AV104617", "Alfie Corrigan", (7, 8, 27), "child_in_need"),
)
HISTORY = {
    "AV104611": (WorkerRow("chloe.ashdown", 240, "FCONTA"),),
    "AV104612": (WorkerRow("ibrahim.al-sayed", 310, "FCONTA"),),
    "AV104613": (WorkerRow("farah.siddiqui", 190, "FCONTA"),),
    "AV104614": (WorkerRow("harpreet.gill", 275, "FCONTA"),),
    "AV104615": (WorkerRow("abigail.munroe", 150, "FCONTA"),),
    "AV104616": (WorkerRow("rosie.tranter", 205, "FCONTA"),),
    "AV104617": (WorkerRow("liam.brannigan", 330, "FCONTA"),),
}

OTTILIE: Words = {
    "transfer_reason_code": "MANAGE",
    "transfer_reason": (
        "Chloe's work with unborn babies takes the mornings in which Ottilie's mother is at home. "
        "Rosie has known the school for years, and the family asked for nobody else."
    ),
}
KWAME: Words = {
    "transfer_reason_code": "PCCHAN",
    "transfer_reason": (
        "Kwame's father and Ibrahim fell out over a report, and the father closed the door to him. "
        "Two talks with Gareth did not mend it. The plan needs somebody who is let in."
    ),
}
SAFFRON: Words = {
    "transfer_reason_code": "CHCHAN",
    "transfer_reason": (
        "Saffron asked for a worker with whom she can talk of her mother without being asked about school. "
        "Farah heard it from Saffron first, and thinks the same."
    ),
}
EMRYS: Words = {
    "transfer_reason_code": "MANAGE",
    "transfer_reason": (
        "Harpreet goes on leave in six weeks, and gives up her cases one by one. "
        "Abigail has visited with her since the summer, and Emrys calls both of them his ladies."
    ),
}
LEYLA: Words = {
    "transfer_reason_code": "MANAGE",
    "transfer_reason": (
        "Abigail takes on the duty days of the team, which are the days of Leyla's contact with her father. "
        "Harpreet can be there on both of them until the spring."
    ),
}
NOOR: Words = {
    "what_happened": (
        "Rosie was called away to her own child at noon and is on leave until the spring. Noor had asked for a talk "
        "after school that day, and Chloe met her instead."
    ),
    "own_team_reason": "Chloe is of the same team, and Noor knows her from the group on Thursdays.",
    "interim_cover": "Gareth Pemberton, on the team's number.",
    "immediate_risk": "None that the plan does not cover.",
    "family_told_what": "That Rosie looks after her own family for a while, and that Chloe comes on Thursday.",
    "handled_with_care": "Noor feared that she had done something wrong. Chloe told her first that she had not.",
}
ALFIE: Words = {
    "what_happened": (
        "Liam was taken to hospital on Monday night and will not work before the new year. His wife rang Stephen, who "
        "knew Alfie's plan from supervision."
    ),
    "own_team_reason": "Farah is of the same team and has two free afternoons a week.",
    "interim_cover": "Stephen Oduya, on the team's number.",
    "immediate_risk": "His grandmother, who looks after him on Fridays, has to be rung before noon.",
    "family_told_what": "That Liam is ill and is looked after well, and that Farah comes on Friday with Carol.",
    "handled_with_care": "Alfie drew Liam a picture of a bus. Farah takes it to him.",
}

AMARA: Words = {
    "proposed_instead": "Each worker visits on their own, and Jamila says goodbye on a day of her own.",
    "best_interests": "Amara went silent when two workers came at once before. One at a time keeps her talking.",
    "child_views": "Amara asked that they never come both together, because then everybody talks and she does not.",
    "family_views": "Her carers think the same. Her father was told and had no other wish.",
    "alternatives": "A visit of both at school: Amara does not want anybody from the team to be seen there.",
    "risks": "That something is told twice or not at all. Both write down what they said, on the same day.",
    "effect_on_plan": "None: long-term fostering where she is.",
    "effect_on_court": "There are no proceedings.",
    "relationship_evidence": "Jamila was with her through two schools, and Amara writes to her between visits.",
    "short_term_issues": "A hearing test and the move to another class, both within six weeks.",
    "relationship_kept": "Jamila comes to her birthday, and answers her letters until the summer.",
}
CERYS: Words = {
    "proposed_instead": "No visit of both: the new worker comes with Cerys's mentor, whom she trusts.",
    "best_interests": "A visit with the present worker would be one more visit that she runs from.",
    "child_views": "Cerys said three times that she will be out whenever he comes, and she was.",
    "family_views": "Her aunt asks for a new beginning, and soon.",
    "alternatives": "A meeting of both at the aunt's: tried in the autumn, and Cerys climbed out of the window.",
    "risks": "That what he knows is lost. He gives it to the new worker in two long talks.",
    "effect_on_plan": "None: she stays where she is until she is eighteen.",
    "effect_on_court": "There are no proceedings.",
    "preventing_evidence": "Four of the last six visits did not happen because Cerys left the house.",
}


def _exception(ground: str, words: Words) -> Written:
    return lambda today, _: plain_answers.exception(today, ground, words)


def _transfer(new_worker: str, words: Words, *, ahead: int = 12) -> Written:
    def written(today: date, about: str) -> Answers:
        passes = {"transfer_date": days_ahead(today, ahead).isoformat()}
        return plain_answers.transfer(today, about, new_worker, words) | passes

    return written


def _emergency(new_worker: str, leader: str, confirming: str, words: Words) -> Written:
    return lambda today, _: plain_answers.emergency(today, new_worker, leader, confirming, words)


STORIES = (
    Story(
        EXCEPTION,
        "AV300101",
        "jamila.yusuf",
        7,
        _exception("significant_relationship", AMARA),
        State.APPROVED,
        statement="315.7.7",
        new_worker="dorothea.blake",
    ),
    Story(
        EXCEPTION,
        "AV300103",
        "leon.stclair",
        5,
        _exception("relationship_prevents_outcomes", CERYS),
        State.APPROVED,
        statement="315.7.7",
        new_worker="aoife.kinsella",
    ),
    Story(TRANSFER, "AV104611", "chloe.ashdown", 11, _transfer("rosie.tranter", OTTILIE), State.APPROVED),
    Story(
        TRANSFER, "AV104612", "ibrahim.al-sayed", 10, _transfer("chloe.ashdown", KWAME | NOT_TOGETHER), State.APPROVED
    ),
    Story(TRANSFER, "AV104613", "farah.siddiqui", 8, _transfer("liam.brannigan", SAFFRON, ahead=14), State.APPROVED),
    Story(TRANSFER, "AV104614", "harpreet.gill", 9, _transfer("abigail.munroe", EMRYS), State.APPROVED),
    Story(TRANSFER, "AV104615", "abigail.munroe", 12, _transfer("harpreet.gill", LEYLA | NOT_TOGETHER), State.APPROVED),
    Story(
        EMERGENCY,
        "AV104616",
        "gareth.pemberton",
        4,
        _emergency("chloe.ashdown", "gareth.pemberton", "denise.holroyd", NOOR),
        State.APPROVED,
    ),
    Story(
        EMERGENCY,
        "AV104617",
        "stephen.oduya",
        6,
        _emergency("farah.siddiqui", "stephen.oduya", "anil.deshmukh", ALFIE),
        State.APPROVED,
    ),
)
