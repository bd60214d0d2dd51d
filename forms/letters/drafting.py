"""The drafts of the letters: pure functions from a record's answers to plain words.

Only the questions in READS are read, each of which is a name, a day or a choice. No account that somebody wrote for
the file goes into a draft, so nothing that the record marks as not to be shared can, wherever it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.letters import words
from forms.letters.text import CHILD, PARENTS, LetterText
from protocol.choices import ADOPTION, HAS_LEFT, LOOKED_AFTER, PLACED_FOR_ADOPTION, PLACEMENT_ORDER, UNBORN
from protocol.days import age_on, date_from
from protocol.formatting import day as in_words
from protocol.formatting import upper_first
from protocol.terms import TermFiller

Answers = Mapping[str, Any]

READS = (
    *("child_name", "child_date_of_birth", "child_expected_date_of_birth", "child_status", "legal_status", "placement"),
    *("permanence_plan", "current_worker", "new_worker", "new_team_leader", "transfer_date", "transfer_reason_code"),
    *("current_worker_leaving", "joint_visit", "joint_visit_date", "joint_visit_together", "next_visit_on"),
    *("family_told", "child_told", "parents_told"),
)
YOUNGEST = 4  # years; a younger child is told in other ways
READS_ALONE = 10  # years; below, the letter offers that somebody reads it with the child
GROWN_UP = 18


@dataclass(frozen=True)
class Contacts:
    """What the register and the council say beside the record.

    email: of the new worker. worker, old_worker: what their posts are called. advocacy, complaints: how both are
    reached, '' where the council has not said.
    """

    email: str = ""
    worker: str = "{social_worker}"
    old_worker: str = "{social_worker}"
    advocacy: str = ""
    complaints: str = ""


def facts_in(answers: Answers) -> dict[str, Any]:
    """What a draft rests on: the answers that it reads, without blanks."""
    return {name: answers[name] for name in READS if answers.get(name) is not None}


def why_none(answers: Answers, to: str, today: date) -> str:
    """Why there is no letter to the child or the parents, '' where there is one."""
    age = _age(answers, today)
    if answers.get("family_told") == "one_by_one" and answers.get(f"{to}_told") == "does_not_apply":
        return words.NOT_TOLD[to]
    if to == CHILD and _is_unborn(answers):
        return words.NOT_BORN
    if to == CHILD and age is not None and age < YOUNGEST:
        return words.TOO_YOUNG.format(age=YOUNGEST)
    if to == PARENTS and age is not None and age >= GROWN_UP:
        return words.GROWN_UP
    return "" if _name(answers, "new_worker") else words.NO_WORKER


def draft(
    answers: Answers, to: str, today: date, *, contacts: Contacts, emergency: bool, terms: TermFiller
) -> LetterText:
    """The draft of one letter, as of a day. Call `why_none` first.

    to: CHILD or PARENTS. emergency: whether there was no time for a handover.
    """
    return _Draft(answers, to, today, contacts, emergency, terms).text()


def calls(name: str) -> str:
    """What somebody is called by after their whole name: its first word, without what stands in brackets."""
    plain = name.partition("(")[0].split()
    return plain[0] if plain else name


class _Draft:
    """One draft. `fill` are the values of the placeholders that words.py names."""

    def __init__(
        self, answers: Answers, to: str, today: date, contacts: Contacts, emergency: bool, terms: TermFiller
    ) -> None:
        self.answers, self.to, self.today, self.contacts = answers, to, today, contacts
        self.emergency, self.terms = emergency, terms
        self.same = _id(answers, "new_worker") == _id(answers, "current_worker")
        new, old, leader = (_name(answers, part) for part in ("new_worker", "current_worker", "new_team_leader"))
        child = self._child()
        self.fill = {
            "you": child,
            "You": upper_first(child),
            "yours": f"{child}'s",
            "Yours": f"{upper_first(child)}'s",
            "new": new,
            "New": calls(new),
            "old": old,
            "Old": calls(old),
            "leader": leader,
            "worker": terms(contacts.worker),
            "old_worker": terms(contacts.old_worker),
            "team_leader": terms("{team_leader}"),
        }

    def text(self) -> LetterText:
        return LetterText(
            self._say(words.GREETING[self.to]),
            self._paragraphs(self._change(), self._meeting()),
            self._paragraphs(self._why()),
            self._paragraphs(self._reach()),
            self._paragraphs(*self._disagree()),
            email=self.contacts.email,
        )

    def _say(self, sentence: str, **more: str) -> str:
        return sentence.format(**(self.fill | more))

    def _paragraphs(self, *paragraphs: list[str]) -> str:
        return "\n\n".join(" ".join(self._say(one) for one in sentences) for sentences in paragraphs if sentences)

    def _child(self) -> str:
        """What the child is called. Parents of a child who is placed or is to be placed for adoption may not know the
        name that is used now.
        """
        if self.to == PARENTS and _is_unborn(self.answers):
            return words.YOUR_BABY
        if self.to == PARENTS and _may_have_another_name(self.answers):
            return words.YOUR_CHILD
        return calls(str(self.answers.get("child_name") or "")) or words.YOUR_CHILD

    def _change(self) -> list[str]:
        when = date_from(self.answers.get("transfer_date"))
        on, is_past = in_words(when) if when else "", bool(when and when <= self.today)
        if self.same:
            told = (words.TEAM_CHANGED if is_past else words.TEAM_WILL_CHANGE) if on else words.TEAM_ONLY
            return [words.STAYS[self.to], told.replace("{day}", on)]
        taking, starting = (words.TOOK_OVER, words.STARTED) if is_past else (words.WILL_TAKE_OVER, words.WILL_START)
        said = [words.NEW_WORKER[self.to]]
        has_old = _name(self.answers, "current_worker") and not self._has_died()
        said.append((taking if has_old else starting).replace("{day}", on or words.DAY_TO_COME))
        return said

    def _meeting(self) -> list[str]:
        """How the child meets the new worker and leaves the old one. Parents are told only that they are rung: a visit
        may have been to where they do not know that the child lives.
        """
        if self.same:
            return []
        if self.to == PARENTS:
            return [words.IN_TOUCH]
        young = [words.READ_WITH] if (_age(self.answers, self.today) or READS_ALONE) < READS_ALONE else []
        return [*self._visit(), *([words.GOODBYE] if self._can_say_goodbye() else []), *young]

    def _visit(self) -> list[str]:
        planned = self._to_come("joint_visit_date")
        if self.answers.get("joint_visit_together") != "not_both":
            if self.answers.get("joint_visit") == "planned" and planned:
                return [words.VISIT_PLANNED.replace("{day}", planned)]
            if self.answers.get("joint_visit") == "held":
                return [words.VISIT_HELD]
        visit = self._to_come("next_visit_on")
        return [words.NEXT_VISIT.replace("{day}", visit)] if visit else [words.IN_TOUCH]

    def _to_come(self, question: str) -> str:
        when = date_from(self.answers.get(question))
        return in_words(when) if when and when >= self.today else ""

    def _has_died(self) -> bool:
        return self.answers.get("transfer_reason_code") == "SWDIED"

    def _can_say_goodbye(self) -> bool:
        gone = self._has_died() or self.answers.get("current_worker_leaving") == HAS_LEFT
        return not (gone or self.emergency) and self.answers.get("transfer_reason_code") != "ABSENC"

    def _why(self) -> list[str]:
        if self.same:
            return [words.STAYS_WHY[self.to]]
        code = self.answers.get("transfer_reason_code")
        told = [words.WHY.get(str(code), words.NEUTRAL)[self.to]]
        if not _name(self.answers, "current_worker") and "{Old}" in told[0]:
            told = [words.NEUTRAL[self.to]]
        if code != "CHCHAN" and self.to == CHILD:
            told.append(words.NOT_YOUR_FAULT)
        return [*told, *([words.QUICK[self.to]] if self.emergency else [])]

    def _reach(self) -> list[str]:
        leader = [words.REACH_LEADER] if self.fill["leader"] else []
        return [words.REACH[self.to], *leader]

    def _disagree(self) -> list[list[str]]:
        listeners = "{New}, {leader} or " if self.fill["leader"] else "{New} or "
        told = [words.DISAGREE[self.to].replace("{listeners}", listeners)]
        looked_after = self.answers.get("child_status") == LOOKED_AFTER
        helped = [words.REVIEWING_OFFICER[self.to]] if looked_after else []
        helped += [words.ADVOCATE] if self.to == CHILD else []
        return [told, helped, [words.COMPLAINT[self.to]], self._contacts()]

    def _contacts(self) -> list[str]:
        """How both are reached, a line each in one paragraph."""
        lines = (
            (words.ADVOCACY_CONTACT, self.contacts.advocacy if self.to == CHILD else ""),
            (words.COMPLAINTS_CONTACT, self.contacts.complaints),
        )
        # What the council wrote is no text with placeholders.
        written = ((line, given.replace("{", "{{").replace("}", "}}")) for line, given in lines if given)
        told = "\n".join(line.replace("{contact}", given) for line, given in written)
        return [told] if told else []


def _name(answers: Answers, question: str) -> str:
    value = answers.get(question)
    return str(value.get("name") or "").strip() if isinstance(value, Mapping) else ""


def _id(answers: Answers, question: str) -> Any:
    value = answers.get(question)
    return value.get("id") if isinstance(value, Mapping) else None


def _is_unborn(answers: Answers) -> bool:
    return answers.get("child_status") == UNBORN or not date_from(answers.get("child_date_of_birth"))


def _may_have_another_name(answers: Answers) -> bool:
    return (
        answers.get("placement") in PLACED_FOR_ADOPTION
        or answers.get("permanence_plan") == ADOPTION
        or answers.get("legal_status") == PLACEMENT_ORDER
    )


def _age(answers: Answers, today: date) -> int | None:
    born = date_from(answers.get("child_date_of_birth"))
    return age_on(born, today) if born else None
