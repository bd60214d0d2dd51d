"""Whether letters in a row can be a word, by their shape alone: no list of words, and no language but the alphabet's.

'asdf', 'xxx', 'cde' and 'fg' are keys that were pressed so that a box is not blank. What cannot be told from a word by
its shape passes: this keeps out what says nothing, and is no check of spelling.
"""

import re
import unicodedata

_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop")
ROWS = (*_ROWS, *(row[::-1] for row in _ROWS))
# Words that stand in a row of keys or letters all the same.
IN_A_ROW = frozenset({"as", "de", "ed", "fed", "hi", "no", "on", "op", "re", "stu", "we"})
KEYS_IN_A_ROW = 5  # so many inside a longer word are no word: 'property' has four
MOST_CONSONANTS = 5  # one after the other, as in 'lengthways'
LONE_CONSONANTS = 4  # the same for a word that has to say why by itself, as in 'hardship'
VOWELS = frozenset("aeiouy")

_WORDS = re.compile(r"[^\W\d_]+")
_APOSTROPHES = re.compile("['\u2019\u02bc]")
_THRICE = re.compile(r"(.)\1\1")
_OFTEN = re.compile(r"(.{1,4})\1+")
_CONSONANTS = re.compile("[^aeiouy]+")
_ALPHABET = re.compile("[a-z]+")


def words_of(text: str) -> list[str]:
    """The runs of letters in a text, in small letters: "didn't" is one."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return _WORDS.findall(_APOSTROPHES.sub("", plain))


def can_be_read(word: str, *, consonants: int = MOST_CONSONANTS) -> bool:
    """Whether a run of small letters of a script with capitals can be a word. consonants: the most in a row."""
    plain = word if word.isascii() else _without_accents(word)
    if len(set(plain)) < 2 or _THRICE.search(plain):
        return False
    if not _ALPHABET.fullmatch(plain):  # Greek, Cyrillic and others, whose vowels are not known here
        return not any(unicodedata.category(sign) == "Lo" for sign in plain)
    if plain in IN_A_ROW:
        return True
    longest = max(map(len, _CONSONANTS.findall(plain)), default=0)
    return not VOWELS.isdisjoint(plain) and longest <= consonants and not _is_a_row(plain)


def _without_accents(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _is_a_row(plain: str) -> bool:
    """Whether they are keys or letters as they follow each other, once or again and again."""
    again = _OFTEN.fullmatch(plain)
    keys = again.group(1) if again else plain
    parts = [keys] if len(keys) > 1 else []
    parts += [plain[at : at + KEYS_IN_A_ROW] for at in range(len(plain) - KEYS_IN_A_ROW + 1)]
    return any(part in row for part in parts for row in ROWS)
