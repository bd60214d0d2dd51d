"""Section 3, the transfer meeting itself: that it is held, by whom, why, and what it settles."""

from datetime import date

from protocol.answers import Answers, Values
from protocol.choices import OTHER_REASON, REASON_CODES, YES_NONE
from protocol.formatting import day, listed, quoted
from protocol.gone import GONE_QUESTIONS, how_gone
from protocol.outcomes import Case, Outcome, Part, Verdict, cell, does_not_apply, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.attendance import ATTENDANCE_QUESTIONS, absent, attendance_parts, nobody_of
from protocol.rules.said import Ask, still_blank
from protocol.rules.timely import PREPARATION, SINCE_QUESTIONS, too_long_ago
from protocol.rules.to_come import case_to_come
from protocol.rules.together import together
from protocol.rules.visits import can_introduce
from protocol.rules.workers import CHANGE_QUESTIONS, nothing_changes, worker_stays
from protocol.statements import EMERGENCY, TRANSFER
from protocol.updating import answered, has_come, some

MEETING_QUESTIONS = tuple(
    dict.fromkeys(("meeting_state", "meeting_date", "joint_visit", *ATTENDANCE_QUESTIONS, *SINCE_QUESTIONS))
)
HELD, PLANNED, CANNOT_BE_HELD = "held", "planned", "cannot_be_held"
_STATES = frozenset({HELD, PLANNED, CANNOT_BE_HELD})


@rule("142.3.1", records=(TRANSFER,), reads=MEETING_QUESTIONS, uses=(PREPARATION,))
def meeting_has_been_held(a: Answers, p: Parameters) -> Verdict:
    """A handover meeting has been held with somebody of each side, {preparation_months} months before or less."""
    return judge_meeting(a, p)


_NONE_POSSIBLE = "The record says that no meeting can be held"
# Whether the new worker can be introduced → how the message goes on.
_WAYS = {
    True: ", while the new {social_worker} can be introduced. Hold one after all, or say why there can be none.",
    False: ", and that there is no introduction. Use the emergency transfer record instead: your answers are copied "
    "to it.",
    None: ". Say whether both {social_workers} can visit the family: if they cannot do that either, use the "
    "emergency transfer record.",
}


def judge_meeting(a: Answers, p: Parameters) -> Verdict:
    """Whether a meeting has been held; two statements ask it."""
    state, when = a.choice("meeting_state", _STATES), a.date("meeting_date")
    if not state:
        return unanswered("Say whether the transfer meeting has been held.", "meeting_state")
    if state == CANNOT_BE_HELD:
        return _none_possible(a)
    if state == PLANNED:
        planned = f": it {'was' if when < a.today else 'is'} planned for {day(when)}" if when else ""
        ask = "Hold it before you submit this record."
        return unmet(f"The transfer meeting has not been held yet{planned}. {ask}", "meeting_state")
    if when is None:
        return unmet("The meeting has no date. Enter the date on which it was held.", "meeting_date")
    if when > a.today:
        return unmet(f"The meeting cannot have been held yet on {day(when)}. Correct the date.", "meeting_date")
    if old := too_long_ago(a, p, "meeting_date"):
        return old
    side, where = nobody_of(a)
    if side:
        message = f"Nobody of the {side} side was at the meeting, so it was no handover meeting."
        return unmet(f"{message} Hold one with somebody of each side.", where)
    return met(f"Held on {day(when)}.")


def _none_possible(a: Answers) -> Verdict:
    """Unmet: for acceptance where there is an introduction at least, else another kind of record is the right one."""
    if worker_stays(a):
        return unmet(f"{_NONE_POSSIBLE}. Hold one after all.", "meeting_state")
    way = can_introduce(a)
    return unmet(f"{_NONE_POSSIBLE}{_WAYS[way]}", "meeting_state")._replace(elsewhere=way is False)


@rule("142.3.2", records=(TRANSFER,), reads=("meeting_state", *ATTENDANCE_QUESTIONS))
def all_four_attend(a: Answers, p: Parameters) -> Verdict:
    """Both {social_workers} and both {team_leaders} attended, or each absence is explained and was covered.

    Nobody attends a meeting that cannot be held: that there is none is said of it once (142.3.1).
    """
    if a.choice("meeting_state", _STATES) == CANNOT_BE_HELD:
        return does_not_apply()
    parts = tuple(attendance_parts(a))
    away = listed(absent(parts)) if absent(parts) else ""
    prompt = f"Say why {away} {_was(parts)} absent and how their part was covered"
    return together(parts, kept=f"All {len(parts)} attended.", prompt=prompt)


def _was(parts: tuple[Part, ...]) -> str:
    return "was" if len(absent(parts)) == 1 else "were"


@rule("142.3.3", records=(TRANSFER,), reads=("transfer_reason_code", "transfer_reason_other", "transfer_reason"))
def change_has_a_sound_reason(a: Answers, p: Parameters) -> Verdict:
    """The change has a reason from the list, and an account in words."""
    return _reason(a, "transfer_reason")


@rule("142.3.3", records=(EMERGENCY,), reads=("transfer_reason_code", "transfer_reason_other", "what_happened"))
def emergency_has_a_sound_reason(a: Answers, p: Parameters) -> Verdict:
    """The change has a reason from the list, and what happened is told in words."""
    return _reason(a, "what_happened")


def _reason(a: Answers, account: str) -> Verdict:
    code = a.choice("transfer_reason_code", REASON_CODES)
    other = code != OTHER_REASON or a.text("transfer_reason_other")
    ask = "Explain in your own words why the {social_worker} is changing."
    return (
        still_blank(
            Ask("transfer_reason_code", code, "Select why the {social_worker} is changing."),
            Ask("transfer_reason_other", other, "Say what the other reason for the change is."),
            Ask(account, a.text(account), ask),
        )
        or met()
    )


