"""The forms and check digits of the numbers by which people are known elsewhere."""

from __future__ import annotations

import re
import unicodedata

from forms.check_digits import is_nhs_number
from protocol.folding import looks

# Social Work England's, as the SSDA903 return takes them: SW and figures, or XX and a number of the council's own for
# whoever has none; 12 characters at the most.
REGISTRATION = re.compile(r"SW\d{1,10}|XX[0-9A-Z]{1,10}")
IS_OF_ONE_PERSON = "SW"  # councils give XX numbers as they like, one to several people too
WANTED = "Enter SW and the figures of Social Work England, or XX and a number of your own: 12 characters at most."

# Unique pupil number: a check letter, 11 figures, and a figure, or a letter while it is temporary.
UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]")
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
NO_UPN = re.compile(r"UN[1-9]")  # why there is none, in the SSDA903 return
NHS = re.compile(r"\d{10}")


def registration_number(text: str) -> str:
    """A social worker's number in capitals, without the blanks or hyphens between its parts. Raises ValueError."""
    number = _compact(text)
    if not REGISTRATION.fullmatch(number):
        raise ValueError(WANTED)
    return number


def upn_fault(text: str) -> str:
    """What is wrong with a unique pupil number; '' if nothing is, if it is blank, or says why there is none."""
    number = _compact(text)
    if not number or NO_UPN.fullmatch(number):
        return ""
    if not UPN.fullmatch(number):
        return "This is no unique pupil number, which has a letter and 12 figures."
    values = [CHECK_LETTERS.index(sign) if sign.isalpha() else int(sign) for sign in number[1:]]
    wanted = CHECK_LETTERS[sum(value * place for place, value in enumerate(values, start=2)) % len(CHECK_LETTERS)]
    return "" if number[0] == wanted else f"The check letter of these figures is {wanted}. Correct it, or a figure."


def nhs_fault(text: str) -> str:
    """What is wrong with an NHS number; '' if nothing is or it is blank."""
    number = _compact(text)
    if not number:
        return ""
    if not NHS.fullmatch(number):
        return "This is no NHS number, which has 10 figures."
    return "" if is_nhs_number(number) else "Its last figure does not go with the others. Correct one of them."


def told_by(text: str) -> str:
    """A number as it tells one child from another, however it is written; '' where it says why there is none."""
    number = _compact(text)
    return "" if NO_UPN.fullmatch(number) else number


def of_a_keyboard(text: str) -> str:
    """A text in the letters and figures of a keyboard, whatever their width, and in which script figures are."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(sign, sign)) for sign in looks(text))


def _compact(text: str) -> str:
    return re.sub(r"[\s-]", "", of_a_keyboard(text)).upper()
