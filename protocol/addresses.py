"""What is a work email address: one rule for the register, the settings and whoever signs in.

Letters of the alphabet alone, since another that looks like one, or becomes one as a small letter, would be somebody
else's address. What mail takes and no council gives, such as quotes and addresses of machines, is none.
"""

import re

WANTED = "Enter a work email address, like a.person@council.gov.uk."
LONGEST, LONGEST_NAME = 254, 64  # characters of the whole, and before the @
_WORD, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+", r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_ADDRESS = re.compile(rf"(?=[^@]{{1,{LONGEST_NAME}}}@){_WORD}(\.{_WORD})*@({_LABEL}\.)+(?=[A-Za-z]){_LABEL}")


def written(text: str) -> str:
    """An address in small letters, without the blanks around it; '' for what is none."""
    plain = text.strip(" ")
    return plain.lower() if len(plain) <= LONGEST and _ADDRESS.fullmatch(plain) else ""
