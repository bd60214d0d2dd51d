"""Words mean words: whether a text says something that a person can read, in any script.

A full stop, a dash, signs that nobody can see, a picture, one letter of an alphabet, keys in a row: none is an answer.
One sign that is a word by itself is (王, 병), and so is 'Ill.'. An account has one word that can be read, a reason two
or a long one: one measure (`word_shapes`), in two lengths.
"""

import re
import unicodedata

from protocol.folding import BLANKS, SIGNS
from protocol.word_shapes import LONE_CONSONANTS, can_be_read, words_of

# What people type where a box must not stay blank, in small letters. It says that nothing is said.
FILLERS = frozenset({"n a", "na", "n k", "nk", "nil", "tbc", "tba", "tbd", "xxx", "test", "not applicable", "as above"})
# What may be all there is to say of some things, and is never why something is done or left undone.
NO_REASONS = frozenset(
    {"none", "nothing", "no", "no reason", "none given", "none known", "not known", "unknown", "yes"}
)
LEAST_LETTERS = 6  # of two words or more: 'He is ill.' says why, 'ok' does not
LEAST_ALONE = 7  # of one word: 'Redundancy' says why, 'Busy' does not

# Questions that are answered with an account: words, where a line of text may be a number or an initial.
ACCOUNTS = frozenset(
    {
        *("alternatives", "best_interests", "carers_views", "carers_not_told_why", "case_notes_remaining"),
        *("child_not_told_why", "child_views", "child_views_not_obtained", "chronology_remaining", "closing_note"),
        *("communication_needs", "court_told", "current_manager_view", "current_team_leader_absence"),
        *(
            "current_worker_absence",
            "current_worker_part_covered",
            "decisions_recorded_remaining",
            "delay_accepted_because",
            "delay_kept_down",
        ),
        *("disability_evidence", "effect_on_court", "effect_on_plan", "family_told_how", "family_told_what"),
        *("family_views", "four_way_outcome", "full_handover_how", "handled_with_care", "handover_reason_detail"),
        *("handover_route_other", "immediate_risk", "interim_cover", "joint_working", "life_now", "link_school_detail"),
        "no_action_reason",
        *("new_manager_view", "new_team_leader_absence", "new_team_leader_unreachable", "new_worker_absence"),
        *("open_assessment_remaining", "orders_summary", "other_reason", "outgoing_team_leader_unreachable"),
        *("own_team_reason", "parents_not_told_why", "parents_views", "plan_summary", "preventing_evidence"),
        *("proposed_instead", "rationale", "relationship_evidence", "relationship_kept", "risks"),
        *("sharing_considered_note", "short_term_issues", "students_detail", "task", "timing_follows_plan"),
        *("todo_list_remaining", "told_late_reason", "training_detail", "transfer_reason", "transition_roles"),
        *("under_thirteen_reason", "unresolved_detail", "unresolved_issue", "what_happened", "what_works"),
        *("why_expedient", "why_no_meeting_in_time", "why_not_shared", "why_thirteen_plus_now", "worker_advises_of"),
        *("worker_unreachable", "worries"),
        # Columns of tables.
        *("concern", "decisions", "decisions_where", "note", "what"),
    }
)
_LETTERS, _LONGEST_FILLER, _ENOUGH = frozenset("abcdefghijklmnopqrstuvwxyz"), max(map(len, FILLERS)) * 2, 80


def is_readable(text: str) -> bool:
    """Whether there is a letter or a number in it: enough for a name, a room or a reference."""
    return any(map(str.isalnum, text)) and any(
        unicodedata.category(sign)[0] in "LN" and not BLANKS.match(sign) for sign in _letters_apart(text)
    )


def is_words(text: str) -> bool:
    """Whether it is an account: a word that can be read, in any script, and no filler such as 'n/a'.

    What may be all there is to say of something is one: 'None', 'Ill.', a name.
    """
    if len(text) > _LONGEST_FILLER and any(map(can_be_read, words_of(text[:_ENOUGH]))):
        return True  # most accounts, at a fraction of the cost
    read = any(map(can_be_read, {*words_of(text)})) or _is_word_without_case(text)
    return read and _plain(text) not in FILLERS


def is_reason(text: str) -> bool:
    """Whether it is words that can say why: two, of a few letters, or one long one; neither 'none' nor 'unknown'.

    In a script without small and capital letters, many of which have no spaces, one word can be all of them: there a
    letter says as much as two of an alphabet.
    """
    if not is_words(text) or _plain(text) in NO_REASONS:
        return False
    return (len(text) > _ENOUGH and _says_why(text[:_ENOUGH])) or _says_why(text)


def _says_why(text: str) -> bool:
    """Whether there are words enough in it."""
    words = words_of(text)
    readable = {word for word in {*words} if can_be_read(word)}
    read = [word for word in words if word in readable]
    alone = [word for word in readable if len(word) >= LEAST_ALONE and can_be_read(word, consonants=LONE_CONSONANTS)]
    without_case = sum(map(_has_no_case, unicodedata.normalize("NFKC", text)))
    letters = sum(map(len, read)) + sum(word in _LETTERS for word in words) + 2 * without_case
    return bool(alone) or letters >= LEAST_LETTERS and (len(readable) > 1 or without_case > 0)


def _is_word_without_case(text: str) -> bool:
    """Whether there is a word of a script without small and capital letters, where one sign can be one."""
    signs = _letters_apart(text)
    letters = {sign for sign in {*signs} if _has_no_case(sign)}
    return len(letters | _marks_of_syllables(signs)) > 1 or any(map(_is_a_word, letters))


def says_something(question: str, text: str) -> bool:
    """Whether a text answers this question: an account in words, anything else with a letter or a number."""
    return is_words(text) if question in ACCOUNTS else is_readable(text)


def _plain(text: str) -> str:
    """The words of the alphabet in it, for comparison with fillers."""
    return " ".join(re.findall("[a-z]+", text.lower()))


def _letters_apart(text: str) -> str:
    """Small letters without their width or style, syllables of Hangul as their letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return SIGNS.sub(" ", unicodedata.normalize("NFD", plain))


def _marks_of_syllables(signs: str) -> set[str]:
    """The vowels that are marks on a letter, as in the scripts of India; an accent is a mark on a letter with case."""
    pairs = {*zip(signs, signs[1:], strict=False)}
    return {mark for letter, mark in pairs if unicodedata.category(mark)[0] == "M" and _has_no_case(letter)}


def _has_no_case(sign: str) -> bool:
    return unicodedata.category(sign) == "Lo" and not BLANKS.match(sign)


def _is_a_word(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))
