"""Addresses: postcodes, house numbers with a street, and places that the record names, wherever a letter has one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from forms.letters.plain_words import sentences_of
from protocol.folding import fold
from protocol.formatting import MONTHS

_OUTWARD, _TWO_LETTERS = r"[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?", "[ABD-HJLNP-UW-Z]{2}"
# Its last two letters are none of CIKMOV, so that a T5 2CV is a van. In small letters no 'b2 3rd floor'.
POSTCODE = re.compile(
    rf"\b(?:{_OUTWARD}(?:[ .-]?\d ?|, ?\d){_TWO_LETTERS}|GIR ?0AA|BFPO ?\d{{1,4}}"
    rf"|[A-PR-UWYZ](?: ?[A-HK-Y])? ?\d ?[A-Z\d]?[ .,-]{{0,2}}\d{_TWO_LETTERS}"
    rf"|(?i:{_OUTWARD}(?:[ .-]|, ?)?\d)(?!st|nd|rd|th)(?i:{_TWO_LETTERS}))\b"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ROADS = "Street|Road|Lane|Avenue|Terrace|Crescent|Gardens|Rd|Ln|Ave|Gdns|Cres"
# What is a street only behind a number: a child can be before the Family Court, and a carer be called Hill.
_BEHIND_A_NUMBER = (
    "Close|Drive|Way|Court|Place|Grove|Hill|Row|Square|Mews|St|Approach|Bank|Boulevard|Bridge|Buildings|Circus"
    "|Common|Cottages|Crest|Crofts?|Dale|End|Estate|Fields?|Fold|Garth|Gate|Glade|Green|Heights|Meadows?|Mead|Mount"
    "|Orchard|Paddocks?|Parade|Park|Passage|Path|Quay|Ridge|Rise|Side|Spinney|Vale|View|Villas|Walk|Wharf|Yard"
)
_WITHOUT_ANOTHER_WORD = (
    "Broadway|Causeway|Highway|Kingsway|Parkway|Queensway|Eastgate|Northgate|Southgate|Westgate"
    rf"|The (?:[A-Z][\w'-]+ )?(?:{_ROADS}|{_BEHIND_A_NUMBER}|Beeches|Birches|Cedars|Chestnuts|Elms|Firs|Hollies|Laurels"
    "|Limes|Maples|Oaks|Pines|Poplars|Strand|Sycamores|Willows)"
)
# What is a house or a street beside another part of an address; nobody is called so.
_BESIDE_AN_ADDRESS = (
    "Barn|Bungalow|Buildings|Close|Cottages?|Court|Estate|Farm|Farmhouse|Grange|Grove|House|Lodge|Manor|Mews|Mill"
    "|Orchard|Quay|Rise|Row|Square|View|Villas?|Walk|Wharf|Yard"
)
_SHORT = dict(
    re.findall(
        r"(\w+)=(\w+)",
        """
    ln=lane rd=road st=street ave=avenue av=avenue gdns=gardens cres=crescent terr=terrace ter=terrace cl=close
    dr=drive ct=court pl=place sq=square gr=grove
    """,
    )
)
# A school or surgery that is called by its street is where everybody may know that the child goes.
_CALLED_SO = "school|primary|infants?|juniors?|academy|nursery|college|surgery|church|centre"
_STREET = re.compile(
    rf"\b[A-Z][\w']{{1,40}} (?:{_ROADS})\b(?! (?i:{_CALLED_SO})\b)"
    rf"|(?<=\d )(?<!\b19\d\d )(?<!\b20\d\d )(?:[A-Z][\w']+ ){{1,3}}(?:{_BEHIND_A_NUMBER})\b"
)
# Words with a capital and numbers, with no more than commas between them.
_LISTED = re.compile(r"(?<![\w'-])[A-Z\d][\w'-]*(?:,? [A-Z\d][\w'-]*)+")
_BESIDE = re.compile(
    rf"\b(?!(?:The|Family|Crown|County|Youth|High)\b)[A-Z][\w'-]{{1,40}} (?:{_BESIDE_AN_ADDRESS})\b"
    rf"(?! (?i:{_CALLED_SO})\b)"
)
_HOUSE = re.compile(r"\b(?!The\b)[A-Z][\w'-]{1,40} (?:Cottage|Bungalow|Farmhouse)\b")
# '9 Quayside.', which is a street in one word.
_ONE_WORD = re.compile(
    r"(?:\b(?:lives?|living|stays?|staying|moved) (?:at|to) \d+[A-Za-z]?,? "
    r"|\b\d+[A-Za-z]?,? (?=\w+(?:side|way|gate)\b))"
    r"([A-Z]\w{3,30})\b(?=[.,;)]|$)"
)
_NO_WORD_OF_A_STREET = (
    "minutes?|hours?|miles?|down|up|along|the|an?|and|or|on|of|at|in|by|to|from|for|with|near|is|are|was|were|way"
    f"|{'|'.join(MONTHS)}"
)
# Right behind a number, with a letter or a comma at most between. A year is none, nor what stands behind 'year'.
_ADDRESS = re.compile(
    r"(?<!\b[Yy]ear )(?<!\b[Cc]lass )\b(?!(?:19|20)\d\d\b)\d+[A-Za-z]?,? "
    rf"(?:(?:(?!\d+ |(?i:{_NO_WORD_OF_A_STREET})\b)[\w'-]+ ){{1,3}}(?i:{_ROADS})"
    rf"|(?!(?:Mr|Mrs|Ms|Miss|Dr) )(?:(?!(?:{'|'.join(MONTHS)})\b)[A-Z][\w'-]* ){{1,3}}(?:{_BEHIND_A_NUMBER})"
    rf"|{_WITHOUT_ANOTHER_WORD})\b"
    r"|\b(?i:flat) \d+[A-Za-z]?,? (?:\d+[A-Za-z]?,? )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)*"
)


def addresses(part: str) -> list[str]:
    """Postcodes, and house numbers with a street, whether or not the record has them."""
    return [found[0] for pattern in (POSTCODE, _ADDRESS) for found in pattern.finditer(part)]


def places_of(accounts: Iterable[str]) -> list[str]:
    """The streets and houses that the record names, each once."""
    return list(dict.fromkeys(place for account in accounts for place in _places(account)))


def _places(account: str) -> Iterator[str]:
    for pattern in (_STREET, _HOUSE, _ONE_WORD):
        yield from pattern.findall(account)
    for listed in _LISTED.findall(account):
        if any(one.search(listed) for one in (POSTCODE, _ADDRESS, _STREET, _HOUSE)):
            yield from _BESIDE.findall(listed)


def withheld_places(part: str, places: Iterable[str], allowed: str) -> Iterator[str]:
    """Those of these places that stand in a sentence of the part, as the record writes them."""
    said, own = [(one, f" {_plain(one)} ") for one in sentences_of(part)], f" {_plain(allowed)} "
    for place in places:
        words = f" {_plain(place)} "
        if words not in own and any(_stands(place, words, *one) for one in said):
            yield place


def _stands(place: str, words: str, sentence: str, plain: str) -> bool:
    """Whether a sentence has a place. A street in one word is one only with its capital: there is a quayside too."""
    if " " not in place:
        return re.search(rf"\b(?:{place}|{place.upper()})\b", sentence) is not None
    return words in plain and re.search(rf"{words}(?!(?:{_CALLED_SO}) )", plain) is not None


def _plain(text: str) -> str:
    words = (word for said in _WORD.findall(text) for word in fold(said).split())
    return " ".join(_SHORT.get(word, word) for word in words)
