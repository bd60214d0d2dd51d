"""Words of a letter as names: where one stands, which words with a capital name nobody, which may be ordinary words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from protocol.folding import fold
from protocol.formatting import MONTHS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# First names that are also words of a letter, folded.
ORDINARY = frozenset(
    re.findall(
        r"\w+",
        """
    will may mark grace rose hope joy faith summer autumn april june august art bill pat jack frank rob sky dawn
    sue ray drew grant chase miles wade dean guy nick josh bob don gene iris ivy lily daisy poppy holly heather
    hazel olive ruby pearl amber jade crystal star storm river forest robin jay wren dove lark eve angel baby bear
    blessing charity chance christian destiny earnest felicity harmony honor honour hunter justice king liberty
    love mercy melody noble patience peace precious prince princess prudence queen reed rich sage serenity sonny
    teddy trinity unique unborn verity victor wish woody young
    """,
    )
)
# Words that often begin with a capital and name nobody, folded: openers, titles, family, kinds of places and services.
NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
    i he she it they we you who this that there here these those a an the my your our his her their its
    somebody someone nobody everyone everybody anyone everything something one another
    now then so and but or soon also from on in at after before when if as since until once next today tomorrow later
    first instead because yes no not please thank thanks what where why how which perhaps maybe by with for of to
    dear hello hi hey hiya good morning afternoon evening greetings all welcome
    mr mrs ms miss mx dr sir madam
    mum mummy dad daddy mother father parent parents nan nanny gran grandma grandad carer carers family baby child
    house home court road street lane close avenue drive way place terrace crescent gardens grove hill row square
    school college nursery academy primary secondary university hospital surgery clinic centre church park hall town
    city village county council children services service unit club team worker police social law nhs
    brother sister sibling twin twins unknown half step older younger two three four
    term christmas easter english british
    """,
    )
) | {fold(one) for one in (*MONTHS, *WEEKDAYS)}
WORDS_TOO = ORDINARY | NO_NAMES
# Ordinary words of which names of places, schools, clubs and families are made, folded.
IN_NAMES_TOO = WORDS_TOO | frozenset(
    re.findall(
        r"\w+",
        """
    willow oak elm ash beech birch maple cedar pine rowan orchard meadow meadows field fields wood woods bridge brook
    mill spring green white black brown grey red blue stone sand bank banks bay beach bell bird bishop bush butler
    castle chapel coast cook corner cross dance day days drama east eagle falcon fair farm first ford fox friends
    front garden gate ginger gold good great group haven head heart heath high home horse island king kings knight lake
    lamb land light lion little lodge long low manor marsh mason middle moon moor mount music new north oaks old
    open orange owl page parish park parker path pearl pool port power price rain rice rising rock rowing royal rush
    safe sail saint sea shepherd ship short side silver singer skate small smith snow south start steps stable stables
    strong summers swan swift swimming taylor theatre tiger top tower town tree trees turner valley view village walk
    walker wall ward water waters weaver webb wells west wheel wild wind winter wise wolf world yard youth
    baker barber carpenter carter cooper fisher gardener hunter miller porter potter sawyer tailor archer
    football boxing cricket judo karate gym leisure sports scouts guides cubs brownies
    """,
    )
)
MOST_PIECES, LEAST_IN_PIECES = 4, 5  # words as which a name is written, and its letters where blanks part them
SHORTEST = 2  # letters of a name to which an s can be added: Jos is no Jo
TOO_SHORT = (0, 2)  # letters that tell nothing: T is Tomasz in 'T Zieliński', and Tom is

JOINTS = (" ", "-", "‑")
MONTHS_AFTER = 10  # signs before a month that tell that it is one

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = re.compile(r"[.?!:;\n\"“‘(*•–—]| [-'’]")
_OF_A_MONTH = re.compile(r"(?:\d(?:st|nd|rd|th)?(?: of)?|\b(?:in|next|last|until))\s+$", re.IGNORECASE)
_MONTHS = frozenset(map(fold, MONTHS))


@dataclass(frozen=True)
class Word:
    """A word where it stands. key: folded, without the 's of 'Josiah's'. begins: a sentence. joint: the space or the
    hyphen between it and the word before, '' where anything else stands there.
    """

    shown: str
    key: str
    begins: bool
    joint: str
    of_a_month: bool

    @property
    def joined(self) -> bool:
        """Whether it may be of one name with the word before."""
        return self.joint != ""

    @property
    def is_capital(self) -> bool:
        """Whether it can be a name as it is written; scripts without capitals have names too."""
        return not self.shown[0].islower() and not self.shown[0].isdigit()

    @property
    def is_small(self) -> bool:
        """Whether it is written with a small letter, as most words are."""
        return self.shown[0].islower()

    @property
    def may_be_ordinary(self) -> bool:
        """Whether nothing tells this name from the word that is written alike."""
        return self.key in WORDS_TOO and (self.begins or self.of_a_month)


