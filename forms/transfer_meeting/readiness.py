"""Whether the file is ready to be handed over, and the summary that goes with it."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.promise import Promise
from forms.engine.question import Question
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion

ITEM_BY_ITEM = (("file_ready", ("item_by_item",)),)
THE_FIVE = ("142.2.1", "142.2.2", "142.2.3", "142.2.4", "142.2.5")


def file_item(
    name: str,
    label: str,
    *,
    item: str,
    thing: str,
    help: str,  # noqa: A002
    date_label: str,
    date_thing: str,
    cites: tuple[str, ...],
    more_choices: dict[str, str] | None = None,
) -> tuple[Question, ...]:
    """One thing to be ready on the file: done and when, or not done and then what remains, who does it, by when.

    item: what it is called where what remains is followed up.
    """
    done = (*ITEM_BY_ITEM, (name, ("done",)))
    return (
        ChoiceQuestion(
            label,
            name=name,
            thing=thing,
            when=ITEM_BY_ITEM,
            cites=cites,
            help=help,
            choices={"done": "Yes", "not_done": "Not yet"} | (more_choices or {}),
        ),
        DateQuestion(
            date_label,
            name=f"{name}_date",
            thing=date_thing,
            when=done,
            cites=cites,
            hint="For example, 27 3 2026",
            past=True,
            help="The date that {case_system} shows, on or before the transfer date.",
        ),
        *_remaining(name, item, cites),
    )


def _remaining(name: str, item: str, cites: tuple[str, ...]) -> tuple[Question, ...]:
    """What is not done yet: what remains, who does it, by when."""
    not_done = (*ITEM_BY_ITEM, (name, ("not_done",)))
    return (
        LongTextQuestion(
            "What remains to be done?",
            name=f"{name}_remaining",
            thing="what remains to be done",
            lines=3,
            required=True,
            when=not_done,
            cites=cites,
            help="Say exactly what is missing, so that whoever does it need not search.",
        ),
        TextQuestion(
            "Who will do it?",
            name=f"{name}_who",
            thing="who will do it",
            required=True,
            when=not_done,
            cites=cites,
            help="A person, not a team. If it is the current {social_worker}, they must still be there to do it.",
        ),
        DateQuestion(
            "By when?",
            name=f"{name}_due",
            thing="the date by which it will be done",
            required=True,
            when=not_done,
            cites=cites,
            hint="For example, 27 3 2026",
            help="A date that can be kept, best before the transfer.",
            to_come=True,
            promises=Promise(item, says=f"{name}_remaining", who=(f"{name}_who",), when=not_done),
        ),
    )


class ReadinessSection(Section):
    """The five things that are put in order before a transfer: all of them at once, or one by one."""

    key = "readiness"
    title = "The file"
    intro = "The transferring {team_leader} checks the file against these answers before signing it off."

    file_ready = ChoiceQuestion(
        "Is everything on the file up to date?",
        thing="whether everything on the file is up to date",
        hint="Chronology, case notes, assessment, decisions and supervisions, and the to-do list of {case_system}",
        choices={"all": "Yes, all five", "item_by_item": "No, or not on the same day"},
        help="All five: the chronology has every important event, with what it meant for the child. Every visit, call "
        "and meeting is written up, and no note is a draft. No assessment is open. Decisions and supervisions are on "
        "record with their reasons. Every agreed task is in the to-do list, with its owner and date.",
        cites=THE_FIVE,
    )
    file_ready_date = DateQuestion(
        "As of which day?",
        thing="the day as of which the file is up to date",
        hint="For example, 27 3 2026",
        past=True,
        when=(("file_ready", ("all",)),),
        help="The day on which it was last looked through, on or before the transfer date. An older chronology needs "
        "a reason.",
        cites=THE_FIVE,
    )

    chronology, chronology_date, chronology_remaining, chronology_who, chronology_due = file_item(
        "chronology",
        "Is the chronology up to date?",
        item="Chronology",
        thing="whether the chronology is up to date",
        date_label="When was the chronology last updated?",
        date_thing="the date that the chronology was last updated",
        help="Every important event is in it, up to the last visit, with what it meant for the child.",
        cites=("142.2.1",),
    )
    case_notes, case_notes_date, case_notes_remaining, case_notes_who, case_notes_due = file_item(
        "case_notes",
        "Are the case notes complete and finalised?",
        item="Case notes",
        thing="whether the case notes are complete",
        date_label="When were the last case notes finalised?",
        date_thing="the date that the last case notes were finalised",
        help="Every visit, call and meeting is written up, and no note is left as a draft.",
        cites=("142.2.2",),
    )
    (open_assessment, open_assessment_date, open_assessment_remaining, open_assessment_who, open_assessment_due) = (
        file_item(
            "open_assessment",
            "Is any open assessment completed?",
            item="Open assessment",
            thing="whether any open assessment is completed",
            more_choices={"none": "There is no open assessment"},
            date_label="When was it completed?",
            date_thing="the date that the assessment was completed",
            help="The worker who met the family finishes what they began. Nobody else can write up what they saw.",
            cites=("142.2.3",),
        )
    )
    (
        decisions_recorded,
        decisions_recorded_date,
        decisions_recorded_remaining,
        decisions_recorded_who,
        decisions_recorded_due,
    ) = file_item(
        "decisions_recorded",
        "Are management decisions and supervisions on record?",
        item="Management decisions and supervisions",
        thing="whether management decisions and supervisions are on record",
        date_label="When was the last supervision about this child?",
        date_thing="the date of the last supervision",
        help="Decisions with their reasons, where the new worker can find them, the last supervision about this "
        "child included.",
        cites=("142.2.4",),
    )
    todo_list, todo_list_date, todo_list_remaining, todo_list_who, todo_list_due = file_item(
        "todo_list",
        "Is every agreed task in the to-do list of {case_system}?",
        item="To-do list of {case_system}",
        thing="whether every agreed task is in the to-do list",
        date_label="When was the to-do list last checked?",
        date_thing="the date that the to-do list was last checked",
        help="Each piece of outstanding work is a task there, with its owner and date.",
        cites=("142.2.5",),
    )


class SummarySection(Section):
    """The transfer summary: what somebody needs to know on the first day."""

    key = "summary"
    title = "Transfer summary"
    intro = (
        "Write for somebody who meets the child tomorrow, and for the young person who may read it later: facts with "
        "their source, opinions as opinions."
    )

    transfer_summary = ChoiceQuestion(
        "Where is the transfer summary?",
        add="Add where the transfer summary is, if it is not here",
        thing="where the transfer summary is",
        hint="Leave blank if you write it here",
        choices={"written_here": "It is written here", "attached": "It is in {case_system}"},
        help="One of the two is enough. If the summary is elsewhere, the answers here can be short or blank.",
        cites=("315.7.2",),
    )
    transfer_summary_reference = TextQuestion(
        "Where in {case_system} is it?",
        thing="where in {case_system} the summary is",
        when=(("transfer_summary", ("attached",)),),
        help="The name and date of the document, so that anybody can find it.",
        cites=("315.7.2",),
    )
    transfer_summary_dated = DateQuestion(
        "Of which day is it?",
        thing="the day of which the transfer summary is",
        hint="For example, 27 3 2026",
        past=True,
        when=(("transfer_summary", ("attached",)),),
        help="The day on which it was written or last changed. A summary from before something big happened is out of "
        "date.",
        cites=("315.7.2",),
    )
    life_now = LongTextQuestion(
        "What is the child's life like now?",
        thing="what the child's life is like now",
        help="Home, school, friends, health, what the child enjoys and is proud of, a good day and a bad day.",
        cites=("315.7.2",),
    )
    worries = LongTextQuestion(
        "What are we worried about?",
        thing="what we are worried about",
        help="What has happened, what could happen, and what an out-of-hours worker should do tonight.",
        cites=("315.7.2",),
    )
    what_works = LongTextQuestion(
        "What works well?",
        thing="what works well",
        help="Whom the child trusts, what calms or cheers them, how the family prefers to be contacted.",
        cites=("315.7.2",),
    )
    plan_summary = LongTextQuestion(
        "What is the plan, and how far along is it?",
        thing="the plan and how far along it is",
        help="The aims in plain words, what has been achieved, what comes next and who does it.",
        cites=("315.7.2", "315.7.1"),
    )
    parents_views = LongTextQuestion(
        "What do the parents think?",
        add="Add views, orders and agreements",
        thing="what the parents think",
        lines=4,
        help="All with parental responsibility, in their own words. If somebody could not be asked, say why.",
        cites=("315.7.2", "315.7.9"),
    )
    carers_views = LongTextQuestion(
        "What do the carers think?",
        add="Add views, orders and agreements",
        thing="what the carers think",
        lines=4,
        hint="Foster carers, relatives or residential staff who look after the child",
        help="Write 'no carers' if the child lives with their parents.",
        cites=("315.7.2", "315.7.9"),
    )
    orders_summary = LongTextQuestion(
        "Which orders and agreements are in place?",
        add="Add views, orders and agreements",
        thing="which orders and agreements are in place",
        lines=4,
        help="With dates and conditions, and who must not know where the child lives. Write 'none' if there are none.",
        cites=("315.7.2",),
    )
