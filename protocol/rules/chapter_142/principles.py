"""Section 1: as few changes as possible, and none without a word to the child and family."""

from protocol.answers import Answers
from protocol.days import months_from
from protocol.formatting import count, day, listed, number_word
from protocol.outcomes import Outcome, Part, Verdict, met, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.family import (
    ASK_FAMILY,
    FAMILY,
    FAMILY_HOW,
    FAMILY_ON,
    NOT_TOLD,
    TOLD,
    TOLD_QUESTIONS,
    WILL_BE_TOLD,
    Party,
    family_said,
    not_told,
    not_told_yet,
    parties_of,
    told_choice,
    told_on,
)
from protocol.rules.said import Ask, must_say, still_blank
from protocol.rules.timely import PREPARATION
from protocol.rules.together import joined, together
from protocol.rules.workers import WORKER_QUESTIONS, worker_stays, workers_between
from protocol.statements import EMERGENCY, TRANSFER


@rule(
    "142.1.1",
    records=(TRANSFER, EMERGENCY),
    reads=(*WORKER_QUESTIONS, "transfer_date"),
    uses=("workers_window_months", "workers_too_many"),
)
def few_changes_of_worker(a: Answers, p: Parameters) -> Verdict:
    """Too many {social_workers} in the last year, the new one included, need a reason for this change."""
    until = a.date("transfer_date") or a.today
    window = p["workers_window_months"]
    workers = workers_between(a, months_from(until, -window), until)
    if len(workers) >= p["workers_too_many"]:
        names = listed(worker.name or "one without a name" for worker in workers)
        has_had = "The child has had" if worker_stays(a) else "This change makes"
        return unmet(
            f"{has_had} {number_word(len(workers))} {{social_workers}} in the {count(window, 'month')} to "
            f"{day(until)}: {names}. Say why this change cannot be avoided.",
            "earlier_workers",
            prompt="Say why this change of {social_worker} cannot be avoided",
        )
    ask = "Enter the {} {{social_worker}}, so that the changes can be counted."
    return still_blank(
        Ask("current_worker", a.person("current_worker"), ask.format("current")),
        Ask("new_worker", a.person("new_worker"), ask.format("new")),
    ) or met(f"{count(len(workers), 'different {social_worker}', 'different {social_workers}')} so far.")


_WHY_NOT = "Say why the current {social_worker} cannot stay with this child."


@rule("142.1.2", records=(TRANSFER,), reads=("transfer_reason",))
def worker_stays_where_possible(a: Answers, p: Parameters) -> Verdict:
    """The record says why the current {social_worker} cannot go on."""
    return must_say(a, "transfer_reason", _WHY_NOT)


@rule("142.1.2", records=(EMERGENCY,), reads=("what_happened",))
def worker_stays_even_in_an_emergency(a: Answers, p: Parameters) -> Verdict:
    """What happened says why the current {social_worker} cannot go on."""
    return must_say(a, "what_happened", _WHY_NOT)


_ASK_HOW = {TRANSFER: "Say who tells them, how, and what they are told.", EMERGENCY: "Say who tells them, and how."}


@rule(
    "142.1.3",
    records=(TRANSFER, EMERGENCY),
    reads=(*TOLD_QUESTIONS, FAMILY_HOW, "told_late_reason"),
    uses=(PREPARATION,),
)
def child_and_family_are_told_early(a: Answers, p: Parameters) -> Verdict:
    """The child and the family have been told before the transfer, or will be, by somebody who is named.

    Whoever is told after it, or cannot be told, is told late or not for a reason that the record gives.
    """
    if not family_said(a):
        return joined(still_blank(Ask(FAMILY, None, ASK_FAMILY), *_details(a)))
    parties = parties_of(a)
    parts = [part for party in parties for part in _told_parts(a, p, party)]
    some_told = any(told_choice(a, party) in (TOLD, WILL_BE_TOLD) for party in parties)
    blank = still_blank(*_details(a)) if some_told else None
    return together([*(blank.parts if blank else ()), *parts])


def _details(a: Answers) -> list[Ask]:
    """The day, which a party's own day stands in for, and who tells them how."""
    days = [told_on(a, party) for party in parties_of(a) if told_choice(a, party) in ("", TOLD, WILL_BE_TOLD)]
    return [
        Ask(FAMILY_ON, None if None in days else days, "Enter the date on which they were told, or will be."),
        Ask(FAMILY_HOW, a.text(FAMILY_HOW), _ASK_HOW[a.kind]),
    ]


def _told_parts(a: Answers, p: Parameters, party: Party) -> list[Part]:
    choice = told_choice(a, party)
    if not choice:
        ask = (
            f"Say whether {party.called} {party.have} been told of the change, or when they will be. If that does "
            "not apply, say why."
        )
        return [Part(party.called, Outcome.UNANSWERED, ask, f"{party.name}_told")]
    if choice == NOT_TOLD:
        return [_not_told_part(a, party)]
    return [not_told_yet(a, p, party) or _in_time_part(a, party)]


def _not_told_part(a: Answers, party: Party) -> Part:
    question = f"{party.name}_not_told_why"
    if a.text(question):
        return Part(party.called, Outcome.MET, "Need not be told, for the reason given.", question)
    return Part(party.called, Outcome.UNMET, not_told(party), question)


def _in_time_part(a: Answers, party: Party) -> Part:
    when, transfer = told_on(a, party), a.date("transfer_date")
    if when is None or transfer is None or when <= transfer:
        return Part(party.called, Outcome.MET, "Told in time, or will be.")
    late = f"The date for telling {party.called}, {day(when)}, is after the transfer on {day(transfer)}."
    if why := a.text("told_late_reason"):
        return Part(party.called, Outcome.DEPARTED, late, "told_late_reason", why)
    ask = "Tell them earlier, or say why that cannot be."
    return Part(party.called, Outcome.UNMET, f"{late} {ask}", "told_late_reason")
