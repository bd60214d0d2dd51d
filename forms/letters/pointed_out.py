"""What is pointed out in a letter that was saved, with why: it may be wrong or not for the reader. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from forms.letters import checking
from forms.letters.checking import Answers, Others
from forms.letters.days import says_day
from forms.letters.drafting import calls
from forms.letters.names import IN_NAMES_TOO, NO_NAMES, Word, first_of, is_part, keys_of, named_in, without, words_in
from forms.letters.plain_words import sentences_of
from forms.letters.text import PARENTS, LetterText, texts_in
from forms.letters.unlike_record import WORKERS, Unlike, unlike
from forms.letters.withheld import withheld_names
from protocol.days import date_from
from protocol.formatting import day as in_words

GREETS_ANOTHER = "The greeting has none of the young person's names"
GREETS_BY_NAME = "The greeting has a name, and the same letter serves each parent"
NO_WORKER = "The letter does not say who the new worker is: {worker}"
NO_DAY = "The letter does not say when the change is: {day}"
NOT_SHARED = "The record has {found} where it says what is not to be shared"
ANOTHER_CHILD = "{found} is the first name of another child whom the writer works with"
A_SIBLING = "{found} is also a name of a brother or sister"


def pointed_out(text: LetterText, to: str, answers: Answers, drafted: LetterText, others: Others) -> list[Unlike]:
    """What whoever writes the letter and whoever agrees to it should look at. to: the reader.

    others: names in the register, as the writer of the letter may know them.
    """
    text, drafted = text.as_read(), drafted.as_read()
    look = _Look(to, answers, drafted, others, text.known)
    own = {one for part in drafted.parts.values() for one in sentences_of(part)}
    return [
        *look.greeting(text.greeting),
        *look.missing(text),
        *unlike(text, answers, drafted, others.staff),
        *(
            Unlike(name, sentence, why, is_certain=False)
            for name, part in text.parts.items()
            for sentence in sentences_of(part)
            if sentence not in own
            for why in look.whys(sentence)
        ),
    ]


class _Look:
    """The record and the register, as a letter is held against them. known: what names people whom the reader knows."""

    def __init__(self, to: str, answers: Answers, drafted: LetterText, others: Others, known: str) -> None:
        self.to, self.answers, self.drafted, self.others, self.named = to, answers, drafted, others, known
        self.drafts_words = checking.said_by(drafted)
        self.child = str(answers.get("child_name") or "")
        self.workers = [str((answers.get(part) or {}).get("name") or "") for part in WORKERS]
        self.known = named_in(self.drafts_words).union(*map(keys_of, (self.child, known, *self.workers)))
        self.withheld = withheld_names(answers, self.known)
        self.children = {key for name in others.children for key in first_of(name) if len(key) > 1} - self.known

    def greeting(self, said: str) -> Iterator[Unlike]:
        """A greeting of somebody else. To parents, the child's name is known only where the draft has it."""
        names = {one.key for one in words_in(said) if one.is_capital} - NO_NAMES
        child = keys_of(self.child)
        if self.to == PARENTS:
            has_name = bool(keys_of(calls(self.child)) & named_in(self.drafts_words))
            why = GREETS_BY_NAME if names - (child if has_name else set()) else ""
        else:
            why = "" if any(is_part(one, child) for one in keys_of(said)) else GREETS_ANOTHER
        if why and said != self.drafted.greeting:
            yield Unlike("greeting", said, why, is_certain=False)

    def missing(self, text: LetterText) -> Iterator[Unlike]:
        """What the draft says of who and when, and the letter does not."""
        parts, drafts = text.parts.values(), self.drafted.parts.values()
        new, when = self.workers[0], date_from(self.answers.get("transfer_date"))
        said = {one.key for part in parts for one in words_in(part) if one.is_capital}
        if new and not any(is_part(one, keys_of(new)) for one in said):
            yield Unlike("change", "", NO_WORKER.format(worker=new), is_certain=False)
        if when and says_day(drafts, when) and not says_day(parts, when):
            yield Unlike("change", "", NO_DAY.format(day=in_words(when)), is_certain=False)

    def whys(self, sentence: str) -> Iterator[str]:
        """What a sentence may tell."""
        words = words_in(without(sentence, self.others.staff))
        names = [one for one in words if one.is_capital and not one.may_be_ordinary]
        siblings = checking.brothers_and_sisters(sentence, self.answers, self.drafts_words, self.named, self.others)
        for why, found in (
            (
                NOT_SHARED,
                [one.shown for one in words if one.key in self.withheld and (one in names or self._is_odd(one))],
            ),
            (ANOTHER_CHILD, [one.shown for one in names if one.key in self.children]),
            (A_SIBLING, [shown for shown, sure in siblings if not sure]),
        ):
            if found:
                yield why.format(found=", ".join(f"'{one}'" for one in dict.fromkeys(found)))

    @cached_property
    def _ordinary(self) -> set[str]:
        return {one.key for said in texts_in(self.answers) for one in words_in(said) if one.is_small}

    def _is_odd(self, word: Word) -> bool:
        """Whether a word in small letters is an ordinary one nowhere, so that it is a name all the same."""
        return word.is_small and word.key not in IN_NAMES_TOO | self._ordinary
