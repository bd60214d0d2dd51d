"""What the records of the demo's living council say in words: story → question → text. Nobody in it is real."""

from __future__ import annotations

from typing import Any

Words = dict[str, Any]

TRANSFERS: dict[str, Words] = {
    "jean-luc": {
        "transfer_reason_code": "MANAGE",
        "transfer_reason": (
            "Aoife takes on the team's work with the new hostel and gives up four young people. Jean-Luc is the "
            "one of them who knows another worker of the team already. "
            "Aoife asked to keep Jean-Luc. Her hours at the hostel are his college hours, so they would hardly meet."
        ),
    },
    "rhiannon": {
        "transfer_reason_code": "CHCHAN",
        "transfer_reason": (
            "Rhiannon asked for a woman as her worker while she goes through the trial against her uncle. "
            "It is Rhiannon's own wish, and she told Tomasz so herself."
        ),
    },
    "siyu": {
        "transfer_reason_code": "OTHERS",
        "transfer_reason_other": "The family moved to another part of the city",
        "transfer_reason": (
            "Siyu and her father moved from the Quays to Northgate in the autumn, and her new school works with "
            "the Northgate teams. "
            "Farah could go on visiting. The team around the family is in Northgate now, and its meetings are on "
            "her court day."
        ),
    },
    "olena": {
        "transfer_reason_code": "MANAGE",
        "transfer_reason": (
            "Nikolai moves to another team in the new year. The family heard of it from him in good time. "
            "He will work in another town. Keeping Olena's case from there was looked at and would have meant a "
            "visit a month instead of one a week."
        ),
    },
    "callum": {
        "transfer_reason_code": "PCCHAN",
        "transfer_reason": (
            "Callum's parents and Thandiwe could not agree about his transport for a year, and trust was lost. A "
            "complaint was settled last month. "
            "Both sides would like a new beginning, and the complaint's answer says so too."
        ),
        "disability_criterion": "severe_disability",
        "disability_evidence": "Duchenne muscular dystrophy, in the letter of the children's hospital on the file.",
    },
}

TRANSFERS["imogen"] = {
    "transfer_reason_code": "MANAGE",
    "transfer_reason": (
        "Liam's hours are cut by half from the new year, and Daniel is the one worker of all cluster teams with a "
        "place free. "
        "Liam could stay for four of the six children he works with. Imogen's mother lives nearest to Northgate."
    ),
}
TRANSFERS["imogen again"] = {
    **TRANSFERS["imogen"],
    "transfer_reason": (
        "Liam's hours are cut by half from the new year. Daniel would now come with him to school each week until the "
        "exam, which is what both managers missed the first time. "
        "Nobody else in Liam's own team has a place free before the spring."
    ),
}
TRANSFERS["theo"] = {
    "transfer_reason_code": "MANAGE",
    "transfer_reason": (
        "Chloe takes on the pre-birth work of the team, and Rosie has known Theo's school for years. "
        "Chloe could not keep both: the pre-birth visits are in the mornings in which Theo is at home."
    ),
    "departure-142.3.4": (
        "The court has asked Chloe by name for the addendum, and takes it only on the day of the hearing, which is "
        "after the transfer. Rosie reads each draft, and Gareth has the last one by then."
    ),
}

EMERGENCIES: dict[str, Words] = {
    "anais": {
        "what_happened": (
            "Zoë broke her leg on the way to work, rang from the hospital and will be away for some weeks. Anaïs "
            "expected her at school that afternoon, and Stephen went instead. Zoë could not come to a meeting; she "
            "told Stephen by telephone what could not wait."
        ),
        "own_team_reason": (
            "Farah and Liam were asked first, and both are over the team's limit. Saoirse knows Anaïs from the "
            "girls' group."
        ),
        "departure-142.1.1": "Nobody chose this change. Farah, who knows her, cannot take her on before the spring.",
        "interim_cover": "Stephen Oduya himself, on the team's number, until Saoirse's first visit.",
        "immediate_risk": "Her stepfather may come to the school. The school knows, and rings the police and us.",
        "family_told_what": (
            "That Zoë had an accident and will get well, and that Saoirse comes on Thursday with Carol."
        ),
        "handled_with_care": "Anaïs was in a car accident herself. Carol told her first that Zoë only broke a leg.",
    },
    "petra": {
        "what_happened": (
            "Rosie's own child fell ill, and she is on leave until the spring. She told Gareth on Sunday evening, and "
            "cannot be asked to come in. Her visits of that week were shared out on Monday."
        ),
        "siblings_all_share": "no",
        "siblings": [
            {
                "name": "Jakub Novák",
                "same_worker_after": "no",
                "why_not_shared": "Jakub lives with his aunt and keeps the worker who knows him there.",
            }
        ],
        "joint_working": "Jamila and Chloe plan when the two see each other, and tell both parents together.",
        "own_team_reason": "Chloe knows Petra from the core group, so nobody outside the team was needed.",
        "interim_cover": "Gareth Pemberton, on the team's number.",
        "immediate_risk": "None that the plan does not cover.",
        "family_told_what": "That Rosie looks after her own family for a while, and that Chloe visits instead.",
        "handled_with_care": "Petra misses her brother. Chloe keeps the day on which the two see each other.",
    },
}