def words_in(text: str) -> list[Word]:
    """The words of a text, in order."""
    text = unicodedata.normalize("NFC", text)
    found: list[Word] = []
    end = 0
    for one in _WORD.finditer(text):
        shown, gap = re.sub("['’][sS]$", "", one[0]), text[end : one.start()]
        key = fold(shown)
        of_a_month = key in _MONTHS and bool(_OF_A_MONTH.search(text[max(0, one.start() - MONTHS_AFTER) : one.start()]))
        begins = not found or bool(_STOP.search(gap))
        found.append(Word(shown, key, begins, gap if found and gap in JOINTS else "", of_a_month=of_a_month))
        end = one.end()
    return found


def keys_of(name: str) -> set[str]:
    """The words of a name, folded."""
    return {one.key for one in words_in(name)} - {""}


def named_in(text: str) -> set[str]:
    """Whatever in a text may be a part of a name, folded."""
    return {one.key for one in words_in(text) if one.is_capital and not one.may_be_ordinary}


def is_part(key: str, of: Iterable[str]) -> bool:
    """Whether a word is one of these, or short for one."""
    is_short = len(key) not in TOO_SHORT and (key in ORDINARY or key not in NO_NAMES)
    return any(key == one or (is_short and one.startswith(key)) for one in of)


def first_of(name: str) -> set[str]:
    """The first name, folded, with each part of a double one."""
    return keys_of(name.partition("(")[0].strip().partition(" ")[0])


def without(text: str, whole_names: Iterable[str]) -> str:
    """A text without these people, so that Grace Nakamura is no other Grace."""
    for name in sorted(whole_names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "…", text)
    return text


def _in_pieces(words: list[Word], firsts: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The first name with which these words begin, in pieces as 'Jo-siah', and whether that is sure.

    With blanks it is one where no piece is an ordinary word: 'May a friend come?' names no Maya.
    """
    shown, key = words[0].shown, words[0].key
    for last, word in enumerate(words[1:], 1):
        if not word.joined or key in firsts:
            return
        shown, key, pieces = shown + word.joint + word.shown, key + word.key, words[: last + 1]
        has_blanks = any(one.joint == " " for one in pieces[1:])
        is_odd = len(key) >= LEAST_IN_PIECES and not any(one.key in WORDS_TOO for one in pieces)
        if key in firsts and (is_odd or not has_blanks):
            is_long = any(len(one.key) > SHORTEST for one in pieces[1:])
            yield shown, words[0].is_capital and (is_long or not has_blanks)


def sighted(text: str, name: str, known: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Where a text has a part of somebody's name, as it is written there, and whether it surely is the name.

    A second name, a word in small letters and what may be an ordinary word are not sure; the last word of a whole name
    is the family's. known: folded words that are no sign of this person.
    """
    first, every = first_of(name), keys_of(name)
    given = name.partition("(")[0].split()[:-1]
    wanted = {key for one in (first, *map(keys_of, given)) for key in one if len(key) > 1} - set(known)
    if first <= wanted:  # 'ZoeMarie'
        first = first | (whole := {fold(name.partition("(")[0].strip().partition(" ")[0]).replace(" ", "")})
        wanted |= whole - set(known)
    words = words_in(text)
    for place, word in enumerate(words):
        without_s = word.key.removesuffix("s")  # 'Josiahs worker', which may be a name of its own, as Williams is
        is_one = without_s in wanted & first and (word.is_capital or without_s not in WORDS_TOO)
        if word.key not in wanted and is_one and len(without_s) > SHORTEST:
            yield word.shown[:-1], False
        yield from _in_pieces(words[place : place + MOST_PIECES], wanted & first)
        if word.key not in wanted or not (word.is_capital or (word.key in first and word.key not in WORDS_TOO)):
            continue
        behind = words[place + 1] if place + 1 < len(words) else None
        is_whole = bool(behind and behind.joined and behind.is_capital and behind.key in every - {word.key})
        sure = word.key in first and word.is_capital and (is_whole or not word.may_be_ordinary)
        yield word.shown, sure
