"""What the record marks as not to be shared, where a letter has it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from forms.letters.names import NO_NAMES, words_in
from forms.letters.plain_words import sentences_of
from forms.letters.text import texts_in
from protocol.folding import fold

# The answers that say who must not know what. Answers of restricted sections are so wherever they stand.
ORDERS = "orders_summary"  # says more than that: of it, only the sentences that withhold something
MARKED = (ORDERS, "child_not_told_why", "parents_not_told_why", "carers_not_told_why", "handled_with_care")
FEWEST = 3  # words of a clause that are no coincidence; a clause ends at any stop
SHORTEST_NAME = 3  # letters of a word that names what is withheld
_CLAUSE = re.compile(r"[.;:!?,\n]+\s*|\s[-–—]\s")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Who must not know stands before the first, and what they must not know behind it. What is not shared stands anywhere.
_MUST_NOT_KNOW = re.compile(
    r"\b(?:must|should|may) (?:not|never)\b|\bnot to (?:know|find out|learn|be told)\b"
    r"|\b(?:do not|don['’]t|never|without|nobody (?:must|should|may)) (?=tell|let|inform)",
    re.IGNORECASE,
)
_NOT_SHARED = re.compile(
    r"\b(?:not|never) (?:to )?be (?:shared|passed on|disclosed|given|named|mentioned|shown|known|told to)\b"
    r"|\b(?:do not|don['’]t|never|not to) (?:share|disclose|pass on|give|name|mention|show)\b"
    r"|\b(?:keep|kept|remains?|stays?) (?:secret|confidential)\b",
    re.IGNORECASE,
)
# In any other answer only what surely says that something is withheld: there a visit 'must not' be late.
_TELL, _BE_TOLD = "tell|inform|share|disclose|pass on|mention", "told|informed|shared|disclosed|passed on|mentioned"
_SURELY = re.compile(
    r"\b(?:(?:must|should) (?:not|never)|nobody (?:must|should|may)|(?:is|are|was|were) (?:not|never) to|^not to) "
    rf"(?:know|find out|learn|{_TELL}|be (?:{_BE_TOLD}|known|shown to|given to|named))\b"
    rf"|\b(?:may (?:not|never)|not to|never to) be (?:{_BE_TOLD})\b"
    rf"|(?:^|[:;,–-] |\b(?:and|please|we|must) )(?:do not|don['’]t|never) (?:{_TELL})\b"
    r"|\b(?:keep|kept) (?:secret|confidential)\b",
    re.IGNORECASE,
)
_CAPITAL = r"[^\W\d_a-z][\w'’-]*"
_TOLD = re.compile(
    r"\b(?:(?i:tell|telling|inform|informing|let|known to|told to)|(?i:share|given|passed on|disclosed)d? (?i:with|to))"
    r" (?:(?:the|her|his|their|child['’]s|birth|father|mother|parents?|brother|sister|partner|grand\w+),? )*"
    rf"{_CAPITAL}(?:(?:,? and |,? or |, | (?:father|mother|brother|sister|partner),? | ){_CAPITAL})*"
)


def withheld_texts(answers: Mapping[str, Any], marked: Iterable[str]) -> Iterator[str]:
    """What these answers say of who must not know what; all that they say but for the orders."""
    for name in marked:
        for text in texts_in(answers.get(name)):
            yield from filter(_withholds, sentences_of(text)) if name == ORDERS else (text,)


def _withholds(sentence: str) -> bool:
    return any(one.search(sentence) for one in (_NOT_SHARED, _MUST_NOT_KNOW, _SURELY))


def withheld_words(part: str, marked: Iterable[str], allowed: str) -> Iterator[str]:
    """The clauses of these answers that stand in the part, as the answers have them."""
    here, own = f" {_plain(part)} ", f" {_plain(allowed)} "
    for clause in _clauses(marked):
        words = f" {_plain(clause)} "
        if len(words.split()) >= FEWEST and words in here and words not in own:
            yield clause


def withheld_names(answers: Mapping[str, Any], known: Collection[str]) -> frozenset[str]:
    """The words, folded, that name what somebody must not know: places, schools, people; none that is `known`.

    That is a weak sign: the text is free, and which of its words are withheld is not said.
    """
    withheld: set[str] = set()
    told = set(known)
    said = ((name, one) for name in answers for text in texts_in(answers[name]) for one in sentences_of(text))
    for sentence in (one for name, one in said if not one.isupper() and (name in MARKED or _SURELY.search(one))):
        what, whom = _what_and_whom(sentence)
        withheld.update(_names_in(what))
        told.update(_names_in(whom))
    return frozenset(withheld - told - NO_NAMES)


def _what_and_whom(sentence: str) -> tuple[str, str]:
    """What a sentence says is withheld, and from whom; blank where it says nothing of that."""
    if _NOT_SHARED.search(sentence):
        what, whom = sentence, ""
    elif found := _MUST_NOT_KNOW.search(sentence):
        # What follows begins no sentence.
        what, whom = f"… {sentence[found.end() :]}", sentence[: found.start()]
    else:
        return "", ""
    return _TOLD.sub("…", what), " ".join([whom, *_TOLD.findall(what)])


def _names_in(text: str) -> Iterator[str]:
    words = words_in(text)
    for word, behind in zip_longest(words, words[1:]):
        # 'The school …' begins a sentence, 'Highfields School …' and 'Highfields, …' are names.
        opens = word.begins and behind is not None and behind.joined and not behind.is_capital
        if word.is_capital and not opens and not word.shown.isupper() and len(word.key) >= SHORTEST_NAME:
            yield word.key


def _clauses(answers: Iterable[str]) -> Iterator[str]:
    return (clause.strip() for answer in answers for clause in _CLAUSE.split(answer))


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in _WORD.findall(text))
