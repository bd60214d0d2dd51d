"""Days: the order of what is dated, nothing long before birth, and key events beside dates that the record knows."""

from collections.abc import Iterator
from datetime import timedelta

from protocol.answers import Answers
from protocol.choices import DIED, MOVES_AT_ONCE, YES_NONE
from protocol.consistency.contradiction import (
    ABOUT_A_CHILD,
    MOVES,
    ONE,
    Clash,
    Contradiction,
    Dated,
    in_order,
    looked_for,
)
from protocol.consistency.impossible import PREGNANCY
from protocol.formatting import count, day
from protocol.parameters import Parameters
from protocol.rules.events import EVENT_QUESTIONS, known_events
from protocol.statements import EMERGENCY, EXCEPTION, MANAGEMENT, TRANSFER

BORN, EXPECTED = "child_date_of_birth", "child_expected_date_of_birth"
HELD, VISITED, TOLD = ("held",), ("held", "planned"), ("told",)
# A birth can come this long after the day on which it was expected, or be recorded late.
LATE = timedelta(weeks=6)

_VISIT = Dated("joint_visit_date", "the joint visit", (("joint_visit", VISITED),))
_LAST_DAY = Dated(
    "current_worker_last_day",
    "the last working day of the current {social_worker}",
    (("current_worker_leaving", ("yes",)),),
)
_HAPPENED = Dated("happened_on", "what happened")
_MEETING = Dated("meeting_date", "the transfer meeting", (("meeting_state", HELD),))


def _only(question: str, what: str, *conditions: tuple[str, tuple[str, ...]]) -> Dated:
    return Dated(question, what, conditions)


TOLD_DAYS = {
    "family_told_on": ("the day on which the child and family were told", "family_told"),
    "child_told_on": ("the day on which the child was told", "child_told"),
    "parents_told_on": ("the day on which the parents were told", "parents_told"),
    "carers_told_on": ("the day on which the carers were told", "carers_told"),
}

# What happens to a child who is born: question → what it is the day of, and the answers by which there is such a day.
AFTER_BIRTH = {
    "child_told_on": ("the day on which the child was told", (("child_told", TOLD),)),
    "placement_since": ("the beginning of the placement", ()),
}

