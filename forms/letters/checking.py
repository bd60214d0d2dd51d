"""What an edited letter may not hold, whether it still fits one sheet, and which of its sentences are doubtful."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

from forms.check_digits import is_nhs_number
from forms.letters import words
from forms.letters.contacts import contacts_in, contacts_of
from forms.letters.hushed import hushed, may_hush
from forms.letters.names import first_of, keys_of, named_in, sighted, without, words_in
from forms.letters.places import addresses, places_of, withheld_places
from forms.letters.plain_words import sentences
from forms.letters.text import PARENTS, PARTS, LetterText, as_read, texts_in
from forms.letters.unlike_record import unlike
from forms.letters.withheld import MARKED, withheld_texts, withheld_words
from forms.record_kind import RecordKind
from forms.restricted import restricted_questions
from protocol.folding import fold

# One sheet, as templates/pdf/letter.css sets it: lines of the four parts, and characters that surely stand in a line.
LINES_OF_A_SHEET, SIGNS_IN_A_LINE = 26, 74
GAP, CAPITAL, WIDE = 0.3, 1.35, 2.2  # a gap after a paragraph, in lines; signs, in letters of the usual width
AT_A_CUT = 6  # words at the end of a part and at the beginning of the next that are read as one
REPEATED = 8  # words of the record in a row that are no coincidence
# What a sentence may say that is not for the family to read: where somebody lives, a brother or sister, health, and
# what somebody else than the reader asked for.
DOUBTFUL = re.compile(
    r"\b(?:\d+[a-z]? (?:\w+ ){1,3}(?:street|road|lane|avenue|close|drive|way|terrace|crescent|court|place|gardens)"
    r"|(?!(?:the|a|this|that)\b)\w+ (?:street|road|lane|avenue|crescent|terrace|cottage)"
    r"|brothers?|sisters?|siblings?|lives? (?:at|in|with)"
    r"|(?!(?:you|we|i)\b)\w+ (?:has |have |had )?(?:asked|requested|complained|wants|wanted|insisted)"
    r"|secret|(?:do not|don['’]t) tell"
    r"|ill|illness|sick|sickness|cancer|hospital|surgery|pregnant|pregnancy|diagnos\w+|depress\w+|breakdown)\b",
    re.IGNORECASE,
)
_YOU_ASKED = re.compile(r"\byou (?:have |had )?(?:asked|requested|complained|wanted)\b", re.IGNORECASE)

# Not a telephone number without its first nought. In its usual groups it is one even with a figure mistyped.
_TEN_FIGURES = re.compile(
    r"(?<![\d+])(?<!\+44 )(?<!\(0\))[3-9]\d\d[ ./-]?\d{3}[ ./-]?\d{4}(?!\d)"
    r"|(?<![\d+])(?<!\(0\))(?<!\d[ ./-])[3-9](?:[ ./-]?\d){9}(?![ ./-]?\d)"
)
_IN_GROUPS = re.compile(r"[4-9]\d\d[ ./-]\d{3}[ ./-]\d{4}")
_LEAST_APART = 5  # signs of a local id that is known with blanks in it: '1 2' may be anything
_LEAST_ALIKE = 4  # figures of a local id with letters, by which others are known too
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NO_LOCAL_ID = "Take out '{found}': it is the child's number in {case_system}"
_NO_OTHERS_ID = "Take out '{found}': it has the form of a child's number in {case_system}"
_NO_STREET = "Take out '{found}': it is an address that stands in the record, and a letter shows none"
_NO_ADDRESS = "Take out '{found}': a letter shows no address, since not everybody may know where the child lives"
_NO_HUSHED = "Take out '{found}': a letter says nothing of who must not know what"
_NO_NHS_NUMBER = "Take out '{found}': it looks like an NHS number"
_NO_GAP = "Say when, in place of '{found}'"
_NO_CONTACT = "Take out '{found}': the record says it where it says who must not know what"
_NO_OTHERS_CONTACT = "Take out '{found}': it stands in the record, and is not how the reader reaches you"
_NO_MARKED = "Take out '{found}': the record says this where it says who must not know what"
_NO_SIBLING = (
    "Take out '{found}': it is the name of a brother or sister. If the reader knows of them and it may stay, "
    "write the name at the end of this page"
)
_NO_OTHER = "Take out '{found}': it is the name of another child whom you work with"
_OWN_WORDS = "Say this in other words, since the record was not written for the family: '{found}'"
_TOO_LONG = "The letter no longer fits one sheet: take out about {lines}"

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Others:
    """Names in the register: of brothers and sisters, of other children whom the writer works with, of staff whom the
    letter names. local_ids: of those children. office: the council's own address, which may stand in a letter.
    """

    siblings: Collection[str] = ()
    children: Collection[str] = ()
    staff: Collection[str] = ()
    local_ids: Collection[str] = ()
    office: str = ""


def problems(
    text: LetterText, form: RecordKind, answers: Answers, drafted: LetterText, others: Others | None = None
) -> dict[str, str]:
    """Part → all that is wrong in it; {} for nothing. Errors may hold the placeholder {case_system}.

    answers: every answer of the record, those of restricted sections too. What the draft says is always allowed, and a
    brother's or sister's name that the writer says may stay.
    """
    over, text, drafted = lines_over(text), text.as_read(), drafted.as_read()
    check = _Check(form, answers, said_by(drafted), text, others or Others())
    said = {"greeting": text.greeting, **text.parts, "phone": text.phone}
    found = {name: list(check.problems(part)) for name, part in said.items()}
    for before, part in pairwise(PARTS):
        found[part] += check.cut(said[before], said[part])
    found["greeting"] += [_NO_OTHER.replace("{found}", one) for one in check.greeted(text.greeting)]
    for one in unlike(text, answers, drafted, (others or Others()).staff):
        found[one.part] += [one.why] if one.is_certain else []
    if over:
        found[PARTS[0]].append(_TOO_LONG.format(lines=f"{over} {'line' if over == 1 else 'lines'}"))
    return {name: ". ".join(dict.fromkeys(whys)) for name, whys in found.items() if whys}


class _Check:
    """What one letter is held against. allowed: what its draft says."""

    def __init__(self, form: RecordKind, answers: Answers, allowed: str, letter: LetterText, others: Others) -> None:
        self.answers, self.allowed, self.known, self.others = answers, allowed, letter.known, others
        self.office = as_read(others.office)
        marked = {*MARKED, *restricted_questions(form)}
        self.withheld = list(withheld_texts(answers, sorted(marked)))
        self.accounts = list(_accounts(form, answers))
        self.places = places_of(self.accounts)
        self.marked = contacts_of(text for name in marked for text in texts_in(answers.get(name)))
        self.marked -= contacts_of([allowed])
        mine = contacts_of([allowed, self.office, letter.phone, letter.email])
        self.contacts = contacts_of(self.accounts) - self.marked - mine

    def problems(self, part: str) -> Iterator[str]:
        """All that must not stand in a part."""
        yield from _said(((_NO_GAP, [words.DAY_TO_COME] if words.DAY_TO_COME in part else []),))
        yield from self.reached(part)
        yield from _said(
            (
                (_NO_HUSHED, hushed(part)),
                (_NO_MARKED, withheld_words(part, self.withheld, self.allowed)),
                (_NO_SIBLING, self._siblings(part)),
                (_NO_OTHER, self._other_children(part)),
                (_OWN_WORDS, list(_repeats(part, self.accounts, self.allowed))[:1]),
            )
        )

    def reached(self, part: str) -> Iterator[str]:
        """Whatever tells where somebody is, how they are reached, or by which number they are found."""
        local_id = str(self.answers.get("child_local_id") or "")
        own = _local_ids(part, local_id)
        return _said(
            (
                (_NO_ADDRESS, self._addresses(part)),
                (_NO_LOCAL_ID, own),
                (_NO_OTHERS_ID, [one for one in _ids_like(part, local_id, self.others.local_ids) if one not in own]),
                (_NO_NHS_NUMBER, _nhs_numbers(part)),
                (_NO_STREET, withheld_places(part, self.places, f"{self.allowed} {self.office}")),
                (_NO_CONTACT, contacts_in(part, self.marked)),
                (_NO_OTHERS_CONTACT, contacts_in(part, self.contacts)),
            )
        )

    def cut(self, before: str, part: str) -> list[str]:
        """What stands half at the end of one part and half at the beginning of the next."""
        end, begin = (" ".join(one) for one in (before.split()[-AT_A_CUT:], part.split()[:AT_A_CUT]))
        alone = {*self.reached(end), *self.reached(begin)}
        return [why for why in self.reached(as_read(f"{end} {begin}")) if why not in alone]

    def greeted(self, greeting: str) -> Iterator[str]:
        """The first names of other children in a greeting, which the child's own name is not."""
        known = keys_of(str(self.answers.get("child_name") or "")) | named_in(self.allowed)
        firsts = {key for name in self.others.children for key in first_of(name) if len(key) > 1} - known
        return (one.shown for one in words_in(greeting) if one.is_capital and one.key in firsts)

    def _addresses(self, part: str) -> list[str]:
        """The postcodes, and house numbers with a street."""
        allowed = f"{self.allowed} {self.office}".casefold()
        return [one for one in addresses(part) if one.casefold() not in allowed]

    def _siblings(self, part: str) -> Iterator[str]:
        """The names of brothers and sisters in this text. The draft's are somebody else's."""
        seen = brothers_and_sisters(part, self.answers, self.allowed, self.known, self.others)
        return (found for found, sure in seen if sure)

    def _other_children(self, part: str) -> Iterator[str]:
        """The whole names of other children."""
        here, own = f" {fold(part)} ", f" {fold(self.allowed)} "
        names = ((name, f" {fold(name)} ") for name in self.others.children)
        return (name for name, said in names if len(said.split()) > 1 and said in here and said not in own)


