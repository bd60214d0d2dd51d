"""The letters to the young person and to the parents: their words, drafts, and what must not stand in them."""

from forms.letters.drafting import Contacts, draft, why_none
from forms.letters.text import CHILD, PARENTS, RECIPIENTS, LetterText

__all__ = ["CHILD", "PARENTS", "RECIPIENTS", "Contacts", "LetterText", "draft", "why_none"]
