"""Sentences of a letter that say that somebody is not to know something, by tables of verbs and wordings.

Refused is what says so of a person. What says so of nobody, or may say something else, is pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.letters.names import NO_NAMES, words_in
from forms.letters.plain_words import sentences_of

_NOT = r"(?: (?:still |really )?(?:not|never)|n'?t)"
_TO = r"(?: (?:allowed|supposed|meant|permitted))? to"
_MUST_NOT = rf"(?:(?:must|should|shall){_NOT}(?: ever| yet)?|ought{_NOT} to|(?:am|is|are|was|were){_NOT}{_TO})"
_WILL_NOT = r"(?:will (?:not|never)|won'?t)"
_NOBODY_MAY = rf"(?:nobody|no[ -]one|none of \w+)(?: else)? (?:must|should|shall|(?:is|are){_TO})(?: ever)?"
_DO_NOT = r"(?:^|[,;:] |\b(?:please|and|so|but|just) )(?:do not|don'?t|never)(?: ever)?"  # asked of the reader
_BE_TOLD = r"be (?:told|shown)\b(?! off\b)"
# 'All the answers' are no secret, and nobody must be told off.
_KNOW = (
    rf"(?:know|find out|learn|{_BE_TOLD}|hear (?:of|about|from)"
    r"|(?:see|read) (?:(?:this|that|where|what|your (?:address|home|house|school|letters?))\b|it(?=[.,;!]|$)))"
    r"(?! (?:(?:\w+ )?all|everything|the answers?|off|as|to)\b)(?!\w)"
)
_TELL = (
    r"(?:tell|inform)\b(?! (?:you|me|us|lies|stories|anything|any ?one|any ?body|others?|other people|people"
    r"|every ?one|every ?body|yourself|somebody|someone|(?:\w+ ){1,2}off)\b)"
)
_WHERE = r"where (?:you|we|he|she|they|(?:your|her|his) \w+|(?-i:[A-Z])[\w'-]+) (?:is|are|lives?|goe?s?|stays?|moved)\b"
_NO_IFS = r"(?!.*\b(?:unless|without|before|until|first)\b)"  # 'I will not tell Mum without you' promises

_KEEP = r"\b(?:keep|keeps|kept|keeping|hide|hid|hiding)"

# Refused where a person stands anywhere in the sentence,
_HUSHED = (
    rf"\b(?:{_MUST_NOT}|{_NOBODY_MAY}) {_KNOW}",
    rf"\b(?:{_MUST_NOT}|{_WILL_NOT}|do not|don'?t|never) let (?!(?:me|us|you)\b)(?:[\w'-]+ ){{1,4}}{_KNOW}",
    rf"\b(?:can(?:not|'?t| not)|may (?:not|never)) {_BE_TOLD}",
    rf"\bmay (?:not|never) (?:know|see|learn|find out|hear)(?= (?:this|of)\b(?! as\b)|[.,;!]|$| {_WHERE})",
    rf"\b{_WILL_NOT} (?:{_BE_TOLD}|(?:know|learn|hear|see) (?:{_WHERE}|(?:this|your address)\b(?! as\b)))",
    rf"\b{_WILL_NOT} find out(?= (?:about|this)\b|[.,;!]|$| {_WHERE})",
    rf"\b(?:{_MUST_NOT}|may not|{_WILL_NOT}|not to|never) (?:say|tell (?:you|any ?one|any ?body)) {_WHERE}",
)
# and where one stands behind it.
_HUSHED_TO = (
    rf"\b(?:{_MUST_NOT}|{_NOBODY_MAY}|(?:nobody|no[ -]one) (?:will|may)) {_TELL}",
    rf"(?<!or )(?<!choose )(?<!decide )\bnot to {_TELL}",
    rf"\b{_WILL_NOT} {_TELL}{_NO_IFS}",
    rf"{_DO_NOT} {_TELL}",
    rf"{_KEEP} (?:it|this|that)(?: a)?(?: secret| private| hidden)? from\b",
)
_MAY_HUSH = (
    rf"\b(?:(?:may|need){_NOT}(?: to)?|(?:do|does){_NOT} (?:need|have) to) {_KNOW}",
    rf"\b(?:nobody|no[ -]one) (?:may|will|can) {_KNOW}",
    rf"\b(?:{_MUST_NOT}|may not|{_WILL_NOT}|can(?:not|'?t| not)|not to|never) (?:tell|inform|say where)\b",
    rf"{_KEEP} (?:(?!(?:you|me|us|safe|away|going)\b)[\w'-]+ ){{1,6}}from\b",
    r"\bwithout (?:[\w'-]+ ){1,3}(?:knowing|finding out)\b",
    rf"\bso (?:that )?(?:[\w'-]+ ){{1,3}}(?:does|do|will|can){_NOT} (?:know|find out)\b",
)
_REFUSED, _REFUSED_TO, _POINTED_OUT = (
    re.compile("|".join(wordings), re.IGNORECASE)
    for wordings in (_HUSHED, _HUSHED_TO, (*_HUSHED, *_HUSHED_TO, *_MAY_HUSH))
)
_SOMEBODY = re.compile(
    r"\b(?:mum|mummy|dad|daddy|mother|father|parents?|nan|nanny|gran|grandma|grandm?other|grandad|granddad|grandfather"
    r"|grandparents?|brothers?|sisters?|siblings?|aunt|auntie|aunty|uncle|cousins?|step\w+|partner|carers?|family"
    r"|he|she|they|him|her|them|nobody|no[ -]one|none)\b",
    re.IGNORECASE,
)
_ANYBODY = NO_NAMES | {"people", "others", "friends", "strangers", "teachers", "classmates"}


def hushed(part: str) -> Iterator[str]:
    """The wordings that say of a person that they are not to know something."""
    for sentence in sentences_of(part):
        yield from (found[0] for found in _REFUSED.finditer(sentence) if _has_somebody(sentence))
        told = (found for found in _REFUSED_TO.finditer(sentence) if _has_somebody(sentence[found.end() :]))
        yield from (found[0].lstrip(" ,;:") for found in told)


def may_hush(sentence: str) -> bool:
    """Whether a sentence says or may say that somebody is not to know something."""
    return bool(_POINTED_OUT.search(sentence))


def _has_somebody(text: str) -> bool:
    names = (one for one in words_in(text) if one.is_capital and not one.may_be_ordinary)
    return bool(_SOMEBODY.search(text)) or any(one.key not in _ANYBODY for one in names)
