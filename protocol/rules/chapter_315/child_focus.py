"""Section 2.1: the child's interests, wishes, and the right moment."""

from protocol.answers import Answers
from protocol.days import months_from
from protocol.formatting import count, day, listed, number_word
from protocol.outcomes import Verdict, does_not_apply, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.events import EVENT_QUESTIONS, Event, events_near, events_not_dated
from protocol.rules.family import BIRTH_QUESTIONS, is_unborn
from protocol.rules.ordinary import ORDINARY, nothing_special
from protocol.rules.said import Ask, must_say, still_blank
from protocol.rules.together import joined
from protocol.rules.transfers import TRANSFER_QUESTIONS, transfers_between
from protocol.statements import EMERGENCY, EXCEPTION, TRANSFER

_WHY_AGAIN = "Say why this transfer cannot be avoided"
_FOUND_OUT = frozenset({"asked_directly", "advocate", "direct_work", "observation", "through_others"})
_NOT_OBTAINED = "not_obtained"


@rule("315.2.1.1", records=(TRANSFER, EXCEPTION, EMERGENCY), reads=("best_interests",))
def transfer_is_in_the_childs_interests(a: Answers, p: Parameters) -> Verdict:
    """The record says why this is best for the child."""
    return must_say(a, "best_interests", "Say why this is in the child's best interests.")


@rule(
    "315.2.1.2",
    records=(TRANSFER, EXCEPTION, EMERGENCY),
    reads=(*BIRTH_QUESTIONS, "child_views", "child_views_how", "child_views_not_obtained"),
)
def childs_wishes_are_known(a: Answers, p: Parameters) -> Verdict:
    """The child's wishes and feelings, and how they were found out; or why they could not be. Of nobody unborn."""
    if is_unborn(a):
        return does_not_apply("Nobody can ask a child who is not born yet.")
    how = a.choice("child_views_how", _FOUND_OUT | {_NOT_OBTAINED})
    if how == _NOT_OBTAINED:
        if a.text("child_views_not_obtained"):
            return met("The child's views could not be found out, for the reason given.")
        return unmet(
            "The child's wishes and feelings were not found out. Say why they could not be.",
            "child_views_not_obtained",
            prompt="Say why the child's wishes and feelings could not be found out",
        )
    views = a.text("child_views")
    return (
        still_blank(
            Ask("child_views", views, "Say what the child wants and feels about the change."),
            Ask("child_views_how", how, "Select how the child's wishes and feelings were found out."),
        )
        or met()
    )


@rule("315.2.1.3", records=(TRANSFER,), reads=EVENT_QUESTIONS, uses=("key_event_days", "key_birthdays"))
def transfer_is_clear_of_key_events(a: Answers, p: Parameters) -> Verdict:
    """No key event, birthdays at certain ages among them, is within {key_event_days} days of the transfer."""
    limit = p["key_event_days"]
    near = [event for event in events_near(a, p) if abs(event.days) <= limit]
    close = None
    if near:
        close = unmet(
            f"{_named(near)}. Change the transfer date so that it is more than {count(limit, 'day')} away, or say "
            "why the transfer cannot wait.",
            "transfer_date",
            prompt="Say why the transfer happens so close to this, and what is done to help the child",
        )
    return joined(close, _too_little(a))


@rule(
    "315.2.1.4",
    records=(TRANSFER,),
    reads=EVENT_QUESTIONS,
    uses=("recent_event_days", "key_birthdays"),
    reason_with=("315.2.1.3",),
)
def transfer_comes_before_key_events(a: Answers, p: Parameters) -> Verdict:
    """A key event in the {recent_event_days} days before the transfer needs a reason why that did not come first."""
    recent = [event for event in events_near(a, p) if -p["recent_event_days"] <= event.days < 0]
    if recent:
        why = "Say why the transfer did not come first, and what the new {social_worker} has missed"
        return joined(unmet(f"{_named(recent)}. {why}.", "transfer_date", prompt=why), _too_little(a))
    return _too_little(a) or met()


def _named(events: list[Event]) -> str:
    return listed(_one_named(event) for event in events)


def _one_named(event: Event) -> str:
    if not event.days:
        return f"{event.called} is on the day of the transfer, {day(event.on)}"
    side = "after" if event.days > 0 else "before"
    return f"{event.called} on {day(event.on)} is {count(abs(event.days), 'day')} {side} the transfer"


def _too_little(a: Answers) -> Verdict | None:
    ask = "Enter the date on which responsibility passes."
    blank = still_blank(Ask("transfer_date", a.date("transfer_date"), ask))
    undated = events_not_dated(a)
    return joined(blank, undated) if blank or undated else None


@rule(
    "315.2.1.6",
    records=(TRANSFER, EMERGENCY),
    reads=(*TRANSFER_QUESTIONS, "transfer_date"),
    uses=("workers_window_months",),
    reason_with=("142.1.1",),
)
def transfers_are_few(a: Answers, p: Parameters) -> Verdict:
    """A second transfer within {workers_window_months} months, of worker or of team, needs a reason."""
    until, window = a.date("transfer_date") or a.today, p["workers_window_months"]
    if a.person("current_worker") is None:
        ask = "Enter the current {social_worker}, so that the transfers can be counted."
        return unanswered(ask, "current_worker")
    before = transfers_between(a, months_from(until, -window), until)
    if not before:
        return met("It is the first transfer in that time.")
    days = ", ".join(day(one) if one else "on an unknown day" for one in before)
    fact = f"With this one there are {number_word(len(before) + 1)} transfers in {count(window, 'month')}: {days}"
    return unmet(f"{fact} and now. {_WHY_AGAIN}.", "earlier_workers", prompt=_WHY_AGAIN)


@rule("315.2.1.5", records=(TRANSFER,), reads=(ORDINARY, "circumstances_changed", "timing_follows_plan"))
def timing_follows_the_plan(a: Answers, p: Parameters) -> Verdict:
    """When the child's circumstances have changed, the record says how the timing follows the plan."""
    if ordinary := nothing_special(a):
        return ordinary
    if a.no("circumstances_changed"):
        return does_not_apply()
    if not a.yes("circumstances_changed"):
        return unanswered("Say whether the child's circumstances have changed.", "circumstances_changed")
    ask = "Say how the timing of the transfer follows the child's long-term plan."
    return must_say(a, "timing_follows_plan", ask)
