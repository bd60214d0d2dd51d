"""Children, staff and teams are found however their names are written: their search texts and terms are made anew.

The folding is this script's own copy of protocol/folding.py as it was.
"""

import re
import unicodedata

LONGEST = 24
LONGEST_TEXT = 300
SEARCHED = {"child": ("name", "local_id"), "staff": ("name", "social_work_id"), "team": ("name",)}

LETTERS = str.maketrans(
    "łøđðıħŋŧƀɓƈɖɗəɛɠǥɣɦɨƙĸƚɲɔƥʂƭʈʉʊʋƴɏƶʐɉɍⱥⱦɇȼ", "loddihntbbcddeeggghikqlnopsttuuvyyzzjratec"
) | str.maketrans({"þ": "th", "æ": "ae", "œ": "oe"})
SIGNS = re.compile("[\u01c0-\u01c3\u02b0-\u02ff\u0559\u07f4\u07f5\ua78b\ua78c]")
BLANKS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
COMMAS = re.compile("[,\u060c\u3001\ufe50\uff0c]")


def up(_migrator, db):
    """Empty the index, and fill it and the search texts from names and numbers."""
    db.execute_sql("DELETE FROM search_term")
    for kind, columns in SEARCHED.items():
        rows = db.execute_sql(f"SELECT id, {', '.join(columns)} FROM {kind}").fetchall()  # noqa: S608 - one of three
        texts = [("|".join(fold(text) for text in row[1:] if text)[:LONGEST_TEXT], row[0]) for row in rows]
        run_many(db, f"UPDATE {kind} SET search = ? WHERE id = ?", texts)  # noqa: S608
        terms = ((kind, row, starts, term) for search, row in texts for starts, term in parts(search))
        run_many(db, "INSERT INTO search_term (kind, row, starts, term) VALUES (?, ?, ?, ?)", terms)


def run_many(db, statement, rows):
    """Run a statement once for each row; the driver sends them together."""
    cursor = db.cursor()
    cursor.executemany(statement.replace("?", db.param), rows)
    cursor.close()


def parts(search):
    """Of each word from each letter on: its place at the start of a word, and the letters that follow."""
    found = set()
    for text in search.split("|"):
        words = text.split()
        for place, word in enumerate(words):
            found.add((True, "".join(words[place:])[:LONGEST].encode()))
            found |= {(False, word[start : start + LONGEST].encode()) for start in range(1, len(word))}
    return found


def fold(text):
    """The words of a name for finding it."""
    commas = COMMAS.split(text)
    in_order = f"{commas[1]} {commas[0]}" if len(commas) == 2 else text
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", in_order).casefold())
    visible = BLANKS.sub("", SIGNS.sub(" ", decomposed.translate(LETTERS)))
    return " ".join("".join(map(kept, visible)).split())


def kept(sign):
    """A letter, mark or number; nothing for what is not seen, a space for any other sign."""
    category = unicodedata.category(sign)
    if category in ("Cf", "Cs", "Me") or unicodedata.combining(sign) or (category == "Cc" and not sign.isspace()):
        return ""
    return sign if category[0] in "LMN" else " "
