"""Every word of the letters. Sentences are of 15 words or fewer, and say nothing of a worker's own affairs.

Placeholders: {you} and {yours} are the child as the reader is told of them, {new} and {old} the workers' whole names,
{New} and {Old} what they are called after that, {worker} and {old_worker} their posts, {leader} who leads the new team.
"""

from __future__ import annotations

from collections.abc import Mapping

from forms.letters.text import CHILD, PARENTS

TITLES = {CHILD: "Letter to the young person", PARENTS: "Letter to the parents"}
WHOM = {CHILD: "the young person", PARENTS: "the parents"}
HEADINGS = {
    "change": "What is changing",
    "why": "Why",
    "reach": "How to reach {New}",
    "disagree": "If you do not agree",
}
GREETING = {CHILD: "Dear {You},", PARENTS: "Dear parent,"}
READ_WITH = "You can ask somebody to read this letter with you."

# Sentences about who and when, by reader.
NEW_WORKER = {CHILD: "Your new {worker} is {new}.", PARENTS: "{Yours} new {worker} is {new}."}
WILL_TAKE_OVER = "{New} will take over from {old} on {day}."
TOOK_OVER = "{New} took over from {old} on {day}."
WILL_START = "{New} will start on {day}."
STARTED = "{New} started on {day}."
STAYS = {CHILD: "{new} stays your {worker}.", PARENTS: "{new} stays {yours} {worker}."}
TEAM_WILL_CHANGE = "Only the team of {New} will change. That will be on {day}."
TEAM_CHANGED = "Only the team of {New} has changed. That was on {day}."
TEAM_ONLY = "Only the team of {New} changes."
VISIT_PLANNED = "{Old} and {New} plan to visit together on {day}. Then you can meet {New} and ask anything."
VISIT_HELD = "{Old} and {New} have already made a visit together."
NEXT_VISIT = "We plan to visit you on {day}."
GOODBYE = "You can say goodbye to {Old}. Ask {New} how."
IN_TOUCH = "{New} will get in touch with you."

# Why, by the code of the reason and by reader. What one person asked for is not told to another, and why a worker is
# absent or leaves is the worker's own.
NEUTRAL = {
    CHILD: "We have thought about this with care. We think that it is right for you now.",
    PARENTS: "We have thought about this with care. We think that it is right for {you} now.",
}
WHY: Mapping[str, Mapping[str, str]] = {
    "MANAGE": dict.fromkeys(
        (CHILD, PARENTS), "We have shared out our work in a new way. We want each child to get enough time."
    ),
    "FCONTA": {
        CHILD: "{Old} helped at the start. Now {New} will work with you.",
        PARENTS: "{Old} helped at the start. Now {New} will work with you and {you}.",
    },
    "LEFTRL": dict.fromkeys((CHILD, PARENTS), "{Old} is moving on from this job. So somebody else has to take over."),
    "ORGRST": dict.fromkeys((CHILD, PARENTS), "We are changing how our teams work. So some workers change too."),
    "TSPROC": {
        CHILD: "Your plan has come to a new stage. At this stage a new worker often takes over.",
        PARENTS: "The plan for {you} has come to a new stage. At this stage a new worker often takes over.",
    },
    "ABSENC": {
        CHILD: "{Old} cannot go on as your {old_worker}. So {New} takes over.",
        PARENTS: "{Old} cannot go on as {yours} {old_worker}. So {New} takes over.",
    },
    "CHCHAN": {CHILD: "You asked for a change. We have listened to you.", PARENTS: NEUTRAL[PARENTS]},
    "SWDIED": {
        CHILD: "We are very sorry: {Old} has died. It is all right to be sad or angry. "
        "You can talk with us about {Old} at any time.",
        PARENTS: "We are very sorry to tell you that {Old} has died.",
    },
}
STAYS_WHY = {CHILD: "We want you to keep the worker whom you know.", PARENTS: "We want {you} to keep the same worker."}
NOT_YOUR_FAULT = "It is not because of anything that you did."
NOT_THE_CHILDS_FAULT = "It is not because of anything that {you} did."
QUICK = {
    CHILD: "This has come quickly. We are sorry that you had so little time.",
    PARENTS: "This has come quickly. We are sorry that we could not tell you sooner.",
}

REACH = {
    CHILD: "You can ring {New} or send an email. You do not need a special reason. "
    "If nobody answers, leave a message with your name.",
    PARENTS: "You can ring {New} or send an email. If nobody answers, leave a message with your name.",
}
REACH_LEADER = "If you cannot reach {New}, ask for {leader}, the {team_leader}."
PHONE, EMAIL = "Telephone: ", "Email: "
TO_COME, DAY_TO_COME = "(still to be given)", "(day still to be given)"

DISAGREE = {
    CHILD: "You can always say what you think. Tell {listeners}any adult whom you trust. We will listen, and tell you "
    "what we can do.",
    PARENTS: "You can always say what you think. Tell {listeners}us. You can bring somebody to speak for you.",
}
REVIEWING_OFFICER = {
    CHILD: "You can also tell your reviewing officer (IRO). The IRO checks that your plan is right for you.",
    PARENTS: "You can also tell the reviewing officer (IRO). The IRO checks that the plan is right for {you}.",
}
ADVOCATE = "You can have an advocate. An advocate is on your side and helps you to be heard. It is free."
COMPLAINT = {
    CHILD: "You can make a complaint too. We will help you with it.",
    PARENTS: "You can make a complaint too. We will tell you how.",
}
ADVOCACY_CONTACT, COMPLAINTS_CONTACT = "Advocates: {contact}", "Complaints: {contact}"
YOUR_BABY, YOUR_CHILD = "your baby", "your child"

# Why there is no letter.
NOT_BORN = "The baby is not born yet, so there is no letter to a child."
TOO_YOUNG = (
    "The child is under {age}, so there is no letter to the child. Tell them in another way that fits their age."
)
NOT_TOLD = {
    CHILD: "The record says that the child is not told, so there is no letter to the child.",
    PARENTS: "The record says that the parents are not told, so there is no letter to them.",
}
GROWN_UP = "The young person is 18 or over, so there is no letter to the parents."
NO_WORKER = "The record does not name a new worker yet, so nothing is drafted."

# What is printed above a letter that may not be given, by why.
NOTES = {
    "draft": "Draft. Nobody has agreed to this letter yet. Do not give it to anybody.",
    "changed": "The record has changed since this letter was written. Do not give it to anybody.",
    "replaced": "A later letter was agreed since. Do not give this one to anybody.",
    "undecided": "The record is not approved yet. Do not give this letter to anybody.",
    "not_ahead": "This change does not go ahead. Do not give this letter to anybody.",
    "corrected": "A later version of the record counts, with letters of its own. Do not give this one to anybody.",
}