ORDER = (
    *(
        in_order(f"{question}_before_birth", Dated(BORN, "the birth"), Dated(question, what, only), records=MOVES)
        for question, (what, only) in AFTER_BIRTH.items()
    ),
    in_order(
        "transition_ends_before_it_begins",
        _only("transition_from", "the beginning of the transition", ("transition_complex", ("yes",))),
        _only("transition_to", "the end of the transition", ("transition_complex", ("yes",))),
        records=(TRANSFER,),
    ),
    in_order("noted_before_met", _MEETING, Dated("file_note_date", "the note on the file"), records=(TRANSFER,)),
    in_order(
        "all_attended_after_leaving",
        _only("meeting_date", "the meeting that all attended", ("all_attended", ("yes",))),
        _LAST_DAY,
        records=(TRANSFER,),
    ),
    in_order(
        "attended_after_leaving",
        _only("meeting_date", "the meeting that they attended", ("current_worker_attended", ("attended",))),
        _LAST_DAY,
        records=(TRANSFER,),
    ),
    in_order(
        "visits_after_leaving",
        _VISIT._replace(only=(*_VISIT.only, ("joint_visit_together", ("home", "elsewhere")))),
        _LAST_DAY,
        records=(TRANSFER,),
    ),
    in_order(
        "asked_after_leaving",
        Dated("former_worker_until", "the day until which they can be asked"),
        _LAST_DAY,
        records=(TRANSFER,),
    ),
    *(
        in_order(f"{asked}_before_it_happened", _HAPPENED, _only(asked, what, (state, TOLD)), records=(EMERGENCY,))
        for asked, (what, state) in TOLD_DAYS.items()
    ),
    in_order("transfer_before_it_happened", _HAPPENED, Dated("transfer_date", "the transfer"), records=(EMERGENCY,)),
    in_order(
        "filed_before_it_happened",
        _HAPPENED,
        Dated("no_handover_filed_on", "the note that no handover could take place"),
        records=(EMERGENCY,),
    ),
    in_order(
        "handed_over_before_it_happened",
        _HAPPENED,
        Dated("full_handover_on", "the full handover"),
        records=(EMERGENCY,),
    ),
    *(
        in_order(
            name,
            Dated("transfer_date", "the transfer, which no step of a planned one could come before", (none,)),
            Dated("full_handover_on", "the full handover"),
            records=(EMERGENCY,),
        )
        for name, none in (
            ("handed_over_where_no_step_could_be_taken", ("steps_possible", ("none",))),
            ("handed_over_by_who_has_died", ("transfer_reason_code", (DIED,))),
        )
    ),
    *(
        in_order(name, first, Dated("closing_note_on", "the closing note"), records=(EMERGENCY,))
        for name, first in (
            ("closed_before_it_happened", _HAPPENED),
            ("closed_before_the_transfer", Dated("transfer_date", "the transfer")),
        )
    ),
    in_order(
        "order_after_proceedings",
        _only("legal_status_since", "the care order (C2), which care proceedings end with", ("legal_status", ("C2",))),
        _only("proceedings_completed_on", "the end of the proceedings", ("proceedings", ("completed",))),
        records=(TRANSFER,),
    ),
    in_order(
        "visited_before_seen",
        Dated("last_seen_on", "the day on which the child was last seen"),
        Dated("next_visit_on", "the next visit"),
        records=(EMERGENCY,),
    ),
    in_order(
        "reviewed_before_it_starts",
        # Where the child moves later, the exception is what holds until then.
        _only("move_on", "the move that it allows", ("decided_instead", MOVES_AT_ONCE)),
        Dated("review_on", "the review of the exception"),
        records=(EXCEPTION,),
    ),
    in_order(
        "recorded_before_met",
        Dated("three_way_date", "the three-way meeting"),
        Dated("supervision_notes_date", "its record in the {supervision_notes}"),
        records=(MANAGEMENT,),
    ),
)


def _before_birth(a: Answers, p: Parameters) -> Iterator[Clash]:
    """What is dated before the pregnancy: until birth much is done for an unborn child."""
    born, due = a.date(BORN), a.date(EXPECTED)
    known, first = (BORN, born - PREGNANCY) if born else (EXPECTED, due and due - PREGNANCY - LATE)
    for control, when in a.dates() if first else ():
        if first and when < first and control not in (BORN, EXPECTED, "legal_status_since"):
            birth = born or due or when
            says = f"the child {'was born' if born else 'is to be born'} on {day(birth)}"
            yield Clash("long_before_birth", f"{day(when)} is long before birth: {says}. {ONE}", control, known)


def _not_listed(a: Answers, p: Parameters) -> Iterator[Clash]:
    """A key event that the record knows by itself, close to the transfer, beside 'there is none'."""
    transfer, within = a.date("transfer_date"), timedelta(days=p["key_event_days"])
    if transfer is None or a.choice("key_events_known", YES_NONE) != "none":
        return
    for event in known_events(a, p.several("key_birthdays")):
        if abs(event.on - transfer) <= within:
            apart = count(abs((event.on - transfer).days), "day")
            what = f"{event.called[0].lower()}{event.called[1:]} is on {day(event.on)}"
            fact = f"No key event is said to be near the transfer on {day(transfer)}, and {what}"
            ask = "List it among the key events, or correct the date."
            yield Clash("key_event_not_listed", f"{fact}, {apart} from it. {ask}", "key_events_known", event.control)


DAYS = (
    *ORDER,
    Contradiction("long_before_birth", ABOUT_A_CHILD, (EXPECTED, BORN), None, _before_birth),
    looked_for("key_event_not_listed", (TRANSFER,), ("key_events_known", "dates_ahead"), EVENT_QUESTIONS, _not_listed),
)