@rule(
    "142.3.4",
    records=(TRANSFER,),
    reads=(
        *("outstanding_work_known", "outstanding_work", *GONE_QUESTIONS, "current_worker_last_day", "transfer_date"),
        *("current_worker", "new_worker"),
    ),
)
def outstanding_work_has_an_owner(a: Answers, p: Parameters) -> Verdict:
    """Each piece of outstanding work has an owner and a date that the owner can keep, or there is none."""
    if a.choice("outstanding_work_known", YES_NONE) == "none":
        return met("No work is outstanding.")
    rows = a.rows("outstanding_work")
    if not rows:
        said_yes = a.raw("outstanding_work_known") == "yes"
        question = "outstanding_work" if said_yes else "outstanding_work_known"
        return unanswered("Enter each piece of work that is outstanding, or say that there is none.", question)
    return together(part for index, row in enumerate(rows) for part in _work_parts(a, index, row))


_OWNERS = frozenset({"current_worker", "new_worker"})


def _work_parts(a: Answers, index: int, row: Values) -> tuple[Part, ...]:
    task, owner, due = row.text("task"), row.choice("owner", _OWNERS), row.date("due")
    name, place = quoted(task) if task else "each piece of outstanding work", cell("outstanding_work", index, "due")
    keeps = owner == "current_worker"
    if keeps and (gone := how_gone(a)):
        message = f"{name} is with the current {{social_worker}}, who {gone}. Give it to the new one."
        return (Part(name, Outcome.UNMET, message, cell("outstanding_work", index, "owner")),)
    last = _last_day(a) if keeps else date.max
    blank = still_blank(
        Ask(cell("outstanding_work", index, "task"), task, "Say what each piece of outstanding work is."),
        Ask(
            cell("outstanding_work", index, "owner"),
            owner,
            f"Select who will do {name}, the current or the new {{social_worker}}.",
        ),
        Ask(place, due, f"Enter the date by which {name} is due."),
        Ask(
            "current_worker_last_day" if a.yes("current_worker_leaving") else "transfer_date",
            last,
            f"Enter the last day of the current {{social_worker}}, who is to do {name}.",
        ),
    )
    wrong = [_late_part(name, due, last, place)] if due and last and due > last else []
    if due and due < a.today:
        passed = f"{name} was due on {day(due)}, which has passed. Say by when it will be done."
        wrong.append(Part(name, Outcome.UNMET, passed, place))
    kept = f"With the {'current' if keeps else 'new'} {{social_worker}}, due {day(due)}." if due else ""
    return (*(blank.parts if blank else ()), *wrong) or (Part(name, Outcome.MET, kept),)


def _last_day(a: Answers) -> date | None:
    """The last day of the current {social_worker} with the child: for whoever is not leaving, that of the transfer.

    Where the {social_worker} stays there is none.
    """
    if worker_stays(a):
        return date.max
    return a.date("current_worker_last_day" if a.yes("current_worker_leaving") else "transfer_date")


def _late_part(name: str, due: date, last: date, place: str) -> Part:
    message = f"{name} is due on {day(due)}, after the last day of the current {{social_worker}} ({day(last)}). "
    return Part(name, Outcome.UNMET, f"{message}Bring it forward or give it to the new one.", place)


_NOTED = (
    case_to_come("file_note_date", "the meeting was noted on the child's file"),
    Case(
        some(has_come("file_note_date"), answered("file_note_reference")),
        Outcome.MET,
        "The meeting is noted on the child's file.",
    ),
)


@rule(
    "142.3.5",
    records=(TRANSFER,),
    reads=(*MEETING_QUESTIONS, "file_note_date", "file_note_reference"),
    uses=(PREPARATION,),
)
def meeting_is_noted_on_the_file(a: Answers, p: Parameters) -> Verdict:
    """A note of the meeting is on the child's file; it may follow approval. Of none that can be held there is none."""
    if a.choice("meeting_state", _STATES) == CANNOT_BE_HELD:
        return does_not_apply()
    if judge_meeting(a, p).outcome is not Outcome.MET:
        ask = "Once the meeting has been held, put a note of it on the child's file."
        return unanswered(ask, "file_note_date", may_follow=True, cases=_NOTED)
    ask = "Put a note of it there, and enter its date or reference."
    message = f"The child's file in {{case_system}} does not show the meeting yet. {ask}"
    return unmet(message, "file_note_date", may_follow=True, cases=_NOTED)


@rule("142.3.6", records=(TRANSFER,), reads=(*CHANGE_QUESTIONS, "transfer_date", "meeting_date", "meeting_state"))
def transfer_follows_the_meeting(a: Answers, p: Parameters) -> Verdict:
    """Something changes, on a date which is not before the meeting, where there has to be one."""
    if verdict := nothing_changes(a):
        return verdict
    transfer, meeting = a.date("transfer_date"), a.date("meeting_date")
    none = worker_stays(a) or a.raw("meeting_state") == CANNOT_BE_HELD
    if blank := still_blank(
        Ask("transfer_date", transfer, "Enter the date on which responsibility passes."),
        Ask("meeting_date", meeting or none or None, "Enter the date of the transfer meeting."),
    ):
        return blank
    if transfer and meeting and transfer < meeting:
        message = f"The transfer on {day(transfer)} is before the meeting on {day(meeting)}. Move one of them."
        return unmet(message, "transfer_date")
    return met()
