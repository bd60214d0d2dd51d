"""What the pages of a record would refuse in a file of answers: wrong answers, and contradictions."""

from __future__ import annotations

from typing import Any, NamedTuple

from forms import RecordKind, get_kind
from forms.engine.picker import PickerQuestion
from protocol import Parameters, consistency
from protocol.casefile import Case

WRONG = "wrong_answer"


class Refused(NamedTuple):
    """Something that is refused. name: of the contradiction, else WRONG. places: the controls."""

    name: str
    places: tuple[str, ...]
    message: str


def refused(case: Case, figures: Parameters) -> list[Refused]:
    """Everything in a file of answers for which its record could not be submitted, whatever the protocol asks."""
    form = get_kind(case.record)
    return [*_wrong(form, case), *_contradictory(form, case, figures)]


def _wrong(form: RecordKind, case: Case) -> list[Refused]:
    """The errors that the pages show of what is answered; of people and teams only a register could say more."""
    found = []
    for section in form.sections:
        page = section.from_answers(case.answers, today=case.today)
        pickers = {leaf.name for leaf in page.leaves() if isinstance(leaf, PickerQuestion)}
        errors = page.errors_now()
        found += [Refused(WRONG, (name,), message) for name, message in errors.items() if name not in pickers]
    return found


def _contradictory(form: RecordKind, case: Case, figures: Parameters) -> list[Refused]:
    stored: dict[str, Any] = dict(case.answers)
    clashes = consistency.contradictions_in(
        case.record, stored, today=case.today, parameters=figures, asking=form.asking
    )
    return [Refused(one.name, tuple(dict.fromkeys(one.places)), one.message) for one in clashes]
