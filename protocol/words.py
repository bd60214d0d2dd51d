"""Words mean words: whether a text says something that a person can read, in any script.

A full stop, a dash, signs that nobody can see, a picture, one letter of an alphabet: none is an answer. One sign
that is a word by itself is (王, 병), and so is 'Ill.'.
"""

import re
import unicodedata

from protocol.folding import BLANKS, SIGNS

# What people type where a box must not stay blank, in small letters. It says that nothing is said.
FILLERS = frozenset({"n a", "na", "n k", "nk", "nil", "tbc", "tba", "tbd", "xxx", "test", "not applicable", "as above"})
# What may be all there is to say of some things, and is never why something is done or left undone.
NO_REASONS = frozenset(
    {"none", "nothing", "no", "no reason", "none given", "none known", "not known", "unknown", "yes"}
)
LEAST_LETTERS = 6  # 'He is ill.' says why; 'ok', 'ab' and 'asdf' do not

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
_LETTERS, _LONGEST_FILLER, _ENOUGH = frozenset("abcdefghijklmnopqrstuvwxyz"), max(map(len, FILLERS)) * 2, 400


def is_readable(text: str) -> bool:
    """Whether there is a letter or a number in it: enough for a name, a room or a reference."""
    return any(map(str.isalnum, text)) and any(
        unicodedata.category(sign)[0] in "LN" and not BLANKS.match(sign) for sign in _letters_apart(text)
    )


def is_words(text: str) -> bool:
    """Whether it is an account: two different letters, or a sign that is a word, and no filler such as 'n/a'."""
    if len(text) > _LONGEST_FILLER and len(_LETTERS.intersection(text[:_ENOUGH].lower())) > 1:
        return True  # most accounts, at a hundredth of the cost
    signs = _letters_apart(text)
    letters = {sign for sign in signs if unicodedata.category(sign)[0] == "L" and not BLANKS.match(sign)}
    enough = len(letters | _marks_of_syllables(signs)) > 1 or any(map(_is_a_word, letters))
    return enough and _plain(text) not in FILLERS


def is_reason(text: str) -> bool:
    """Whether it is words that can say why: more than one, of a few letters, and neither 'none' nor 'unknown'.

    In a script without small and capital letters, many of which have no spaces, one word can be all of them: there a
    letter says as much as two of an alphabet.
    """
    if not is_words(text) or _plain(text) in NO_REASONS:
        return False
    words = [word for word in _words_of(text) if any(map(str.isalpha, word))]
    without_case = sum(unicodedata.category(sign) == "Lo" for word in words for sign in word)
    letters = sum(map(str.isalpha, "".join(words))) + without_case
    return letters >= LEAST_LETTERS and (len(set(words)) > 1 or without_case > 0)


def _words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return unicodedata.normalize("NFKC", text).casefold().split()


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
    pairs = zip(signs, signs[1:], strict=False)
    return {mark for letter, mark in pairs if unicodedata.category(mark)[0] == "M" and _has_no_case(letter)}


def _has_no_case(sign: str) -> bool:
    return unicodedata.category(sign) == "Lo" and not BLANKS.match(sign)


def _is_a_word(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))