EXCEPTIONS: dict[str, Words] = {
    "xander": {
        "proposed_instead": (
            "Three weeks before the last hearing. Daniel's evidence is filed, and he comes back for the hearing."
        ),
        "best_interests": (
            "Xander would otherwise have a worker for three weeks only. Rhys has been at both of his reviews."
        ),
        "child_views": "Xander, who is five, put Rhys beside himself in the picture of his team.",
        "family_views": "His mother agrees, because she knows Rhys from family time.",
        "alternatives": "A second cluster worker until the hearing: one more stranger for a boy of five.",
        "risks": "That the court is told two things. Daniel and Rhys write the last statement together.",
        "effect_on_plan": "None: the plan before the court stays as it is.",
        "effect_on_court": "The guardian was asked and has nothing against it.",
        "why_expedient": (
            "Daniel leaves in a month, before the last hearing. One change now spares Xander a second one."
        ),
    },
    "minh-anh": {
        "permanence_plan": "return_home",
        "return_home_months": 4,
        "proposed_instead": "Until she goes home in four months.",
        "best_interests": "Jamila speaks Vietnamese. Minh Anh has said more to her in a month than to anybody else.",
        "child_views": "She asked for Jamila by name, twice.",
        "family_views": "Her parents would like it as soon as it can be.",
        "alternatives": "Saoirse with an interpreter, as until now: Minh Anh does not speak before an interpreter.",
        "risks": (
            "A second change when she goes home. Saoirse stays the family's worker at home and visits with Jamila."
        ),
        "effect_on_plan": "The return home stays planned for the spring.",
        "effect_on_court": "There are no proceedings.",
        "other_reason": "The child's own language, which no rule of the protocol speaks of.",
        "current_manager_view": "For it, if Saoirse stays in the picture.",
        "new_manager_view": "For it until the day of the return home, then the case goes back.",
        "rationale": "She is safer with somebody to whom she can say what is wrong.",
    },
    "lottie": {
        "proposed_instead": "Before the order is made, to the worker who did the matching with the adopters.",
        "best_interests": "Harpreet goes on leave for a year in six weeks, and the order may take until the summer.",
        "child_views": "Lottie is two. She was watched with both workers, and goes to Mei-Ling to be picked up.",
        "family_views": "The adopters asked for it. Her birth mother was told and said nothing against it.",
        "alternatives": "Harpreet's colleague for the months in between, whom nobody in this family has met.",
        "risks": "That something is lost between the files. The two share visits for six weeks.",
        "effect_on_plan": "None: adoption by the family with whom she lives.",
        "effect_on_court": "The court's timetable stays. The reporting officer was told.",
        "why_expedient": "Harpreet's leave begins before the order can be made.",
    },
    "baby": {
        "proposed_instead": "After the birth Grace is the baby's worker as well as Leila's.",
        "best_interests": "Leila trusts Grace, and one worker can see both of them in one visit.",
        "family_views": "Leila wants Grace for both, and has said so at each meeting.",
        "alternatives": "Chloe for the baby and Grace for Leila, as the protocol has it.",
        "risks": "That Leila's wishes and the baby's needs are weighed by one person.",
        "effect_on_plan": "The pre-birth plan names who does what, and would be changed.",
        "effect_on_court": "There are no proceedings.",
        "other_reason": "The mother's bond with her own worker, of nearly two years and through a change of placement.",
        "current_manager_view": "For it in the weeks around the birth.",
        "new_manager_view": "For it, if the cluster team is asked before each decision about the baby.",
        "rationale": "A mother who trusts one person lets that person see how the baby is.",
    },
}

HANDOVERS: dict[str, Words] = {
    "zoe": {
        "handover_reason_detail": "Zoë asked for work with disabled children when she is back. Both teams agreed.",
        "three_way_place": "Mill Street office, room 4",
        "link_school_detail": "Quayside Primary, the first Monday of each month.",
        "training_detail": "Makaton, second level, in the spring.",
        "supervision_notes_reference": "Meeting of three, Zoë's supervision notes",
        "case": "The plan stays as the last core group agreed it.",
    },
    "nikolai": {
        "handover_reason_detail": (
            "Nikolai moves to the Quays to be nearer to his family. He keeps his cases until they pass."
        ),
        "three_way_place": "Mill Street office, room 2",
        "link_school_detail": "Weirside Academy, every second Tuesday.",
        "training_detail": "Court skills, one day in the spring.",
        "supervision_notes_reference": "Meeting of three, Nikolai's supervision notes",
        "case": "Olena's plan ends in the spring if the school's part is done.",
    },
}
