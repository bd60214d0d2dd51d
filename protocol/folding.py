"""The one folding by which names are found and compared, for what is stored and what is typed.

Case, accents, the width of letters, apostrophes, hyphens, spaces, and signs that cannot be seen make no difference, nor
does 'Surname, Forename'. Words stay in their order, and titles count as words.
"""

import re
import unicodedata

# Letters that do not decompose into a letter and its accents, as CLDR's transform Latin-ASCII writes them.
LETTERS = str.maketrans(
    "łøđðıħŋŧƀɓƈɖɗəɛɠǥɣɦɨƙĸƚɲɔƥʂƭʈʉʊʋƴɏƶʐɉɍⱥⱦɇȼ", "loddihntbbcddeeggghikqlnopsttuuvyyzzjratec"
) | str.maketrans({"þ": "th", "æ": "ae", "œ": "oe"})
# Letters by their category, but written as apostrophes: modifier letters, the saltillo, the signs of clicks.
SIGNS = re.compile("[\u01c0-\u01c3\u02b0-\u02ff\u0559\u07f4\u07f5\ua78b\ua78c]")
# Letters and marks by their category that show nothing: fillers, joiners, variation selectors, a blank of Braille.
BLANKS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
COMMAS = re.compile("[,\u060c\u3001\ufe50\uff0c]")
_ALIKE = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63", "-") | dict.fromkeys(
    "\u2018\u2019\u02bc\u2032\u00b4`", "'"
)
_OF_ADDRESS = r"[^\s<>()\[\],;:\"@]"
ADDRESS = re.compile(rf"(?<!{_OF_ADDRESS}){_OF_ADDRESS}+@{_OF_ADDRESS}+")  # begins nowhere else: it is looked for once


def fold(text: str) -> str:
    """The words of a name for finding it: 'O’Brien, Zoë' is 'zoe o brien'. What is folded stays as it is."""
    return " ".join(_plain(_forename_first(text)).split())


def name_key(text: str) -> str:
    """A name for comparison: folded and without spaces, so that O'Brien and O Brien are one; '' without letters."""
    return fold(text).replace(" ", "")


def same_name(one: str, other: str) -> bool:
    """Whether two names are one name, however each is written. Names without a letter or number are never the same."""
    return (key := name_key(one)) != "" and key == name_key(other)


def looks(text: str) -> str:
    """A text for comparison by how it looks: any hyphen, apostrophe and space is one, accents and case stay."""
    alike = "".join(_ALIKE.get(sign, sign) for sign in unicodedata.normalize("NFKC", text))
    return " ".join(alike.split())


def typed_words(text: str) -> list[str]:
    """The words to look for: separated by spaces alone, since signs between letters join them (o'b is 'ob')."""
    words = (_plain(word).replace(" ", "") for word in _forename_first(text).split())
    return [word for word in words if word]


def address_in(text: str) -> str:
    """The email address in a text such as 'Ann Lee <ann.lee@council.gov.uk>', in small letters; '' for none."""
    shown = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    )
    found = ADDRESS.search(shown)
    return found[0].lower() if found else ""


def is_invisible(sign: str) -> bool:
    """Whether a character shows nothing by itself: a space, a control or format character, a blank letter."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp", "Zs") or BLANKS.match(sign) is not None


def _forename_first(text: str) -> str:
    """'Surname, Forename' as 'Forename Surname'; a text with another number of commas as it is."""
    parts = COMMAS.split(text)
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 else text


def _plain(text: str) -> str:
    """Small letters without accents, and numbers; other signs become spaces, and what cannot be seen is gone."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    visible = BLANKS.sub("", SIGNS.sub(" ", decomposed.translate(LETTERS)))
    return "".join(map(_kept, visible))


def _kept(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Cf", "Cs", "Me") or unicodedata.combining(sign) or (category == "Cc" and not sign.isspace()):
        return ""
    return sign if category[0] in "LMN" else " "