def _said(reasons: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    """Each reason with each of what it is about, once."""
    return (why.replace("{found}", found) for why, all_found in reasons for found in dict.fromkeys(all_found))


def said_by(drafted: LetterText) -> str:
    """Whatever a draft says."""
    return " ".join([drafted.greeting, *drafted.parts.values()])


def brothers_and_sisters(
    part: str, answers: Answers, allowed: str, known: str, others: Others
) -> Iterator[tuple[str, bool]]:
    """Where a text names a brother or sister, and whether that is sure. The draft's names are somebody else's."""
    own = keys_of(str(answers.get("child_name") or "")) | named_in(allowed) | keys_of(known)
    rows = (row for table in ("siblings", "former_siblings") for row in _rows(answers.get(table)))
    said = without(part, others.staff)
    for name in dict.fromkeys((*(str(row.get("name") or "") for row in rows), *others.siblings)):
        yield from sighted(said, name, own)


def _local_ids(part: str, local_id: str) -> list[str]:
    """Where the child's number stands, with blanks and hyphens in it too."""
    signs = [sign for sign in as_read(local_id) if sign.isalnum()]
    number = "[ ./-]?".join(signs) if len(signs) >= _LEAST_APART else re.escape(local_id)
    return re.findall(rf"(?<!\w){number}(?!\w)", part, re.IGNORECASE) if local_id else []


def _ids_like(part: str, local_id: str, others: Iterable[str]) -> list[str]:
    """Where the number of another child stands, or one with this child's letters and as many figures."""
    found = [one for other in others for one in _local_ids(part, other)]
    signs = [r"\d" if sign.isdigit() else re.escape(sign) for sign in as_read(local_id) if sign.isalnum()]
    if len(signs) > signs.count(r"\d") >= _LEAST_ALIKE:
        found += re.findall(rf"(?<!\w){'[ ./-]?'.join(signs)}(?!\w)", part, re.IGNORECASE)
    return found


def _nhs_numbers(part: str) -> list[str]:
    found = _TEN_FIGURES.findall(part)
    return [one for one in found if _IN_GROUPS.fullmatch(one) or is_nhs_number(re.sub(r"\D", "", one))]


def _repeats(part: str, accounts: list[str], allowed: str) -> Iterator[str]:
    """Words in a row that were written for the file."""
    said = _WORD.findall(part)
    mine = [fold(word) for word in said]
    own = set(_runs([fold(word) for word in _WORD.findall(allowed)]))
    for account in accounts:
        theirs = set(_runs([fold(word) for word in _WORD.findall(account)])) - own
        for place, run in enumerate(_runs(mine)):
            if run in theirs:
                yield " ".join(said[place : place + REPEATED])


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[place : place + REPEATED]) for place in range(len(words) - REPEATED + 1))


