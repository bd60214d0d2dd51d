"""Values as printed text: dates and times, outcomes, levels of a seal, and characters that cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from protocol import formatting

LONDON = ZoneInfo("Europe/London")

OUTCOMES = {
    "met": "Met",
    "unmet": "Not met",
    "unanswered": "Open",
    "departed": "Departed from",
    "lifted": "Lifted by exception",
    "accepted": "Accepted as not met",
    "does_not_apply": "Does not apply",
}
TALLY = {name: words.lower() for name, words in OUTCOMES.items()} | {"does_not_apply": "not applicable"}
DECISIONS = {
    "approved": "Approved",
    "confirmed": "Confirmed",
    "accepted": "Accepted",
    "returned": "Returned",
    "cannot_agree": "Did not agree",
    "refused": "Refused",
}
SEAL_LEVELS = {
    "": "Not sealed.",
    "B-B": (
        "B-B: sealed with the council’s certificate. The time of sealing is what the council’s own system recorded; "
        "no independent service vouches for it."
    ),
    "B-T": (
        "B-T: sealed with the council’s certificate, and an independent time-stamp service vouches that the seal "
        "existed at its time."
    ),
    "B-LT": (
        "B-LT: sealed with the council’s certificate and independently time-stamped. The file also carries what is "
        "needed to check the certificates later."
    ),
    "B-LTA": (
        "B-LTA: sealed with the council’s certificate and independently time-stamped. The file carries what is "
        "needed to check the certificates later. That evidence is time-stamped too, so that it outlives them."
    ),
}

# What may have changed of a seal since it was printed, and until when others can check it at least.
RAISED = "Time-stamps may have been added to the file since, without a change to any page."
LASTS = "Other programs can check it until {day}, or longer if time-stamped since: that changes no page."
LASTS_STAMPED = "Other programs can check it until {day}, or longer if time-stamped again: that changes no page."

LINE = 100  # characters: a line that ends takes as much of a sheet, and as long to draw, as if it were full

# Characters without a defined glyph, or that reorder the text after them: control characters, lone surrogates, private
# use, non-characters, and the two bidi overrides.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0001\U000f0000-\U0010ffff]"
)

# A skin tone behind the picture of a person or a hand.
_TONE = re.compile("(?<=[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])[\U0001f3fb-\U0001f3ff]")

# Bullets of Word's Symbol and Wingdings fonts (private use characters), as other fonts draw them.
WORDS_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "◻", 0xF0D8: "➢", 0xF076: "❖", 0xF0FC: "✓", 0xF0E0: "→", 0xF0D2: "✎"}

# Unicode line and paragraph separators; WeasyPrint stops at the second after a space.
_SEPARATORS: dict[int, str] = {0x2028: "\n", 0x2029: "\n"}

# So much without a blank is no name and no link. WeasyPrint shapes the rest of it anew for each line, so it may break.
_IN_A_WORD = r"[^\s<>&;\"'=]"
_ENDLESS = re.compile(rf"(?<!{_IN_A_WORD}){_IN_A_WORD}{{300,}}")  # begins nowhere else: it is looked for once
_PART_OF_IT = re.compile(r".{8}(?=\w)")
_MAY_BREAK = "\u200b"


def length_on_paper(text: str) -> int:
    """The characters that a text is as long as on paper: those that it has, and LINE for each line that ends."""
    return len(text) + LINE * text.count("\n")


def printable(text: str, undrawn: Iterable[int] = ()) -> str:
    """`text` with unprintable characters as '[U+0007]'; `undrawn` are code points that no installed font has.

    A skin tone is left to the attached answers: in black and white a swatch would be drawn beside the hand. What
    goes on and on without a blank may break after some letters.
    """
    text = _UNPRINTABLE.sub(lambda found: spelled(ord(found[0])), text.translate(_SEPARATORS | WORDS_BULLETS))
    text = _ENDLESS.sub(lambda found: _PART_OF_IT.sub(rf"\g<0>{_MAY_BREAK}", found[0]), _TONE.sub("", text))
    return text.translate({point: spelled(point) for point in undrawn})


def spelled(point: int) -> str:
    """What is printed in place of a character: the name of a picture, '[shaking face]', else its Unicode number."""
    name = unicodedata.name(chr(point), "") if unicodedata.category(chr(point)) == "So" else ""
    return f"[{name.lower().removeprefix('emoji component ')}]" if name else f"[U+{point:04X}]"


def in_date(value: date | None) -> str:
    """'14 March 2026'; '' for none."""
    return formatting.day(value) if value else ""


def in_time(at: datetime) -> str:
    """An aware instant as London's clocks showed it: '14 March 2026 at 3:42pm (GMT)'."""
    local = at.astimezone(LONDON)
    return f"{formatting.day(local)} at {formatting.clock_time(local)} ({local:%Z})"


def direction(text: str) -> str:
    """'rtl' where the first letter with a direction reads right to left (Arabic, Hebrew), else 'ltr'."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") in ("R", "AL") else "ltr"


def in_code(code: str) -> str:
    """A short code in groups of four, separated by '-'."""
    letters = code.replace("-", "")
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def entered_at(verify_url: str) -> str:
    """Where a code is entered, as people type it: 'handover.council.example/verify'."""
    return verify_url.partition("?")[0].removeprefix("https://")


def in_groups(digest: str) -> str:
    """A hash for comparing by eye: groups of eight, four to a line."""
    groups = [digest[start : start + 8] for start in range(0, len(digest), 8)]
    return "\n".join(" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4))


def tally(outcomes: Iterable[str]) -> str:
    """The number of statements by outcome: '21 met, 1 departed from, 2 not applicable.'"""
    counts = Counter(outcomes)
    order = [*OUTCOMES, *sorted(set(counts) - set(OUTCOMES))]
    parts = [f"{counts[outcome]} {said(outcome, TALLY)}" for outcome in order if counts[outcome]]
    return f"{', '.join(parts)}." if parts else ""


def said(value: str, table: dict[str, str]) -> str:
    """The label of a stored value; a value missing from the table is shown as it is."""
    return table.get(value) or value.replace("_", " ").capitalize()
