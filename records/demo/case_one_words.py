"""What the social worker writes in Maya's record: question → text.

Written so that Maya may read it one day: what is hard is said plainly, nobody is a case, and her words stay
hers.
"""

from __future__ import annotations

REASONS = {
    "transfer_reason": (
        "Maya's care proceedings finished a month ago. The court decided that she will grow up with Ruth "
        "and Clive, her foster carers, where her brother Josiah lives too. The cluster team's part was to "
        "work with Maya's family up to that decision. From now on she needs a worker whose job is to stand "
        "beside young people who are growing up in long-term foster care. That worker is Tomasz, who has "
        "been Josiah's worker for most of the past year.\n\n"
        "Hannah asked whether she could stay Maya's worker, and her manager took the question seriously. It "
        "was decided against for two reasons. Hannah's team is often called to court at short notice, and "
        "Maya has had three visits moved because of it this year. And with Tomasz, Maya and Josiah would "
        "have one worker who knows them both."
    ),
    "best_interests": (
        "Maya is settled, her plan is certain, and nothing else in her life is about to change: same home, "
        "same school, same band. This is a calm time to get to know somebody new. She has already met "
        "Tomasz on his visits to Josiah and says he is 'all right, he remembers things'. One worker for "
        "both of them means that plans for holidays, family time and Grandma's visits are made once, "
        "together, and not in two offices. Waiting until after her birthday would bring the change close to "
        "her first tour with the band."
    ),
    "child_views": (
        "Maya said: 'I'm a bit sad about Hannah because she was there for the court stuff. I don't mind a "
        "new person if they read my things first so I don't have to say it all again.' She asked for three "
        "things: that Tomasz comes to a band practice, that he sits on her right side because of her "
        "hearing aid, and that Hannah comes to say goodbye properly. All three have been promised."
    ),
    "timing_follows_plan": (
        "What changed is that the court made its decision. The date was chosen to follow the long-term "
        "plan: far enough from the final hearing for Maya to take it in, and well before her next review, "
        "so that Tomasz helps her to prepare what she wants to say there."
    ),
}

SUMMARY = {
    "life_now": (
        "Maya is twelve. She is funny, notices everything, and draws a comic about a cat who keeps a "
        "lighthouse. She plays the cornet in the Weirside Youth Band and goes swimming with Clive on "
        "Thursdays. She has lived with Ruth and Clive Ferreira for nearly a year, in the room next to "
        "Josiah's, with a dog called Biscuit who sleeps outside her door. At Weirside Academy she likes art "
        "and science; Mr Lomas, her form tutor, is the person she goes to. Her hearing aid is on her left "
        "side: she hears best when people face her, and a spare set of batteries is kept in the school "
        "office."
    ),
    "worries": (
        "Maya worries about her mum. She has seen her very unwell and sometimes feels that she ought to be "
        "there to look after her; after family time she can be quiet and not sleep. She tends to say that "
        "she is fine before she has thought about it, so it helps to ask again on another day. Grandma "
        "Bola's stroke frightened her, and she likes to hear from a grown-up, soon and plainly, when "
        "anything happens to somebody she loves. There is no worry about her safety at home, at school or "
        "with her friends."
    ),
    "what_works": (
        "Doing something while talking: drawing, walking Biscuit, washing up. Being told what will happen "
        "and then having it happen. Josiah, who can make her laugh at anything. Ruth's rule that nobody has "
        "to talk at tea. Sunday calls with Grandma. Writing down the three most important things before a "
        "meeting and letting Maya decide who says them. Her worry book, which is private unless she opens "
        "it."
    ),
    "plan_summary": (
        "Maya will live with Ruth and Clive until she is grown up, with Josiah, and they want her to. She "
        "sees her mum every second Saturday and speaks to Grandma Bola on Sundays. The plan looks at more "
        "time with Mum when Mum has been well for a while, at a pace that Maya sets. School, with the "
        "virtual school, keeps her art going and helps with note-taking where she misses words. Ruth and "
        "Clive can agree day trips, haircuts, sleepovers and school visits without asking anybody."
    ),
    "parents_views": (
        "Dionne, Maya's mum, loves her and did not want the care order. She said: 'I can't pretend I'm "
        "happy, but Maya looks well there and I can see that.' She would like photographs from the band and "
        "to be told about school in good time. She has met Tomasz through Josiah and finds him straight "
        "with her. Marlon, Maya's father, has not been in touch since she was four; a letter went to his "
        "last known address and to his sister, and an answer would be welcome at any time."
    ),
    "carers_views": (
        "Ruth and Clive are glad that one person will know both children. They will miss Hannah, who "
        "'answered the phone, even when it was bad news'. They ask for visits after four o'clock, so that "
        "Maya does not leave a lesson, and for a word beforehand when something hard is going to be talked "
        "about, so that they are around."
    ),
    "orders_summary": (
        "A full care order was made at the end of the proceedings. The council shares parental "
        "responsibility with Dionne. Marlon does not hold it. There is no order about family time: it "
        "follows the care plan. No other proceedings are open and no appeal has been made."
    ),
}

TRANSITION = {
    "transition_roles": (
        "Until the day of transfer Hannah stays Maya's worker and makes the decisions; Tomasz visits with "
        "her and leads the talk about what comes next. From that day Tomasz is her worker. Hannah finishes "
        "the life story book with Maya, comes for a goodbye tea at Ruth and Clive's, and then only answers "
        "Tomasz's questions. Ruth and Clive tell both of them how Maya is doing, once a week, until her "
        "review."
    ),
    "former_worker_how": (
        "By telephone or message, Monday to Thursday, and a talk with Tomasz every second week until Maya's review"
    ),
}

TELLING = {
    "family_told_how": (
        "Hannah Whitcombe told Maya at the kitchen table, face to face, with Ruth beside her and a page to keep: a "
        "photograph of Tomasz, his number, what changes and what stays the same. Ruth and Clive heard of it on a visit "
        "before her, from Hannah and from Nadine Opoku, their supervising social worker. Dionne heard of it at the "
        "family centre, with a letter to take home; a letter went to Marlon."
    )
}

WORDS = REASONS | SUMMARY | TRANSITION | TELLING
