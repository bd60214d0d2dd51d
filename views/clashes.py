"""Contradictions on the page of a section: at each of their places there, with a link to the other place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from forms import Section, get_kind
from forms.what_is_left import Matter, places_of
from models import Record
from protocol.consistency import Clash, without
from records.drafting import from_register, saving
from records.weighing import contradictions_in
from views.web.guard import me

TAKE_OUT = "take-out:"


@dataclass(frozen=True)
class ShownClash:
    """A contradiction as a section shows it. links: (address, text) of its places; those of this page are anchors.

    action: value of the button that takes out what does not apply; '' where there is nothing to take out.
    """

    clash: Clash
    links: tuple[tuple[str, str], ...]
    action: str = ""

    @property
    def message(self) -> str:
        """The message, with placeholders of terms."""
        return self.clash.message

    def other_links(self, control: str) -> list[tuple[str, str]]:
        """The link to the other place, seen from a control; none where no page shows it."""
        anchors = [self.links[-1] if control == self.clash.at else self.links[0]] if self.links else []
        return anchors if len(self.links) > 1 else []


def put_in(section: Section, record: Record, clashes: Iterable[Clash]) -> list[ShownClash]:
    """Contradictions that have a place in a section, put on the questions and cells there."""
    shown = [_shown(record, section, clash) for clash in clashes]
    if shown:
        _put(section, shown)
    return shown


def _put(section: Section, shown: Iterable[ShownClash]) -> None:
    controls = {leaf.name: leaf for leaf in (*section.asked.values(), *section.leaves())}
    for one in shown:
        for control in dict.fromkeys(one.clash.places):
            if control in controls:
                controls[control].clashes = [*controls[control].clashes, one]


def _shown(record: Record, section: Section, clash: Clash) -> ShownClash:
    form = get_kind(record.kind)
    known = from_register.sources(form, record.answers, record.child)
    links = tuple(_link(record, section, place) for place in places_of(form, record.answers, known, clash))
    return ShownClash(clash, links, f"{TAKE_OUT}{clash.at}" if clash.hidden else "")


def _link(record: Record, section: Section, place: Matter) -> tuple[str, str]:
    here = place.section is type(section)
    key = place.section.key if place.section else ""
    page = "" if here else url_for("sections.show_section", reference=record.reference, key=key)
    return f"{page}{place.anchor}", place.text


def take_out(record: Record, control: str, *, editor: str, closed: Sequence[str]) -> bool:
    """Take out the answers that do not apply and are named at this control; whether there were any.

    closed: keys of the sections that this person may not write in; what is there stays.
    """
    form = get_kind(record.kind)
    clash = next((one for one in contradictions_in(record) if one.hidden and one.at == control), None)
    left = without(record.answers, clash) if clash else {}
    mine = {name: answer for name, answer in left.items() if form.section_of[name].key not in closed}
    if mine:
        saving.save_answers(
            record=record,
            by=me(),
            editor=editor,
            base_revision=record.revision,
            questions=mine.keys(),
            answers={name: answer for name, answer in mine.items() if answer},
            typed={},
            keep_mine=tuple(mine),
        )
    return bool(mine)