def _accounts(form: RecordKind, answers: Answers) -> Iterator[str]:
    """Whatever somebody wrote in the record, in rows and reasons too."""
    for name, answer in answers.items():
        if name in form.questions or name == "departures":
            yield from texts_in(answer)


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def lines_of(text: LetterText) -> int:
    """How many lines of a sheet the parts take at the most, with the gaps between paragraphs."""
    return ceil(sum(_lines(part) for part in text.parts.values()))


def _lines(part: str) -> float:
    paragraphs = [one for one in re.split(r"\n\s*\n", part.strip()) if one.strip()]
    lines = sum(max(1, ceil(_width(line) / SIGNS_IN_A_LINE)) for one in paragraphs for line in one.split("\n"))
    return lines + GAP * len(paragraphs)


def _width(line: str) -> float:
    """How wide a line is, in letters of the usual width: capitals and the signs of East Asia take more room."""
    return sum(
        WIDE if unicodedata.east_asian_width(sign) in "WF" else CAPITAL if sign.isupper() else 1 for sign in line
    )


def lines_over(text: LetterText) -> int:
    """By how many lines a letter is longer than a sheet; 0 for one that fits."""
    return max(0, lines_of(text) - LINES_OF_A_SHEET)


def doubtful_sentences(text: LetterText, drafted: LetterText, to: str) -> list[str]:
    """The sentences that may say what is not for the family to read, in order; none that the draft has. to: the reader.

    The same letter serves each parent, so that what 'you' asked for is not for the other to know.
    """
    text, own = text.as_read(), set(sentences(drafted.as_read()))
    said = [one for one in sentences(text) if one not in own]
    return [one for one in said if DOUBTFUL.search(one) or may_hush(one) or (to == PARENTS and _YOU_ASKED.search(one))]
